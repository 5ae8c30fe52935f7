// SPDX-License-Identifier: GPL-3.0-or-later
// Real primaries of Debian: what we hold equals what they serve, record for record, and what our server gives
// out equals it again.
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"

#include <QTest>

#include <sstream>

using namespace zonescope;
using kit::RealServer;
using kit::RunningEngine;
using kit::ServerKind;

namespace {

constexpr const char* rightSecret = "VGhpcyBpcyB0aGUgcmlnaHQgc2VjcmV0ISEhISEhISE=";
constexpr const char* wrongSecret = "VGhpcyBpcyBhIHdyb25nIHNlY3JldCBvZiBvdXJzLi4=";

/// Every kind of record that Debian's four servers all load, an unknown type, odd labels, mixed case, a
/// wildcard, a delegation with glue, and enough names to need several messages.
std::string zoneText(std::uint32_t serial, int hosts, const std::string& extra = {})
{
    std::string text = "$TTL 3600\n@ IN SOA ns1 hostmaster 1 3600 600 86400 300\n";
    text.replace(text.find(" 1 3600"), 2, " " + std::to_string(serial));
    text += "@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns1 AAAA 2001:db8::1\nns2 A 192.0.2.2\n@ MX 10 mail\nmail "
            "A 192.0.2.3\n"
            "@ TXT \"v=spf1 -all\" \"second string\"\nWWW 300 A 192.0.2.80\nwww 300 A 192.0.2.81\nalias "
            "CNAME www\n"
            "*.wild TXT \"any\"\nsub NS ns.sub\nns.sub A 192.0.2.53\n_sip._tcp SRV 10 5 5060 mail\n@ CAA 0 "
            "issue \"ca.example\"\n"
            "unknown TYPE65280 \\# 4 0a000001\nodd\\.label TXT \"a dot inside\"\ntext\\032space TXT \"a "
            "blank in the name\"\n"
            "4.3.2.1.e164 NAPTR 100 10 \"u\" \"sip+E2U\" \"!^.*$!sip:info@example.org!\" .\nfinger SSHFP 1 1 "
            "0123456789abcdef0123456789abcdef01234567\n_443._tcp TLSA 3 1 1 "
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";
    for (int i = 0; i < hosts; ++i)
        text += "host" + std::to_string(i) + " A 10." + std::to_string(i / 65536) + "." +
                std::to_string(i / 256 % 256) + "." + std::to_string(i % 256) + "\n";
    return text + extra;
}

std::string digText(const char* program, const net::Endpoint& server, const std::string& apex,
                    const std::string& key = {})
{
    std::vector<std::string> words{
        program, "@" + server.address.toText(), "-p", std::to_string(server.port), apex, "AXFR"};
    if (std::string_view(program) == "dig")
        words.insert(words.end(), {"+nostats", "+nocmd", "+nocomments"});
    else
        words.insert(words.end(), {"+noheader", "+nostats", "+nocomments"});
    if (!key.empty())
        words.insert(words.end(), {"-y", key});
    const auto output = kit::run(words);
    // The signatures of the messages are no part of the zone.
    std::istringstream lines(output ? output->text : std::string());
    std::string records;
    for (std::string line; std::getline(lines, line);)
        if (line.find("\tTSIG\t") == std::string::npos)
            records += line + "\n";
    return records;
}

QByteArray kindName(ServerKind kind)
{
    return QByteArray::fromStdString(std::string(kit::serverName(kind)));
}

} // namespace

Q_DECLARE_METATYPE(zonescope::kit::ServerKind)

class tst_Primaries : public QObject
{
    Q_OBJECT

private slots:
    void holdsWhatThePrimaryServes_data();
    void holdsWhatThePrimaryServes();
    void aWrongSecretIsNamed_data();
    void aWrongSecretIsNamed();
    void aRefusedTransferIsNamed_data();
    void aRefusedTransferIsNamed();

private:
    void compareWithPrimary(RunningEngine& running, RealServer& server, base::ZoneId zone,
                            const std::string& key);
};

void tst_Primaries::holdsWhatThePrimaryServes_data()
{
    QTest::addColumn<ServerKind>("kind");
    QTest::addColumn<QByteArray>("algorithm");
    for (const ServerKind kind : kit::serverKinds) {
        QTest::newRow(kindName(kind) + " without a key") << kind << QByteArray();
        QTest::newRow(kindName(kind) + " hmac-sha256") << kind << QByteArray("hmac-sha256");
    }
    QTest::newRow("knot hmac-sha512") << ServerKind::Knot << QByteArray("hmac-sha512");
    QTest::newRow("bind hmac-sha384") << ServerKind::Bind << QByteArray("hmac-sha384");
    QTest::newRow("nsd hmac-sha1") << ServerKind::Nsd << QByteArray("hmac-sha1");
}

void tst_Primaries::holdsWhatThePrimaryServes()
{
    QFETCH(ServerKind, kind);
    QFETCH(QByteArray, algorithm);
    const std::string apex = "example.org";
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);

    kit::ServerOptions options{
        .zones = {{apex, zoneText(1, 3000)}}, .key = {}, .notify = {(*running)->notifyAt()}};
    std::string key;
    if (!algorithm.isEmpty()) {
        options.key = {"k1", algorithm.toStdString(), rightSecret};
        key = algorithm.toStdString() + ":k1:" + rightSecret;
    }
    auto server = RealServer::start(kind, options);
    QVERIFY_RESULT(server);

    // AXFR when the zone is new.
    const auto zone = (*running)->addZone({apex, (*server)->endpoint(), key, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    compareWithPrimary(**running, **server, *zone, key);

    // A change: the primary notifies by itself (Knot over TCP, the others over UDP), and we fetch it.
    QVERIFY_RESULT((*server)->replaceZone(apex, zoneText(2, 3000, "added A 192.0.2.200\n")));
    QVERIFY2((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 2U; }),
             (*server)->log().c_str());
    QVERIFY((*running)->waitFor(
        [&] { return (*running)->sawEvent(pipeline::Event::Kind::NotifyAccepted, *zone); }));
    compareWithPrimary(**running, **server, *zone, key);

    // By IXFR where the primary has differences to give. NSD 4.6.1 adds apex records that are there already
    // to the difference it made from two zone files: an inexact IXFR, and the same job fetches AXFR.
    using pipeline::TransferKind;
    QVERIFY((*running)->waitFor([&] {
        const auto done = [&](TransferKind how) { return (*running)->attemptsOf(*zone, how, true); };
        switch (kind) {
        case ServerKind::Knot:
        case ServerKind::Bind:
            return done(TransferKind::Ixfr) >= 1;
        case ServerKind::Nsd:
            return (*running)->sawEvent(pipeline::Event::Kind::FellBackToAxfr, *zone) &&
                   done(TransferKind::Axfr) >= 2;
        case ServerKind::PowerDns:
            return done(TransferKind::AxfrStyleIxfr) + done(TransferKind::Axfr) >= 2;
        }
        return false;
    }));
}

void tst_Primaries::compareWithPrimary(RunningEngine& running, RealServer& server, base::ZoneId zone,
                                       const std::string& key)
{
    const std::string apex = "example.org";
    const auto theirs = kit::zoneLines(digText("kdig", server.endpoint(), apex, key), apex);
    QVERIFY_RESULT(theirs);
    QVERIFY(theirs->size() > 3000);
    QCOMPARE(kit::zoneLines(*running.engine().heldVersion(zone)), *theirs);
    for (const char* program : {"kdig", "dig"}) {
        const auto given = kit::zoneLines(digText(program, running.serveAt(), apex), apex);
        QVERIFY_RESULT(given);
        QCOMPARE(*given, *theirs);
    }
}

void tst_Primaries::aWrongSecretIsNamed_data()
{
    QTest::addColumn<ServerKind>("kind");
    for (const ServerKind kind : kit::serverKinds)
        QTest::newRow(kindName(kind)) << kind;
}

void tst_Primaries::aWrongSecretIsNamed()
{
    QFETCH(ServerKind, kind);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(kind, {.zones = {{"example.org", zoneText(1, 10)}},
                                           .key = kit::ServerKey{"k1", "hmac-sha256", rightSecret},
                                           .notify = {}});
    QVERIFY_RESULT(server);
    const auto zone = (*running)->addZone(
        {"example.org", (*server)->endpoint(), std::string("hmac-sha256:k1:") + wrongSecret, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->lastError.has_value();
    }));
    QVERIFY(!(*running)->heldSerial(*zone));
    const base::Error error = *(*running)->status(*zone)->lastError;
    // PowerDNS answers NOTAUTH without a TSIG record: all that can be said is that the key was rejected.
    const auto expected =
        kind == ServerKind::PowerDns ? base::ErrorCode::TsigMissing : base::ErrorCode::TsigBadSignature;
    QVERIFY2(error.code == expected ||
                 (kind == ServerKind::PowerDns && error.code == base::ErrorCode::RcodeNotAuth),
             base::toString(error).c_str());
    QVERIFY2(base::toString(error).find(wrongSecret) == std::string::npos, "a secret in a message");
}

void tst_Primaries::aRefusedTransferIsNamed_data()
{
    aWrongSecretIsNamed_data();
}

void tst_Primaries::aRefusedTransferIsNamed()
{
    QFETCH(ServerKind, kind);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(
        kind,
        {.zones = {{"example.org", zoneText(1, 10)}}, .key = {}, .notify = {}, .refuseTransfers = true});
    QVERIFY_RESULT(server);
    const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->lastError.has_value();
    }));
    const auto code = (*running)->status(*zone)->lastError->code;
    const bool notAuth =
        kind == ServerKind::Knot || kind == ServerKind::PowerDns; // how each says no: NOTAUTH or REFUSED
    QCOMPARE(code, notAuth ? base::ErrorCode::RcodeNotAuth : base::ErrorCode::RcodeRefused);
}

QTEST_GUILESS_MAIN(tst_Primaries)
#include "tst_primaries.moc"

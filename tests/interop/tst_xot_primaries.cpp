// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/certificates.h"
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/transfer/service_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using kit::ServerKind;
using pipeline::Transport;
using Outcome = TransferResult::Outcome;

// Transfers over TLS (RFC 9103) from BIND and NSD as Debian has them.

Q_DECLARE_METATYPE(zonescope::kit::ServerKind)

namespace {

constexpr auto secret = "c2VjcmV0IG9jdGV0cyBmb3IgdGVzdHM=";

std::string zoneText(std::uint32_t serial, const std::string& more = {})
{
    std::string text = "@ 300 SOA ns1 host " + std::to_string(serial) +
                       " 3600 600 86400 300\n@ 300 NS ns1\nns1 300 A 192.0.2.1\n";
    for (int i = 0; i < 3000; ++i)
        text += "n" + std::to_string(i) + " 300 TXT \"some text of record " + std::to_string(i) + "\"\n";
    return "$ORIGIN z.\n" + text + more;
}

struct Bench : ServiceBench
{
    kit::TemporaryFolder folder;
    kit::Certificate authority = kit::Certificate::authority("test CA");
    std::unique_ptr<kit::RealServer> server;

    base::Status begin(ServerKind kind, bool keyed, bool mutual = false)
    {
        const kit::Certificate own = authority.issue("xot.test");
        kit::ServerOptions options;
        options.zones = {{"z", zoneText(1)}};
        if (keyed)
            options.key = {"k1", "hmac-sha256", secret};
        options.tls = {own.writeCertificate(folder.path() / "server.pem"),
                       own.writeKey(folder.path() / "server.key"),
                       mutual ? authority.writeCertificate(folder.path() / "clients.pem") : ""};
        auto started = kit::RealServer::start(kind, options);
        if (!started)
            return tl::unexpected(started.error());
        server = std::move(*started);
        return {};
    }
    TransferJob tlsJob(ServerKind kind, bool keyed, zone::ZoneVersionPtr held = nullptr)
    {
        TransferJob made = job(std::move(held));
        Target& target = made.targets[0];
        target.addresses = {server->endpoint()};
        if (keyed)
            target.key = dns::TsigKey::fromText(std::string("hmac-sha256:k1:") + secret).value();
        target.everyMessageSigned = keyed;
        target.tls.mode = zone::TlsMode::Strict;
        target.tls.port = server->tlsEndpoint().port;
        target.tls.serverName = "xot.test";
        target.tls.caFile = authority.writeCertificate(folder.path() / "ca.pem").string();
        target.tls.alpnOptional = kind == ServerKind::Nsd;
        return made;
    }
};

} // namespace

class TestXotPrimaries : public QObject
{
    Q_OBJECT

private slots:
    void transfers_data()
    {
        QTest::addColumn<ServerKind>("kind");
        QTest::addColumn<bool>("keyed");
        QTest::newRow("BIND") << ServerKind::Bind << false;
        QTest::newRow("BIND, key") << ServerKind::Bind << true;
        QTest::newRow("NSD") << ServerKind::Nsd << false;
        QTest::newRow("NSD, key") << ServerKind::Nsd << true;
    }
    void transfers()
    {
        QFETCH(ServerKind, kind);
        QFETCH(bool, keyed);
        Bench b;
        QVERIFY_RESULT(b.begin(kind, keyed));
        const TransferResult whole = b.run(b.tlsJob(kind, keyed));
        QVERIFY_OUTCOME(whole, Outcome::NewVersion);
        QCOMPARE(whole.version->recordCount(), std::uint64_t(3003));
        for (const pipeline::TransferAttempt& attempt : whole.attempts)
            QCOMPARE(attempt.transport, Transport::Tls);

        QVERIFY_RESULT(b.server->replaceZone("z", zoneText(2, "added 300 A 192.0.2.9\n")));
        QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial(b.server->endpoint(), "z").value_or(0), 2U, 60'000);
        const TransferResult next = b.run(b.tlsJob(kind, keyed, whole.version));
        QVERIFY_OUTCOME(next, Outcome::NewVersion);
        QVERIFY(next.version->find(name("added.z.")));
        if (kind == ServerKind::Bind)
            QCOMPARE(next.kind, pipeline::TransferKind::Ixfr);
        const TransferResult same = b.run(b.tlsJob(kind, keyed, next.version));
        QVERIFY_OUTCOME(same, Outcome::Unchanged);
    }

    void bindRefusesWithoutTls()
    {
        Bench b;
        QVERIFY_RESULT(b.begin(ServerKind::Bind, false));
        TransferJob job = b.tlsJob(ServerKind::Bind, false);
        job.targets[0].tls.mode = zone::TlsMode::Off;
        const TransferResult result = b.run(job);
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE_CODE(result.error, base::ErrorCode::RcodeRefused);
    }

    void nsdSelectsNoProtocol()
    {
        Bench b;
        QVERIFY_RESULT(b.begin(ServerKind::Nsd, false));
        TransferJob job = b.tlsJob(ServerKind::Nsd, false);
        job.targets[0].tls.alpnOptional = false;
        const TransferResult result = b.run(job);
        QCOMPARE_CODE(result.error, base::ErrorCode::TlsNoAlpn);
    }

    void mutualWithBind()
    {
        Bench b;
        QVERIFY_RESULT(b.begin(ServerKind::Bind, false, true));
        TransferJob job = b.tlsJob(ServerKind::Bind, false);
        const TransferResult refused = b.run(job);
        QVERIFY_OUTCOME(refused, Outcome::Failed);
        QCOMPARE_CODE(refused.error, base::ErrorCode::TlsClientRefused);

        const kit::Certificate ours = b.authority.issue("us.test");
        TransferJob again = b.tlsJob(ServerKind::Bind, false);
        again.targets[0].tls.certificateFile = ours.writeCertificate(b.folder.path() / "us.pem").string();
        again.targets[0].tls.keyFile = ours.writeKey(b.folder.path() / "us.key").string();
        QVERIFY_OUTCOME(b.run(again), Outcome::NewVersion);
    }
};

QTEST_GUILESS_MAIN(TestXotPrimaries)
#include "tst_xot_primaries.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// BIND, Knot, NSD and PowerDNS themselves: the diagnosis names the right cause for each, and transfers bring
// what they serve.
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/preflight_kit.h"
#include "tests/model/transfer/service_kit.h"

#include <QTest>

#include <future>

using namespace zonescope;
using namespace zonescope::transfer;
using kit::RealServer;
using kit::ServerKind;
using Outcome = TransferResult::Outcome;
using Verdict = PreflightVerdict;

namespace {

/// Another idea of what time it is.
class SkewedClock final : public base::Clock
{
public:
    explicit SkewedClock(std::chrono::seconds ahead)
        : m_ahead(ahead)
    {
    }
    base::Timestamp wall() const override { return m_clock.wall() + m_ahead; }
    base::Instant steady() const override { return m_clock.steady(); }

private:
    base::SystemClock m_clock;
    std::chrono::seconds m_ahead;
};

PreflightFinding probe(const base::Clock& clock, const dns::Name& apex, const net::Endpoint& primary,
                       const std::optional<dns::TsigKey>& key)
{
    PreflightWorker::Limits limits;
    limits.udpTimeout = limits.tcpTimeout = base::Duration(20'000'000);
    PreflightWorker worker(clock, limits);
    std::promise<PreflightFinding> promise;
    worker.submit({{0, apex, primary, key, {}}}, [&](const std::vector<PreflightFinding>& findings, bool) {
        promise.set_value(findings.at(0));
    });
    return promise.get_future().get();
}

/// Large enough that differences are smaller than the zone: else BIND sends the zone (max-ixfr-ratio).
std::string zoneText(std::uint32_t serial, const std::string& tag)
{
    std::string hosts;
    for (int i = 0; i < 50; ++i)
        hosts += "host" + std::to_string(i) + " A 192.0.2.9\n";
    return "$ORIGIN z.example.\n$TTL 300\n@ SOA ns1 host " + std::to_string(serial) +
           " 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.1\nm TXT \"" + tag + "\"\n" + hosts;
}

std::unique_ptr<RealServer> startServer(ServerKind kind, bool withKey, bool refuseTransfers)
{
    kit::ServerOptions options;
    options.zones.push_back({"z.example", zoneText(1, "v1")});
    options.refuseTransfers = refuseTransfers;
    if (withKey)
        options.key = kit::ServerKey{"k1", "hmac-sha256", dns::TsigKey::encodeSecret(goodKey.secret)};
    auto server = RealServer::start(kind, std::move(options));
    if (!server) {
        qWarning("%s", base::toString(server.error()).c_str());
        return nullptr;
    }
    return std::move(*server);
}

} // namespace

class TestRealPrimaries : public QObject
{
    Q_OBJECT

private slots:
    void diagnosisWithAKey_data() { servers(); }
    void diagnosisWithAKey()
    {
        QFETCH(int, kind);
        const auto server = startServer(static_cast<ServerKind>(kind), true, false);
        if (!server)
            QSKIP("the server is not installed or did not start");
        const bool silentAboutKeys = static_cast<ServerKind>(kind) == ServerKind::PowerDns;
        const net::Endpoint at = server->endpoint();
        const dns::Name apex = name("z.example.");
        const base::SystemClock clock;
        QCOMPARE_VERDICT(probe(clock, apex, at, goodKey), Verdict::Ok);
        QCOMPARE(probe(clock, apex, at, goodKey).serial.value_or(0), 1U);
        QCOMPARE_VERDICT(probe(clock, name("absent.example."), at, goodKey), Verdict::ZoneNotThere);
        const dns::TsigKey otherSecret{goodKey.name, goodKey.algorithm, base::Bytes(32, 'x')};
        QCOMPARE_VERDICT(probe(clock, apex, at, otherSecret),
                         silentAboutKeys ? Verdict::KeyRejected : Verdict::SecretWrong);
        const dns::TsigKey otherName{name("k2."), goodKey.algorithm, goodKey.secret};
        QCOMPARE_VERDICT(probe(clock, apex, at, otherName),
                         silentAboutKeys ? Verdict::KeyRejected : Verdict::KeyUnknown);
        QCOMPARE_VERDICT(probe(clock, apex, at, std::nullopt), Verdict::TransferRefused);
        const SkewedClock late(std::chrono::seconds(-4000));
        const PreflightFinding skewed = probe(late, apex, at, goodKey);
        QCOMPARE_VERDICT(skewed, silentAboutKeys ? Verdict::KeyRejected : Verdict::ClockSkew);
        if (!silentAboutKeys)
            QVERIFY2(qAbs(skewed.skewSeconds.value_or(0) - 4000) <= 30,
                     std::to_string(skewed.skewSeconds.value_or(0)).c_str());
    }

    void diagnosisOfAnAcl_data() { servers(); }
    void diagnosisOfAnAcl()
    {
        QFETCH(int, kind);
        const auto server = startServer(static_cast<ServerKind>(kind), false, true);
        if (!server)
            QSKIP("the server is not installed or did not start");
        const base::SystemClock clock;
        const PreflightFinding finding = probe(clock, name("z.example."), server->endpoint(), std::nullopt);
        QCOMPARE_VERDICT(finding, Verdict::TransferRefused);
        QCOMPARE(finding.ourAddress.value().toText(), std::string("127.0.0.1"));
    }

    void diagnosisOfAStoppedServer_data() { servers(); }
    void diagnosisOfAStoppedServer()
    {
        QFETCH(int, kind);
        const auto server = startServer(static_cast<ServerKind>(kind), false, false);
        if (!server)
            QSKIP("the server is not installed or did not start");
        const base::SystemClock clock;
        QCOMPARE_VERDICT(probe(clock, name("z.example."), server->endpoint(), std::nullopt), Verdict::Ok);
        server->process().kill();
        // NSD's child answers over UDP a little longer than its parent.
        QTRY_VERIFY(!kit::askSerial(server->endpoint(), "z.example", std::chrono::milliseconds(50)));
        QCOMPARE_VERDICT(probe(clock, name("z.example."), server->endpoint(), std::nullopt),
                         Verdict::NothingListens);
    }

    void transfersAndDifferences_data() { servers(); }
    void transfersAndDifferences()
    {
        QFETCH(int, kind);
        const auto server = startServer(static_cast<ServerKind>(kind), true, false);
        if (!server)
            QSKIP("the server is not installed or did not start");
        ServiceBench b;
        const auto job = [&](zone::ZoneVersionPtr held) {
            TransferJob made = b.job(std::move(held));
            made.apex = name("z.example.");
            made.targets = {ServiceBench::targetAt(server->endpoint(), 1)};
            made.targets[0].key = goodKey;
            return made;
        };
        const TransferResult first = b.run(job(nullptr));
        QVERIFY_OUTCOME(first, Outcome::NewVersion);
        QCOMPARE(first.version->recordCount(), std::uint64_t(54));
        QVERIFY_OUTCOME(b.run(job(first.version)), Outcome::Unchanged);
        QVERIFY_RESULT(server->replaceZone("z.example", zoneText(2, "v2")));
        QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial(server->endpoint(), "z.example").value_or(0), 2U, 60'000);
        const TransferResult second = b.run(job(first.version));
        QVERIFY_OUTCOME(second, Outcome::NewVersion);
        QCOMPARE(second.version->serial(), 2U);
        QCOMPARE(second.attempts.size(), std::size_t(1)); // no fallback was needed
        const bool hasHistory = static_cast<ServerKind>(kind) != ServerKind::PowerDns;
        if (hasHistory)
            QVERIFY(second.kind == pipeline::TransferKind::Ixfr);
        TransferJob full = job(nullptr);
        const TransferResult whole = b.run(std::move(full));
        QVERIFY_OUTCOME(whole, Outcome::NewVersion);
        QVERIFY(dump(*whole.version) == dump(*second.version));
    }

private:
    static void servers()
    {
        QTest::addColumn<int>("kind");
        for (const ServerKind kind : kit::serverKinds)
            QTest::newRow(std::string(kit::serverName(kind)).c_str()) << static_cast<int>(kind);
    }
};

QTEST_GUILESS_MAIN(TestRealPrimaries)
#include "tst_real_primaries.moc"

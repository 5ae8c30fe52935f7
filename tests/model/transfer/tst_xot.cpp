// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/preflight.h"
#include "tests/kit/process.h"
#include "tests/model/transfer/service_kit.h"
#include "tests/model/transfer/tls_front.h"

#include <QTest>

#include <future>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using kit::Certificate;
using pipeline::Transport;
using Outcome = TransferResult::Outcome;

// Case H37: transfers over TLS with a server that is good, or bad in one way.

namespace {

constexpr auto serverName = "xot.test";

struct XotCase
{
    const char* title;
    std::function<void(TlsFront::Manners&, const Certificate& authority)> bend;
    std::function<void(zone::TlsSettings&, const std::filesystem::path& folder, const Certificate& authority)>
        settings;
    std::optional<ErrorCode> error;
    const char* says = "";
};

const std::vector<XotCase>& cases()
{
    using Manners = TlsFront::Manners;
    using Settings = zone::TlsSettings;
    using Folder = const std::filesystem::path&;
    using Ca = const Certificate&;
    static const auto nothing = [](Manners&, Ca) {};
    static const auto asIs = [](Settings&, Folder, Ca) {};
    static const auto mutual = [](Manners& m, Ca ca) { m.clientsOf = ca; };
    static const std::vector<XotCase> all{
        {"good", nothing, asIs, {}},
        {"wrong name", [](Manners& m, Ca ca) { m.certificate = ca.issue("other.test"); }, asIs,
         ErrorCode::TlsWrongName, "xot.test"},
        {"name in part", [](Manners& m, Ca ca) { m.certificate = ca.issue("test"); }, asIs,
         ErrorCode::TlsWrongName},
        {"no SAN, the name stands in the subject",
         [](Manners& m, Ca ca) { m.certificate = ca.issueInSubject(serverName); }, asIs,
         ErrorCode::TlsWrongName, "xot.test"},
        {"expired", [](Manners& m, Ca ca) { m.certificate = ca.issue(serverName, -1); }, asIs,
         ErrorCode::TlsExpired, "expired"},
        {"unknown CA",
         [](Manners& m, Ca) { m.certificate = Certificate::authority("stranger").issue(serverName); }, asIs,
         ErrorCode::TlsCertificate, "not trusted"},
        {"signed by itself", [](Manners& m, Ca) { m.certificate = Certificate::authority(serverName); }, asIs,
         ErrorCode::TlsCertificate, "not trusted"},
        {"only TLS 1.2", [](Manners& m, Ca) { m.onlyTls12 = true; }, asIs, ErrorCode::TlsVersion, "TLS 1.3"},
        {"no ALPN", [](Manners& m, Ca) { m.alpn = TlsFront::Alpn::None; }, asIs, ErrorCode::TlsNoAlpn, "dot"},
        {"no ALPN, allowed",
         [](Manners& m, Ca) { m.alpn = TlsFront::Alpn::None; },
         [](Settings& s, Folder, Ca) { s.alpnOptional = true; },
         {}},
        {"ALPN refused", [](Manners& m, Ca) { m.alpn = TlsFront::Alpn::Refuse; }, asIs, ErrorCode::TlsNoAlpn},
        {"hangs up", [](Manners& m, Ca) { m.hangsUp = true; }, asIs, ErrorCode::TlsHandshake},
        {"address in the certificate",
         [](Manners& m, Ca ca) { m.certificate = ca.issue("127.0.0.1"); },
         [](Settings& s, Folder, Ca) { s.serverName = "127.0.0.1"; },
         {}},
        {"pin alone, certificate of a stranger and expired",
         [](Manners& m, Ca ca) { m.certificate = ca.issue("any.test", -1); },
         [](Settings& s, Folder, Ca) {
             s.serverName.clear();
             s.caFile.clear();
             s.pin = "server";
         },
         {}},
        {"pin of another key", nothing,
         [](Settings& s, Folder, Ca ca) {
             s.serverName.clear();
             s.pin = ca.pin();
         },
         ErrorCode::TlsCertificate, "pinned"},
        {"name right, pin wrong", nothing, [](Settings& s, Folder, Ca ca) { s.pin = ca.pin(); },
         ErrorCode::TlsCertificate, "pinned"},
        {"mutual",
         mutual,
         [](Settings& s, Folder folder, Ca ca) {
             const Certificate ours = ca.issue("us.test");
             s.certificateFile = ours.writeCertificate(folder / "us.pem").string();
             s.keyFile = ours.writeKey(folder / "us.key").string();
         },
         {}},
        {"mutual without a certificate", mutual, asIs, ErrorCode::TlsClientRefused, "certificate"},
        {"asks for a certificate and resets", [](Manners& m, Ca) { m.resets = true; }, asIs,
         ErrorCode::TlsClientRefused, "hung up"},
        {"mutual with an expired one", mutual,
         [](Settings& s, Folder folder, Ca ca) {
             const Certificate ours = ca.issue("us.test", -1);
             s.certificateFile = ours.writeCertificate(folder / "us.pem").string();
             s.keyFile = ours.writeKey(folder / "us.key").string();
         },
         ErrorCode::TlsClientRefused, "certificate"},
        {"mutual with a stranger's", mutual,
         [](Settings& s, Folder folder, Ca) {
             const Certificate ours = Certificate::authority("stranger").issue("us.test");
             s.certificateFile = ours.writeCertificate(folder / "us.pem").string();
             s.keyFile = ours.writeKey(folder / "us.key").string();
         },
         ErrorCode::TlsClientRefused},
        {"CA file absent", nothing,
         [](Settings& s, Folder folder, Ca) { s.caFile = (folder / "nowhere.pem").string(); },
         ErrorCode::TlsSetup, "nowhere.pem cannot be used: No such file or directory"},
        {"key of another certificate", nothing,
         [](Settings& s, Folder folder, Ca ca) {
             s.certificateFile = ca.issue("us.test").writeCertificate(folder / "us.pem").string();
             s.keyFile = ca.writeKey(folder / "other.key").string();
         },
         ErrorCode::TlsSetup, "other.key"},
    };
    return all;
}

class Bench : public ServiceBench
{
public:
    explicit Bench(const std::function<void(TlsFront::Manners&, const Certificate&)>& bend = {})
        : authority(Certificate::authority("test CA"))
    {
        primary->addZone(name("z."), 5, body("v5"));
        TlsFront::Manners manners;
        manners.certificate = authority.issue(serverName);
        if (bend)
            bend(manners, authority);
        serverPin = manners.certificate->pin();
        front.emplace(std::move(manners), primary->endpoint());
    }
    TransferJob tlsJob(zone::TlsMode mode, zone::ZoneVersionPtr held = nullptr)
    {
        TransferJob made = job(std::move(held));
        zone::TlsSettings& tls = made.targets[0].tls;
        tls.mode = mode;
        tls.port = front->port();
        if (mode == zone::TlsMode::Strict) {
            tls.serverName = serverName;
            tls.caFile = authority.writeCertificate(folder.path() / "ca.pem").string();
        }
        return made;
    }
    /// The row of the add-zone preview for the same primary.
    PreflightFinding preflight(const TransferJob& job)
    {
        PreflightProbe probe;
        probe.apex = name("z.");
        probe.primary = primary->endpoint();
        probe.tls = job.targets[0].tls;
        PreflightWorker worker(systemClock, {.udpTimeout = base::Duration(20'000'000),
                                             .tcpTimeout = base::Duration(20'000'000)});
        std::promise<PreflightFinding> found;
        worker.submit({probe},
                      [&](std::vector<PreflightFinding> findings, bool) { found.set_value(findings.at(0)); });
        auto future = found.get_future();
        if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
            return {};
        return future.get();
    }
    std::size_t fallBacks() const
    {
        std::size_t count = 0;
        for (const pipeline::Event& event : events())
            count += event.kind == pipeline::Event::Kind::FellBackToTcp;
        return count;
    }

    base::SystemClock systemClock;
    kit::TemporaryFolder folder;
    Certificate authority;
    std::string serverPin;
    std::optional<TlsFront> front;
};

} // namespace

namespace {

TransferJob strictJob(Bench& bench, const XotCase& c)
{
    TransferJob job = bench.tlsJob(zone::TlsMode::Strict);
    c.settings(job.targets[0].tls, bench.folder.path(), bench.authority);
    if (job.targets[0].tls.pin == "server")
        job.targets[0].tls.pin = bench.serverPin;
    return job;
}

} // namespace

class TestXot : public QObject
{
    Q_OBJECT

private slots:
    void strict_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].title) << static_cast<int>(i);
    }
    void strict()
    {
        QFETCH(int, index);
        const XotCase& c = cases()[static_cast<std::size_t>(index)];
        Bench bench(c.bend);
        const TransferResult result = bench.run(strictJob(bench, c));
        for (const pipeline::TransferAttempt& attempt : result.attempts)
            QCOMPARE(attempt.transport, Transport::Tls);
        QCOMPARE(bench.fallBacks(), std::size_t(0));
        if (!c.error) {
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QVERIFY(bench.equalsPrimary(*result.version));
            QCOMPARE(bench.front->handshakes(), 1); // SOA check and transfer over one connection
            return;
        }
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE_CODE(result.error, *c.error);
        QVERIFY2(result.error->detail.find(c.says) != std::string::npos, result.error->detail.c_str());
        QCOMPARE(result.attempts.size(), std::size_t(1));
        // Not one query reached the primary in the clear, nor at all.
        const auto counters = bench.primary->counters();
        QCOMPARE(counters.soaQueries + counters.axfrQueries, std::uint64_t(0));
    }

    /// What a transfer would find, the preview finds before the zone is added, and as strictly.
    void preflight_data() { strict_data(); }
    void preflight()
    {
        QFETCH(int, index);
        const XotCase& c = cases()[static_cast<std::size_t>(index)];
        Bench bench(c.bend);
        const PreflightFinding finding = bench.preflight(strictJob(bench, c));
        if (!c.error) {
            QCOMPARE(finding.verdict, PreflightVerdict::Ok);
            QCOMPARE(finding.serial.value_or(0), 5U);
            QCOMPARE(bench.primary->counters().axfrQueries, std::uint64_t(1));
            return;
        }
        QCOMPARE(finding.verdict, PreflightVerdict::Failed);
        QVERIFY(finding.error);
        QCOMPARE_CODE(finding.error, *c.error);
        const auto counters = bench.primary->counters();
        QCOMPARE(counters.soaQueries + counters.axfrQueries, std::uint64_t(0));
    }

    void preflightOpportunistic()
    {
        Bench bench([](TlsFront::Manners& m, const Certificate&) { m.onlyTls12 = true; });
        QCOMPARE(bench.preflight(bench.tlsJob(zone::TlsMode::Opportunistic)).verdict, PreflightVerdict::Ok);
        QCOMPARE(bench.front->handshakes(), 0);
        Bench good;
        QCOMPARE(good.preflight(good.tlsJob(zone::TlsMode::Opportunistic)).verdict, PreflightVerdict::Ok);
        QVERIFY(good.front->handshakes() > 0);
    }

    void preflightNothingListens()
    {
        Bench bench;
        const TransferJob job = bench.tlsJob(zone::TlsMode::Strict);
        bench.front.reset();
        QCOMPARE(bench.preflight(job).verdict, PreflightVerdict::NothingListens);
        QCOMPARE(bench.primary->counters().soaQueries, std::uint64_t(0));
    }

    void plainServerWhereTlsIsExpected()
    {
        Bench bench;
        TransferJob job = bench.tlsJob(zone::TlsMode::Strict);
        job.targets[0].tls.port = bench.primary->endpoint().port;
        job.limits.connectSeconds = 1;
        const TransferResult result = bench.run(job);
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE(bench.primary->counters().soaQueries, std::uint64_t(0));
    }

    void incrementalOverTheSameConnection()
    {
        Bench bench;
        bench.primary->setVersion(name("z."), 6, body("v6"));
        const TransferResult result =
            bench.run(bench.tlsJob(zone::TlsMode::Strict, versionOf(5, body("v5"))));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.kind, pipeline::TransferKind::Ixfr);
        QCOMPARE(bench.front->connections(), 1);
    }

    void fallBackToAxfrStaysEncrypted()
    {
        Bench bench;
        bench.primary->setScript(
            name("z."), onIxfr([](const servers::Request& r) {
                return Steps{servers::Step::send(servers::Draft::answerTo(r, dns::Rcode::NotImp))};
            }));
        const TransferResult result =
            bench.run(bench.tlsJob(zone::TlsMode::Strict, versionOf(1, body("v1"))));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.attempts.size(), std::size_t(2));
        QCOMPARE(result.attempts[0].transport, Transport::Tls);
        QCOMPARE(result.attempts[1].transport, Transport::Tls);
        QCOMPARE(bench.primary->counters().axfrQueries, std::uint64_t(1));
    }

    void largeZone()
    {
        Bench bench;
        Records many = body("v5");
        for (int i = 0; i < 20000; ++i)
            many.push_back(txt("n" + std::to_string(i), "some text that fills the records a little"));
        bench.primary->setVersion(name("z."), 6, many);
        const TransferResult result = bench.run(bench.tlsJob(zone::TlsMode::Strict));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(bench.equalsPrimary(*result.version));
    }

    void opportunistic()
    {
        // Nobody is checked: a stranger's certificate for another name will do.
        Bench bench([](TlsFront::Manners& m, const Certificate&) {
            m.certificate = Certificate::authority("stranger").issue("other.test", -1);
            m.alpn = TlsFront::Alpn::None;
        });
        const TransferResult result = bench.run(bench.tlsJob(zone::TlsMode::Opportunistic));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.attempts.back().transport, Transport::Tls);
        QCOMPARE(bench.fallBacks(), std::size_t(0));
    }

    void opportunisticFallsBackAndSaysSo_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("nothing listens") << 0;
        QTest::newRow("only TLS 1.2") << 1;
        QTest::newRow("hangs up") << 2;
        QTest::newRow("wants our certificate, after the handshake") << 3;
    }
    void opportunisticFallsBackAndSaysSo()
    {
        QFETCH(int, way);
        Bench bench([way](TlsFront::Manners& m, const Certificate& ca) {
            m.onlyTls12 = way == 1;
            m.hangsUp = way == 2;
            if (way == 3)
                m.clientsOf = ca;
        });
        TransferJob job = bench.tlsJob(zone::TlsMode::Opportunistic);
        if (way == 0)
            bench.front.reset();
        const TransferResult result = bench.run(job);
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(bench.fallBacks(), std::size_t(1));
        QCOMPARE(result.attempts.size(), std::size_t(2));
        QCOMPARE(result.attempts[0].transport, Transport::Tls);
        QVERIFY(result.attempts[0].error);
        QCOMPARE(result.attempts[1].transport, Transport::TcpNotTls);
        QVERIFY(!result.attempts[1].error);

        // Remembered for a while: no second attempt at TLS, and still every row says that it was without.
        TransferJob again = bench.job();
        again.targets = job.targets;
        const TransferResult second = bench.run(again);
        QVERIFY_OUTCOME(second, Outcome::NewVersion);
        QCOMPARE(second.attempts.size(), std::size_t(1));
        QCOMPARE(second.attempts[0].transport, Transport::TcpNotTls);
        QCOMPARE(bench.fallBacks(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestXot)
#include "tst_xot.moc"

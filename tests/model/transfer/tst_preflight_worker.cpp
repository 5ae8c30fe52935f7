// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/preflight_kit.h"
#include "tests/model/transfer/service_kit.h"

#include <QElapsedTimer>
#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using servers::Draft;
using servers::Request;
using servers::ScriptedPrimary;
using servers::Step;
using Verdict = PreflightVerdict;

namespace {

/// A worker and what it reported.
class Bench
{
public:
    explicit Bench(base::Duration timeout = base::Duration(20'000'000))
    {
        PreflightWorker::Limits limits;
        limits.udpTimeout = limits.tcpTimeout = timeout;
        worker = std::make_unique<PreflightWorker>(clock, limits);
    }

    std::vector<PreflightFinding> probe(std::vector<PreflightProbe> probes)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_findings.clear();
            m_last = false;
        }
        worker->submit(std::move(probes), [this](std::vector<PreflightFinding> findings, bool last) {
            const std::lock_guard lock(m_mutex);
            m_findings.insert(m_findings.end(), findings.begin(), findings.end());
            m_last = last;
            ++m_reports;
            m_changed.notify_all();
        });
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds(120), [this] { return m_last; });
        return m_findings;
    }
    PreflightFinding probeOne(const net::Endpoint& primary, std::optional<dns::TsigKey> key = {})
    {
        const auto findings = probe({{0, name("z."), primary, std::move(key), {}}});
        return findings.empty() ? PreflightFinding{} : findings.front();
    }
    int reports() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reports;
    }

    base::SystemClock clock;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<PreflightFinding> m_findings;
    bool m_last = false;
    int m_reports = 0;

public:
    std::unique_ptr<PreflightWorker> worker;
};

} // namespace

class TestPreflightWorker : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_primary = ScriptedPrimary::start().value(); }

    void allGood()
    {
        Bench b;
        m_primary->addKey(goodKey);
        m_primary->addZone(name("z."), 5, body("v5"));
        m_primary->requireKey(name("z."), goodKey.name);
        const PreflightFinding finding = b.probeOne(m_primary->endpoint(), goodKey);
        QCOMPARE_VERDICT(finding, Verdict::Ok);
        QCOMPARE(finding.serial.value_or(0), 5U);
        QVERIFY(!finding.error);
        QCOMPARE(finding.ourAddress.value().toText(), std::string("127.0.0.1"));
        QVERIFY(finding.took.count() > 0);
        QCOMPARE(m_primary->counters().soaQueries, std::uint64_t(2));
        QCOMPARE(m_primary->counters().axfrQueries, std::uint64_t(1));
    }

    void withoutAKey()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint()), Verdict::Ok);
        QCOMPARE(m_primary->counters().soaQueries, std::uint64_t(1));
    }

    /// The zone is not fetched: the connection is closed after the first message.
    void hangsUpAfterTheFirstMessage()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        auto generated = std::make_shared<std::atomic<std::uint64_t>>(0);
        m_primary->setScript(name("z."), [generated](const Request& request) -> std::optional<Steps> {
            if (request.question.type != dns::Type::AXFR)
                return std::nullopt;
            Draft draft = Draft::answerTo(request);
            draft.answers = {soa(5)};
            for (int i = 0; i < 200; ++i)
                draft.answers.push_back(txt("n" + std::to_string(i), "x"));
            return Steps{Step::generator([octets = draft.write(), generated](std::uint64_t n) {
                *generated = n;
                return std::optional(octets);
            })};
        });
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint()), Verdict::Ok);
        QTRY_COMPARE(m_primary->counters().connectionsOpen, 0U);
        QVERIFY(generated->load() < 10'000);
    }

    void nothingListens()
    {
        Bench b;
        const net::Endpoint gone = m_primary->endpoint();
        m_primary.reset();
        const PreflightFinding finding = b.probeOne(gone);
        QCOMPARE_VERDICT(finding, Verdict::NothingListens);
        QVERIFY(finding.took < std::chrono::seconds(15)); // "port unreachable" is not waited for
    }

    void nobodyAnswers()
    {
        Bench b(base::Duration(60'000));
        m_primary->setSilent(true);
        const PreflightFinding finding = b.probeOne(m_primary->endpoint());
        QCOMPARE_VERDICT(finding, Verdict::Failed);
        QVERIFY(finding.error && finding.error->code == base::ErrorCode::TimedOut);
    }

    void zoneNotThere()
    {
        Bench b;
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint()), Verdict::ZoneNotThere);
    }

    void notLoaded()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        m_primary->setScript(name("z."), [](const Request& request) {
            return std::optional(Steps{Step::send(Draft::answerTo(request, dns::Rcode::ServFail))});
        });
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint()), Verdict::NotLoaded);
    }

    void keyUnknown()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint(), goodKey), Verdict::KeyUnknown);
    }

    void secretWrong()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        m_primary->addKey({goodKey.name, goodKey.algorithm, base::Bytes(32, 'x')});
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint(), goodKey), Verdict::SecretWrong);
    }

    void keyRejectedWithoutAReason()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        m_primary->addKey(goodKey);
        m_primary->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            if (!request.keyName)
                return std::nullopt;
            return Steps{Step::sendUnsigned(Draft::answerTo(request, dns::Rcode::NotAuth).write())};
        });
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint(), goodKey), Verdict::KeyRejected);
    }

    void transferRefused()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        m_primary->requireKey(name("z."), name("another."));
        const PreflightFinding finding = b.probeOne(m_primary->endpoint());
        QCOMPARE_VERDICT(finding, Verdict::TransferRefused);
        QCOMPARE(finding.serial.value_or(0), 5U);
        QVERIFY(QString::fromStdString(finding.error->detail).contains("EDE 18"));
    }

    void notAuthoritative()
    {
        Bench b;
        m_primary->addZone(name("z."), 5, body("v5"));
        m_primary->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            Draft draft = Draft::answerTo(request);
            draft.header.authoritative = false;
            draft.authorities = lines("@ NS ns1\n");
            return Steps{Step::send(draft)};
        });
        QCOMPARE_VERDICT(b.probeOne(m_primary->endpoint()), Verdict::NotAuthoritative);
    }

    void fiveHundredRowsAtOnce()
    {
        Bench b;
        std::vector<PreflightProbe> probes;
        for (std::size_t i = 0; i < 500; ++i) {
            const dns::Name apex = name("z" + std::to_string(i) + ".");
            if (i % 5 != 0)
                m_primary->addZone(apex, 5, dns::recordsFromText("@ NS ns1\n", apex, 300).value());
            probes.push_back({i, apex, m_primary->endpoint(), {}, {}});
        }
        QElapsedTimer timer;
        timer.start();
        const auto findings = b.probe(probes);
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(findings.size(), std::size_t(500));
        std::set<std::size_t> rows;
        for (const PreflightFinding& finding : findings) {
            rows.insert(finding.row);
            QCOMPARE_VERDICT(finding, finding.row % 5 == 0 ? Verdict::ZoneNotThere : Verdict::Ok);
        }
        QCOMPARE(rows.size(), std::size_t(500));
        QVERIFY2(b.reports() <= 100, qPrintable(QString::number(b.reports()))); // in handfuls
    }

    void noRows()
    {
        Bench b;
        QVERIFY(b.probe({}).empty());
        QCOMPARE(b.reports(), 1);
    }

    void stopWithRowsUnderWay()
    {
        Bench b;
        m_primary->setSilent(true);
        std::vector<PreflightProbe> probes(200, {0, name("z."), m_primary->endpoint(), {}, {}});
        std::atomic<int> reports{0};
        b.worker->submit(probes, [&](auto, bool) { ++reports; });
        QElapsedTimer timer;
        timer.start();
        b.worker->stop();
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
        const int before = reports;
        b.worker->stop();
        QCOMPARE(reports.load(), before);
    }

private:
    std::unique_ptr<ScriptedPrimary> m_primary;
};

QTEST_GUILESS_MAIN(TestPreflightWorker)
#include "tst_preflight_worker.moc"

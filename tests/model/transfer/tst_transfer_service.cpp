// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/service_kit.h"

#include <QElapsedTimer>
#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using Outcome = TransferResult::Outcome;
using pipeline::TransferKind;
using servers::Draft;
using servers::Request;
using servers::Step;

class TestTransferService : public QObject
{
    Q_OBJECT

private slots:
    void firstTransferIsAnAxfr()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(b.equalsPrimary(*result.version));
        QVERIFY(result.kind == TransferKind::Axfr);
        QCOMPARE(result.soaAnswers.size(), std::size_t(1));
        QCOMPARE(result.soaAnswers[0].serial, 5U);
        QCOMPARE(result.attempts.size(), std::size_t(1));
        const pipeline::TransferAttempt& row = result.attempts[0];
        QVERIFY(!row.error && row.tcpInfo && row.toSerial == 5U && !row.fromSerial);
        QVERIFY(row.zone == base::ZoneId{7} && row.primary == base::PrimaryId{1} &&
                row.address == b.primary->endpoint());
        QCOMPARE(row.records, std::uint64_t(5));
        QVERIFY(result.finishedAt >= result.startedAt);
        const auto counters = b.primary->counters();
        QCOMPARE(counters.soaQueries, std::uint64_t(1)); // checked before it was transferred
        QCOMPARE(counters.axfrQueries, std::uint64_t(1));
        QCOMPARE(counters.ixfrQueries, std::uint64_t(0));
    }

    void nothingNewNeedsOneQuery()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setEdnsExpire(777);
        const TransferResult result = b.run(b.job(versionOf(5, body("v5"))));
        QVERIFY_OUTCOME(result, Outcome::Unchanged);
        QCOMPARE(result.soaAnswers.at(0).ednsExpire.value_or(0), 777U);
        QVERIFY(result.primary == base::PrimaryId{1});
        QVERIFY(result.attempts.empty());
        QCOMPARE(b.primary->counters().connectionsTotal, std::uint64_t(0));
    }

    void changesComeIncrementally()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 1, body("v1"));
        zone::ZoneVersionPtr held = b.run(b.job()).version;
        QVERIFY(held);
        for (int i = 0; i < 5; ++i) {
            b.primary->changeZone(name("z."), {}, {txt("n" + std::to_string(i), "x")});
            b.primary->changeZone(name("z."), {txt("n" + std::to_string(i), "x")},
                                  {txt("k" + std::to_string(i), "y")});
            const TransferResult result = b.run(b.job(held));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QVERIFY(result.kind == TransferKind::Ixfr);
            QCOMPARE(result.added, std::uint64_t(2));
            QCOMPARE(result.removed, std::uint64_t(1));
            QCOMPARE(result.attempts.at(0).fromSerial.value(), held->serial());
            QVERIFY(b.equalsPrimary(*result.version));
            held = result.version;
        }
        QCOMPARE(b.primary->counters().axfrQueries, std::uint64_t(1));
    }

    void axfrOnlyPrimary()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        TransferJob job = b.job(versionOf(1, body("v1")));
        job.targets[0].axfrOnly = true;
        const TransferResult result = b.run(std::move(job));
        QVERIFY(result.kind == TransferKind::Axfr);
        QCOMPARE(b.primary->counters().ixfrQueries, std::uint64_t(0));
    }

    void forcedFullTransferOfTheSameSerial()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("theirs"));
        TransferJob job = b.job(versionOf(5, body("ours")));
        job.mode = TransferJob::Mode::Full;
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(tagOf(*result.version), std::string("theirs"));
    }

    /// H01 over sockets.
    void oneRecordInEachMessage()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setRecordsPerMessage(1);
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.attempts.at(0).messages, 5U);
        QVERIFY(b.equalsPrimary(*result.version));
    }

    /// H20; the second zone of the server does not find out again.
    void ednsIsNotUnderstood_data()
    {
        QTest::addColumn<int>("rcode"); // -1: dropped silently
        QTest::newRow("FORMERR") << 1;
        QTest::newRow("NOTIMP") << 4;
        QTest::newRow("dropped") << -1;
    }

    void ednsIsNotUnderstood()
    {
        QFETCH(int, rcode);
        ServiceBench b({}, rcode < 0 ? shortOverUdp() : patientTimings());
        b.primary->addZone(name("z."), 5, body("v5"));
        auto withEdns = std::make_shared<std::atomic<int>>(0);
        b.primary->setScript(name("z."), [rcode, withEdns](const Request& request) -> std::optional<Steps> {
            if (!request.edns)
                return std::nullopt;
            ++*withEdns;
            if (rcode < 0)
                return Steps{};
            return Steps{Step::send(Draft::answerTo(request, static_cast<dns::Rcode>(rcode)))};
        });
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion);
        const int before = withEdns->load();
        QCOMPARE(before, rcode < 0 ? 2 : 1);
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion);
        QCOMPARE(withEdns->load(), before);
    }

    void soaOverUdpIsTruncated()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            if (request.tcp)
                return std::nullopt;
            Draft draft = Draft::answerTo(request);
            draft.header.truncated = true;
            return Steps{Step::send(draft)};
        });
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(b.primary->counters().connectionsTotal,
                 std::uint64_t(1)); // the SOA and the zone over the same one
    }

    void udpIsFiltered()
    {
        Timings timings = shortOverUdp();
        timings.soaLast = timings.soaFirst;
        ServiceBench b({}, timings);
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            return request.tcp ? std::nullopt : std::optional(Steps{});
        });
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion);
    }

    void signedTransfers()
    {
        ServiceBench b;
        const dns::TsigKey key{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
        b.primary->addKey(key);
        b.primary->addZone(name("z."), 1, body("v1"));
        b.primary->requireKey(name("z."), key.name);
        b.primary->setRecordsPerMessage(1);
        TransferJob first = b.job();
        first.targets[0].key = key;
        const TransferResult full = b.run(std::move(first));
        QVERIFY_OUTCOME(full, Outcome::NewVersion);
        QCOMPARE(full.attempts.at(0).keyName, std::string("k1"));
        b.primary->changeZone(name("z."), {}, {txt("n", "x")});
        TransferJob second = b.job(full.version);
        second.targets[0].key = key;
        const TransferResult changed = b.run(std::move(second));
        QVERIFY_OUTCOME(changed, Outcome::NewVersion);
        QVERIFY(changed.kind == TransferKind::Ixfr);
        QVERIFY(b.equalsPrimary(*changed.version));
    }

    void keyIsWrong_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("code");
        QTest::newRow("no key, one is required") << 0 << static_cast<int>(ErrorCode::RcodeRefused);
        QTest::newRow("unknown name") << 1 << static_cast<int>(ErrorCode::TsigBadKey);
        QTest::newRow("other secret") << 2 << static_cast<int>(ErrorCode::TsigBadSignature);
    }

    void keyIsWrong()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        ServiceBench b;
        const dns::TsigKey key{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
        b.primary->addKey(key);
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->requireKey(name("z."), key.name);
        TransferJob job = b.job();
        if (which == 1)
            job.targets[0].key = dns::TsigKey{name("k2."), key.algorithm, key.secret};
        if (which == 2)
            job.targets[0].key = dns::TsigKey{key.name, key.algorithm, base::Bytes(32, 'x')};
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE_CODE(result.error, static_cast<ErrorCode>(code));
        if (which == 0)
            QCOMPARE(result.attempts.back().extendedError.value_or(0), std::uint16_t(18));
    }

    /// H24: the slow one is cancelled, the forced one completes, both are in the history.
    void forcedFullTransferWhileASlowOneRuns()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        auto slow = std::make_shared<std::atomic<bool>>(true);
        b.primary->setScript(name("z."), [slow](const Request& request) -> std::optional<Steps> {
            if (!request.tcp || !slow->exchange(false))
                return std::nullopt;
            return Steps{answerWith(request, {soa(5)}), Step::stall()};
        });
        TransferJob first = b.job(versionOf(1, body("v1")));
        first.targets[0].axfrOnly = true;
        const JobId firstId = first.id;
        b.service->submit(std::move(first));
        QVERIFY(b.waitForProgress([](const auto& p) { return p.messages == 1; }));
        b.service->cancel(firstId);
        TransferJob second = b.job(versionOf(1, body("v1")));
        second.mode = TransferJob::Mode::Full;
        const TransferResult forced = b.run(std::move(second));
        QVERIFY_OUTCOME(forced, Outcome::NewVersion);
        const TransferResult cancelled = b.wait(firstId);
        QVERIFY_OUTCOME(cancelled, Outcome::Cancelled);
        QCOMPARE(cancelled.attempts.size(), std::size_t(1));
        QCOMPARE_CODE(cancelled.attempts[0].error, ErrorCode::Cancelled);
        QCOMPARE(cancelled.attempts[0].records, std::uint64_t(1));
    }

    void cancelWhileWaitingForAPlace()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) { return Steps{Step::stall()}; }));
        std::vector<JobId> ids;
        for (int i = 0; i < 7; ++i) { // five may go
            TransferJob job = b.job();
            ids.push_back(job.id);
            b.service->submit(std::move(job));
        }
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(5));
        for (const JobId id : ids) {
            b.service->cancel(id);
            b.service->cancel(id); // twice is harmless
            QVERIFY_OUTCOME(b.wait(id), Outcome::Cancelled);
        }
        b.service->cancel(ids[0]);
        b.service->cancel(999);
        b.primary->setScript(name("z."), {});
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion); // all places are free again
        for (const JobId id : ids)
            QCOMPARE(b.finishedCalls(id), 1);
    }

    /// H25: the program ends during transfers.
    void stopDuringTransfers()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request& request) {
                                 return Steps{answerWith(request, {soa(5)}), Step::stall()};
                             }));
        std::vector<JobId> ids;
        for (int i = 0; i < 50; ++i) {
            TransferJob job = b.job();
            ids.push_back(job.id);
            b.service->submit(std::move(job));
        }
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(5));
        QElapsedTimer timer;
        timer.start();
        b.service->stop();
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
        for (const JobId id : ids) {
            QCOMPARE(b.finishedCalls(id), 1);
            const TransferResult result = b.wait(id);
            QVERIFY_OUTCOME(result, Outcome::Cancelled);
            QCOMPARE_CODE(result.error, ErrorCode::ShuttingDown);
        }
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::Cancelled); // too late
        b.service->stop();
    }

    void progressComesAtMostTenTimesASecond()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request& request) {
                                 Steps steps{answerWith(request, {soa(5)})};
                                 for (int i = 0; i < 800; ++i) {
                                     steps.push_back(
                                         answerWith(request, {txt("n" + std::to_string(i), "x")}));
                                     steps.push_back(Step::wait(std::chrono::milliseconds(1)));
                                 }
                                 steps.push_back(answerWith(request, {soa(5)}));
                                 return steps;
                             }));
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        const auto progress = b.progress();
        QVERIFY2(progress.size() >= 3, std::to_string(progress.size()).c_str());
        for (std::size_t i = 1; i < progress.size(); ++i)
            QVERIFY(progress[i].second.records >= progress[i - 1].second.records);
        // Not one by one: a report that comes late, as on a busy machine, brings the next one nearer.
        const auto lasted = progress.back().first - progress.front().first;
        const auto most = static_cast<std::size_t>(lasted / std::chrono::milliseconds(100)) + 2;
        QVERIFY2(progress.size() <= most, std::to_string(progress.size()).c_str());
        QVERIFY(progress.back().second.records > 1);
        QVERIFY(progress.back().second.zone == base::ZoneId{7});
    }

    void numberComesAgain()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) { return Steps{Step::stall()}; }));
        TransferJob job = b.job();
        const JobId id = job.id;
        TransferJob copy = job;
        b.service->submit(std::move(job));
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(1));
        b.service->cancel(id);
        QVERIFY_OUTCOME(b.wait(id), Outcome::Cancelled);
        b.service->submit(std::move(copy)); // after the first is over, a number may come again
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(2));
        b.service->cancel(id);
        QTRY_COMPARE(b.finishedCalls(id), 2);
    }
};

QTEST_GUILESS_MAIN(TestTransferService)
#include "tst_transfer_service.moc"

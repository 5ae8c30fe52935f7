// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/service_kit.h"

#include <QFile>
#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using Outcome = TransferResult::Outcome;
using pipeline::TransferKind;
using servers::Draft;
using servers::Request;
using servers::Step;

namespace {

double residentMegabytes()
{
    QFile statm("/proc/self/statm");
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    return statm.readAll().split(' ').at(1).toDouble() * 4096 / 1e6;
}

} // namespace

class TestTransferLimits : public QObject
{
    Q_OBJECT

private slots:
    /// H22: 300 zones, five at a time.
    void threeHundredZonesFiveAtATime()
    {
        ServiceBench b;
        std::vector<JobId> ids;
        for (int i = 0; i < 300; ++i) {
            TransferJob job = b.job();
            job.apex = name("z" + std::to_string(i) + ".");
            job.limits.idleSeconds =
                1500; // 30 s here: it is the number that counts, not how quick the machine is
            b.primary->addZone(job.apex, 5,
                               dns::recordsFromText("@ NS ns1\nns1 A 192.0.2.1\n", job.apex, 300).value());
            ids.push_back(job.id);
            b.service->submit(std::move(job));
        }
        for (const JobId id : ids)
            QVERIFY_OUTCOME(b.wait(id), Outcome::NewVersion);
        const auto counters = b.primary->counters();
        QVERIFY2(counters.connectionsMax <= 5, std::to_string(counters.connectionsMax).c_str());
        QCOMPARE(counters.axfrQueries, std::uint64_t(300));
        QVERIFY(counters.connectionsTotal <=
                300); // those that wait get the connections of those that are done
    }

    /// H22: the primary allows three and closes the others; who failed comes again, as the scheduler does it.
    void primaryClosesWhatItDoesNotLike()
    {
        ServiceBench b;
        b.primary->setMaxConnections(3);
        b.primary->setAnswerDelay(std::chrono::microseconds(200));
        std::map<int, bool> done;
        std::vector<std::pair<int, JobId>> open;
        const auto submit = [&](int zone) {
            TransferJob job = b.job();
            job.apex = name("z" + std::to_string(zone) + ".");
            open.emplace_back(zone, job.id);
            b.service->submit(std::move(job));
        };
        for (int i = 0; i < 300; ++i) {
            const dns::Name apex = name("z" + std::to_string(i) + ".");
            b.primary->addZone(apex, 5,
                               dns::recordsFromText("@ NS ns1\nns1 A 192.0.2.1\n", apex, 300).value());
            submit(i);
        }
        int rounds = 0;
        for (; !open.empty() && rounds < 50; ++rounds)
            for (const auto& [zone, id] : std::exchange(open, {})) {
                const TransferResult result = b.wait(id);
                if (result.outcome == Outcome::NewVersion)
                    done[zone] = true;
                else
                    submit(zone);
            }
        QCOMPARE(done.size(), std::size_t(300));
        QVERIFY(b.primary->counters().connectionsMax <= 3);
    }

    /// H23: while zone A comes at an octet every few milliseconds, B's changes are not held up.
    void slowZoneDoesNotHoldUpAnother()
    {
        TransferService::Limits limits;
        limits.threads = 1;
        ServiceBench b(limits);
        b.primary->addZone(name("slow."), 5, dns::recordsFromText("@ NS ns1\n", name("slow."), 300).value());
        b.primary->setScript(name("slow."), onAxfr([](const Request&) {
                                 return Steps{
                                     Step::drip(base::Bytes(100000, 'x'), std::chrono::milliseconds(2))};
                             }));
        TransferJob slow = b.job();
        slow.apex = name("slow.");
        const JobId slowId = slow.id;
        b.service->submit(std::move(slow));
        QVERIFY(b.waitForProgress(
            [](const auto& p) { return p.phase == pipeline::TransferProgress::Phase::Receiving; }));
        b.primary->addZone(name("z."), 1, body("v1"));
        zone::ZoneVersionPtr held = b.run(b.job()).version;
        for (int i = 0; i < 20; ++i) {
            b.primary->changeZone(name("z."), {}, {txt("n" + std::to_string(i), "x")});
            const TransferResult result = b.run(b.job(held));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            held = result.version;
        }
        QCOMPARE(b.finishedCalls(slowId), 0); // it comes for minutes yet
        b.service->cancel(slowId);
        QVERIFY_OUTCOME(b.wait(slowId), Outcome::Cancelled);
    }

    void dripsToTheEndOfItsTime()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) {
                                 return Steps{
                                     Step::drip(base::Bytes(100000, 'x'), std::chrono::milliseconds(2))};
                             }));
        TransferJob job = b.job();
        job.limits.maxSeconds = 1;
        QCOMPARE_CODE(b.run(std::move(job)).error, ErrorCode::LimitDuration);
    }

    void rateLimitOverSockets()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) {
                                 return Steps{
                                     Step::drip(base::Bytes(100000, 'x'), std::chrono::milliseconds(2))};
                             }));
        TransferJob job = b.job();
        job.limits.idleSeconds = 2;
        job.limits.minBytesPerSecond = 50'000; // 100,000 octets in that time
        const TransferResult result = b.run(std::move(job));
        QCOMPARE_CODE(result.error, ErrorCode::LimitRate);
    }

    void stallsAfterTheFirstMessage()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request& request) {
                                 return Steps{answerWith(request, soa(5) + body("v5")), Step::stall()};
                             }));
        TransferJob job = b.job();
        job.limits.idleSeconds = 1;
        const TransferResult result = b.run(std::move(job));
        QCOMPARE_CODE(result.error, ErrorCode::LimitIdle);
        QCOMPARE(result.attempts.at(0).messages, 1U);
    }

    /// H26: an endless stream ends at the limit, and memory with it.
    void endlessTransfer()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        const servers::Script endless = onAxfr([](const Request& request) {
            const Request asked = request;
            return Steps{answerWith(request, {soa(5)}), Step::generator([asked](std::uint64_t n) {
                             Draft draft = Draft::answerTo(asked);
                             draft.question.reset();
                             for (std::uint64_t i = 0; i < 200; ++i)
                                 draft.answers.push_back({name("r" + std::to_string(n * 200 + i) + ".z."),
                                                          dns::Type::A, dns::Class::IN, 60,
                                                          base::Bytes("\xc0\x00\x02\x01", 4)});
                             return std::optional(draft.write());
                         })};
        });
        b.primary->setScript(name("z."), endless);
        TransferJob records = b.job(versionOf(1, body("v1")));
        records.targets[0].axfrOnly = true;
        records.limits.maxRecords = 100'000;
        const double before = residentMegabytes();
        const TransferResult byRecords = b.run(std::move(records));
        QCOMPARE_CODE(byRecords.error, ErrorCode::LimitRecords);
        QCOMPARE(byRecords.attempts.at(0).records, std::uint64_t(100'001));
        // Twenty times as much was on offer; what was taken fits into a few megabytes and is gone again.
        QVERIFY2(residentMegabytes() - before < 64,
                 qPrintable(QString::number(residentMegabytes() - before)));
        TransferJob octets = b.job();
        octets.limits.maxBytes = 1'000'000;
        const TransferResult byOctets = b.run(std::move(octets));
        QCOMPARE_CODE(byOctets.error, ErrorCode::LimitBytes);
        QVERIFY(byOctets.attempts.at(0).bytes < 2'000'000);

        Timings timings = patientTimings();
        timings.second = base::Duration(200'000); // else millions of records come
        ServiceBench soon({}, timings);
        soon.primary->addZone(name("z."), 5, body("v5"));
        soon.primary->setScript(name("z."), endless);
        TransferJob time = soon.job();
        time.limits.connectSeconds = time.limits.idleSeconds = 100;
        time.limits.maxSeconds = 1;
        QCOMPARE_CODE(soon.run(std::move(time)).error, ErrorCode::LimitDuration);
    }
};

QTEST_GUILESS_MAIN(TestTransferLimits)
#include "tst_transfer_limits.moc"

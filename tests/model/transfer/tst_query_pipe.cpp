// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/service_kit.h"

#include <QTest>

#include <algorithm>
#include <atomic>

using namespace zonescope;
using namespace zonescope::transfer;
using Outcome = TransferResult::Outcome;
using servers::Step;

// Many SOA checks over one connection at the same time, answered in any order (RFC 7766 section 6.2.1.1).

namespace {

constexpr int zones = 40;

dns::Name zoneName(int i)
{
    return name("z" + std::to_string(i) + ".");
}

dns::Record soaOf(const dns::Name& apex, std::uint32_t serial)
{
    dns::Record record = soa(serial);
    record.owner = apex;
    return record;
}

/// What the primary does with the SOA queries of all zones; over UDP it says TC. On its own thread.
struct PipelinedPrimary
{
    std::vector<servers::Request> held;
    std::atomic<std::size_t> together{1};  ///< answers wait for one another, then go out newest first
    int closesAfter = 0;                   ///< answers over one connection; 0: never
    std::map<std::uint64_t, int> answered; ///< by connection
    std::atomic<std::size_t> mostHeld{0};

    std::optional<Steps> operator()(const servers::Request& request)
    {
        if (request.question.type != dns::Type::SOA)
            return std::nullopt;
        if (!request.tcp) {
            servers::Draft draft = servers::Draft::answerTo(request);
            draft.header.truncated = true;
            return Steps{Step::send(draft)};
        }
        held.push_back(request);
        mostHeld = std::max(mostHeld.load(), held.size());
        Steps steps;
        // The very first comes alone: nobody else was waiting when it got its place.
        if (answered.empty() || held.size() >= together) {
            for (auto one = held.rbegin(); one != held.rend(); ++one) {
                servers::Draft draft = servers::Draft::answerTo(*one);
                draft.answers = {soaOf(one->question.name, 5)};
                draft.edns = dns::Edns{};
                draft.edns->keepalive = 300;
                steps.push_back(Step::send(draft));
                if (++answered[request.connection] == closesAfter) {
                    steps.push_back(Step::close());
                    break;
                }
            }
            held.clear();
        }
        return steps;
    }
};

struct Bench : ServiceBench
{
    Bench()
        : ServiceBench([] {
            TransferService::Limits limits;
            limits.threads = 1;
            limits.maxChecksPerPrimary = 2 * zones;
            return limits;
        }())
        , manners(std::make_shared<PipelinedPrimary>())
    {
        for (int i = 0; i < zones; ++i) {
            primary->addZone(zoneName(i), 5, {});
            primary->setScript(zoneName(i),
                               [m = manners](const servers::Request& request) { return (*m)(request); });
        }
    }
    /// Held already: a check and nothing else.
    TransferJob jobFor(int i)
    {
        TransferJob one = job(versionWith(zoneName(i)));
        one.apex = zoneName(i);
        one.zone = {static_cast<std::uint32_t>(i + 1)};
        one.targets[0].maxTransfers = 1;
        return one;
    }
    static zone::ZoneVersionPtr versionWith(const dns::Name& apex)
    {
        zone::ZoneLoader loader(apex);
        std::ignore = loader.add(soaOf(apex, 5));
        return *loader.finish();
    }
    /// All of them at once; true: each was found unchanged.
    bool allUnchanged()
    {
        std::vector<JobId> jobs;
        for (int i = 0; i < zones; ++i) {
            TransferJob one = jobFor(i);
            jobs.push_back(one.id);
            service->submit(std::move(one));
        }
        int unchanged = 0;
        for (const JobId id : jobs) {
            const TransferResult result = wait(id);
            unchanged += result.outcome == Outcome::Unchanged;
            if (result.outcome != Outcome::Unchanged)
                qWarning("%s", errorOf(result).c_str());
        }
        return unchanged == zones;
    }

    std::shared_ptr<PipelinedPrimary> manners;
};

} // namespace

class TestQueryPipe : public QObject
{
    Q_OBJECT

private slots:
    /// All but the first, which had the connection before them, are under way together; the last is answered
    /// first.
    void answersInAnyOrder()
    {
        Bench bench;
        bench.manners->together = zones - 1;
        QVERIFY(bench.allUnchanged());
        const auto counters = bench.primary->counters();
        QCOMPARE(counters.connectionsMax, std::uint64_t(1));
        QVERIFY2(counters.connectionsTotal <= 2, std::to_string(counters.connectionsTotal).c_str());
        QCOMPARE(bench.manners->mostHeld.load(), std::size_t(zones - 1));
    }

    /// What a closed connection left unanswered is asked again; the server's right (RFC 7766 section 6.2.4).
    void serverClosesNowAndThen_data()
    {
        QTest::addColumn<int>("after");
        QTest::newRow("each answer") << 1;
        QTest::newRow("seven answers") << 7;
    }
    void serverClosesNowAndThen()
    {
        QFETCH(int, after);
        Bench bench;
        bench.manners->closesAfter = after;
        QVERIFY(bench.allUnchanged());
        QCOMPARE(bench.primary->counters().connectionsMax, std::uint64_t(1));
    }

    /// Nobody answers: each session says so of its own accord, and the place is free again.
    void silence()
    {
        Bench bench;
        bench.manners->together = 10 * zones;
        std::vector<JobId> jobs;
        for (int i = 0; i < 8; ++i) {
            TransferJob job = bench.jobFor(i);
            job.limits.connectSeconds = 1;
            jobs.push_back(job.id);
            bench.service->submit(std::move(job));
        }
        int failed = 0;
        for (const JobId id : jobs)
            failed += bench.wait(id).outcome == Outcome::Failed;
        QCOMPARE(failed, 7); // the first was alone and was answered
        bench.manners->together = 1;
        QVERIFY_OUTCOME(bench.run(bench.jobFor(9)), Outcome::Unchanged);
    }

    /// Some are cancelled while their questions are under way: the others get their answers.
    void cancelledInBetween()
    {
        Bench bench;
        bench.manners->together = zones - 1;
        std::vector<JobId> jobs;
        for (int i = 0; i < zones - 1; ++i) {
            TransferJob job = bench.jobFor(i);
            jobs.push_back(job.id);
            bench.service->submit(std::move(job));
        }
        // All but one of those awaited together are there; nobody was answered but the first.
        QVERIFY_OUTCOME(bench.wait(jobs[0]), Outcome::Unchanged);
        for (int i = 1; i < 10; ++i)
            bench.service->cancel(jobs[static_cast<std::size_t>(i)]);
        for (int i = 1; i < 10; ++i)
            QVERIFY_OUTCOME(bench.wait(jobs[static_cast<std::size_t>(i)]), Outcome::Cancelled);
        bench.manners->together = 1;
        QVERIFY_OUTCOME(bench.run(bench.jobFor(zones - 1)), Outcome::Unchanged);
        for (std::size_t i = 10; i < jobs.size(); ++i)
            QVERIFY_OUTCOME(bench.wait(jobs[i]), Outcome::Unchanged);
    }

    /// A connection serves only what is asked with the same key and from the same address.
    void neverSharedBetweenKeysOrSources()
    {
        Bench bench;
        std::vector<TransferJob> jobs;
        for (int i = 0; i < 4; ++i)
            jobs.push_back(bench.jobFor(i));
        const auto key = *dns::TsigKey::fromText("hmac-sha256:k:c2VjcmV0");
        bench.primary->addKey(key);
        jobs[1].targets[0].key = key;
        jobs[2].targets[0].source = *net::IpAddress::fromText("127.0.0.2");
        for (TransferJob& job : jobs)
            QVERIFY_OUTCOME(bench.run(std::move(job)), Outcome::Unchanged);
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(4));
        // The same as the last: its connection is still there (it said 30 s).
        QVERIFY_OUTCOME(bench.run(bench.jobFor(4)), Outcome::Unchanged);
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(4));
    }
};

QTEST_GUILESS_MAIN(TestQueryPipe)
#include "tst_query_pipe.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/transfer_service.h"
#include "tests/model/transfer/stream_kit.h"
#include "tests/servers/scripted_primary.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace zonescope::transfer {

/// For tests in which nothing is to be waited for, on a machine that stands still for seconds now and then. A
/// "second" of the limits lasts two.
inline Timings patientTimings()
{
    Timings timings;
    timings.soaFirst = timings.soaSecond = timings.soaLast = base::Duration(20'000'000);
    timings.singleSoaGrace = base::Duration(2'000'000);
    timings.second = base::Duration(2'000'000);
    return timings;
}

/// UDP is given up soon, all else is waited for: for primaries that drop what comes over UDP.
inline Timings shortOverUdp()
{
    Timings timings = patientTimings();
    timings.soaFirst = timings.soaSecond = base::Duration(60'000);
    return timings;
}

/// Waits in the tens of milliseconds: a "second" of the limits lasts 20 ms.
inline Timings shortTimings()
{
    Timings timings;
    timings.soaFirst = timings.soaSecond = timings.soaLast = base::Duration(60'000);
    timings.singleSoaGrace = base::Duration(40'000);
    timings.second = base::Duration(20'000);
    return timings;
}

/// A service with everything it said, and a primary to talk to.
class ServiceBench
{
public:
    explicit ServiceBench(TransferService::Limits limits = {})
        : ServiceBench(limits, patientTimings())
    {
    }
    ServiceBench(TransferService::Limits limits, const Timings& timings)
        : primary(servers::ScriptedPrimary::start().value())
    {
        limits.timings = timings;
        TransferService::Callbacks callbacks;
        callbacks.finished = [this](TransferResult result) {
            const std::lock_guard lock(m_mutex);
            ++m_finishedCalls[result.job];
            m_results.insert_or_assign(result.job, std::move(result));
            m_changed.notify_all();
        };
        callbacks.progress = [this](const pipeline::TransferProgress& progress) {
            const std::lock_guard lock(m_mutex);
            m_progress.push_back({std::chrono::steady_clock::now(), progress});
            m_changed.notify_all();
        };
        callbacks.event = [this](pipeline::Event event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(std::move(event));
        };
        service = std::make_unique<TransferService>(clock, limits, std::move(callbacks));
    }

    Target target(std::uint32_t id = 1) const { return targetAt(primary->endpoint(), id); }
    static Target targetAt(const net::Endpoint& endpoint, std::uint32_t id)
    {
        Target target;
        target.primary = {id};
        target.addresses = {endpoint};
        return target;
    }
    TransferJob job(zone::ZoneVersionPtr held = nullptr)
    {
        TransferJob job;
        job.id = ++m_lastJob;
        job.zone = {7};
        job.apex = name("z.");
        job.held = std::move(held);
        job.targets = {target()};
        return job;
    }
    TransferResult run(TransferJob job)
    {
        const JobId id = job.id;
        service->submit(std::move(job));
        return wait(id);
    }
    TransferResult wait(JobId id, std::chrono::seconds patience = std::chrono::seconds(60))
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, patience, [&] { return m_results.count(id) == 1; })) {
            TransferResult result;
            result.error = base::Error{base::ErrorCode::Internal, "the test waited in vain"};
            return result;
        }
        return m_results[id];
    }
    /// Until some progress says so.
    template <class Predicate>
    bool waitForProgress(Predicate predicate)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(60), [&] {
            for (const auto& [at, progress] : m_progress)
                if (predicate(progress))
                    return true;
            return false;
        });
    }
    std::size_t resultCount() const
    {
        const std::lock_guard lock(m_mutex);
        return m_results.size();
    }
    int finishedCalls(JobId id) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_finishedCalls.find(id);
        return found == m_finishedCalls.end() ? 0 : found->second;
    }
    std::vector<pipeline::Event> events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    using TimedProgress = std::pair<std::chrono::steady_clock::time_point, pipeline::TransferProgress>;
    std::vector<TimedProgress> progress() const
    {
        const std::lock_guard lock(m_mutex);
        return m_progress;
    }
    /// The version's content equals the primary's.
    bool equalsPrimary(const zone::ZoneVersion& version) const
    {
        std::vector<std::string> theirs;
        for (const dns::Record& record : primary->records(version.apex()))
            theirs.push_back(dns::recordText(record));
        std::sort(theirs.begin(), theirs.end());
        return dump(version) == theirs;
    }

    base::SystemClock clock;
    std::unique_ptr<servers::ScriptedPrimary> primary;

private:
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::map<JobId, TransferResult> m_results;
    std::map<JobId, int> m_finishedCalls;
    std::vector<TimedProgress> m_progress;
    std::vector<pipeline::Event> m_events;
    JobId m_lastJob = 0;

public:
    std::unique_ptr<TransferService> service; ///< last: stops before the rest goes
};

using Steps = std::vector<servers::Step>;

inline servers::Step answerWith(const servers::Request& request, const Records& records)
{
    servers::Draft draft = servers::Draft::answerTo(request);
    draft.answers = records;
    return servers::Step::send(draft);
}

/// Proper SOA and AXFR; IXFR by this.
inline servers::Script onIxfr(std::function<Steps(const servers::Request&)> make)
{
    return [make](const servers::Request& request) -> std::optional<Steps> {
        if (request.question.type != dns::Type::IXFR)
            return std::nullopt;
        return make(request);
    };
}

/// Proper SOA; AXFR by this.
inline servers::Script onAxfr(std::function<Steps(const servers::Request&)> make)
{
    return [make](const servers::Request& request) -> std::optional<Steps> {
        if (request.question.type != dns::Type::AXFR)
            return std::nullopt;
        return make(request);
    };
}

inline std::string errorOf(const TransferResult& result)
{
    return result.error ? base::toString(*result.error) : std::string("no error");
}

} // namespace zonescope::transfer

/// Each evaluates its first argument once.
#define QVERIFY_OUTCOME(result, expected)                                                                    \
    do {                                                                                                     \
        const auto& checkedResult = (result);                                                                \
        const std::string got =                                                                              \
            std::to_string(static_cast<int>(checkedResult.outcome)) + " " + errorOf(checkedResult);          \
        QVERIFY2(checkedResult.outcome == (expected), got.c_str());                                          \
    } while (false)
#define QCOMPARE_CODE(error, expected)                                                                       \
    do {                                                                                                     \
        const std::optional<zonescope::base::Error> checkedError = (error);                                  \
        const std::string got = checkedError ? zonescope::base::toString(*checkedError) : "no error";        \
        QVERIFY2(checkedError && checkedError->code == (expected), got.c_str());                             \
    } while (false)

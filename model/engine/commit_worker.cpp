// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/commit_worker.h"

#include "model/base/log.h"

#include <pthread.h>

#include <algorithm>

namespace zonescope::engine {
namespace {

// When several came together more are on their way: each commit is a sync and a walk down the tree, and a few
// milliseconds more or less are nothing to ten thousand new zones. A single change never waits.
constexpr std::size_t several = 8;
constexpr std::size_t mostGathered = 256;
constexpr std::chrono::milliseconds gather{5};

publish::ZoneWrite wholeOf(const CommitWorker::Job& job)
{
    publish::ZoneWrite write;
    write.zone = job.zone;
    write.serial = job.version->serial();
    write.onto = job.onto;
    write.write = [entries = &job.built->entries](publish::EntryWriter& writer) {
        return entries->replay(
            [&](std::string_view key, std::string_view value) { return writer.put(key, value); },
            [&](std::string_view key) { return writer.remove(key); });
    };
    return write;
}

/// The same version as a full write: the store does not hold what the difference builds on.
CommitWorker::Job inFull(const CommitWorker::Job& job)
{
    auto whole = std::make_shared<build::BuildResult>();
    whole->publishable = true;
    whole->entries = build::packWhole(job.zone, *job.version);
    CommitWorker::Job full = job;
    full.onto.reset();
    full.built = std::move(whole);
    return full;
}

} // namespace

CommitWorker::CommitWorker(publish::KeyValueStore& store)
    : m_store(store)
    , m_thread([this] { run(); })
{
    pthread_setname_np(m_thread.native_handle(), "commit");
}

CommitWorker::~CommitWorker()
{
    stop();
}

void CommitWorker::commit(Job job)
{
    bool asleep = true;
    {
        const std::scoped_lock lock(m_mutex);
        m_jobs.push_back(std::move(job));
        asleep = !m_gathering || m_jobs.size() >= mostGathered;
    }
    if (asleep) // else it looks by itself in a moment: to wake it for each job costs more than most jobs
        m_ready.notify_one();
}

void CommitWorker::push(Part part)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_parts.push_back(std::move(part));
    }
    m_ready.notify_one();
}

void CommitWorker::part(base::ZoneId zone, zone::ZonePartPtr part)
{
    push({zone, std::move(part)});
}

void CommitWorker::flushParts(base::ZoneId zone)
{
    push({zone, nullptr, true});
}

void CommitWorker::remove(base::ZoneId zone)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_removed.push_back(zone);
    }
    m_ready.notify_one();
}

void CommitWorker::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_ready.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void CommitWorker::run()
{
    for (std::size_t lastBatch = 0; true;) {
        std::vector<Job> jobs;
        std::vector<base::ZoneId> removed;
        std::deque<Part> parts;
        {
            std::unique_lock lock(m_mutex);
            m_ready.wait(lock, [&] {
                return m_stopping || !m_jobs.empty() || !m_removed.empty() || !m_parts.empty();
            });
            if (lastBatch >= several) {
                m_gathering = true;
                m_ready.wait_for(lock, gather, [&] { return m_stopping || m_jobs.size() >= mostGathered; });
                m_gathering = false;
            }
            lastBatch = m_jobs.size();
            jobs.swap(m_jobs);
            removed.swap(m_removed);
            if (m_stopping && jobs.empty() && removed.empty())
                break;
            if (!jobs.empty() || !removed.empty()) { // the parts of these are among them
                parts.swap(m_parts);
            } else { // one at a time: a commit must not wait for a million records
                parts.push_back(std::move(m_parts.front()));
                m_parts.pop_front();
            }
        }
        for (const Part& part : parts)
            take(part);
        // A removed zone has no use for its last version, and its id never comes again.
        std::erase_if(jobs, [&](const Job& job) { return std::ranges::count(removed, job.zone) > 0; });
        if (!jobs.empty())
            commitAll(jobs);
        if (removed.empty())
            continue;
        if (const auto gone = m_store.remove(removed); !gone)
            base::log(base::LogCategory::Publish, base::LogLevel::Warning,
                      "removing zones: " + base::toString(gone.error()));
        if (m_ahead && std::ranges::count(removed, m_ahead->zone) > 0)
            m_ahead.reset();
    }
    if (m_ahead)
        m_store.dropAhead(m_ahead->zone);
}

void CommitWorker::take(const Part& part)
{
    if (m_ahead && m_ahead->zone != part.zone)
        return;
    if (part.flush) {
        if (m_ahead && m_ahead->good)
            m_ahead->good = m_store.flushAhead().has_value();
        return;
    }
    if (!part.owners) {
        if (m_ahead)
            m_store.dropAhead(part.zone);
        m_ahead.reset();
        return;
    }
    if (!m_ahead)
        m_ahead.emplace(Ahead{part.zone, build::OwnerPacker(part.zone)});
    if (!m_ahead->good)
        return;
    const base::Status written = writePart(*part.owners);
    m_ahead->good = written.has_value();
    if (!written) // no loss: the commit writes the zone as a whole, or says what is wrong
        base::log(base::LogCategory::Publish, base::LogLevel::Debug,
                  "writing ahead: " + base::toString(written.error()));
}

base::Status CommitWorker::writePart(const zone::ZonePart& part)
{
    m_ahead->owners += part.ownerCount();
    return m_store.writeAhead(m_ahead->zone, [&](publish::EntryWriter& writer) {
        base::Status done;
        part.forEach([&](zone::OwnerView owner) {
            m_ahead->packer.pack(owner, [&](std::string_view key, std::string_view value) {
                if (done)
                    done = writer.put(key, value);
            });
            return done.has_value();
        });
        return done;
    });
}

bool CommitWorker::isAhead(const Job& job) const
{
    return m_ahead && m_ahead->zone == job.zone && m_ahead->good && !job.onto && job.built->entries.empty() &&
           m_ahead->owners == job.version->ownerCount();
}

publish::ZoneWrite CommitWorker::writeOf(const Job& job) const
{
    publish::ZoneWrite write = wholeOf(job);
    if (!isAhead(job))
        return write;
    write.ahead = true;
    write.write = [&job](publish::EntryWriter& writer) {
        return writer.put(build::metaKey(job.zone), build::packMeta(*job.version));
    };
    return write;
}

base::Result<publish::CommitReport> CommitWorker::commitSome(const std::vector<Job*>& jobs)
{
    std::vector<publish::ZoneWrite> batch;
    batch.reserve(jobs.size());
    for (const Job* job : jobs)
        batch.push_back(writeOf(*job));
    return m_store.commit(batch);
}

/// One zone's outcome; a difference that did not fit is written in full.
base::Status CommitWorker::settle(Job& job, const base::Status& outcome)
{
    const bool repeat = job.onto || isAhead(job);
    if (outcome || !repeat || outcome.error().code != base::ErrorCode::StoreFailed)
        return outcome;
    Job full = inFull(job);
    const auto again = commitSome({&full});
    return again ? again->zones.front() : base::Status(tl::unexpected(again.error()));
}

void CommitWorker::commitAll(std::vector<Job>& jobs)
{
    std::vector<Job*> all;
    for (Job& job : jobs) {
        if (!job.onto && job.built->entries.empty() && !isAhead(job))
            job = inFull(job); // its parts went astray
        all.push_back(&job);
    }
    const auto report = commitSome(all);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        base::Status outcome;
        if (report)
            outcome = settle(jobs[i], report->zones.at(i));
        else if (jobs.size() == 1)
            outcome = tl::unexpected(report.error());
        else {
            // One zone that does not fit must not take the others with it.
            const auto alone = commitSome({&jobs[i]});
            outcome =
                alone ? settle(jobs[i], alone->zones.front()) : base::Status(tl::unexpected(alone.error()));
        }
        if (m_ahead && m_ahead->zone == jobs[i].zone) {
            m_store.dropAhead(m_ahead->zone); // only what did not come to its commit
            m_ahead.reset();
        }
        jobs[i].done(std::move(outcome));
    }
}

} // namespace zonescope::engine

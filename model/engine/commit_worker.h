// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/build/owner_packer.h"
#include "model/build/zone_builder.h"
#include "model/publish/key_value_store.h"
#include "model/zone/zone_version.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace zonescope::engine {

/// Writes built versions into the key-value store on a thread of its own, because a write transaction begins
/// and ends on one thread. What came while a commit ran goes into the next one: many zones, one sync.
/// A large new zone is packed and written here part by part while it is still being received; its commit then
/// adds the last entry and the row.
/// Thread-safe.
class CommitWorker
{
public:
    struct Job
    {
        base::ZoneId zone;
        zone::ZoneVersionPtr version;
        std::optional<std::uint32_t> onto;               ///< serial the entries are a difference to
        std::shared_ptr<const build::BuildResult> built; ///< without entries: they came in parts
        std::function<void(base::Status)> done;          ///< on the worker's thread; posts home
    };

    explicit CommitWorker(publish::KeyValueStore& store);
    ~CommitWorker();
    CommitWorker(const CommitWorker&) = delete;

    void commit(Job job);
    /// The next part of a zone that is not held. Nothing: forget those that came. See zone::PartSink.
    void part(base::ZoneId zone, zone::ZonePartPtr part);
    /// All parts came; the disk may have them while the checks run.
    void flushParts(base::ZoneId zone);
    /// After everything posted before. An error is logged: the next start removes what is left.
    void remove(base::ZoneId zone);
    /// What is queued is still written. Joins.
    void stop();

private:
    struct Part
    {
        base::ZoneId zone;
        zone::ZonePartPtr owners; ///< nothing: forget, or flush
        bool flush = false;
    };
    /// The zone whose parts go to the store; others that come meanwhile are written as a whole in the end.
    struct Ahead
    {
        base::ZoneId zone;
        build::OwnerPacker packer;
        std::uint64_t owners = 0;
        bool good = true;
    };

    void run();
    void push(Part part);
    void take(const Part& part);
    base::Status writePart(const zone::ZonePart& part);
    bool isAhead(const Job& job) const;
    publish::ZoneWrite writeOf(const Job& job) const;
    void commitAll(std::vector<Job>& jobs);
    base::Result<publish::CommitReport> commitSome(const std::vector<Job*>& jobs);
    base::Status settle(Job& job, const base::Status& outcome);

    publish::KeyValueStore& m_store;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::vector<Job> m_jobs;             ///< guarded by m_mutex
    std::deque<Part> m_parts;            ///< guarded by m_mutex
    std::vector<base::ZoneId> m_removed; ///< guarded by m_mutex
    bool m_gathering = false;            ///< guarded by m_mutex; it wakes by itself
    bool m_stopping = false;             ///< guarded by m_mutex
    std::optional<Ahead> m_ahead;        ///< the worker's
    std::thread m_thread;
};

} // namespace zonescope::engine

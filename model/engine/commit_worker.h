// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/build/zone_builder.h"
#include "model/publish/key_value_store.h"
#include "model/zone/zone_version.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace zonescope::engine {

/// Writes built versions into the key-value store on a thread of its own, because a write transaction begins
/// and ends on one thread. What came while a commit ran goes into the next one: many zones, one sync.
/// Thread-safe.
class CommitWorker
{
public:
    struct Job
    {
        base::ZoneId zone;
        zone::ZoneVersionPtr version;
        std::optional<std::uint32_t> onto; ///< serial the entries are a difference to
        std::shared_ptr<const build::BuildResult> built;
        std::function<void(base::Status)> done; ///< on the worker's thread; posts home
    };

    explicit CommitWorker(publish::KeyValueStore& store);
    ~CommitWorker();
    CommitWorker(const CommitWorker&) = delete;

    void commit(Job job);
    /// After everything posted before. An error is logged: the next start removes what is left.
    void remove(base::ZoneId zone);
    /// What is queued is still written. Joins.
    void stop();

private:
    void run();
    void commitAll(std::vector<Job>& jobs);
    base::Result<publish::CommitReport> commitSome(std::vector<Job*> jobs);
    base::Status settle(Job& job, const base::Status& outcome);

    publish::KeyValueStore& m_store;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::vector<Job> m_jobs;             ///< guarded by m_mutex
    std::vector<base::ZoneId> m_removed; ///< guarded by m_mutex
    bool m_stopping = false;             ///< guarded by m_mutex
    std::thread m_thread;
};

} // namespace zonescope::engine

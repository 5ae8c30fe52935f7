// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/thread_priority.h"
#include "model/store/commit_lane.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace zonescope::store {

/// A thread that writes to one database. Looks at the lanes in the order given, after every commit from the
/// first one again: accepted work never waits for more than one group of history. While a commit waits for
/// the disk, the next group gathers: that is all the batching there is.
class WriterThread
{
public:
    WriterThread() = default;
    ~WriterThread() { stop(); }
    WriterThread(const WriterThread&) = delete;
    WriterThread& operator=(const WriterThread&) = delete;

    /// Low: work that nobody waits for lets every other thread go first.
    void start(std::vector<CommitLane*> lanes, base::ThreadPriority priority = base::ThreadPriority::Normal);
    /// A lane's due time came nearer. Any thread.
    void wake();
    /// Commits what is queued, then joins.
    void stop();

private:
    void loop();
    void drain();
    CommitLane* dueLane(CommitLane::TimePoint now) const;
    void waitForDue();

    std::vector<CommitLane*> m_lanes;
    std::mutex m_mutex; ///< guards m_woken, m_stopping
    std::condition_variable m_condition;
    bool m_woken = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace zonescope::store

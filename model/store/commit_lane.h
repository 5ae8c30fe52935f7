// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace zonescope::store {

/// What the writer thread works off: one kind of data with its own queue, committed in groups. A lane never
/// waits for another lane's failure.
class CommitLane
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~CommitLane() = default;
    /// When the queue has to be committed: the past for "now", nothing while it is empty. Any thread.
    virtual std::optional<TimePoint> dueAt() const = 0;
    /// Commits what is queued now and calls back. Writer thread only, at most some 20 ms of work.
    virtual void commit() = 0;
    /// The last commits follow: nothing may wait any longer. Writer thread only.
    virtual void ending() {}
    /// True when everything is committed or cannot be: the thread may end. Writer thread only.
    virtual bool settled() const = 0;
};

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/net/unique_fd.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zonescope::net {

/// One epoll loop for one thread: sockets, timers, a mailbox. Sleeps until something is due, never polls.
/// Everything but post() and stop() belongs to the thread that runs it (before run() starts: to its creator).
/// A callback may remove itself, any other socket or timer, and add new ones.
class EventLoop
{
public:
    using SocketCallback = std::function<void(std::uint32_t events)>; ///< EPOLLIN, EPOLLOUT, EPOLLERR, ...
    using Task = std::function<void()>;
    using TimerId = std::uint64_t; ///< 0 is never a timer

    /// `clock` outlives the loop. Errors: SocketFailed (no descriptors left).
    static base::Result<std::unique_ptr<EventLoop>> create(const base::Clock& clock);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Watches `fd`, level-triggered. The loop does not own it: remove() before closing. Errors:
    /// SocketFailed.
    base::Status add(int fd, std::uint32_t events, SocketCallback callback);
    /// Changes what is waited for; unknown sockets are ignored.
    void modify(int fd, std::uint32_t events);
    /// After this its callback is never called again, not even for events already fetched.
    void remove(int fd);

    TimerId at(base::Instant when, Task task);
    TimerId after(base::Duration delay, Task task);
    /// False when it already ran or never was. 0 is allowed.
    bool cancel(TimerId id);

    /// Runs `task` on the loop's thread, in order of posting. Any thread. Tasks still waiting when the loop
    /// is destroyed are dropped unrun.
    void post(Task task);
    /// Until stop(). Tasks posted before stop() still run.
    void run();
    /// Any thread, any time; also before run(), which then returns after one round. For good: a loop runs
    /// once.
    void stop();
    /// One round: waits at most `longest` (less when a timer is due) and runs what is ready. For tests and
    /// for loops that have another master.
    void runOnce(base::Duration longest);

    const base::Clock& clock() const { return m_clock; }
    /// How long it has slept in all because there was nothing to do.
    base::Duration rested() const { return m_rested; }
    std::size_t watchedSockets() const { return m_watched; }
    std::size_t pendingTimers() const { return m_timers.size(); }

private:
    struct Watch
    {
        std::uint32_t generation = 0; ///< tells a reused descriptor from the one an old event was for
        std::uint32_t events = 0;
        std::shared_ptr<SocketCallback> callback;
    };

    EventLoop(const base::Clock& clock, UniqueFd epoll, UniqueFd wake);
    int wait(base::Duration longest);
    void dispatch(int count);
    void runTimers();
    void runPosted();
    bool doze();
    void wakeUp();
    base::Duration untilNextTimer(base::Duration longest) const;

    const base::Clock& m_clock;
    UniqueFd m_epoll;
    UniqueFd m_wake;
    std::vector<Watch> m_watches; ///< indexed by descriptor
    std::size_t m_watched = 0;
    std::uint32_t m_nextGeneration = 1;
    struct Events;
    std::unique_ptr<Events> m_ready;

    std::map<std::pair<base::Instant, TimerId>, Task> m_timers;
    std::unordered_map<TimerId, base::Instant> m_timerTimes;
    TimerId m_nextTimer = 1;
    base::Duration m_rested{0};

    std::mutex m_mailboxMutex;
    std::vector<Task> m_mailbox; ///< guarded by m_mailboxMutex
    bool m_dozing = false;       ///< guarded by m_mailboxMutex: who posts must wake the loop
    std::atomic<bool> m_stopping{false};
};

} // namespace zonescope::net

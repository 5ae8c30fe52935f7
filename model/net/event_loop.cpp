// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/event_loop.h"

#include "model/net/socket.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

namespace zonescope::net {
namespace {

constexpr std::uint64_t wakeToken = ~0ULL;
constexpr base::Duration longestSleep = std::chrono::hours(1);

std::uint64_t tokenOf(int fd, std::uint32_t generation)
{
    return static_cast<std::uint64_t>(generation) << 32 | static_cast<std::uint32_t>(fd);
}

epoll_event eventFor(std::uint32_t events, std::uint64_t token)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = token;
    return event;
}

} // namespace

struct EventLoop::Events
{
    std::array<epoll_event, 256> list{};
};

base::Result<std::unique_ptr<EventLoop>> EventLoop::create(const base::Clock& clock)
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return tl::unexpected(socketError(errno, "cannot create an epoll descriptor"));
    UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    epoll_event event = eventFor(EPOLLIN, wakeToken);
    if (!wake || ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, wake.get(), &event) != 0)
        return tl::unexpected(socketError(errno, "cannot create an event descriptor"));
    return std::unique_ptr<EventLoop>(new EventLoop(clock, std::move(epoll), std::move(wake)));
}

EventLoop::EventLoop(const base::Clock& clock, UniqueFd epoll, UniqueFd wake)
    : m_clock(clock)
    , m_epoll(std::move(epoll))
    , m_wake(std::move(wake))
    , m_ready(std::make_unique<Events>())
{
}

EventLoop::~EventLoop() = default;

base::Status EventLoop::add(int fd, std::uint32_t events, SocketCallback callback)
{
    if (fd < 0)
        return base::fail(base::ErrorCode::SocketFailed, "cannot watch a closed socket");
    epoll_event event = eventFor(events, tokenOf(fd, m_nextGeneration));
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
        return tl::unexpected(socketError(errno, "cannot watch a socket"));
    const auto index = static_cast<std::size_t>(fd);
    if (index >= m_watches.size())
        m_watches.resize(std::max(index + 1, m_watches.size() * 2));
    // A descriptor that was closed without remove() has left epoll by itself; only its callback is still
    // here.
    if (!m_watches[index].callback)
        ++m_watched;
    m_watches[index] = {m_nextGeneration++, events, std::make_shared<SocketCallback>(std::move(callback))};
    return {};
}

void EventLoop::modify(int fd, std::uint32_t events)
{
    const auto index = static_cast<std::size_t>(fd);
    if (fd < 0 || index >= m_watches.size() || !m_watches[index].callback ||
        m_watches[index].events == events)
        return;
    epoll_event event = eventFor(events, tokenOf(fd, m_watches[index].generation));
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event) == 0)
        m_watches[index].events = events;
}

void EventLoop::remove(int fd)
{
    const auto index = static_cast<std::size_t>(fd);
    if (fd < 0 || index >= m_watches.size() || !m_watches[index].callback)
        return;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
    m_watches[index] = {};
    --m_watched;
}

EventLoop::TimerId EventLoop::at(base::Instant when, Task task)
{
    const TimerId id = m_nextTimer++;
    m_timers.emplace(std::pair(when, id), std::move(task));
    m_timerTimes.emplace(id, when);
    return id;
}

EventLoop::TimerId EventLoop::after(base::Duration delay, Task task)
{
    return at(m_clock.steady() + delay, std::move(task));
}

bool EventLoop::cancel(TimerId id)
{
    const auto found = m_timerTimes.find(id);
    if (found == m_timerTimes.end())
        return false;
    m_timers.erase({found->second, id});
    m_timerTimes.erase(found);
    return true;
}

void EventLoop::post(Task task)
{
    bool asleep = false;
    {
        const std::lock_guard lock(m_mailboxMutex);
        m_mailbox.push_back(std::move(task));
        asleep = std::exchange(m_dozing, false);
    }
    if (asleep) // else it looks into the mailbox before it sleeps, and a wake-up costs more than most tasks
        ::eventfd_write(m_wake.get(), 1);
}

/// False: somebody posted something.
bool EventLoop::doze()
{
    const std::lock_guard lock(m_mailboxMutex);
    m_dozing = m_mailbox.empty();
    return m_dozing;
}

void EventLoop::wakeUp()
{
    const std::lock_guard lock(m_mailboxMutex);
    m_dozing = false;
}

void EventLoop::run()
{
    do
        runOnce(longestSleep);
    while (!m_stopping.load(std::memory_order_acquire));
    runPosted(); // posted before stop(), perhaps after the mailbox was emptied the last time
}

void EventLoop::stop()
{
    m_stopping.store(true, std::memory_order_release);
    ::eventfd_write(m_wake.get(), 1);
}

void EventLoop::runOnce(base::Duration longest)
{
    const bool mayDoze = doze() && !m_stopping.load(std::memory_order_acquire);
    const base::Duration limit = mayDoze ? untilNextTimer(longest) : base::Duration(0);
    const base::Instant began = limit.count() > 0 ? m_clock.steady() : base::Instant{};
    const int count = wait(limit);
    if (limit.count() > 0)
        m_rested += std::chrono::duration_cast<base::Duration>(m_clock.steady() - began);
    wakeUp();
    dispatch(count);
    runTimers();
    runPosted();
}

base::Duration EventLoop::untilNextTimer(base::Duration longest) const
{
    if (m_timers.empty())
        return longest;
    const auto left = m_timers.begin()->first.first - m_clock.steady();
    // Rounded up: waking a microsecond early would mean going round once more.
    return std::clamp(std::chrono::ceil<base::Duration>(left), base::Duration(0),
                      std::max(longest, base::Duration(0)));
}

int EventLoop::wait(base::Duration longest)
{
    const auto size = static_cast<int>(m_ready->list.size());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(longest);
    const timespec limit{seconds.count(), std::chrono::nanoseconds(longest - seconds).count()};
    const int count = ::epoll_pwait2(m_epoll.get(), m_ready->list.data(), size, &limit, nullptr);
    if (count >= 0 || errno != ENOSYS)
        return count;
    // Kernels before 5.11 and some sandboxes: milliseconds are the best there is.
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(longest);
    return ::epoll_wait(m_epoll.get(), m_ready->list.data(), size, static_cast<int>(ms.count()));
}

void EventLoop::dispatch(int count)
{
    for (int i = 0; i < count; ++i) {
        const epoll_event event = m_ready->list.at(static_cast<std::size_t>(i));
        if (event.data.u64 == wakeToken) {
            eventfd_t ignored = 0;
            ::eventfd_read(m_wake.get(), &ignored);
            continue;
        }
        const auto index = static_cast<std::size_t>(event.data.u64 & 0xffffffffU);
        if (index >= m_watches.size() || m_watches[index].generation != event.data.u64 >> 32)
            continue; // removed, or replaced by another socket, since the kernel told us
        // A copy of the pointer: the callback may remove itself.
        if (const auto callback = m_watches[index].callback)
            (*callback)(event.events);
    }
}

void EventLoop::runTimers()
{
    // Only what is due now: a timer that sets itself to "now" again must let the sockets have their turn.
    const base::Instant now = m_clock.steady();
    const TimerId limit = m_nextTimer;
    while (!m_timers.empty() && m_timers.begin()->first.first <= now &&
           m_timers.begin()->first.second < limit) {
        auto node = m_timers.extract(m_timers.begin());
        m_timerTimes.erase(node.key().second);
        node.mapped()();
    }
}

void EventLoop::runPosted()
{
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(m_mailboxMutex);
        tasks.swap(m_mailbox);
    }
    for (const Task& task : tasks)
        task();
}

} // namespace zonescope::net

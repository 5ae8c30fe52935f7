// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/monitor.h"

#include "model/congestion/connection_log.h"
#include "model/congestion/socket_dump.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

namespace zonescope::congestion {
namespace {

constexpr base::Duration restingInterval{10'000'000};

class HostMonitor final : public Monitor
{
public:
    explicit HostMonitor(Options options)
        : m_options(std::move(options))
        , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_snapshot(std::make_shared<Snapshot>())
    {
        if (!m_options.clock)
            m_options.clock = std::make_shared<base::SystemClock>();
        m_thread = std::thread([this] { run(); });
    }
    ~HostMonitor() override
    {
        m_stop = true;
        poke();
        m_thread.join();
    }

    std::shared_ptr<const Snapshot> snapshot() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_snapshot;
    }
    void setWatched(bool watched) override
    {
        m_watched = watched;
        poke();
    }

private:
    void poke() const
    {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_wake.get(), &one, sizeof one);
    }

    void run();
    void wait(base::Duration longest);
    void takeClosed();
    void dump();
    void publish();

    Options m_options;
    net::UniqueFd m_wake;
    std::atomic<bool> m_stop = false;
    std::atomic<bool> m_watched = true;
    mutable std::mutex m_mutex;
    std::shared_ptr<const Snapshot> m_snapshot; ///< guarded by m_mutex

    // the thread's own
    std::optional<SocketDump> m_dump;
    std::optional<CloseListener> m_listener;
    ConnectionLog m_log;
    std::vector<Connection> m_closing;
    std::deque<ClosedChunk> m_chunks;
    std::size_t m_rows = 0;
    Snapshot m_next;
    std::thread m_thread;
};

void HostMonitor::run()
{
    if (auto listener = CloseListener::open())
        m_listener = std::move(*listener);
    else
        m_next.closeError = listener.error();
    if (auto opened = SocketDump::open())
        m_dump = std::move(*opened);
    else
        m_next.dumpError = opened.error();
    base::Instant due = m_options.clock->steady();
    while (!m_stop) {
        const base::Instant now = m_options.clock->steady();
        if (now >= due) {
            dump();
            publish();
            due = now + (m_watched ? m_options.interval : restingInterval);
        }
        wait(std::chrono::duration_cast<base::Duration>(due - m_options.clock->steady()));
        if (m_watched)
            due = std::min(due, now + m_options.interval);
    }
}

void HostMonitor::wait(base::Duration longest)
{
    std::array<pollfd, 2> watched{pollfd{m_wake.get(), POLLIN, 0},
                                  pollfd{m_listener ? m_listener->fd() : -1, POLLIN, 0}};
    const auto milliseconds = std::max<std::int64_t>(0, longest.count() / 1000 + 1);
    ::poll(watched.data(), watched.size(), static_cast<int>(milliseconds));
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(m_wake.get(), &count, sizeof count);
    takeClosed();
}

void HostMonitor::takeClosed()
{
    if (!m_listener)
        return;
    m_closing.clear();
    m_log.lost(m_listener->drain(m_closing));
    const base::Timestamp now = m_options.clock->wall();
    for (const Connection& connection : m_closing)
        m_log.closed(connection, now);
}

void HostMonitor::dump()
{
    takeClosed(); // what ended before the dump must not be taken for new by its cookie
    if (!m_dump)
        return;
    auto live = std::make_shared<std::vector<Connection>>();
    const base::Instant began = m_options.clock->steady();
    if (const auto done = m_dump->read(*live); !done) {
        m_next.dumpError = done.error();
        return;
    }
    m_next.dumpError.reset();
    m_next.dumpTook = std::chrono::duration_cast<base::Duration>(m_options.clock->steady() - began);
    m_log.sample(*live, m_options.clock->wall());
    m_next.live = std::move(live);
}

void HostMonitor::publish()
{
    m_next.at = m_options.clock->wall();
    if (auto rows = m_log.take(); !rows.empty()) {
        m_rows += rows.size();
        m_chunks.push_back(std::make_shared<const std::vector<ClosedConnection>>(std::move(rows)));
    }
    while (!m_chunks.empty() && (m_rows > m_options.keptRows ||
                                 m_chunks.front()->back().closedAt + m_options.keptFor < m_next.at)) {
        m_rows -= m_chunks.front()->size();
        m_chunks.pop_front();
    }
    m_next.closed.assign(m_chunks.begin(), m_chunks.end());
    m_next.closedTotal = m_log.total();
    m_next.lostEvents = m_log.lostEvents();
    {
        const std::lock_guard lock(m_mutex);
        m_snapshot = std::make_shared<const Snapshot>(m_next);
    }
    if (m_options.news)
        m_options.news();
}

} // namespace

std::unique_ptr<Monitor> Monitor::start(Options options)
{
    return std::make_unique<HostMonitor>(std::move(options));
}

} // namespace zonescope::congestion

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/monitor.h"

#include "model/congestion/connection_log.h"
#include "model/congestion/host_probe.h"
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
constexpr base::Duration watchInterval{100'000};
constexpr base::Duration minutesEvery{60'000'000};
constexpr std::size_t hostSamples = 600;
constexpr std::size_t routesKept = 200;
constexpr std::size_t recentlyClosed = 512;
constexpr std::size_t rowsOfChunk = 4096;
/// Sockets end in crowds. Woken for each of them the watcher would spend more on waking than on reading.
/// What the kernel keeps for an ordinary user (416 KiB) lasts for some 4 ms of 100,000 ends a second.
constexpr base::Duration gatherFor{1'000};

class HostMonitor final : public Monitor
{
public:
    explicit HostMonitor(Options options)
        : m_options(std::move(options))
        , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        if (!m_options.clock)
            m_options.clock = std::make_shared<base::SystemClock>();
        m_next.kernel = kernelRelease();
        m_next.host = std::make_shared<HostHistory>();
        m_snapshot = std::make_shared<Snapshot>(m_next);
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
    void watch(std::vector<Connection> connections) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_watchList.set(connections);
            m_watching = !m_watchList.isEmpty();
        }
        poke();
    }
    std::shared_ptr<const WatchSeries> watched(std::uint64_t cookie) const override
    {
        const std::lock_guard lock(m_mutex);
        return m_watchList.series(cookie);
    }
    std::optional<TcpCounters> otherEnd(const net::Endpoint& ours, const net::Endpoint& theirs) override;

private:
    void poke() const
    {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_wake.get(), &one, sizeof one);
    }

    void run();
    void openAll();
    base::Instant nextDue() const;
    void wait(base::Duration longest);
    void takeClosed();
    void takeRoutes();
    void dump();
    void lookAtHost();
    void lookAtWatched();
    void handOverMinutes();
    void handOverClosed();
    void publish();

    Options m_options;
    net::UniqueFd m_wake;
    std::atomic<bool> m_stop = false;
    std::atomic<bool> m_watched = true;
    std::atomic<bool> m_watching = false;
    mutable std::mutex m_mutex; ///< guards m_snapshot, m_watchList, m_recent
    std::shared_ptr<const Snapshot> m_snapshot;
    WatchList m_watchList;
    std::deque<Connection> m_recent; ///< closed last, newest last
    std::mutex m_lookupMutex;        ///< guards m_lookup
    std::optional<SocketDump> m_lookup;

    // the thread's own
    std::optional<SocketDump> m_dump;
    std::optional<CloseListener> m_listener;
    std::optional<HostProbe> m_probe;
    std::optional<base::Error> m_probeError;
    DropPolicy m_drops;
    std::deque<std::shared_ptr<const HostSample>> m_samples;
    std::deque<RouteChange> m_routes;
    ConnectionLog m_log;
    std::vector<Connection> m_closing;
    std::deque<ClosedChunk> m_chunks;
    std::size_t m_rows = 0;
    base::Instant m_dumpDue, m_watchDue, m_minutesDue;
    Snapshot m_next;
    std::thread m_thread;
};

void HostMonitor::openAll()
{
    if (auto listener = CloseListener::open())
        m_listener = std::move(*listener);
    else
        m_next.closeError = listener.error();
    if (auto opened = SocketDump::open())
        m_dump = std::move(*opened);
    else
        m_next.dumpError = opened.error();
    if (auto probe = HostProbe::open())
        m_probe = std::move(*probe);
    else
        m_probeError = probe.error();
}

void HostMonitor::run()
{
    openAll();
    const auto now = [this] { return m_options.clock->steady(); };
    m_dumpDue = m_watchDue = now();
    m_minutesDue = now() + minutesEvery;
    base::Instant lastDump{};
    while (!m_stop) {
        if (now() >= m_dumpDue) {
            lastDump = now();
            dump();
            lookAtHost();
            publish();
        }
        m_dumpDue = lastDump + (m_watched ? m_options.interval : restingInterval);
        if (m_watching && now() >= m_watchDue) {
            lookAtWatched();
            m_watchDue = now() + watchInterval;
        }
        if (now() >= m_minutesDue)
            handOverMinutes();
        wait(std::chrono::duration_cast<base::Duration>(nextDue() - now()));
    }
    takeClosed();
    publish();
    handOverMinutes();
}

base::Instant HostMonitor::nextDue() const
{
    const base::Instant first = std::min(m_dumpDue, m_minutesDue);
    return m_watching ? std::min(first, m_watchDue) : first;
}

void HostMonitor::wait(base::Duration longest)
{
    std::array<pollfd, 3> watched{pollfd{m_wake.get(), POLLIN, 0},
                                  pollfd{m_listener ? m_listener->fd() : -1, POLLIN, 0},
                                  pollfd{m_probe ? m_probe->fd() : -1, POLLIN, 0}};
    const auto milliseconds = std::max<std::int64_t>(0, (longest.count() + 999) / 1000);
    ::poll(watched.data(), watched.size(), static_cast<int>(milliseconds));
    if (watched[1].revents != 0 && watched[0].revents == 0)
        std::this_thread::sleep_for(gatherFor);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(m_wake.get(), &count, sizeof count);
    takeClosed();
    if (watched[2].revents != 0)
        takeRoutes();
}

void HostMonitor::takeClosed()
{
    if (!m_listener)
        return;
    m_closing.clear();
    m_log.lost(m_listener->drain(m_closing));
    if (m_closing.empty())
        return;
    const base::Timestamp now = m_options.clock->wall();
    for (const Connection& connection : m_closing)
        m_log.closed(connection, now);
    if (m_log.waiting() >= rowsOfChunk) // else a crowd's rows are copied again and again while they gather
        handOverClosed();
    const std::lock_guard lock(m_mutex);
    const std::size_t skipped = m_closing.size() - std::min(m_closing.size(), recentlyClosed);
    m_recent.insert(m_recent.end(), m_closing.begin() + static_cast<std::ptrdiff_t>(skipped),
                    m_closing.end());
    while (m_recent.size() > recentlyClosed)
        m_recent.pop_front();
}

void HostMonitor::takeRoutes()
{
    for (const RouteChange& change : m_probe->takeRoutes(m_options.clock->wall()))
        m_routes.push_back(change);
    while (m_routes.size() > routesKept)
        m_routes.pop_front();
}

void HostMonitor::dump()
{
    takeClosed(); // what ended before the dump must not be taken for new by its cookie
    if (!m_dump)
        return;
    auto live = std::make_shared<std::vector<Connection>>();
    if (m_next.live)
        live->reserve(m_next.live->size() + 64);
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

void HostMonitor::lookAtHost()
{
    auto sample = std::make_shared<HostSample>();
    sample->at = m_options.clock->wall();
    if (!m_samples.empty())
        sample->since = sample->at - m_samples.back()->at;
    auto history = std::make_shared<HostHistory>();
    history->error = m_probeError;
    if (m_probe) {
        if (const auto read = m_probe->sample(*sample); !read)
            history->error = read.error();
        for (const DropAlert& alert : m_drops.look(*sample))
            if (m_options.dropped)
                m_options.dropped(alert);
        m_samples.push_back(std::move(sample));
    }
    while (m_samples.size() > hostSamples)
        m_samples.pop_front();
    history->samples.assign(m_samples.begin(), m_samples.end());
    history->routes.assign(m_routes.begin(), m_routes.end());
    m_next.host = std::move(history);
}

void HostMonitor::lookAtWatched()
{
    if (!m_dump)
        return;
    const std::lock_guard lock(m_mutex);
    m_watchList.sample(m_options.clock->wall(), [this](const Connection& known) -> std::optional<Connection> {
        const auto found = m_dump->find(known.local, known.remote, known.cookie);
        return found ? *found : std::nullopt;
    });
}

void HostMonitor::handOverMinutes()
{
    m_minutesDue = m_options.clock->steady() + minutesEvery;
    auto rows = m_log.takeMinutes();
    if (m_options.minutes && !rows.empty())
        m_options.minutes(std::move(rows));
}

void HostMonitor::handOverClosed()
{
    auto rows = m_log.take();
    if (rows.empty())
        return;
    m_rows += rows.size();
    m_chunks.push_back(std::make_shared<const std::vector<ClosedConnection>>(std::move(rows)));
    if (m_options.closed)
        m_options.closed(m_chunks.back());
}

void HostMonitor::publish()
{
    m_next.at = m_options.clock->wall();
    handOverClosed();
    const auto tooMany = [this] { return m_rows > m_options.keptRows && m_chunks.size() > 1; };
    while (!m_chunks.empty() &&
           (tooMany() || m_chunks.front()->back().closedAt + m_options.keptFor < m_next.at)) {
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

std::optional<TcpCounters> HostMonitor::otherEnd(const net::Endpoint& ours, const net::Endpoint& theirs)
{
    {
        const std::lock_guard lock(m_lookupMutex);
        if (!m_lookup)
            if (auto opened = SocketDump::open())
                m_lookup = std::move(*opened);
        if (m_lookup)
            if (const auto found = m_lookup->find(theirs, ours); found && *found && (*found)->hasCounters)
                return (*found)->counters;
    }
    const std::lock_guard lock(m_mutex);
    const auto closed = std::find_if(m_recent.rbegin(), m_recent.rend(), [&](const Connection& connection) {
        return connection.local == theirs && connection.remote == ours && connection.hasCounters;
    });
    return closed == m_recent.rend() ? std::nullopt : std::optional(closed->counters);
}

} // namespace

std::unique_ptr<Monitor> Monitor::start(Options options)
{
    return std::make_unique<HostMonitor>(std::move(options));
}

} // namespace zonescope::congestion

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/served_transfers.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

namespace zonescope::congestion {

using std::chrono::milliseconds;

void ServedTransfers::began(int socket, const net::Endpoint& client)
{
    const std::lock_guard lock(m_mutex);
    if (!m_order || m_order->to.address != client.address)
        return;
    if (m_running) {
        m_running->shared = true;
        return;
    }
    Running running;
    running.refused = !setCongestionControl(socket, m_order->algorithm);
    running.socket = net::UniqueFd(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
    running.serverSocket = socket;
    running.startedAt = m_clock->wall();
    running.begun = m_clock->steady();
    m_running = std::move(running);
    m_news.notify_all();
}

void ServedTransfers::written(int socket, const net::Endpoint&, std::uint64_t bytes)
{
    const std::lock_guard lock(m_mutex);
    if (!m_running || m_running->serverSocket != socket || m_running->written)
        return;
    m_running->written = bytes;
    m_news.notify_all();
}

void ServedTransfers::broken(int socket, const net::Endpoint&)
{
    const std::lock_guard lock(m_mutex);
    if (!m_running || m_running->serverSocket != socket || m_running->written)
        return;
    m_running->broken = true;
    m_news.notify_all();
}

ServedTransfers::Outcome ServedTransfers::next(const SendOrder& order, const base::Clock& clock,
                                               const std::atomic<bool>& stop)
{
    std::unique_lock lock(m_mutex);
    m_clock = &clock;
    m_order = order;
    m_running.reset();
    while (!m_running && !stop)
        m_news.wait_for(lock, milliseconds(50));
    Outcome outcome;
    outcome.startedAt = clock.wall();
    outcome.result.outcome = SampleOutcome::Interrupted;
    if (m_running)
        outcome = finish(lock, order, stop);
    m_order.reset();
    m_running.reset();
    return outcome;
}

ServedTransfers::Outcome ServedTransfers::finish(std::unique_lock<std::mutex>& lock, const SendOrder& order,
                                                 const std::atomic<bool>& stop)
{
    Outcome outcome;
    outcome.startedAt = m_running->startedAt;
    SendResult& result = outcome.result;
    const base::Instant deadline = m_running->begun + order.timeout;
    if (m_running->refused) {
        result.outcome = SampleOutcome::Refused;
        result.detail = order.algorithm + ": the kernel refused it for a served connection";
        return outcome;
    }
    while (!m_running->written && !m_running->broken && !stop && m_clock->steady() < deadline)
        m_news.wait_for(lock, milliseconds(50));
    result.bytes = m_running->written.value_or(0);
    if (m_running->broken)
        result.outcome = SampleOutcome::Failed;
    else if (stop)
        result.outcome = SampleOutcome::Interrupted;
    else if (!m_running->written)
        result.outcome = SampleOutcome::TimedOut;
    else {
        const int socket = m_running->socket.get();
        lock.unlock();
        result.outcome = waitUntilAcknowledged(socket, deadline, stop);
        lock.lock();
    }
    result.took = std::chrono::duration_cast<base::Duration>(m_clock->steady() - m_running->begun);
    takeCounters(m_running->socket.get(), result);
    if (m_running->shared)
        result.outcome = SampleOutcome::Interrupted;
    return outcome;
}

} // namespace zonescope::congestion

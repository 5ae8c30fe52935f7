// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/stream_sender.h"
#include "model/net/unique_fd.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace zonescope::congestion {

/// Between the built-in server, which sends zones when secondaries ask, and an experiment, which decides the
/// algorithm of the next one: a rendezvous. Thread-safe.
class ServedTransfers
{
public:
    /// From the server, on its thread, at once: a transfer to that client begins or has been written.
    void began(int socket, const net::Endpoint& client);
    void written(int socket, const net::Endpoint& client, std::uint64_t bytes);
    /// The connection ended in the middle of it.
    void broken(int socket, const net::Endpoint& client);

    struct Outcome
    {
        base::Timestamp startedAt{};
        SendResult result;
    };
    /// For the experiment: the next transfer to that address runs under the algorithm; blocks until it is
    /// acknowledged, takes longer than the order's timeout, or `stop`. A second transfer to the address at
    /// the same time makes it Interrupted: it had to share the path. While nothing begins it waits, for hours
    /// if need be.
    Outcome next(const SendOrder& order, const base::Clock& clock, const std::atomic<bool>& stop);

private:
    struct Running
    {
        net::UniqueFd socket; ///< of our own, to see what is acknowledged
        int serverSocket = -1;
        base::Timestamp startedAt{};
        base::Instant begun{};
        std::optional<std::uint64_t> written;
        bool broken = false;
        bool shared = false;
        bool refused = false;
    };
    Outcome finish(std::unique_lock<std::mutex>& lock, const SendOrder& order, const std::atomic<bool>& stop);

    std::mutex m_mutex; ///< guards all below
    std::condition_variable m_news;
    const base::Clock* m_clock = nullptr;
    std::optional<SendOrder> m_order;
    std::optional<Running> m_running;
};

} // namespace zonescope::congestion

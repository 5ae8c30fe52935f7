// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/notify/notify_listener.h"
#include "model/notify/tcp_connection.h"

#include <array>
#include <unordered_map>

namespace zonescope::notify {

/// Where a held-back answer goes.
struct Held
{
    int udpSocket = -1;                 ///< UDP
    std::uint64_t connection = 0;       ///< TCP
    net::Endpoint peer;                 ///< where the answer goes
    net::Endpoint client;               ///< whom the peer speaks for
    std::optional<net::IpAddress> from; ///< UDP: the address that was asked
    base::Bytes reply;
    base::Bytes replyWhenNotDurable;
};

/// What the listener holds; its functions stand in notify_listener.cpp and listener_door.cpp.
struct NotifyListener::State
{
    State(net::EventLoop& eventLoop, Callbacks calls, Limits bounds)
        : loop(eventLoop)
        , callbacks(std::move(calls))
        , limits(std::move(bounds))
        , quota(limits.quota)
    {
    }
    ~State();

    base::Status bind(const net::Endpoint& endpoint);
    base::Status hear(net::UniqueFd socket, bool stream);
    base::Status hearInherited();
    void readDatagrams(int socket);
    void acceptConnections(int listener);
    void makeRoom();
    void connectionReady(std::uint64_t id, std::uint32_t events);
    bool readConnection(std::uint64_t id);
    void writeConnection(std::uint64_t id);
    void watch(std::uint64_t id);
    void close(std::uint64_t id);
    void sweepLater();
    void sweep();
    bool isProxy(const net::IpAddress& address) const;
    base::Result<base::ByteView> unwrap(base::ByteView datagram, Held& where) const;
    base::Status begin(TcpConnection& connection, base::ByteView octets) const;
    void refuseHeader(const net::Endpoint& peer, const base::Error& error);
    void handle(base::ByteView message, Held where, base::Timestamp received);
    void send(const Held& where, base::ByteView reply);

    net::EventLoop& loop;
    Callbacks callbacks;
    Limits limits;
    std::vector<net::UniqueFd> udp;
    std::vector<net::UniqueFd> tcp;
    std::vector<net::Endpoint> bound;
    std::unordered_map<std::uint64_t, TcpConnection> connections;
    std::unordered_map<Token, Held> held;
    SourceQuota quota;
    std::uint64_t nextConnection = 1;
    Token nextToken = 1;
    net::EventLoop::TimerId sweepTimer = 0;
    net::EventLoop::TimerId resumeTimer = 0;
    std::array<std::uint8_t, 65536> datagram{};
};

} // namespace zonescope::notify

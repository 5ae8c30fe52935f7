// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/socket_wire.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

namespace zonescope::transfer {

/// One connection through which several sessions ask a short question each, without waiting for one another
/// (RFC 7766 section 6.2.1.1). Answers may come in any order and find their session by their id. Who asks
/// for transfers keeps a connection of its own: a long answer would hold up the others, and to give one up
/// would be to give up all. One event loop's thread.
class QueryPipe final : public WireEvents
{
public:
    /// One session. Calls come from the loop, never from inside a call of its own.
    class Guest
    {
    public:
        virtual ~Guest() = default;
        virtual void pipeConnected() = 0;
        virtual void pipeConnectFailed(const base::Error& error) = 0;
        virtual void pipeMessage(base::ByteView message) = 0;
        virtual void pipeClosed(const std::optional<base::Error>& error) = 0;
    };

    /// `empty`: the last guest has left; the pipe may be destroyed, but not from inside the call.
    QueryPipe(net::EventLoop& loop, ConnectionKey key, std::function<void()> empty);
    ~QueryPipe() override;

    const ConnectionKey& key() const { return m_key; }
    std::size_t guests() const { return m_seats.size(); }
    /// A connection to use instead of a new one, when it was made in the same way.
    void offer(KeptConnection connection)
    {
        m_usedBefore = true;
        m_wire.offer(std::move(connection));
    }
    /// Before connect(): the pipe stays until leave().
    void admit(Guest& guest);
    void connect(Guest& guest);
    /// One question. One whose id is in use waits until that is answered.
    void send(Guest& guest, base::ByteView message);
    /// `idle`: how long the server keeps the connection, when it said so; only of one who was answered.
    void leave(Guest& guest, std::optional<base::Duration> idle = std::nullopt);
    std::optional<KeptConnection> takeReleased() { return m_wire.takeReleased(); }
    const SocketWire& wire() const { return m_wire; }

private:
    struct Seat
    {
        base::Bytes question; ///< not answered yet
        bool waiting = false; ///< for connect() to be answered
        bool sent = false;
    };
    using Seats = std::unordered_map<Guest*, Seat>;

    void datagram(base::ByteView) override {}
    void udpFailed(const base::Error&) override {}
    void connected() override;
    void connectFailed(const base::Error& error) override;
    void octets(std::size_t) override {}
    void message(base::ByteView message) override;
    void closed(const std::optional<base::Error>& error, std::size_t pending) override;

    void open();
    void welcome(); ///< tells those who wait that they are connected, from the loop
    void sendWhatMaySend();
    void put(Guest& guest, Seat& seat);
    template <class Tell>
    void tellAll(Tell tell);

    net::EventLoop& m_loop;
    const ConnectionKey m_key;
    std::function<void()> m_empty;
    Seats m_seats;
    std::unordered_map<std::uint16_t, Guest*> m_asked; ///< by id; nobody: who asked has gone
    enum class State { Closed, Opening, Open } m_state = State::Closed;
    bool m_answered = false;   ///< something came over this connection
    bool m_usedBefore = false; ///< the server may close it at any moment, and nothing is wrong
    std::optional<base::Duration> m_idle;
    SocketWire m_wire;
    std::shared_ptr<QueryPipe*> m_self = std::make_shared<QueryPipe*>(this); ///< for posted tasks
};

/// The wire of a session that is a guest of a pipe for its next connection, if there is one; else, and for
/// UDP, its own.
class PipedWire final : public Wire, private QueryPipe::Guest
{
public:
    PipedWire(SocketWire& own, WireEvents& events, std::function<void()> after)
        : m_own(own)
        , m_events(events)
        , m_after(std::move(after))
    {
    }
    ~PipedWire() override { leave(); }

    void join(std::shared_ptr<QueryPipe> pipe);

    void useProxy(const std::optional<net::SocksProxy>& proxy) override { m_own.useProxy(proxy); }
    void useKey(const std::optional<dns::Name>& key) override { m_own.useKey(key); }
    bool shared() const override { return m_pipe != nullptr; }
    base::Error connectTimedOut() const override { return wire().connectTimedOut(); }
    void sendUdp(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                 base::ByteView message) override
    {
        m_own.sendUdp(to, source, message);
    }
    void closeUdp() override { m_own.closeUdp(); }
    void connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>& source) override;
    void connectTls(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                    const zone::TlsSettings& tls) override;
    void sendTcp(base::ByteView message) override;
    void closeTcp() override;
    void releaseTcp(std::optional<base::Duration> idle) override;
    std::optional<net::TcpInfo> tcpInfo() const override { return wire().tcpInfo(); }
    std::optional<net::TcpInfo> usedBefore() const override { return wire().usedBefore(); }
    Arrival lastArrival() const override { return wire().lastArrival(); }
    std::optional<base::Duration> rested() const override { return wire().rested(); }
    std::optional<net::IpAddress> localAddress() const override { return wire().localAddress(); }

private:
    const SocketWire& wire() const { return m_pipe ? m_pipe->wire() : m_own; }
    void leave(std::optional<base::Duration> idle = std::nullopt);

    void pipeConnected() override;
    void pipeConnectFailed(const base::Error& error) override;
    void pipeMessage(base::ByteView message) override;
    void pipeClosed(const std::optional<base::Error>& error) override;

    SocketWire& m_own;
    WireEvents& m_events;
    std::function<void()> m_after;
    std::shared_ptr<QueryPipe> m_pipe;
};

} // namespace zonescope::transfer

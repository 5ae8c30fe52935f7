// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/notify/notify_listener.h"

#include "model/base/log.h"
#include "model/net/socket.h"
#include "model/notify/listener_state.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace zonescope::notify {
namespace {

constexpr int datagramsPerRound = 512; // then timers and other sockets get their turn

} // namespace

NotifyListener::State::~State()
{
    loop.cancel(sweepTimer);
    loop.cancel(resumeTimer);
    for (const auto& fd : udp)
        loop.remove(fd.get());
    for (const auto& fd : tcp)
        loop.remove(fd.get());
    for (const auto& [id, connection] : connections)
        loop.remove(connection.socket.get());
}

void NotifyListener::State::readDatagrams(int socket)
{
    for (int i = 0; i < datagramsPerRound; ++i) {
        const auto got = net::receiveDatagram(socket, datagram);
        if (!got || !*got)
            return; // an ICMP error is another asker's misfortune; the loop calls again
        const net::Datagram& d = **got;
        if (d.cutOff)
            continue;
        Held where;
        where.udpSocket = socket;
        where.peer = where.client = d.from;
        where.from = d.to;
        if (const auto message = unwrap(base::ByteView(datagram.data(), d.size), where))
            handle(*message, std::move(where), d.kernelTime.value_or(loop.clock().wall()));
        else
            refuseHeader(d.from, message.error());
    }
}

void NotifyListener::State::acceptConnections(int listener)
{
    while (true) {
        auto accepted = net::acceptTcp(listener);
        if (!accepted) {
            // No descriptors left: the listener would stay readable and spin. Look again in a second.
            loop.modify(listener, 0);
            loop.cancel(resumeTimer);
            resumeTimer = loop.after(base::Duration(1'000'000), [this] {
                for (const auto& fd : tcp)
                    loop.modify(fd.get(), EPOLLIN);
            });
            return;
        }
        if (!*accepted)
            return;
        if (connections.size() >= limits.connections)
            makeRoom();
        const std::uint64_t id = nextConnection++;
        TcpConnection& connection = connections[id];
        connection.socket = std::move((*accepted)->socket);
        connection.peer = connection.client = (*accepted)->peer;
        connection.lastOctet = loop.clock().steady();
        const auto added = loop.add(connection.socket.get(), EPOLLIN,
                                    [this, id](std::uint32_t events) { connectionReady(id, events); });
        if (!added)
            connections.erase(id);
        else
            sweepLater();
    }
}

/// The connection that has been silent longest goes; one that waits for our answer only if all do.
void NotifyListener::State::makeRoom()
{
    auto victim = connections.end();
    for (auto it = connections.begin(); it != connections.end(); ++it)
        if (victim == connections.end() ||
            std::pair(it->second.heldAnswers > 0, it->second.lastOctet) <
                std::pair(victim->second.heldAnswers > 0, victim->second.lastOctet))
            victim = it;
    if (victim != connections.end())
        close(victim->first);
}

void NotifyListener::State::connectionReady(std::uint64_t id, std::uint32_t events)
{
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && !readConnection(id)) {
        close(id);
        return;
    }
    writeConnection(id);
}

/// False: nothing more to do with this connection.
bool NotifyListener::State::readConnection(std::uint64_t id)
{
    while (true) {
        // Looked up each time: a callback may have closed it.
        auto found = connections.find(id);
        while (found != connections.end() && found->second.heldAnswers < limits.answersPerConnection) {
            const auto message = found->second.in.next();
            if (!message)
                break;
            Held where;
            where.connection = id;
            where.peer = found->second.peer;
            where.client = found->second.client;
            handle(*message, std::move(where), loop.clock().wall());
            found = connections.find(id);
        }
        if (found == connections.end() || found->second.peerClosed)
            return true;
        TcpConnection& connection = found->second;
        if (connection.heldAnswers >= limits.answersPerConnection)
            return true; // watch() stops reading until answers have gone out
        const auto space = connection.in.space();
        const auto got = net::readSome(connection.socket.get(), space);
        if (!got)
            return false;
        if (!*got)
            return true;
        if (**got == 0) {
            connection.peerClosed = true;
            return !connection.owesNothing();
        }
        connection.lastOctet = loop.clock().steady();
        if (connection.begun) {
            connection.in.received(**got);
        } else if (const auto good = begin(connection, space.first(**got)); !good) {
            refuseHeader(connection.peer, good.error());
            return false;
        }
    }
}

void NotifyListener::State::writeConnection(std::uint64_t id)
{
    const auto found = connections.find(id);
    if (found == connections.end())
        return;
    TcpConnection& connection = found->second;
    while (!connection.out.empty()) {
        const auto sent = net::writeSome(connection.socket.get(), connection.out.pending());
        if (!sent) {
            close(id);
            return;
        }
        if (*sent == 0)
            break;
        connection.out.sent(*sent);
    }
    if (connection.peerClosed && connection.owesNothing())
        close(id);
    else
        watch(id);
}

void NotifyListener::State::watch(std::uint64_t id)
{
    const TcpConnection& connection = connections.at(id);
    std::uint32_t events = 0;
    if (!connection.peerClosed && connection.heldAnswers < limits.answersPerConnection)
        events |= EPOLLIN;
    if (!connection.out.empty())
        events |= EPOLLOUT;
    loop.modify(connection.socket.get(), events);
}

void NotifyListener::State::close(std::uint64_t id)
{
    const auto found = connections.find(id);
    if (found == connections.end())
        return;
    loop.remove(found->second.socket.get());
    connections.erase(found); // answers still held find nobody, see answer()
}

void NotifyListener::State::sweepLater()
{
    if (sweepTimer == 0)
        sweepTimer = loop.after(limits.idle / 4 + base::Duration(1), [this] {
            sweepTimer = 0;
            sweep();
        });
}

/// Idle close (RFC 7766 section 6.2.3), also for those that never read our answers.
void NotifyListener::State::sweep()
{
    const base::Instant limit = loop.clock().steady() - limits.idle;
    std::vector<std::uint64_t> idle;
    for (const auto& [id, connection] : connections)
        if (connection.lastOctet <= limit && connection.heldAnswers == 0)
            idle.push_back(id);
    for (const std::uint64_t id : idle)
        close(id);
    if (!connections.empty())
        sweepLater();
}

void NotifyListener::State::handle(base::ByteView message, Held where, base::Timestamp received)
{
    NotifyDecision decision = callbacks.decide(message, where.client);
    const Sender sender{where.client, where.client == where.peer ? std::nullopt : std::optional(where.peer)};
    // Access list before quota: what strangers send costs the admitted nothing.
    if (decision.accepted && !quota.take(where.client.address, loop.clock().steady())) {
        NotifyDecision tooMany; // in silence: the primary will try again
        tooMany.zone = decision.zone;
        tooMany.refusal = base::Error{base::ErrorCode::NotifyQuota, where.client.address.toText()};
        return callbacks.refused(tooMany, sender);
    }
    if (!decision.accepted) {
        if (!decision.reply.empty() && (where.connection != 0 || mayAnswer(decision, message.size())))
            send(where, base::viewOf(decision.reply));
        callbacks.refused(decision, sender);
        return;
    }
    if (where.connection == 0 && !mayAnswer(decision, message.size()))
        decision.reply = decision.replyWhenNotDurable = {};
    if (held.size() >= limits.heldAnswers)
        return; // the disk does not keep up: primaries repeat what is not answered
    const Token token = nextToken++;
    if (where.connection != 0)
        ++connections.at(where.connection).heldAnswers;
    where.reply = std::move(decision.reply);
    where.replyWhenNotDurable = std::move(decision.replyWhenNotDurable);
    held.emplace(token, std::move(where));
    callbacks.accepted(*decision.accepted, sender, received, token);
}

void NotifyListener::State::send(const Held& where, base::ByteView reply)
{
    if (reply.empty())
        return;
    if (where.connection == 0) {
        // A full socket buffer loses this answer as the network might; the primary repeats its NOTIFY.
        (void)net::sendDatagram(where.udpSocket, where.peer, reply, where.from);
        return;
    }
    if (const auto found = connections.find(where.connection); found != connections.end())
        found->second.out.push(reply);
}

NotifyListener::NotifyListener(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
NotifyListener::~NotifyListener() = default;

base::Result<std::unique_ptr<NotifyListener>> NotifyListener::start(net::EventLoop& loop,
                                                                    const std::vector<net::Endpoint>& listen,
                                                                    Callbacks callbacks, Limits limits)
{
    auto state = std::make_unique<State>(loop, std::move(callbacks), std::move(limits));
    for (const net::Endpoint& endpoint : listen)
        if (auto bound = state->bind(endpoint); !bound)
            return base::fail(bound.error().code,
                              "NOTIFY on " + endpoint.toText() + ": " + bound.error().detail);
    if (auto heard = state->hearInherited(); !heard)
        return tl::unexpected(heard.error());
    return std::unique_ptr<NotifyListener>(new NotifyListener(std::move(state)));
}

base::Result<std::unique_ptr<NotifyListener>>
NotifyListener::start(net::EventLoop& loop, const std::vector<net::Endpoint>& listen, Callbacks callbacks)
{
    return start(loop, listen, std::move(callbacks), Limits());
}

bool NotifyListener::answer(Token token, bool durable)
{
    const auto found = m_state->held.find(token);
    if (found == m_state->held.end())
        return false;
    const Held where = std::move(found->second);
    m_state->held.erase(found);
    bool wasFull = false;
    if (where.connection != 0) {
        const auto connection = m_state->connections.find(where.connection);
        if (connection == m_state->connections.end())
            return false;
        wasFull = connection->second.heldAnswers-- == m_state->limits.answersPerConnection;
    }
    m_state->send(where, base::viewOf(durable ? where.reply : where.replyWhenNotDurable));
    if (where.connection != 0) {
        if (wasFull) // messages that waited in the buffer go on
            m_state->connectionReady(where.connection, EPOLLIN);
        else
            m_state->writeConnection(where.connection);
    }
    return true;
}

const std::vector<net::Endpoint>& NotifyListener::boundTo() const
{
    return m_state->bound;
}

std::size_t NotifyListener::openConnections() const
{
    return m_state->connections.size();
}

} // namespace zonescope::notify

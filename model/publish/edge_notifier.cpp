// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/edge_notifier.h"

#include "model/net/socket.h"

#include <openssl/rand.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>

namespace zonescope::publish {
namespace {

using State = zone::EdgeNotice::State;

constexpr std::size_t openToOneEdge = 64; // fits any server's receive buffer
constexpr int datagramsAtATime = 256;

} // namespace

/// A NOTIFY over TCP: one message each way.
struct EdgeNotifier::Connection
{
    net::EventLoop& loop;
    net::UniqueFd socket;
    net::FrameEncoder out;
    net::FrameDecoder in;
    bool connected = false;

    ~Connection()
    {
        if (socket)
            loop.remove(socket.get());
    }
};

EdgeNotifier::EdgeNotifier(net::EventLoop& loop, const base::Clock& clock, Listener listener)
    : m_loop(loop)
    , m_clock(clock)
    , m_listener(std::move(listener))
{
}

EdgeNotifier::~EdgeNotifier()
{
    for (auto& [id, edge] : m_edges)
        for (auto& [zone, notice] : edge.notices)
            m_loop.cancel(notice.timer);
    for (const net::UniqueFd* socket : {&m_udp4, &m_udp6})
        if (*socket)
            m_loop.remove(socket->get());
}

void EdgeNotifier::configure(const zone::Configuration& configuration, const dns::KeyRing& keys)
{
    m_byEndpoint.clear();
    for (auto at = m_edges.begin(); at != m_edges.end();) {
        const zone::Edge* known = configuration.edge(at->first);
        if (known != nullptr && known->notify) {
            ++at;
            continue;
        }
        for (auto& [zone, notice] : at->second.notices)
            drop(at->second, notice);
        at = m_edges.erase(at);
    }
    for (const auto& [id, known] : configuration.edges()) {
        if (!known.notify)
            continue;
        Edge& edge = m_edges[id];
        edge.endpoint = known.endpoint;
        const zone::Key* key = known.key ? configuration.key(*known.key) : nullptr;
        const dns::TsigKey* secret = key ? keys.find(key->name) : nullptr;
        edge.key = secret ? std::optional(*secret) : std::nullopt;
        m_byEndpoint[known.endpoint] = id;
    }
}

void EdgeNotifier::tell(base::ZoneId zone, const dns::Record& soa, const std::vector<base::EdgeId>& edges)
{
    const auto fields = dns::Soa::fromRdata(base::viewOf(soa.rdata));
    if (!fields)
        return;
    for (const base::EdgeId id : edges) {
        const auto found = m_edges.find(id);
        if (found == m_edges.end())
            continue;
        Notice& notice = found->second.notices[zone];
        drop(found->second, notice);
        notice.soa = soa;
        notice.serial = fields->serial;
        notice.attempt = notice.sent = 0;
        notice.refused = false;
        say(id, zone, notice, State::Waiting);
        enqueue(id, found->second, zone);
    }
}

void EdgeNotifier::forget(base::ZoneId zone)
{
    for (auto& [id, edge] : m_edges)
        if (const auto found = edge.notices.find(zone); found != edge.notices.end()) {
            drop(edge, found->second);
            edge.notices.erase(found);
        }
}

std::size_t EdgeNotifier::open() const
{
    std::size_t count = 0;
    for (const auto& [id, edge] : m_edges)
        count += edge.notices.size();
    return count;
}

EdgeNotifier::Notice* EdgeNotifier::find(base::EdgeId id, base::ZoneId zone)
{
    const auto edge = m_edges.find(id);
    if (edge == m_edges.end())
        return nullptr;
    const auto notice = edge->second.notices.find(zone);
    return notice == edge->second.notices.end() ? nullptr : &notice->second;
}

/// Nothing of it is under way any more.
void EdgeNotifier::drop(Edge& edge, Notice& notice)
{
    m_loop.cancel(notice.timer);
    notice.timer = 0;
    if (notice.inFlight)
        landed(edge, notice);
    notice.queued = false; // its place in the queue is passed over
}

void EdgeNotifier::landed(Edge& edge, Notice& notice)
{
    notice.inFlight = false;
    notice.connection.reset();
    edge.byId.erase(notice.id);
    --edge.inFlight;
}

void EdgeNotifier::enqueue(base::EdgeId id, Edge& edge, base::ZoneId zone)
{
    edge.notices[zone].queued = true;
    edge.waiting.push_back(zone);
    pump(id);
}

void EdgeNotifier::pump(base::EdgeId id)
{
    const auto found = m_edges.find(id);
    if (found == m_edges.end())
        return;
    Edge& edge = found->second;
    while (edge.inFlight < openToOneEdge && !edge.waiting.empty()) {
        const base::ZoneId zone = edge.waiting.front();
        edge.waiting.pop_front();
        const auto notice = edge.notices.find(zone);
        if (notice != edge.notices.end() && std::exchange(notice->second.queued, false))
            send(id, edge, zone, notice->second);
    }
}

std::uint16_t EdgeNotifier::freeId(const Edge& edge)
{
    std::uint16_t id = 0;
    do
        std::ignore = RAND_bytes(reinterpret_cast<unsigned char*>(&id), sizeof id); // NOLINT: octets
    while (edge.byId.contains(id) && edge.byId.size() < openToOneEdge);
    return id;
}

void EdgeNotifier::send(base::EdgeId id, Edge& edge, base::ZoneId zone, Notice& notice)
{
    const NotifyStep step = notifyStep(notice.attempt, notice.refused);
    notice.id = freeId(edge);
    NotifyMessage made = makeNotify(notice.id, notice.soa, edge.key, m_clock.wall());
    notice.mac = std::move(made.mac);
    notice.inFlight = true;
    ++notice.sent;
    ++edge.inFlight;
    edge.byId[notice.id] = zone;
    notice.timer = m_loop.after(step.patience, [this, id, zone] {
        if (Notice* open = find(id, zone)) {
            open->timer = 0;
            noAnswer(id, zone, {base::ErrorCode::TimedOut, {}});
        }
    });
    if (step.tcp)
        sendTcp(id, edge, zone, notice, made.message);
    else
        sendUdp(edge, made.message); // when it cannot be sent the next attempt follows all the same
}

int EdgeNotifier::socketFor(net::Family family)
{
    net::UniqueFd& socket = family == net::Family::V4 ? m_udp4 : m_udp6;
    if (socket)
        return socket.get();
    const std::array<std::uint8_t, 16> any{};
    auto bound = net::bindUdp({net::IpAddress::fromOctets(family, any.data()), 0});
    if (!bound)
        return -1;
    net::setReceiveBuffer(bound->get(), 1 << 20);
    const int fd = bound->get();
    if (!m_loop.add(fd, EPOLLIN, [this, fd](std::uint32_t) { readUdp(fd); }))
        return -1;
    socket = std::move(*bound);
    return fd;
}

bool EdgeNotifier::sendUdp(const Edge& edge, const base::Bytes& message)
{
    const int socket = socketFor(edge.endpoint.address.family());
    return socket >= 0 && net::sendDatagram(socket, edge.endpoint, base::viewOf(message)).value_or(false);
}

void EdgeNotifier::readUdp(int socket)
{
    std::array<std::uint8_t, 4096> buffer;
    for (int i = 0; i < datagramsAtATime; ++i) {
        const auto datagram = net::receiveDatagram(socket, buffer);
        if (!datagram || !*datagram)
            return;
        const auto from = m_byEndpoint.find((*datagram)->from);
        if (from == m_byEndpoint.end() || (*datagram)->size < 2)
            continue;
        const auto edge = m_edges.find(from->second);
        if (edge == m_edges.end())
            continue;
        const auto asked = edge->second.byId.find(static_cast<std::uint16_t>(buffer[0] << 8 | buffer[1]));
        if (asked == edge->second.byId.end())
            continue;
        const base::ZoneId zone = asked->second;
        const Notice& notice = edge->second.notices.at(zone);
        answered(edge->first, zone,
                 readNotifyAnswer({buffer.data(), (*datagram)->size}, notice.id, notice.soa.owner,
                                  edge->second.key, notice.mac, m_clock.wall()));
    }
}

void EdgeNotifier::sendTcp(base::EdgeId id, Edge& edge, base::ZoneId zone, Notice& notice,
                           const base::Bytes& message)
{
    auto socket = net::startConnect(edge.endpoint);
    const auto failed = [&](base::Error error) {
        m_loop.post([this, id, zone, serial = notice.serial, error] {
            const Notice* open = find(id, zone);
            if (open && open->inFlight && open->serial == serial)
                noAnswer(id, zone, error);
        });
    };
    if (!socket)
        return failed(socket.error());
    notice.connection.reset(new Connection{m_loop, std::move(*socket), {}, {}, false});
    notice.connection->out.push(base::viewOf(message));
    const auto watched = m_loop.add(notice.connection->socket.get(), EPOLLOUT,
                                    [this, id, zone](std::uint32_t events) { tcpReady(id, zone, events); });
    if (!watched)
        failed(watched.error());
}

void EdgeNotifier::tcpReady(base::EdgeId id, base::ZoneId zone, std::uint32_t)
{
    Notice* notice = find(id, zone);
    if (notice == nullptr || !notice->connection)
        return;
    Connection& connection = *notice->connection;
    const int fd = connection.socket.get();
    if (!connection.connected) {
        if (const auto done = net::finishConnect(fd); !done)
            return noAnswer(id, zone, done.error());
        connection.connected = true;
    }
    if (!connection.out.empty()) {
        const auto sent = net::writeSome(fd, connection.out.pending());
        if (!sent)
            return noAnswer(id, zone, sent.error());
        connection.out.sent(*sent);
        if (connection.out.empty())
            m_loop.modify(fd, EPOLLIN);
        return;
    }
    const auto got = net::readSome(fd, connection.in.space());
    if (!got)
        return noAnswer(id, zone, got.error());
    if (*got && **got == 0)
        return noAnswer(id, zone, {base::ErrorCode::ConnectionClosed, {}});
    connection.in.received(got->value_or(0));
    if (const auto message = connection.in.next()) {
        const Edge& edge = m_edges.at(id);
        const NotifyAnswer answer =
            readNotifyAnswer(*message, notice->id, notice->soa.owner, edge.key, notice->mac, m_clock.wall());
        if (answer.kind == NotifyAnswer::Kind::NotOurs)
            return noAnswer(id, zone, {base::ErrorCode::MalformedMessage, {}});
        answered(id, zone, answer);
    }
}

void EdgeNotifier::answered(base::EdgeId id, base::ZoneId zone, const NotifyAnswer& answer)
{
    using Kind = NotifyAnswer::Kind;
    if (answer.kind == Kind::NotOurs)
        return;
    Edge& edge = m_edges.at(id);
    Notice& notice = edge.notices.at(zone);
    drop(edge, notice);
    if (answer.kind == Kind::Acknowledged) {
        say(id, zone, notice, State::Acknowledged);
        edge.notices.erase(zone);
    } else if (answer.kind == Kind::Truncated) {
        notice.attempt = attemptsBeforeUnanswered - 1; // the one over TCP
        again(id, zone, notice);
    } else {
        say(id, zone, notice, State::Refused, answer.error);
        notice.attempt = notice.refused ? notice.attempt + 1 : 0;
        notice.refused = true;
        again(id, zone, notice);
    }
    pump(id);
}

void EdgeNotifier::noAnswer(base::EdgeId id, base::ZoneId zone, base::Error error)
{
    Edge& edge = m_edges.at(id);
    Notice& notice = edge.notices.at(zone);
    drop(edge, notice);
    ++notice.attempt;
    if (notice.refused || notice.attempt >= attemptsBeforeUnanswered)
        say(id, zone, notice, State::Unanswered, std::move(error));
    again(id, zone, notice);
    pump(id);
}

void EdgeNotifier::again(base::EdgeId id, base::ZoneId zone, Notice& notice)
{
    const base::Duration pause = notifyStep(notice.attempt, notice.refused).pause;
    notice.timer = m_loop.after(pause, [this, id, zone] {
        Notice* open = find(id, zone);
        if (open == nullptr)
            return;
        open->timer = 0;
        enqueue(id, m_edges.at(id), zone);
    });
}

void EdgeNotifier::say(base::EdgeId id, base::ZoneId zone, const Notice& notice, State state,
                       std::optional<base::Error> error)
{
    m_listener({zone, id, {state, notice.serial, notice.sent, m_clock.wall(), std::move(error)}});
}

} // namespace zonescope::publish

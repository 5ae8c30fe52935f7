// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/scripted_edge.h"

#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/dns/record.h"
#include "model/net/event_loop.h"
#include "model/net/socket.h"
#include "model/net/tcp_framing.h"

#include <sys/epoll.h>

#include <array>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace zonescope::servers {
namespace {

using dns::Rcode;
using dns::Section;
using dns::Type;
using Mode = ScriptedEdge::Mode;

constexpr std::uint32_t soaTtl = 300;
constexpr int portAttempts = 20; // until UDP and TCP get the same port from the kernel

struct EdgeZone
{
    std::uint32_t serial = 0;
    std::optional<Mode> mode;
};

struct EdgeClient
{
    net::UniqueFd socket;
    net::FrameDecoder in;
    net::FrameEncoder out;
};

dns::Soa soaOf(const dns::Name& apex, std::uint32_t serial)
{
    return {apex, apex, serial, 3600, 600, 86400, 300};
}

} // namespace

struct ScriptedEdgeState
{
    ~ScriptedEdgeState()
    {
        if (loop)
            loop->stop();
        if (thread.joinable())
            thread.join();
    }

    std::optional<base::Bytes> answer(base::ByteView message, bool tcp);
    base::Bytes write(const dns::MessageReader& reader, const dns::Question& question,
                      const std::optional<dns::Edns>& asked, Mode mode, bool tcp) const;
    void serveUdp();
    void accept();
    void serveTcp(int fd);
    void send(int fd, const base::Bytes& message);
    bool flush(int fd);
    void drop(int fd);
    template <class Task>
    void later(Task task)
    {
        std::chrono::microseconds pause{0};
        {
            const std::lock_guard lock(mutex);
            pause = delay;
        }
        if (pause.count() == 0)
            task();
        else
            loop->after(pause, std::move(task));
    }

    base::SystemClock clock;
    std::unique_ptr<net::EventLoop> loop;
    net::UniqueFd udp;
    net::UniqueFd tcp;
    net::Endpoint at;
    std::unordered_map<int, EdgeClient> clients; ///< the loop's thread only
    std::array<std::uint8_t, 4096> buffer{};

    mutable std::mutex mutex; ///< guards all below
    std::unordered_map<dns::Name, EdgeZone> zones;
    Mode mode = Mode::Proper;
    std::string nsid;
    bool zoneVersion = false;
    std::chrono::microseconds delay{0};
    ScriptedEdge::Counters counters;
    std::thread thread;
};

std::optional<base::Bytes> ScriptedEdgeState::answer(base::ByteView message, bool overTcp)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader || reader->header().response)
        return std::nullopt;
    const auto question = reader->nextQuestion();
    if (!question || !*question)
        return std::nullopt;
    std::optional<dns::Edns> edns;
    for (auto record = reader->nextRecord(); record && *record; record = reader->nextRecord())
        if ((*record)->type == Type::OPT)
            if (auto opt = dns::Edns::fromRecord(**record))
                edns = *opt;
    const std::lock_guard lock(mutex);
    ++counters.queries;
    counters.overTcp += overTcp ? 1 : 0;
    counters.recursionDesired += reader->header().recursionDesired ? 1 : 0;
    counters.withoutEdns += edns ? 0 : 1;
    const auto zone = zones.find((*question)->name);
    const Mode now = zone != zones.end() && zone->second.mode ? *zone->second.mode : mode;
    if (now == Mode::Silent)
        return std::nullopt;
    if (now == Mode::Garbage)
        return base::Bytes(message.size(), '\xff');
    return write(*reader, **question, edns, now, overTcp);
}

/// With `mutex` held.
base::Bytes ScriptedEdgeState::write(const dns::MessageReader& reader, const dns::Question& question,
                                     const std::optional<dns::Edns>& asked, Mode now, bool overTcp) const
{
    std::optional<dns::Edns> own;
    if (asked && now != Mode::FormErrToEdns) {
        own.emplace();
        if (asked->nsid && !nsid.empty())
            own->nsid = nsid;
    }
    const auto zone = zones.find(question.name);
    dns::Header header;
    header.id = static_cast<std::uint16_t>(reader.header().id + (now == Mode::WrongId ? 1 : 0));
    header.response = true;
    header.recursionDesired = reader.header().recursionDesired;
    Rcode rcode = Rcode::NoError;
    std::optional<std::uint16_t> extendedError;
    bool withSoa = false;
    if (now == Mode::Refuse || zone == zones.end()) {
        rcode = Rcode::Refused;
        extendedError = now == Mode::Refuse ? 18 : 20;
    } else if (now == Mode::ServFail) {
        rcode = Rcode::ServFail;
        extendedError = 14;
    } else if (now == Mode::FormErrToEdns && asked) {
        rcode = Rcode::FormErr;
    } else {
        header.authoritative = now != Mode::NotAuthoritative;
        header.truncated = now == Mode::TruncateUdp && !overTcp;
        withSoa = !header.truncated;
    }
    header.rcode = static_cast<std::uint8_t>(rcode);
    dns::MessageWriter writer(header);
    writer.question(question);
    if (withSoa) {
        const Section section = question.type == Type::SOA ? Section::Answer : Section::Authority;
        const base::Bytes rdata = soaOf(zone->first, zone->second.serial).toRdata();
        writer.record(section, zone->first.wire(), Type::SOA, dns::Class::IN, soaTtl, base::viewOf(rdata));
        if (own && zoneVersion && asked->zoneVersionRequested) {
            own->zoneVersionSerial = zone->second.serial;
            own->zoneVersionLabels = static_cast<std::uint8_t>(zone->first.labelCount());
        }
    }
    if (own && extendedError)
        own->errors.push_back({*extendedError, {}});
    if (own)
        own->write(writer);
    return writer.finish();
}

void ScriptedEdgeState::serveUdp()
{
    for (int i = 0; i < 64; ++i) {
        const auto datagram = net::receiveDatagram(udp.get(), buffer);
        if (!datagram || !*datagram)
            return;
        if (auto message = answer({buffer.data(), (*datagram)->size}, false))
            later([this, to = **datagram, text = std::move(*message)] {
                std::ignore = net::sendDatagram(udp.get(), to.from, base::viewOf(text), to.to);
            });
    }
}

void ScriptedEdgeState::accept()
{
    auto accepted = net::acceptTcp(tcp.get());
    if (!accepted || !*accepted)
        return;
    const int fd = (*accepted)->socket.get();
    clients[fd].socket = std::move((*accepted)->socket);
    std::ignore = loop->add(fd, EPOLLIN, [this, fd](std::uint32_t events) {
        if ((events & EPOLLOUT) != 0 && !flush(fd))
            return;
        serveTcp(fd);
    });
}

void ScriptedEdgeState::serveTcp(int fd)
{
    const auto client = clients.find(fd);
    if (client == clients.end())
        return;
    const auto got = net::readSome(fd, client->second.in.space());
    if (!got || (*got && **got == 0))
        return drop(fd);
    if (*got)
        client->second.in.received(**got);
    std::vector<base::Bytes> replies; // sending may drop the client that we read from here
    while (const auto message = client->second.in.next())
        if (auto text = answer(*message, true))
            replies.push_back(std::move(*text));
    for (base::Bytes& reply : replies)
        later([this, fd, text = std::move(reply)] { send(fd, text); });
}

void ScriptedEdgeState::send(int fd, const base::Bytes& message)
{
    if (const auto client = clients.find(fd); client != clients.end()) {
        client->second.out.push(base::viewOf(message));
        flush(fd);
    }
}

bool ScriptedEdgeState::flush(int fd)
{
    net::FrameEncoder& out = clients.at(fd).out;
    while (!out.empty()) {
        const auto sent = net::writeSome(fd, out.pending());
        if (!sent) {
            drop(fd);
            return false;
        }
        if (*sent == 0)
            break;
        out.sent(*sent);
    }
    loop->modify(fd, out.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
    return true;
}

void ScriptedEdgeState::drop(int fd)
{
    loop->remove(fd);
    clients.erase(fd);
}

base::Result<std::unique_ptr<ScriptedEdge>> ScriptedEdge::start(const net::Endpoint& listen)
{
    auto state = std::make_unique<ScriptedEdgeState>();
    base::Error last{base::ErrorCode::AddressInUse, listen.toText()};
    for (int i = 0; i < portAttempts && !state->tcp; ++i) {
        auto udp = net::bindUdp(listen);
        if (!udp)
            return tl::unexpected(udp.error());
        const auto at = net::localEndpoint(udp->get());
        if (!at)
            return tl::unexpected(at.error());
        auto tcp = net::listenTcp(*at);
        if (!tcp) {
            last = tcp.error();
            continue;
        }
        state->udp = std::move(*udp);
        state->tcp = std::move(*tcp);
        state->at = *at;
    }
    if (!state->tcp)
        return tl::unexpected(last);
    auto loop = net::EventLoop::create(state->clock);
    if (!loop)
        return tl::unexpected(loop.error());
    state->loop = std::move(*loop);
    ScriptedEdgeState& s = *state;
    if (auto added = s.loop->add(s.udp.get(), EPOLLIN, [&s](std::uint32_t) { s.serveUdp(); }); !added)
        return tl::unexpected(added.error());
    if (auto added = s.loop->add(s.tcp.get(), EPOLLIN, [&s](std::uint32_t) { s.accept(); }); !added)
        return tl::unexpected(added.error());
    s.thread = std::thread([&s] { s.loop->run(); });
    return std::unique_ptr<ScriptedEdge>(new ScriptedEdge(std::move(state)));
}

base::Result<std::unique_ptr<ScriptedEdge>> ScriptedEdge::start()
{
    net::Endpoint any;
    any.address = *net::IpAddress::fromText("127.0.0.1");
    any.port = 0;
    return start(any);
}

ScriptedEdge::ScriptedEdge(std::unique_ptr<ScriptedEdgeState> state)
    : m_state(std::move(state))
{
}

ScriptedEdge::~ScriptedEdge() = default;

net::Endpoint ScriptedEdge::endpoint() const
{
    return m_state->at;
}

void ScriptedEdge::setSerial(const dns::Name& apex, std::uint32_t serial)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->zones[apex].serial = serial;
}

std::optional<std::uint32_t> ScriptedEdge::serial(const dns::Name& apex) const
{
    const std::lock_guard lock(m_state->mutex);
    const auto zone = m_state->zones.find(apex);
    return zone == m_state->zones.end() ? std::nullopt : std::optional(zone->second.serial);
}

void ScriptedEdge::removeZone(const dns::Name& apex)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->zones.erase(apex);
}

void ScriptedEdge::setMode(Mode mode)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->mode = mode;
}

void ScriptedEdge::setMode(const dns::Name& apex, std::optional<Mode> mode)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->zones[apex].mode = mode;
}

void ScriptedEdge::setNsid(std::string nsid)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->nsid = std::move(nsid);
}

void ScriptedEdge::setZoneVersion(bool answered)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->zoneVersion = answered;
}

void ScriptedEdge::setAnswerDelay(std::chrono::microseconds delay)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->delay = delay;
}

ScriptedEdge::Counters ScriptedEdge::counters() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->counters;
}

} // namespace zonescope::servers

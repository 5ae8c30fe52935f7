// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/demo_edge.h"

#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/dns/record.h"
#include "model/dns/serial.h"
#include "model/net/socket.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace zonescope::servers {

using namespace std::chrono_literals;

DemoEdge::DemoEdge(Place place, std::unique_ptr<ScriptedEdge> server, std::uint64_t seed)
    : m_place(std::move(place))
    , m_server(std::move(server))
    , m_random(seed)
{
    m_server->setNsid(m_place.name);
}

DemoEdge::~DemoEdge() = default;

void DemoEdge::addZone(const dns::Name& apex, std::uint32_t serial)
{
    m_zones.push_back({apex, serial});
    m_server->setSerial(apex, serial);
}

base::Status DemoEdge::start(net::EventLoop& loop, const net::Endpoint& upstream)
{
    auto socket = net::connectUdp(upstream);
    if (!socket)
        return tl::unexpected(socket.error());
    m_socket = std::move(*socket);
    m_loop = &loop;
    if (auto added = loop.add(m_socket.get(), EPOLLIN, [this](std::uint32_t) { readAnswers(); }); !added)
        return added;
    loop.after(pollPause(), [this] { askAll(); });
    return {};
}

void DemoEdge::stop()
{
    if (m_loop != nullptr && m_socket)
        m_loop->remove(m_socket.get());
    m_socket.reset();
}

void DemoEdge::askAll()
{
    for (std::size_t i = 0; i < m_zones.size(); ++i) {
        dns::Header header;
        header.id = static_cast<std::uint16_t>(i);
        dns::MessageWriter writer(header);
        writer.question({m_zones[i].apex, dns::Type::SOA, dns::Class::IN});
        const base::Bytes query = writer.finish();
        std::ignore = net::sendConnected(m_socket.get(), base::viewOf(query)); // lost: asked again soon
    }
    m_loop->after(pollPause(), [this] { askAll(); });
}

void DemoEdge::readAnswers()
{
    std::array<std::uint8_t, 2048> buffer{};
    for (;;) {
        const auto datagram = net::receiveDatagram(m_socket.get(), buffer);
        if (!datagram || !*datagram)
            return;
        auto reader = dns::MessageReader::open({buffer.data(), (*datagram)->size});
        if (!reader || !reader->header().response || !reader->header().authoritative ||
            reader->header().id >= m_zones.size())
            continue;
        const auto record = reader->nextRecord();
        if (!record || !*record || (*record)->type != dns::Type::SOA)
            continue;
        if (const auto soa = dns::Soa::fromRdata((*record)->rdata))
            adoptLater(reader->header().id, soa->serial);
    }
}

void DemoEdge::adoptLater(std::size_t zone, std::uint32_t serial)
{
    if (!dns::isNewer(serial, m_zones[zone].seen))
        return;
    m_zones[zone].seen = serial;
    m_loop->after(someDelay(), [this, zone, serial] {
        const dns::Name& apex = m_zones[zone].apex;
        if (const auto now = m_server->serial(apex); !now || dns::isNewer(serial, *now))
            m_server->setSerial(apex, serial);
    });
}

/// Log-normal, as delays in networks are: mostly near the median, now and then much later.
std::chrono::microseconds DemoEdge::someDelay()
{
    constexpr double spread = 0.3;
    const double factor = std::exp(std::normal_distribution<double>(0, spread)(m_random));
    return std::chrono::microseconds(static_cast<std::int64_t>(
        1000.0 * static_cast<double>(m_place.delay.count()) * std::clamp(factor, 0.5, 2.5)));
}

std::chrono::microseconds DemoEdge::pollPause()
{
    const auto typical = std::clamp<std::chrono::microseconds>(m_place.delay / 2, 100ms, 500ms);
    return typical / 2 + std::chrono::microseconds(static_cast<std::int64_t>(
                             m_random() % static_cast<std::uint64_t>(typical.count())));
}

} // namespace zonescope::servers

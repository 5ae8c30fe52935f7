// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"
#include "model/dns/key_ring.h"
#include "model/net/event_loop.h"
#include "model/net/tcp_framing.h"
#include "model/publish/notify_out.h"
#include "model/zone/configuration.h"
#include "model/zone/status.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace zonescope::publish {

/// Tells edges by NOTIFY that a zone has a new version, again and again until they acknowledge it; a newer
/// version takes the place of one still on its way. A bounded number of NOTIFYs is open to one edge at a
/// time, so that 10,000 zones do not arrive at it in one burst. Lives on its owner's loop.
class EdgeNotifier
{
public:
    struct Told
    {
        base::ZoneId zone;
        base::EdgeId edge;
        zone::EdgeNotice notice;
    };
    using Listener = std::function<void(const Told&)>;

    EdgeNotifier(net::EventLoop& loop, const base::Clock& clock, Listener listener);
    ~EdgeNotifier();
    EdgeNotifier(const EdgeNotifier&) = delete;

    /// Where the edges are and what they sign with. What is open to an edge that is no longer told ends.
    void configure(const zone::Configuration& configuration, const dns::KeyRing& keys);
    /// Those of the edges that are configured to be told. `soa`: of the new version.
    void tell(base::ZoneId zone, const dns::Record& soa, const std::vector<base::EdgeId>& edges);
    void forget(base::ZoneId zone);
    /// NOTIFYs not acknowledged yet.
    std::size_t open() const;

private:
    struct Connection;
    struct Notice
    {
        dns::Record soa;
        std::uint32_t serial = 0;
        unsigned attempt = 0;   ///< of the schedule
        std::uint32_t sent = 0; ///< messages
        bool refused = false;   ///< the schedule of refusals applies
        bool inFlight = false;  ///< sent and waiting for its answer
        bool queued = false;    ///< waits for its turn
        std::uint16_t id = 0;
        base::Bytes mac;
        net::EventLoop::TimerId timer = 0;
        std::unique_ptr<Connection> connection;
    };
    struct Edge
    {
        net::Endpoint endpoint;
        std::optional<dns::TsigKey> key;
        std::map<base::ZoneId, Notice> notices;
        std::unordered_map<std::uint16_t, base::ZoneId> byId;
        std::deque<base::ZoneId> waiting;
        std::size_t inFlight = 0;
    };

    void drop(Edge& edge, Notice& notice);
    void enqueue(base::EdgeId id, Edge& edge, base::ZoneId zone);
    void pump(base::EdgeId id);
    void send(base::EdgeId id, Edge& edge, base::ZoneId zone, Notice& notice);
    bool sendUdp(const Edge& edge, const base::Bytes& message);
    void sendTcp(base::EdgeId id, Edge& edge, base::ZoneId zone, Notice& notice, const base::Bytes& message);
    void tcpReady(base::EdgeId id, base::ZoneId zone, std::uint32_t events);
    void landed(Edge& edge, Notice& notice);
    void noAnswer(base::EdgeId id, base::ZoneId zone, base::Error error);
    void readUdp(int socket);
    void answered(base::EdgeId id, base::ZoneId zone, const NotifyAnswer& answer);
    void again(base::EdgeId id, base::ZoneId zone, Notice& notice);
    void say(base::EdgeId id, base::ZoneId zone, const Notice& notice, zone::EdgeNotice::State state,
             std::optional<base::Error> error = std::nullopt);
    Notice* find(base::EdgeId id, base::ZoneId zone);
    int socketFor(net::Family family);
    std::uint16_t freeId(const Edge& edge);

    net::EventLoop& m_loop;
    const base::Clock& m_clock;
    Listener m_listener;
    std::map<base::EdgeId, Edge> m_edges;
    std::map<net::Endpoint, base::EdgeId> m_byEndpoint;
    net::UniqueFd m_udp4;
    net::UniqueFd m_udp6;
};

} // namespace zonescope::publish

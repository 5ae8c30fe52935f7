// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/event_loop.h"
#include "model/net/unique_fd.h"
#include "tests/servers/scripted_edge.h"

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace zonescope::servers {

/// An edge of the demo: asks Zonescope's own server for the SOA of each zone, as a secondary does, and serves
/// a new serial after the delay of its place in the world. The server has its own thread; everything else
/// belongs to the loop of start().
class DemoEdge
{
public:
    struct Place
    {
        std::string name;                ///< "ams-1"
        std::chrono::milliseconds delay; ///< typical, from seeing a serial to serving it
    };

    DemoEdge(Place place, std::unique_ptr<ScriptedEdge> server, std::uint64_t seed);
    ~DemoEdge();
    DemoEdge(const DemoEdge&) = delete;

    const std::string& name() const { return m_place.name; }
    net::Endpoint endpoint() const { return m_server->endpoint(); }
    /// A zone that it serves already, with this serial.
    void addZone(const dns::Name& apex, std::uint32_t serial);
    base::Status start(net::EventLoop& loop, const net::Endpoint& upstream);
    void stop();

private:
    struct Known
    {
        dns::Name apex;
        std::uint32_t seen = 0; ///< at the upstream server
    };

    void askAll();
    void readAnswers();
    void adoptLater(std::size_t zone, std::uint32_t serial);
    std::chrono::microseconds someDelay();
    std::chrono::microseconds pollPause();

    Place m_place;
    std::unique_ptr<ScriptedEdge> m_server;
    std::vector<Known> m_zones; ///< the index is the message id
    std::mt19937_64 m_random;
    net::EventLoop* m_loop = nullptr;
    net::UniqueFd m_socket;
};

} // namespace zonescope::servers

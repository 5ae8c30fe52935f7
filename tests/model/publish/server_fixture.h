// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
#include "model/publish/authoritative_server.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/odd_zone.h"
#include "tests/model/publish/raw_client.h"

#include <QTest>

namespace zonescope::test {

using namespace std::chrono_literals;
using dns::Type;
using publish::AuthoritativeServer;
using publish::PublishedZones;

inline const dns::Name apex = *dns::Name::fromText(oddApex);
inline const net::Endpoint anyPort{*net::IpAddress::fromText("127.0.0.1"), 0};

inline std::string bigZone(int hosts)
{
    std::string text = "$TTL 60\n@ SOA ns h 5 3600 600 86400 60\n@ NS ns\nns A 192.0.2.1\n";
    for (int i = 0; i < hosts; ++i)
        text += "host-" + std::to_string(i) +
                " TXT \"some text that makes the zone larger than any socket buffer\"\n";
    return text;
}

/// Larger than the buffers of both sockets; made once, it takes a while.
inline zone::ZoneVersionPtr hugeVersion()
{
    static const zone::ZoneVersionPtr version = [] {
        const std::string filler(240, 'x');
        std::string text = "$TTL 60\n@ SOA ns h 5 3600 600 86400 60\n@ NS ns\n";
        for (int i = 0; i < 60'000; ++i)
            text += "host-" + std::to_string(i) + " TXT " + filler + "\n";
        return versionOf(oddApex, text);
    }();
    return version;
}

/// A server of the odd zone on loopback.
struct ServerFixture
{
    void begin(); ///< before each test
    void end();
    net::Endpoint at() const { return m_server->boundTo().at(0); }
    void start(const base::Clock& clock);

    base::SystemClock m_clock;
    kit::FakeClock m_fakeClock; ///< outlives the server
    std::shared_ptr<PublishedZones> m_zones;
    std::unique_ptr<AuthoritativeServer> m_server;
};

inline void ServerFixture::start(const base::Clock& clock)
{
    m_server.reset();
    auto server = AuthoritativeServer::start({anyPort}, m_zones, clock);
    QVERIFY_RESULT(server);
    m_server = std::move(*server);
}

inline void ServerFixture::begin()
{
    m_zones = std::make_shared<PublishedZones>();
    m_zones->publish({base::ZoneId{1}, apex, versionOf(oddApex, oddZone()), false, {}});
    start(m_clock);
}

inline void ServerFixture::end()
{
    m_server.reset();
}

} // namespace zonescope::test

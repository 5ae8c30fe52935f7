// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "model/zone/configuration.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace zonescope::servers {

/// The world of the built-in demo on real loopback sockets: two primaries whose zones change as people change
/// them, a third that refuses, six edges that poll Zonescope's own server and take a new serial after delays
/// of 0.1 to 8 s, a seventh that lags by half a minute for a few zones, and now and then a NOTIFY that never
/// leaves. The same seed gives the same zones and the same plan of changes. All calls from one thread.
class DemoNetwork
{
public:
    /// Binds every socket, so that the configuration can name ports. Errors: those of socket.h.
    /// `where`: the address of the n-th server; nothing: loopback.
    using Where = std::function<net::IpAddress(bool v6, unsigned n)>;
    static base::Result<std::unique_ptr<DemoNetwork>> create(std::uint64_t seed, Where where = {});
    ~DemoNetwork(); ///< stops
    DemoNetwork(const DemoNetwork&) = delete;

    struct Seed
    {
        zone::Configuration configuration;
        std::map<base::KeyId, base::Bytes> secrets;
    };
    /// What to give the engine: zones, primaries, edges, one TSIG key.
    base::Result<Seed> seedConfiguration() const;

    /// Changes begin; NOTIFY goes to `notify`, the edges poll `serve`. Call when the engine listens.
    base::Status start(const net::Endpoint& notify, const net::Endpoint& serve);
    void stop();

    std::uint64_t changesMade() const;

private:
    explicit DemoNetwork(std::unique_ptr<struct DemoNetworkState> state);
    std::unique_ptr<struct DemoNetworkState> m_state;
};

} // namespace zonescope::servers

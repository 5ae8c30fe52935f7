// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "tests/netlab/namespaces.h"

#include <cstdint>
#include <memory>

namespace zonescope::servers {

/// What lies between Zonescope and the servers of the demo where the system allows it: an emulated network
/// with routers, delay, a little loss and a bottleneck; to some servers with equal-cost routers, a
/// label-switched path, a router that seldom answers, and one whose route changes now and then.
class DemoPath
{
public:
    /// First thing in main(): an ordinary user may have namespaces only while there is one thread. What comes
    /// of it is told by create().
    static void prepare();
    /// Errors: PermissionDenied (then the demo runs over loopback, and says why).
    static base::Result<std::unique_ptr<DemoPath>> create();
    virtual ~DemoPath() = default;

    virtual const netlab::Namespace& near() const = 0; ///< where Zonescope is
    virtual const netlab::Namespace& far() const = 0;  ///< where the servers are
    virtual net::IpAddress nearAddress() const = 0;
    /// Of the n-th server.
    virtual net::IpAddress farAddress(bool v6, unsigned n) const = 0;

    // What it says of itself.
    static constexpr int roundTripMilliseconds = 24;
    static constexpr double lostPercent = 0.5;
    static constexpr int megabitsPerSecond = 50;
};

} // namespace zonescope::servers

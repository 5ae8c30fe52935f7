// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/congestion/host_counters.h"
#include "model/net/unique_fd.h"

#include <vector>

namespace zonescope::congestion {

struct RouteNews;

/// Reads the host's counters (/proc/net, rtnetlink) and hears of route changes, without privileges. A sample
/// costs about 0.1 ms. One thread.
class HostProbe
{
public:
    /// Errors: SocketFailed (no rtnetlink here).
    static base::Result<HostProbe> open();

    /// `since` is left to the caller. Errors: SocketFailed; the counters of /proc are there all the same.
    base::Status sample(HostSample& into);
    int fd() const { return m_notices.get(); } ///< readable when routes changed
    /// Route changes that wait; never blocks.
    std::vector<RouteChange> takeRoutes(base::Timestamp at);

private:
    HostProbe(net::UniqueFd asking, net::UniqueFd notices)
        : m_asking(std::move(asking))
        , m_notices(std::move(notices))
        , m_buffer(std::size_t{64} << 10)
    {
    }
    base::Status ask(std::uint16_t type, RouteNews& into);

    net::UniqueFd m_asking;
    net::UniqueFd m_notices;
    std::vector<std::uint8_t> m_buffer;
};

} // namespace zonescope::congestion

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/socket.h"

#include <utility>

namespace zonescope::kit {

struct BothPorts
{
    net::UniqueFd udp;
    net::UniqueFd tcp; ///< listens at the same address and port
};

/// The kernel chooses a port for UDP alone: on a busy machine another program may have it for TCP, then the
/// next is tried. Close `tcp` where the program under test shall listen there itself.
inline base::Result<BothPorts> bindBothPorts()
{
    for (int attempt = 0;; ++attempt) {
        auto udp = net::bindUdp(*net::Endpoint::fromText("127.0.0.1:0"));
        if (!udp)
            return tl::unexpected(udp.error());
        auto tcp = net::listenTcp(*net::localEndpoint(udp->get()));
        if (tcp)
            return BothPorts{std::move(*udp), std::move(*tcp)};
        if (attempt == 50)
            return tl::unexpected(tcp.error());
    }
}

} // namespace zonescope::kit

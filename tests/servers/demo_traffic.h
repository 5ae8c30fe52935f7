// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"

#include <memory>
#include <vector>

namespace zonescope::servers {

/// Other programs on the demo's hosts, so that there are connections to look at: one that sends as much as
/// the path takes, one that sends a little now and then, one that reads. Each lives for about a minute and is
/// followed by another. At the far end they meet somebody who takes whatever comes: experiments may send
/// there as well.
class DemoTraffic
{
public:
    /// Listens on these addresses. The caller is where the servers are. Errors: those of socket.h.
    static base::Result<std::unique_ptr<DemoTraffic>> listen(const std::vector<net::IpAddress>& addresses);
    virtual ~DemoTraffic() = default; ///< closes everything, joins its threads

    /// One for each address: what is sent there is read and thrown away.
    virtual const std::vector<net::Endpoint>& sinks() const = 0;
    /// The programs start, on the first of the addresses. The caller is where Zonescope is.
    virtual void begin() = 0;
};

} // namespace zonescope::servers

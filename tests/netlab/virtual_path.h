// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/netlab/channel.h"
#include "tests/netlab/packets.h"

#include <map>
#include <optional>
#include <variant>

namespace zonescope::netlab {

/// Where a packet with that TTL ends (RFC 3443 for the label-switched part).
struct Walk
{
    std::optional<std::size_t> expiresAt; ///< index of the router
    std::uint8_t ttlLeft = 0;             ///< at the far end
};
Walk walk(const Plan& plan, std::uint8_t ttl);

/// All routers of one plan: what becomes of a packet. Pure: time is handed in.
class VirtualPath
{
public:
    explicit VirtualPath(Plan plan);

    struct Arrives
    {
        base::Instant when;
        std::uint8_t ttl; ///< to write into it
    };
    struct Answered ///< by a router, to the near end
    {
        base::Instant when;
        std::vector<std::uint8_t> packet;
    };
    struct Dropped
    {
        Channel::Fate fate = Channel::Fate::Passes; ///< Passes: nobody lost it, TTL ran out silently
    };
    using Outcome = std::variant<Arrives, Answered, Dropped>;

    Outcome fromNear(base::ByteView packet, const PacketHead& head, base::Instant now);
    Outcome fromFar(const PacketHead& head, base::Instant now);

    const Plan& plan() const { return m_plan; }

private:
    Outcome expire(base::ByteView packet, const PacketHead& head, std::size_t router, base::Instant now);
    bool mayAnswer(std::size_t router, base::Instant now);
    base::Duration share(std::size_t router, base::Duration whole) const;

    struct Allowance
    {
        double left = 0;
        base::Instant at{};
    };
    Plan m_plan;
    Channel m_there;
    Channel m_back;
    std::map<std::size_t, Allowance> m_allowances;
};

} // namespace zonescope::netlab

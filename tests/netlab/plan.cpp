// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/plan.h"

namespace zonescope::netlab {
namespace {

net::IpAddress router(std::size_t index, std::size_t alternative, net::Family family)
{
    const auto number = static_cast<std::uint8_t>(index + 1);
    const auto last = static_cast<std::uint8_t>(alternative + 1);
    if (family == net::Family::V4)
        return net::IpAddress::fromOctets(family, std::array<std::uint8_t, 4>{10, 60, number, last}.data());
    std::array<std::uint8_t, 16> octets{0xfd, 0x60};
    octets[13] = number;
    octets[15] = last;
    return net::IpAddress::fromOctets(family, octets.data());
}

} // namespace

Plan chain(std::size_t routers, base::Duration oneWay)
{
    Plan plan;
    plan.hops.resize(routers);
    for (std::size_t i = 0; i < routers; ++i)
        addAlternative(plan, i);
    plan.there.delay = plan.back.delay = oneWay;
    return plan;
}

void addAlternative(Plan& plan, std::size_t index)
{
    Hop& hop = plan.hops.at(index);
    hop.addresses.push_back(router(index, hop.addresses.size(), net::Family::V4));
    hop.addresses6.push_back(router(index, hop.addresses6.size(), net::Family::V6));
}

} // namespace zonescope::netlab

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <string>
#include <vector>

namespace zonescope::zone {

/// What to put into a primary's own configuration so that it notifies us and lets us transfer. Program text,
/// the same in every language.
struct AccessLines
{
    std::string bind;
    std::string knot;
    std::string nsd;
    std::string powerDns;
};

/// `notifyAt`: where our NOTIFY listener is bound. `seenFrom`: the address the primary sees us come from,
/// when that is known: our own, or the one a proxy leaves from. "our-address" stands where nothing says it.
AccessLines accessLines(const Configuration& configuration, PrimaryId primary,
                        const std::vector<net::Endpoint>& notifyAt,
                        const std::optional<net::IpAddress>& seenFrom);

} // namespace zonescope::zone

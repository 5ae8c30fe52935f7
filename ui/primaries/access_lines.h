// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <QString>

#include <vector>

namespace zonescope::ui::primaries {

/// What to put into the primary's own configuration so that it notifies us and lets us transfer: BIND, Knot,
/// NSD and PowerDNS. ours: where our NOTIFY listener is bound; seenFrom: the address the primary sees;
/// "our-address" stands where nothing says it.
QString accessLines(const zone::Configuration& configuration, base::PrimaryId primary,
                    const std::vector<net::Endpoint>& ours, const std::optional<net::IpAddress>& seenFrom);

} // namespace zonescope::ui::primaries

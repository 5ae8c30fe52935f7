// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/status.h"

namespace zonescope::engine {

/// What decides the one word an operator reads first.
struct StateFacts
{
    bool paused = false;
    bool expired = false;
    bool hasData = false;
    bool failing = false;      ///< the last check or transfer failed
    bool behind = false;       ///< a primary has a newer serial, or an edge is late or does not answer
    bool transferring = false; ///< more than a routine check is in hand
};

/// Worst wins: Expired > Failing > Behind > Refreshing > Current. A paused zone says so unless it expired.
/// While a transfer runs nobody is called behind: that is what it is for.
constexpr zone::ZoneState stateOf(const StateFacts& facts)
{
    using zone::ZoneState;
    if (facts.expired)
        return ZoneState::Expired;
    if (facts.paused)
        return ZoneState::Paused;
    if (facts.failing)
        return ZoneState::Failing;
    if (facts.transferring)
        return ZoneState::Refreshing;
    if (facts.behind)
        return ZoneState::Behind;
    return facts.hasData ? ZoneState::Current : ZoneState::Unknown;
}

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/gate/change_plan.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

/// A route to be put into a table or router, or taken out of it, as an operator says it.
struct RouteAction
{
    /// Native id, or a name that only one table, router or network of Google's has.
    std::string resource;
    std::string destination; ///< a prefix without host bits
    /// Native id, or the address of the next hop. Of a withdrawal: what it must be now; empty: whatever it
    /// is.
    std::string target;
    bool withdraw = false;
    friend bool operator==(const RouteAction&, const RouteAction&) = default;
};

/// The table, router, subnet of OpenStack or network of Google that this id or name means. Errors: NotFound,
/// InvalidValue (several have that name; the detail lists their ids).
base::Result<const Resource*> tableOf(const std::string& idOrName, const Snapshot& snapshot);

/// All of them as one plan, so that they are looked at together: routes that are harmless one by one may be
/// everything that is ours. A route that is there with another target is replaced. Errors, each with the
/// route it is about: NotFound, InvalidPrefix, InvalidValue, Duplicate (it is there already, or named twice),
/// Superseded (to be withdrawn, but it has another target), Unsupported (the provider's own).
base::Result<ChangePlan> planOfRoutes(const std::vector<RouteAction>& actions, const Snapshot& snapshot);

/// "10.0.0.0/8, 10.2.0.0/16" as it is typed: separated by commas, white space or lines.
std::vector<std::string> destinationsFromText(std::string_view text);

} // namespace zonescope::cloud

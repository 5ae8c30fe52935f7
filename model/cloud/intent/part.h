// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/resource.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

/// One route or one rule as an object of its own, so that it does not matter whether it was written inside
/// its table or group, or beside it.
struct Part
{
    /// Unique in its resource: "route 10.0.0.0/8", "rule in allow tcp 22 from 0.0.0.0/0", "rule 100 in".
    std::string identity;
    std::string value;         ///< what may change under one identity: the target, what a numbered rule says
    std::vector<Route> routes; ///< several where one destination has several next hops
    std::vector<Rule> rules;   ///< none or one
    /// Written by somebody. What the provider makes by itself (local, propagated and default entries, routes
    /// of gateway endpoints) is not, and is never missing or unexpected.
    bool intended = true;
    friend bool operator==(const Part&, const Part&) = default;
};

/// Sorted by identity, each once. Rules without order are taken apart down to one protocol, range and peer.
std::vector<Part> partsOf(const Resource& resource);
/// Whether that field of the raw attributes is where the parts come from.
bool isPartField(const Resource& resource, std::string_view path);
/// A list whose items are parts of something else that we read as well (SecurityGroupRules).
bool isPartCollection(Provider provider, std::string_view collection);

} // namespace zonescope::cloud

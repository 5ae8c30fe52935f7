// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/intent/drift.h"
#include "model/cloud/intent/expectation.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

enum class ChangeVerb : std::uint8_t { AddPart, RemovePart, AddResource, RemoveResource };

/// One thing that would be different. A route that gets another target is a removal and an addition.
struct PlannedChange
{
    ChangeVerb verb = ChangeVerb::AddPart;
    Provider provider = Provider::Aws;
    Kind resourceKind = Kind::Other;
    std::string account;
    std::string region;
    std::string resource;   ///< native id of the table, router or filter; of a new resource a made-up one
    std::vector<Part> part; ///< of AddPart and RemovePart: one
    /// Of AddResource: one. Of parts that are the resource itself (a route, a firewall rule of Google): how
    /// it looks with the part, so that it can be made anew.
    std::vector<Resource> made;
    std::string address; ///< in a plan file; empty: ours
    friend bool operator==(const PlannedChange& a, const PlannedChange& b)
    {
        return a.verb == b.verb && a.provider == b.provider && a.resource == b.resource && a.part == b.part &&
               a.address == b.address;
    }
};

struct ChangePlan
{
    std::vector<PlannedChange> changes;
    std::vector<std::string> notModelled; ///< what a plan changes besides, in its own words
};

/// What puts these findings right. Left out, with a word in notModelled: whole resources, and what somebody
/// else owns.
ChangePlan planToRevert(const std::vector<DriftFinding>& findings);
/// Routes and firewall rules of Google are resources of their own; what makes one anew is its raw text. None
/// for other kinds and what cannot be read.
std::vector<Resource> wholeFromRaw(Provider provider, Kind kind, const std::string& raw);
/// What a plan of Terraform would do to routes, rules and whole resources.
ChangePlan planFromTerraform(const std::vector<TerraformChange>& changes);
/// The opposite, in the opposite order.
ChangePlan inverseOf(const ChangePlan& plan);
/// "10.0.0.0/8 via pcx-1" for one route; what inject and withdraw are made of.
PlannedChange routeChange(const Resource& table, ChangeVerb verb, const Route& route);

/// The snapshot as it would be afterwards. What is not there cannot be removed: left as it is.
SnapshotPtr applied(const ChangePlan& plan, const Snapshot& before);

} // namespace zonescope::cloud

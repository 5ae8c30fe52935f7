// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the desk that puts things right.
#include "model/base/log.h"
#include "model/engine/intent_desk.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

using base::ErrorCode;

cloud::TargetKind targetKindOf(const cloud::Snapshot& snapshot, const std::string& target)
{
    using enum cloud::TargetKind;
    if (net::IpAddress::fromText(target))
        return Address;
    const cloud::Resource* resource = snapshot.find(target);
    switch (resource ? resource->kind : cloud::Kind::Other) {
    case cloud::Kind::InternetGateway:
        return target.starts_with("eigw-") ? EgressOnlyGateway : InternetGateway;
    case cloud::Kind::NatGateway:
        return Nat;
    case cloud::Kind::Peering:
        return Peering;
    case cloud::Kind::Hub:
        return Hub;
    case cloud::Kind::VpnGateway:
        return VpnGateway;
    case cloud::Kind::Endpoint:
        return Endpoint;
    case cloud::Kind::Interface:
        return Interface;
    case cloud::Kind::Instance:
        return Instance;
    default:
        return Other;
    }
}

base::Result<cloud::ChangePlan> planOfRoute(const RouteAction& action, const cloud::Snapshot& snapshot)
{
    const cloud::Resource* table = snapshot.find(action.resource);
    const auto destination = cloud::prefixFromText(action.destination);
    if (!destination)
        return base::fail(ErrorCode::InvalidPrefix, action.destination + " is no prefix");
    if (!table || (table->kind != cloud::Kind::RouteTable && table->kind != cloud::Kind::Subnet))
        return base::fail(ErrorCode::NotFound,
                          action.resource + " is no route table or router of this snapshot");
    const std::vector<cloud::Part> parts = cloud::partsOf(*table);
    const auto there = std::ranges::find(parts, "route " + destination->toText(), &cloud::Part::identity);
    cloud::ChangePlan plan;
    if (there != parts.end()) {
        if (!there->intended)
            return base::fail(ErrorCode::Unsupported, there->identity + " is the provider's own");
        cloud::PlannedChange removed = cloud::routeChange(*table, cloud::ChangeVerb::RemovePart, {});
        removed.part = {*there};
        plan.changes.push_back(std::move(removed));
    } else if (action.withdraw) {
        return base::fail(ErrorCode::NotFound, action.resource + " has no route to " + action.destination);
    }
    if (action.withdraw)
        return plan;
    if (action.target.empty())
        return base::fail(ErrorCode::InvalidValue, "a route needs a target");
    cloud::Route route;
    route.destination = destination;
    route.target = action.target;
    route.targetKind = targetKindOf(snapshot, action.target);
    plan.changes.push_back(cloud::routeChange(*table, cloud::ChangeVerb::AddPart, route));
    if (plan.changes.front().part == plan.changes.back().part && plan.changes.size() > 1)
        return base::fail(ErrorCode::Duplicate, "this route is there already");
    return plan;
}

} // namespace

base::Result<cloud::SnapshotPtr> IntentDesk::snapshotWith(const std::string& resource,
                                                          const store::CloudStore& snapshots) const
{
    const auto all = snapshots.list();
    if (!all)
        return tl::unexpected(all.error());
    for (const store::SavedSnapshot& saved : *all) // newest first
        if (auto snapshot = snapshots.load(saved.id); snapshot && (*snapshot)->find(resource))
            return snapshot;
    return base::fail(ErrorCode::NotFound, "no snapshot has " + resource + "; read the cloud first");
}

base::Result<cloud::ChangePlan> IntentDesk::planOf(const PrepareCorrection& what,
                                                   const cloud::Snapshot& snapshot) const
{
    if (what.route)
        return planOfRoute(*what.route, snapshot);
    std::vector<cloud::DriftFinding> findings;
    for (const cloud::DriftEvent& event : m_events)
        if (event.state != cloud::DriftState::Closed &&
            std::ranges::find(what.findings, event.finding.key()) != what.findings.end())
            findings.push_back(event.finding);
    return cloud::planToRevert(findings);
}

base::Result<Answer> IntentDesk::prepare(const PrepareCorrection& what, const store::CloudStore& snapshots)
{
    std::string resource = what.route ? what.route->resource : std::string();
    for (const cloud::DriftEvent& event : m_events)
        if (!what.route && !what.findings.empty() && event.finding.key() == what.findings.front())
            resource = event.finding.resource;
    if (resource.empty())
        return base::fail(ErrorCode::NotFound, "this drift is gone");
    const auto snapshot = snapshotWith(resource, snapshots);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    auto plan = planOf(what, **snapshot);
    if (!plan)
        return tl::unexpected(plan.error());
    cloud::GateResult gate = cloud::checkPlan(*plan, *snapshot, m_gate);
    return Answer{m_corrections.prepare(std::move(*plan), std::move(gate), what)};
}

base::Status IntentDesk::correct(const IntentRequest& what)
{
    if (const auto* allow = std::get_if<AllowWriting>(&what))
        return m_corrections.allow(*m_store, allow->allowed);
    if (const auto* apply = std::get_if<ApplyCorrection>(&what))
        return m_corrections.apply(*m_store, *apply);
    if (const auto* keep = std::get_if<KeepCorrection>(&what))
        return m_corrections.keep(*m_store, keep->id);
    return m_corrections.takeBack(*m_store, std::get<TakeBackCorrection>(what).id, "by hand");
}

void IntentDesk::takeBackOverdue(const store::CloudStore& snapshots)
{
    if (const auto opened = open(snapshots); !opened)
        base::log(base::LogCategory::Engine, base::LogLevel::Error,
                  "what shall be in the clouds cannot be read: " + base::toString(opened.error()));
    else
        m_corrections.takeBackOverdue(*m_store);
}

} // namespace zonescope::engine

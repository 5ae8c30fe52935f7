// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/change_plan.h"

#include "model/cloud/json_path.h"
#include "model/cloud/mapping.h"

#include <algorithm>
#include <map>

namespace zonescope::cloud {
namespace {

PlannedChange changeOf(const DriftFinding& finding, ChangeVerb verb, const Part& part)
{
    return {verb,
            finding.provider,
            finding.resourceKind,
            finding.account,
            finding.region,
            finding.resource,
            {part},
            {},
            {}};
}

PlannedChange changeOf(const Expectation& expectation, ChangeVerb verb, const std::string& id,
                       const std::string& address)
{
    const Resource& resource = expectation.resource;
    return {verb, resource.provider, resource.kind, resource.account, resource.region, id, {}, {}, address};
}

/// Fields of the resource itself that a plan would change; tags move no packet.
std::string changedFields(const Expectation& before, const Expectation& after)
{
    const auto old = parseJson(before.resource.raw);
    const auto now = parseJson(after.resource.raw);
    std::string names;
    if (!old || !now)
        return names;
    for (const std::string& field : after.fields) {
        if (field.starts_with("tag:"))
            continue;
        const JsonPath path(field);
        if (path.texts(*old) != path.texts(*now))
            names += (names.empty() ? "" : ", ") + field;
    }
    return names;
}

class PlanMaker
{
public:
    ChangePlan take() { return std::move(m_plan); }

    void add(const TerraformChange& change)
    {
        const Expectation* before = change.before.empty() ? nullptr : &change.before.front();
        const Expectation* after = change.after.empty() ? nullptr : &change.after.front();
        if (!before && !after)
            return;
        // A part beside its table: only the table's id places it.
        if ((before ? before : after)->partOnly)
            return addParts(change, before, after);
        const bool replaced = change.actions.size() > 1;
        if (before && (!after || replaced))
            m_plan.changes.push_back(
                changeOf(*before, ChangeVerb::RemoveResource, before->resource.id, change.address));
        if (after && (!before || replaced))
            return addResource(change, *after);
        if (!before || !after)
            return;
        if (const std::string names = changedFields(*before, *after); !names.empty())
            m_plan.notModelled.push_back(change.address + ": " + names);
        addParts(change, before, after);
    }

private:
    void addResource(const TerraformChange& change, const Expectation& after)
    {
        PlannedChange made =
            changeOf(after, ChangeVerb::AddResource, "planned " + change.address, change.address);
        made.made = {after.resource};
        made.made.front().id = made.resource;
        m_plan.changes.push_back(std::move(made));
    }

    void addParts(const TerraformChange& change, const Expectation* before, const Expectation* after)
    {
        addMissing(change, before, after, ChangeVerb::RemovePart);
        addMissing(change, after, before, ChangeVerb::AddPart);
    }

    /// Parts of `from` that `other` does not have, or has otherwise.
    void addMissing(const TerraformChange& change, const Expectation* from, const Expectation* other,
                    ChangeVerb verb)
    {
        if (!from)
            return;
        const bool sameTable = other && other->resource.id == from->resource.id;
        for (const Part& part : from->parts) {
            if (!part.intended)
                continue;
            const bool stays = sameTable && std::ranges::any_of(other->parts, [&](const Part& p) {
                                   return p.identity == part.identity && p.value == part.value;
                               });
            if (stays)
                continue;
            if (from->resource.id.empty()) {
                m_plan.notModelled.push_back(change.address + ": " + part.identity +
                                             " goes into something that does not exist yet");
                continue;
            }
            PlannedChange made = changeOf(*from, verb, from->resource.id, change.address);
            made.part = {part};
            m_plan.changes.push_back(std::move(made));
        }
    }

    ChangePlan m_plan;
};

void applyPart(Resource& resource, const PlannedChange& change)
{
    std::vector<Part> parts = partsOf(resource);
    const Part& part = change.part.front();
    std::erase_if(parts, [&](const Part& p) { return p.identity == part.identity; });
    if (change.verb == ChangeVerb::AddPart)
        parts.push_back(part);
    resource.routes.clear();
    resource.rules.clear();
    for (const Part& p : parts) {
        resource.routes.insert(resource.routes.end(), p.routes.begin(), p.routes.end());
        resource.rules.insert(resource.rules.end(), p.rules.begin(), p.rules.end());
    }
}

/// Parts of a resource that is itself a route or a rule.
std::vector<Part> partsOfWhole(Resource whole)
{
    if (whole.kind == Kind::Route)
        whole.kind = Kind::RouteTable; // a table with one route in it
    return partsOf(whole);
}

void addWhole(const DriftFinding& finding, ChangeVerb verb, const std::string& raw, ChangePlan& plan)
{
    const std::vector<Resource> whole = wholeFromRaw(finding.provider, finding.resourceKind, raw);
    for (const Resource& made : whole)
        for (const Part& part : partsOfWhole(made)) {
            PlannedChange change = changeOf(finding, verb, part);
            change.made = whole;
            plan.changes.push_back(std::move(change));
        }
}

} // namespace

std::vector<Resource> wholeFromRaw(Provider provider, Kind kind, const std::string& raw)
{
    std::vector<Resource> found;
    const bool whole = provider == Provider::Google && (kind == Kind::Route || kind == Kind::Filter);
    auto tree = whole && !raw.empty() ? parseJson(raw) : tl::unexpected(base::Error{});
    if (tree)
        normalise(*tree, kind == Kind::Route ? "compute#route" : "compute#firewall", {provider, {}, {}, {}},
                  {}, found);
    return found;
}

ChangePlan planToRevert(const std::vector<DriftFinding>& findings)
{
    ChangePlan plan;
    for (const DriftFinding& finding : findings) {
        const std::string what = finding.resource + (finding.part.empty() ? "" : " " + finding.part);
        if (!finding.owner.empty()) {
            plan.notModelled.push_back(what + ": managed by " + finding.owner);
            continue;
        }
        if (finding.kind != DriftKind::OwnedTwice && !(finding.expectedRaw + finding.actualRaw).empty()) {
            addWhole(finding, ChangeVerb::RemovePart, finding.actualRaw, plan);
            addWhole(finding, ChangeVerb::AddPart, finding.expectedRaw, plan);
            continue;
        }
        if (finding.part.empty() || finding.kind == DriftKind::OwnedTwice) {
            plan.notModelled.push_back(what + ": only routes and rules can be put back");
            continue;
        }
        for (const Part& part : finding.actualPart)
            plan.changes.push_back(changeOf(finding, ChangeVerb::RemovePart, part));
        for (const Part& part : finding.expectedPart)
            plan.changes.push_back(changeOf(finding, ChangeVerb::AddPart, part));
    }
    return plan;
}

ChangePlan planFromTerraform(const std::vector<TerraformChange>& changes)
{
    PlanMaker maker;
    for (const TerraformChange& change : changes)
        maker.add(change);
    return maker.take();
}

ChangePlan inverseOf(const ChangePlan& plan)
{
    ChangePlan inverse;
    for (auto change = plan.changes.rbegin(); change != plan.changes.rend(); ++change) {
        inverse.changes.push_back(*change);
        ChangeVerb& verb = inverse.changes.back().verb;
        switch (verb) {
        case ChangeVerb::AddPart:
            verb = ChangeVerb::RemovePart;
            break;
        case ChangeVerb::RemovePart:
            verb = ChangeVerb::AddPart;
            break;
        case ChangeVerb::AddResource:
            verb = ChangeVerb::RemoveResource;
            break;
        case ChangeVerb::RemoveResource:
            verb = ChangeVerb::AddResource;
            break;
        }
    }
    return inverse;
}

PlannedChange routeChange(const Resource& table, ChangeVerb verb, const Route& route)
{
    Resource only;
    only.provider = table.provider;
    only.kind = Kind::RouteTable;
    only.routes = {route};
    return {verb, table.provider, table.kind, table.account, table.region, table.id, partsOf(only), {}, {}};
}

SnapshotPtr applied(const ChangePlan& plan, const Snapshot& before)
{
    std::vector<Resource> resources(before.resources().begin(), before.resources().end());
    std::map<std::string, std::size_t, std::less<>> byId;
    for (std::size_t i = 0; i < resources.size(); ++i)
        byId.emplace(resources[i].id, i);
    std::vector<std::string> gone;
    for (const PlannedChange& change : plan.changes) {
        auto found = byId.find(change.resource);
        if (found == byId.end() && change.verb == ChangeVerb::AddPart && !change.made.empty()) {
            found = byId.emplace(change.resource, resources.size()).first;
            resources.push_back(change.made.front());
            resources.back().rules.clear();
        }
        if (change.verb == ChangeVerb::AddResource)
            resources.insert(resources.end(), change.made.begin(), change.made.end());
        else if (found == byId.end())
            continue;
        else if (change.verb == ChangeVerb::RemoveResource)
            gone.push_back(change.resource);
        else
            applyPart(resources[found->second], change);
    }
    std::erase_if(resources, [&](const Resource& r) { return std::ranges::find(gone, r.id) != gone.end(); });
    return Snapshot::make(before.label(), before.takenAt(), before.scopes(), std::move(resources));
}

} // namespace zonescope::cloud

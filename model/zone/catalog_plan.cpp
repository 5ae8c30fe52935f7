// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/catalog_plan.h"

#include <algorithm>
#include <unordered_map>

namespace zonescope::zone {
namespace {

using Listed = std::unordered_map<dns::Name, const CatalogMember*>;

class Planner
{
public:
    Planner(const Configuration& configuration, const CatalogContents& contents)
        : m_contents(contents)
    {
        m_plan.configuration = configuration;
        for (const auto& [id, content] : contents) {
            const Zone* catalog = configuration.zone(id);
            if (catalog == nullptr || catalog->catalog != CatalogRole::Consumer)
                continue;
            Listed& listed = m_listed[id];
            for (const CatalogMember& member : content->members)
                listed.emplace(member.apex, &member);
        }
    }

    CatalogPlan run()
    {
        removeUnlisted();
        for (const auto& [id, listed] : m_listed)
            for (const CatalogMember& member : m_contents.at(id)->members)
                take(id, member);
        return std::move(m_plan);
    }

private:
    const CatalogMember* listedIn(ZoneId catalog, const dns::Name& apex) const
    {
        const auto listed = m_listed.find(catalog);
        if (listed == m_listed.end())
            return nullptr;
        const auto member = listed->second.find(apex);
        return member == listed->second.end() ? nullptr : member->second;
    }

    void removeUnlisted()
    {
        std::vector<std::shared_ptr<const Zone>> gone;
        for (const auto& [id, zone] : m_plan.configuration.zones())
            if (zone->member && m_listed.contains(zone->member->catalog) &&
                !listedIn(zone->member->catalog, zone->apex))
                gone.push_back(zone);
        for (const auto& zone : gone) {
            if (const auto removed = m_plan.configuration.remove(zone->id); removed)
                m_plan.removed.push_back(zone->apex);
            else
                conflict(zone->member->catalog, zone->apex, removed.error().detail);
        }
    }

    void take(ZoneId catalog, const CatalogMember& member)
    {
        const Zone* existing = m_plan.configuration.zone(member.apex);
        if (existing == nullptr)
            return put(catalog, member, nullptr, m_plan.added);
        if (!existing->member)
            return conflict(catalog, member.apex,
                            existing->id == catalog ? "is the catalog itself" : "is a zone of its own here");
        if (existing->member->catalog == catalog) {
            if (existing->member->uniqueId == member.uniqueId)
                return update(catalog, member, *existing);
            return reset(catalog, member, *existing);
        }
        // RFC 9432 section 4.3.1: only who has it can let it go, and only to the catalog it names.
        const CatalogMember* other = listedIn(existing->member->catalog, member.apex);
        if (other == nullptr || !other->newCatalog ||
            !(*other->newCatalog == m_plan.configuration.zone(catalog)->apex))
            return conflict(catalog, member.apex, "belongs to another catalog");
        if (existing->member->uniqueId == member.uniqueId)
            return put(catalog, member, existing, m_plan.moved);
        reset(catalog, member, *existing);
    }

    void reset(ZoneId catalog, const CatalogMember& member, const Zone& existing)
    {
        if (const auto removed = m_plan.configuration.remove(existing.id); !removed)
            return conflict(catalog, member.apex, removed.error().detail);
        put(catalog, member, nullptr, m_plan.reset);
    }

    void update(ZoneId catalog, const CatalogMember& member, const Zone& existing)
    {
        Zone wanted =
            memberZone(m_plan.configuration, *m_plan.configuration.zone(catalog), member, &existing);
        if (wanted == existing)
            return;
        if (const auto done = m_plan.configuration.put(std::move(wanted)); done)
            ++m_plan.changed;
        else
            conflict(catalog, member.apex, done.error().detail);
    }

    void put(ZoneId catalog, const CatalogMember& member, const Zone* before, std::vector<dns::Name>& list)
    {
        const auto done = m_plan.configuration.put(
            memberZone(m_plan.configuration, *m_plan.configuration.zone(catalog), member, before));
        if (done)
            list.push_back(member.apex);
        else
            conflict(catalog, member.apex, done.error().detail);
    }

    void conflict(ZoneId catalog, const dns::Name& member, std::string why)
    {
        m_plan.conflicts.push_back({catalog, member, std::move(why)});
    }

    const CatalogContents& m_contents;
    std::map<ZoneId, Listed> m_listed;
    CatalogPlan m_plan;
};

} // namespace

CatalogPlan planCatalogs(const Configuration& configuration, const CatalogContents& contents)
{
    return Planner(configuration, contents).run();
}

Zone memberZone(const Configuration& configuration, const Zone& catalog, const CatalogMember& member,
                const Zone* before)
{
    const Zone* model = &catalog;
    std::string group = member.groups.empty() ? std::string() : member.groups.front();
    for (const std::string& value : member.groups) {
        const auto entry = std::ranges::find(catalog.templates, value, &CatalogTemplate::group);
        if (entry == catalog.templates.end() || configuration.zone(entry->zone) == nullptr)
            continue;
        model = configuration.zone(entry->zone);
        group = value;
        break;
    }
    Zone zone;
    zone.apex = member.apex;
    zone.primaries = model->primaries;
    zone.edges = model->edges;
    zone.notifyFrom = model->notifyFrom;
    zone.transferTo = model->transferTo;
    zone.timers = model->timers;
    zone.limits = model->limits;
    zone.zonemdCheck = model->zonemdCheck;
    zone.zonemdDigest = model->zonemdDigest;
    zone.strict = model->strict;
    zone.resolvers = model->resolvers;
    zone.member = CatalogMembership{catalog.id, member.uniqueId};
    zone.group = group;
    if (before != nullptr) {
        zone.id = before->id;
        zone.apex = before->apex;
        zone.overrides = before->overrides;
        zone.paused = before->paused;
        zone.listedIn = before->listedIn;
    }
    return zone;
}

std::vector<CatalogMember> listedMembers(const Configuration& configuration, ZoneId producer)
{
    std::vector<CatalogMember> members;
    for (const auto& [id, zone] : configuration.zones()) {
        if (zone->listedIn != producer)
            continue;
        CatalogMember member{zone->apex, "z" + std::to_string(id.value), {}, {}};
        if (!zone->group.empty())
            member.groups.push_back(zone->group);
        members.push_back(std::move(member));
    }
    return members;
}

} // namespace zonescope::zone

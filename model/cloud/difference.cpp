// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/difference.h"

#include "model/cloud/json.h"
#include "model/cloud/mapping.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, 11> computed{"AvailableIpAddressCount",
                                                    "ETag",
                                                    "Etag",
                                                    "etag",
                                                    "fingerprint",
                                                    "LastUpdatedTime",
                                                    "LastStatusChange",
                                                    "labelFingerprint",
                                                    "updated_at",
                                                    "revision_number",
                                                    "availableIPAddressCount"};

bool isComputed(std::string_view name)
{
    return std::ranges::find(computed, name) != computed.end();
}

/// A route or firewall rule of Google that was put back has another number and says the same.
bool isBirth(const CompiledMapping* mapping, std::string_view name)
{
    return mapping && (name == "id" || name == "creationTimestamp") &&
           (mapping->source->collection == "compute#route" ||
            mapping->source->collection == "compute#firewall");
}

class FieldComparer
{
public:
    explicit FieldComparer(const CompiledMapping* mapping)
        : m_mapping(mapping)
    {
        if (mapping)
            for (const auto& list : mapping->nested)
                m_ownResources.insert(list.field);
    }
    std::vector<FieldChange> take() { return std::move(m_changes); }

    void compare(const Json* before, const Json* after, const std::string& path)
    {
        if (before && after && before->IsObject() && after->IsObject())
            return compareMembers(*before, *after, path);
        if (before && after && before->IsArray() && after->IsArray())
            return compareLists(*before, *after, path);
        const std::string old = before ? jsonText(*before) : std::string();
        const std::string now = after ? jsonText(*after) : std::string();
        if (old != now)
            m_changes.push_back({path, old, now});
    }

private:
    void compareMembers(const Json& before, const Json& after, const std::string& path)
    {
        std::set<std::string_view> names;
        for (const Json* side : {&before, &after})
            for (const auto& m : side->GetObject())
                names.insert(textView(m.name));
        for (const std::string_view name : names) {
            if (isComputed(name) || m_ownResources.contains(std::string(name)) ||
                (path.empty() && isBirth(m_mapping, name)))
                continue;
            const std::string below = path.empty() ? std::string(name) : path + "." + std::string(name);
            compare(member(before, name), member(after, name), below);
        }
    }

    /// Lists of providers have no order that means anything, but for those of plain texts we cannot know: as
    /// sets.
    void compareLists(const Json& before, const Json& after, const std::string& path)
    {
        std::multiset<std::string> old;
        std::multiset<std::string> now;
        for (const Json& item : before.GetArray())
            old.insert(jsonText(item));
        for (const Json& item : after.GetArray())
            now.insert(jsonText(item));
        std::vector<std::string> gone;
        std::vector<std::string> come;
        std::ranges::set_difference(old, now, std::back_inserter(gone));
        std::ranges::set_difference(now, old, std::back_inserter(come));
        for (std::size_t i = 0; i < std::max(gone.size(), come.size()); ++i)
            m_changes.push_back(
                {path + "[]", i < gone.size() ? gone[i] : "", i < come.size() ? come[i] : ""});
    }

    const CompiledMapping* m_mapping;
    std::set<std::string, std::less<>> m_ownResources;
    std::vector<FieldChange> m_changes;
};

auto keyOf(const Resource& r)
{
    return std::tie(r.provider, r.account, r.region, r.kind, r.id);
}

/// Whether the newer snapshot looked at all where the resource was.
bool wasLookedAt(const Snapshot& newer, const Resource& resource)
{
    bool asked = false;
    for (const Scope& scope : newer.scopes()) {
        const bool there =
            scope.provider == resource.provider &&
            (scope.account.empty() || resource.account.empty() || scope.account == resource.account) &&
            (scope.region.empty() || scope.region == "global" || scope.region == resource.region);
        if (there && scope.state != ScopeState::Ok &&
            (scope.what == resource.collection || mappingFor(resource.provider, scope.what) == nullptr))
            return false;
        asked = asked || there;
    }
    return asked || newer.scopes().empty();
}

} // namespace

std::vector<FieldChange> fieldChanges(const Resource& before, const Resource& after)
{
    const auto old = parseJson(before.raw);
    const auto now = parseJson(after.raw);
    if (!old || !now)
        return {};
    FieldComparer comparer(mappingFor(after.provider, after.collection));
    comparer.compare(&*old, &*now, {});
    return comparer.take();
}

SnapshotDifference differenceOf(const Snapshot& older, const Snapshot& newer)
{
    SnapshotDifference difference;
    std::uint32_t b = 0;
    std::uint32_t a = 0;
    const auto before = older.resources();
    const auto after = newer.resources();
    while (b < before.size() || a < after.size()) {
        if (b < before.size() && a < after.size() && &before[b] == &after[a]) { // of a reply that both share
            ++difference.unchanged;
            ++b;
            ++a;
            continue;
        }
        const bool onlyOld = a == after.size() || (b < before.size() && keyOf(before[b]) < keyOf(after[a]));
        const bool onlyNew = b == before.size() || (a < after.size() && keyOf(after[a]) < keyOf(before[b]));
        if (onlyOld) {
            if (wasLookedAt(newer, before[b]))
                difference.changes.push_back({ChangeKind::Removed, b, Snapshot::none, {}});
            else
                ++difference.notSeen;
            ++b;
        } else if (onlyNew) {
            difference.changes.push_back({ChangeKind::Added, Snapshot::none, a++, {}});
        } else {
            auto fields = before[b].hash == after[a].hash ? std::vector<FieldChange>()
                                                          : fieldChanges(before[b], after[a]);
            if (fields.empty())
                ++difference.unchanged;
            else
                difference.changes.push_back({ChangeKind::Changed, b, a, std::move(fields)});
            ++b;
            ++a;
        }
    }
    return difference;
}

} // namespace zonescope::cloud

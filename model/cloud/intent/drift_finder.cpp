// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/drift_finder.h"

#include "model/cloud/difference.h"
#include "model/cloud/intent/coverage.h"
#include "model/cloud/json_path.h"
#include "model/cloud/mapping.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace zonescope::cloud {
namespace {

using ObjectId = std::pair<Provider, std::string>;

/// What all files together say about one resource.
struct Wanted
{
    const Expectation* whole = nullptr; ///< the definition of the resource itself
    std::string wholeOwner, wholeIntent;
    std::string second; ///< another definition of the same
    struct WantedPart
    {
        Part part;
        std::string owner, intent;
        bool beside = false; ///< defined by itself, which counts more than a list that somebody refreshed
    };
    std::map<std::string, WantedPart> parts;
    const Expectation* any = nullptr;
};

bool tagged(const Resource& resource, const std::string& pattern)
{
    return std::ranges::any_of(
        resource.tags, [&](const Tag& tag) { return matchesGlob(pattern, tag.key + "=" + tag.value); });
}

/// What a provider observes and nobody sets: whether a tunnel carries packets is health, not intent.
bool isObserved(Provider provider, std::string_view path)
{
    switch (provider) {
    case Provider::Aws:
        return path.starts_with("VgwTelemetry");
    case Provider::Google:
        return path == "status" || path == "detailedStatus";
    case Provider::Azure:
        return path == "properties.connectionStatus" || path.ends_with("BytesTransferred");
    case Provider::OpenStack:
        return path == "status";
    }
    return false;
}

class Finder
{
public:
    Finder(const Snapshot& live, const std::vector<DriftIgnore>& ignores, base::Timestamp now,
           const DriftSettings& settings)
        : m_live(live)
        , m_coverage(live)
        , m_ignores(ignores)
        , m_now(now)
        , m_settings(settings)
    {
    }

    DriftReport take()
    {
        std::ranges::sort(m_report.findings, [](const DriftFinding& a, const DriftFinding& b) {
            return std::tuple(a.resourceKey(), a.part, a.kind) < std::tuple(b.resourceKey(), b.part, b.kind);
        });
        return std::move(m_report);
    }

    void readFiles(const std::vector<IntentSource>& intent)
    {
        for (const IntentSource& source : intent) {
            if (!source.expectations)
                continue;
            for (const Expectation& expectation : *source.expectations)
                addWanted(expectation, source.label);
        }
    }

    void compareFiles()
    {
        for (const auto& [id, wanted] : m_wanted)
            compareWanted(wanted);
    }

    void comparePinned(const IntentSource& source)
    {
        const Coverage before(*source.pinned);
        const SnapshotDifference difference = differenceOf(*source.pinned, m_live);
        m_report.compared += difference.unchanged + difference.changes.size();
        for (const Resource& resource : source.pinned->resources())
            if (const Resource* live = liveOf(resource);
                live ? !m_coverage.fresh(*live) : !m_coverage.complete(resource))
                noteUnknown(resource);
        for (const ResourceChange& change : difference.changes)
            comparePinnedChange(source, before, change);
        comparePinnedParts(source);
    }

private:
    void addWanted(const Expectation& expectation, const std::string& label)
    {
        if (expectation.resource.id.empty()) {
            ++m_report.notMade;
            return;
        }
        const std::string owner = label + ": " + expectation.address;
        Wanted& wanted = m_wanted[{expectation.resource.provider, expectation.resource.id}];
        wanted.any = &expectation;
        if (!expectation.partOnly) {
            if (wanted.whole)
                wanted.second = owner;
            else {
                wanted.whole = &expectation;
                wanted.wholeOwner = owner;
                wanted.wholeIntent = label;
            }
        }
        for (const Part& part : expectation.parts) {
            const auto found = wanted.parts.find(part.identity);
            if (found == wanted.parts.end() || (expectation.partOnly && !found->second.beside))
                wanted.parts[part.identity] = {part, owner, label, expectation.partOnly};
        }
    }

    DriftFinding findingFor(DriftKind kind, const Resource& resource, const std::string& intent) const
    {
        DriftFinding finding;
        finding.kind = kind;
        finding.provider = resource.provider;
        finding.resourceKind = resource.kind;
        finding.account = resource.account;
        finding.region = resource.region;
        finding.resource = resource.id;
        finding.name = resource.name;
        finding.intent = intent;
        for (const std::string& pattern : m_settings.ownedElsewhere)
            if (tagged(resource, pattern))
                finding.owner = pattern;
        return finding;
    }

    bool ignored(const DriftFinding& finding, const Resource& resource, const std::string& field) const
    {
        const auto fits = [](const std::string& pattern, const std::string& text) {
            return pattern.empty() || matchesGlob(pattern, text);
        };
        return std::ranges::any_of(m_ignores, [&](const DriftIgnore& rule) {
            return rule.until > m_now && fits(rule.kind, std::string(kindWord(finding.resourceKind))) &&
                   (fits(rule.resource, finding.resource) || fits(rule.resource, finding.name)) &&
                   fits(rule.part, finding.part) && fits(rule.field, field) &&
                   (rule.tag.empty() || tagged(resource, rule.tag));
        });
    }

    void report(DriftFinding finding, const Resource& resource)
    {
        const bool hadFields = !finding.fields.empty();
        std::erase_if(finding.fields,
                      [&](const DriftField& field) { return ignored(finding, resource, field.name); });
        if (hadFields ? finding.fields.empty() : ignored(finding, resource, {}))
            ++m_report.ignored;
        else
            m_report.findings.push_back(std::move(finding));
    }

    void noteUnknown(const Resource& resource)
    {
        m_report.unknown.insert(findingFor(DriftKind::Missing, resource, {}).resourceKey());
    }

    // --- files ---------------------------------------------------------------------------------------------

    void compareWanted(const Wanted& wanted)
    {
        const Resource& expected = wanted.any->resource;
        const Resource* live = m_live.find(expected.id);
        if (!wanted.second.empty()) {
            DriftFinding twice = findingFor(DriftKind::OwnedTwice, expected, wanted.wholeIntent);
            twice.owner = wanted.wholeOwner;
            twice.fields = {{"owner", wanted.wholeOwner, wanted.second}};
            report(std::move(twice), expected);
        }
        if (live ? !m_coverage.fresh(*live) : !m_coverage.complete(expected)) {
            noteUnknown(live ? *live : expected);
            return;
        }
        ++m_report.compared;
        if (!live)
            return reportGone(wanted);
        if (wanted.whole)
            compareFields(wanted, *live);
        compareWantedParts(wanted, *live);
    }

    void reportGone(const Wanted& wanted)
    {
        if (!wanted.whole)
            return; // its table is somebody else's; that it is gone is theirs to know
        DriftFinding gone = findingFor(DriftKind::Missing, wanted.whole->resource, wanted.wholeIntent);
        gone.owner = wanted.wholeOwner;
        report(std::move(gone), wanted.whole->resource);
    }

    static std::string folded(const Resource& resource, const std::string& text)
    {
        const bool id = text.find('/') != std::string::npos || resource.provider == Provider::Azure;
        return id ? foldedId(resource.provider, text) : text;
    }

    void compareFields(const Wanted& wanted, const Resource& live)
    {
        const auto actual = parseJson(live.raw);
        const auto expected = parseJson(wanted.whole->resource.raw);
        if (!actual || !expected)
            return;
        DriftFinding finding = findingFor(DriftKind::Changed, live, wanted.wholeIntent);
        finding.owner = wanted.wholeOwner;
        for (const std::string& field : wanted.whole->fields) {
            if (field.starts_with("tag:")) {
                compareTag(field, wanted.whole->resource, live, finding.fields);
                continue;
            }
            const JsonPath path(field);
            const std::vector<std::string> now = path.texts(*actual);
            for (const std::string& text : path.texts(*expected)) {
                const bool there = std::ranges::any_of(
                    now, [&](const std::string& other) { return folded(live, other) == folded(live, text); });
                if (!there)
                    finding.fields.push_back({field, text, joined(now)});
            }
        }
        if (!finding.fields.empty())
            report(std::move(finding), live);
    }

    static std::string joined(const std::vector<std::string>& texts)
    {
        std::string all;
        for (const std::string& text : texts)
            all += (all.empty() ? "" : ", ") + text;
        return all;
    }

    static void compareTag(const std::string& field, const Resource& expected, const Resource& live,
                           std::vector<DriftField>& out)
    {
        const auto valueIn = [key = field.substr(4)](const Resource& resource) -> std::optional<std::string> {
            for (const Tag& tag : resource.tags)
                if (tag.key == key)
                    return tag.value;
            return std::nullopt;
        };
        const auto wanted = valueIn(expected);
        const auto now = valueIn(live);
        if (wanted && wanted != now)
            out.push_back({field, *wanted, now.value_or(std::string())});
    }

    /// Neutron gives every new group two rules that let everything out, which Terraform leaves alone.
    static bool madeByProvider(const Resource& live, const Part& part)
    {
        return live.provider == Provider::OpenStack && (part.identity == "rule out allow all to 0.0.0.0/0" ||
                                                        part.identity == "rule out allow all to ::/0");
    }

    void compareWantedParts(const Wanted& wanted, const Resource& live)
    {
        if (wanted.parts.empty() && !(wanted.whole && wanted.whole->ownsParts))
            return;
        std::set<std::string> seen;
        for (const Part& part : partsOf(live)) {
            const auto found = wanted.parts.find(part.identity);
            if (found != wanted.parts.end()) {
                seen.insert(part.identity);
                ++m_report.compared;
                if (part.value != found->second.part.value)
                    reportPart(DriftKind::Changed, live, &found->second.part, &part, found->second.owner,
                               found->second.intent);
            } else if (part.intended && wanted.whole && wanted.whole->ownsParts &&
                       !madeByProvider(live, part)) {
                reportPart(DriftKind::Unexpected, live, nullptr, &part, wanted.wholeOwner,
                           wanted.wholeIntent);
            }
        }
        for (const auto& [identity, part] : wanted.parts)
            if (!seen.contains(identity) && part.part.intended)
                reportPart(DriftKind::Missing, live, &part.part, nullptr, part.owner, part.intent);
    }

    void reportPart(DriftKind kind, const Resource& live, const Part* expected, const Part* actual,
                    const std::string& owner, const std::string& intent)
    {
        DriftFinding finding = findingFor(kind, live, intent);
        finding.part = expected ? expected->identity : actual->identity;
        if (!owner.empty())
            finding.owner = owner;
        if (expected)
            finding.expectedPart = {*expected};
        if (actual)
            finding.actualPart = {*actual};
        const std::string wanted = expected ? expected->value : std::string();
        const std::string now = actual ? actual->value : std::string();
        if (!wanted.empty() || !now.empty())
            finding.fields = {{expected && !expected->routes.empty() ? "target"
                               : actual && !actual->routes.empty()   ? "target"
                                                                     : "rule",
                               wanted, now}};
        report(std::move(finding), live);
    }

    // --- pinned snapshots ----------------------------------------------------------------------------------

    const Wanted* inFiles(const Resource& resource) const
    {
        const auto found = m_wanted.find({resource.provider, resource.id});
        return found == m_wanted.end() ? nullptr : &found->second;
    }
    bool isDefined(const Resource& resource) const
    {
        const Wanted* wanted = inFiles(resource);
        return wanted && wanted->whole;
    }

    void comparePinnedChange(const IntentSource& source, const Coverage& before, const ResourceChange& change)
    {
        const Resource& resource =
            change.before != Snapshot::none ? source.pinned->at(change.before) : m_live.at(change.after);
        if (isDefined(resource) || isPartCollection(resource.provider, resource.collection))
            return;
        if (change.kind == ChangeKind::Removed) {
            if (m_coverage.complete(resource))
                report(wholeFinding(DriftKind::Missing, source, change), resource);
            else
                noteUnknown(resource);
        } else if (change.kind == ChangeKind::Added) {
            if (before.complete(resource) && m_coverage.fresh(resource))
                report(wholeFinding(DriftKind::Unexpected, source, change), resource);
        } else if (m_coverage.fresh(resource)) {
            DriftFinding finding = wholeFinding(DriftKind::Changed, source, change);
            for (const FieldChange& field : change.fields)
                if (!isPartField(resource, field.path) && !isObserved(resource.provider, field.path))
                    finding.fields.push_back({field.path, field.before, field.after});
            if (!finding.fields.empty())
                report(std::move(finding), resource);
        }
    }

    /// Of the resource itself; with what it takes to put it back where it is a route or a rule of its own.
    DriftFinding wholeFinding(DriftKind kind, const IntentSource& source, const ResourceChange& change) const
    {
        const bool isThere = change.after != Snapshot::none;
        DriftFinding finding = findingFor(
            kind, isThere ? m_live.at(change.after) : source.pinned->at(change.before), source.label);
        const bool isWhole = finding.provider == Provider::Google &&
                             (finding.resourceKind == Kind::Route || finding.resourceKind == Kind::Filter);
        if (isWhole && change.before != Snapshot::none)
            finding.expectedRaw = source.pinned->at(change.before).raw;
        if (isWhole && isThere)
            finding.actualRaw = m_live.at(change.after).raw;
        return finding;
    }

    /// Routes and rules, of every resource whose content changed at all.
    void comparePinnedParts(const IntentSource& source)
    {
        for (const Resource& before : source.pinned->resources()) {
            if (before.routes.empty() && before.rules.empty())
                if (!canHaveParts(before))
                    continue;
            const Resource* live = liveOf(before);
            if (!live || live->hash == before.hash || isDefined(before) || !m_coverage.fresh(*live))
                continue;
            compareParts(source, before, *live);
        }
    }

    static bool canHaveParts(const Resource& resource)
    {
        const CompiledMapping* mapping = mappingFor(resource.provider, resource.collection);
        return mapping && (mapping->source->routes || mapping->source->rules);
    }

    const Resource* liveOf(const Resource& before) const
    {
        const Resource* live = m_live.find(before.id);
        return live && live->kind == before.kind && live->provider == before.provider ? live : nullptr;
    }

    void compareParts(const IntentSource& source, const Resource& before, const Resource& live)
    {
        const std::vector<Part> wanted = partsOf(before);
        const std::vector<Part> actual = partsOf(live);
        const auto in = [](const std::vector<Part>& parts, const std::string& identity) -> const Part* {
            const auto found = std::ranges::lower_bound(parts, identity, {}, &Part::identity);
            return found != parts.end() && found->identity == identity ? &*found : nullptr;
        };
        const Wanted* other = inFiles(before);
        const auto isOurs = [&](const Part& part) {
            return part.intended && !(other && other->parts.contains(part.identity));
        };
        for (const Part& part : wanted) {
            const Part* now = in(actual, part.identity);
            if (!now && isOurs(part))
                reportPart(DriftKind::Missing, live, &part, nullptr, {}, source.label);
            else if (now && isOurs(part) && now->value != part.value)
                reportPart(DriftKind::Changed, live, &part, now, {}, source.label);
        }
        for (const Part& part : actual)
            if (isOurs(part) && !in(wanted, part.identity))
                reportPart(DriftKind::Unexpected, live, nullptr, &part, {}, source.label);
    }

    const Snapshot& m_live;
    const Coverage m_coverage;
    const std::vector<DriftIgnore>& m_ignores;
    const base::Timestamp m_now;
    const DriftSettings& m_settings;
    std::map<ObjectId, Wanted> m_wanted;
    DriftReport m_report;
};

} // namespace

DriftReport findDrift(const std::vector<IntentSource>& intent, const Snapshot& live,
                      const std::vector<DriftIgnore>& ignores, base::Timestamp now,
                      const DriftSettings& settings)
{
    Finder finder(live, ignores, now, settings);
    finder.readFiles(intent);
    finder.compareFiles();
    for (const IntentSource& source : intent)
        if (source.pinned)
            finder.comparePinned(source);
    return finder.take();
}

} // namespace zonescope::cloud

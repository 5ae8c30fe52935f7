// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/fault_collector.h"

#include <algorithm>
#include <iterator>

namespace zonescope::build {
namespace {

struct Kind
{
    Level level;
    base::ErrorCode code;
};

/// Errors here are what resolvers answer with SERVFAIL or disagree about.
constexpr std::array<Kind, faultKinds> kinds{{
    {Level::Error, base::ErrorCode::ZoneCnameAndOther},
    {Level::Error, base::ErrorCode::ZoneSeveralCnames},
    {Level::Warning, base::ErrorCode::ZoneMissingAddress},
    {Level::Warning, base::ErrorCode::ZoneTargetAlias},
    {Level::Warning, base::ErrorCode::ZoneBelowDname},
    {Level::Notice, base::ErrorCode::ZoneOccluded},
    {Level::Error, base::ErrorCode::ZoneSignatureExpired},
    {Level::Warning, base::ErrorCode::ZoneSignatureExpiring},
    {Level::Error, base::ErrorCode::ZoneDsWithoutNs},
    {Level::Error, base::ErrorCode::ZoneNsecChain},
    {Level::Warning, base::ErrorCode::ZoneWildcardNs},
}};

const Finding* knownOf(const std::vector<Finding>* known, base::ErrorCode code)
{
    if (known == nullptr)
        return nullptr;
    const auto finding = std::ranges::find(*known, code, &Finding::code);
    return finding == known->end() ? nullptr : &*finding;
}

/// How many faulty owners the version before had beyond those that are kept and were looked at again.
std::uint64_t beyondKept(const Finding* known)
{
    if (known == nullptr || known->owners.size() < FaultCollector::ownersKept)
        return 0;
    return known->count - std::min<std::uint64_t>(known->count, known->owners.size());
}

/// What is left of it without those that were looked at.
Finding without(const Finding& known, const std::set<std::string>& lookedAt, const dns::Name& apex)
{
    Finding rest = known;
    const auto gone =
        std::erase_if(rest.owners, [&](const std::string& key) { return lookedAt.contains(key); });
    rest.count -= std::min<std::uint64_t>(rest.count, gone);
    if (gone > 0 && !rest.owners.empty())
        rest.owner = dns::Name::fromCanonicalKey(rest.owners.front(), apex);
    return rest;
}

void addTo(Finding& finding, Finding rest)
{
    if (rest.count == 0)
        return;
    if (finding.count == 0) {
        finding = std::move(rest);
        return;
    }
    const bool first = rest.owners.empty() || finding.owners.empty() || finding.owners < rest.owners;
    if (!first)
        finding.owner = rest.owner;
    finding.detail = rest.detail; // of the many; all of it is looked at again soon
    finding.count += rest.count;
    std::vector<std::string> both;
    std::ranges::merge(finding.owners, rest.owners, std::back_inserter(both));
    both.resize(std::min<std::size_t>(both.size(), FaultCollector::ownersKept));
    finding.owners = std::move(both);
}

} // namespace

Finding FaultCollector::findingOf(std::size_t kind) const
{
    const Collected& collected = m_kinds[kind];
    Finding finding{
        kinds[kind].level, kinds[kind].code, dns::Name::fromCanonicalKey(collected.firstKey, m_apex),
        collected.type,    collected.count,  collected.detail};
    finding.onlyWhenStrict = true;
    finding.owners.assign(collected.owners.begin(), collected.owners.end());
    return finding;
}

void FaultCollector::report(std::vector<Finding>& findings, const std::vector<Finding>* known,
                            const std::set<std::string>* lookedAt) const
{
    for (std::size_t i = 0; i < faultKinds; ++i) {
        const Finding* before = knownOf(known, kinds[i].code);
        if (m_kinds[i].count == 0 && before == nullptr)
            continue;
        Finding finding = findingOf(i);
        if (lookedAt == nullptr)
            finding.count += beyondKept(before);
        else if (before != nullptr)
            addTo(finding, without(*before, *lookedAt, m_apex));
        if (finding.count > 0)
            findings.push_back(std::move(finding));
    }
}

} // namespace zonescope::build

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/fault_collector.h"

#include <algorithm>

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

/// How many faulty owners the version before had beyond those that are kept and were looked at again.
std::uint64_t beyondKept(const std::vector<Finding>* known, base::ErrorCode code)
{
    if (known == nullptr)
        return 0;
    const auto finding = std::ranges::find(*known, code, &Finding::code);
    if (finding == known->end() || finding->owners.size() < FaultCollector::ownersKept)
        return 0;
    return finding->count - std::min<std::uint64_t>(finding->count, finding->owners.size());
}

} // namespace

void FaultCollector::report(std::vector<Finding>& findings, const std::vector<Finding>* known) const
{
    for (std::size_t i = 0; i < faultKinds; ++i) {
        const Collected& kind = m_kinds[i];
        const std::uint64_t beyond = beyondKept(known, kinds[i].code);
        if (kind.count + beyond == 0)
            continue;
        Finding finding{
            kinds[i].level, kinds[i].code,       dns::Name::fromCanonicalKey(kind.firstKey, m_apex),
            kind.type,      kind.count + beyond, kind.detail};
        finding.onlyWhenStrict = true;
        finding.owners.assign(kind.owners.begin(), kind.owners.end());
        findings.push_back(std::move(finding));
    }
}

} // namespace zonescope::build

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/zone_checks.h"

#include "model/build/owner_checks.h"
#include "model/dns/serial.h"

#include <algorithm>
#include <set>

namespace zonescope::build {
namespace {

using base::ErrorCode;

constexpr std::uint32_t longestNegative = 86400; // seconds: RFC 2308 section 5 calls more "problematic"

std::string fromTo(const zone::ZoneVersion& from, const zone::ZoneVersion& to)
{
    return std::to_string(from.serial()) + " -> " + std::to_string(to.serial());
}

bool sameContent(const zone::ZoneVersion& from, const zone::ZoneVersion& to)
{
    bool same = true;
    zone::forEachDifference(from, to, [&](auto, auto) { return same = false; });
    return same;
}

/// What keeps a secondary from working; RFC 1912 section 2.2 gives values, these are only contradictions.
void checkTimers(const zone::ZoneVersion& next, std::vector<Finding>& findings)
{
    const dns::Soa& soa = next.soa();
    std::string what;
    const auto add = [&](bool wrong, const char* why) {
        if (wrong)
            what += (what.empty() ? "" : "; ") + std::string(why);
    };
    add(soa.refresh == 0, "REFRESH is 0");
    add(soa.retry == 0, "RETRY is 0");
    add(soa.retry > soa.refresh, "RETRY is longer than REFRESH");
    add(std::uint64_t(soa.refresh) + soa.retry > soa.expire, "EXPIRE comes before the first retry");
    add(soa.minimum > longestNegative, "negative answers are kept for more than a day");
    if (!what.empty())
        findings.push_back({Level::Warning, ErrorCode::ZoneSoaTimers, next.apex(), dns::Type::SOA, 1, what});
}

void checkApex(const zone::ZoneVersion& next, std::vector<Finding>& findings)
{
    const auto apex = next.find(std::string_view());
    const auto soa = apex ? apex->find(dns::Type::SOA) : std::nullopt;
    if (!soa || soa->size() != 1)
        findings.push_back({Level::Error, ErrorCode::ZoneNoSoa, next.apex(), dns::Type::SOA,
                            soa ? soa->size() : 0,
                            soa ? std::to_string(soa->size()) + " different SOA records" : "no SOA record"});
    if (!apex || !apex->find(dns::Type::NS))
        findings.push_back(
            {Level::Error, ErrorCode::ZoneNoNs, next.apex(), dns::Type::NS, 1, "no NS record", true, {}});
    checkTimers(next, findings);
}

/// RFC 1982: does the new serial stand behind the old one?
void checkSerial(const CheckInput& input, std::vector<Finding>& findings)
{
    const Level level = input.acceptOlder ? Level::Warning : Level::Error;
    const auto add = [&](Level how, ErrorCode code, std::string detail) {
        findings.push_back({how, code, input.next->apex(), dns::Type::SOA, 1, std::move(detail)});
    };
    switch (dns::compareSerials(input.next->serial(), input.previous->serial())) {
    case dns::SerialOrder::Newer:
        break;
    case dns::SerialOrder::Older:
        add(level, ErrorCode::SerialBackwards, fromTo(*input.previous, *input.next));
        break;
    case dns::SerialOrder::Undefined:
        add(level, ErrorCode::SerialUndefined,
            fromTo(*input.previous, *input.next) + " is exactly 2^31: neither is newer");
        break;
    case dns::SerialOrder::Equal:
        if (!sameContent(*input.previous, *input.next))
            add(Level::Warning, ErrorCode::SerialBackwards,
                "the records changed, serial " + std::to_string(input.next->serial()) + " did not");
        break;
    }
}

void reportTolerated(const CheckInput& input, std::vector<Finding>& findings)
{
    const auto add = [&](Level level, ErrorCode code, std::uint64_t count, const char* what) {
        if (count > 0)
            findings.push_back(
                {level, code, input.next->apex(), dns::Type::ANY, count, std::to_string(count) + what});
    };
    const zone::Tolerated& tolerated = input.tolerated;
    add(Level::Warning, ErrorCode::ZoneNameOutside, tolerated.outsideZone,
        " records outside the zone left out");
    add(Level::Warning, ErrorCode::ZoneMixedTtl, tolerated.mixedTtl,
        " RRsets with several TTLs, the lowest kept");
    add(Level::Notice, ErrorCode::ZoneDuplicateRecords, tolerated.duplicates, " repeated records");
    add(Level::Notice, ErrorCode::ZoneOccluded, tolerated.occluded, " records below a delegation or DNAME");
}

using Extent = OwnerChecks::Extent;

/// The apex, what differs, what depends on that, and what was wrong before.
std::set<std::string> keysToCheck(const CheckInput& input, const OwnerChecks& checks)
{
    std::set<std::string> keys{std::string()};
    zone::forEachDifference(*input.previous, *input.next, [&](auto from, auto to) {
        const std::string_view key = to ? to->key() : from->key();
        keys.emplace(key);
        for (std::string& dependent : checks.dependents(key))
            keys.insert(std::move(dependent));
        return true;
    });
    if (input.known && !input.trustKnown)
        for (const Finding& finding : *input.known)
            keys.insert(finding.owners.begin(), finding.owners.end());
    return keys;
}

void checkOwners(const CheckInput& input, std::vector<Finding>& findings)
{
    std::optional<std::uint32_t> now;
    if (input.now)
        now = static_cast<std::uint32_t>(base::toMicroseconds(*input.now) / 1'000'000);
    OwnerChecks owners(*input.next, input.previous ? Extent::Some : Extent::Whole, now);
    std::set<std::string> some;
    if (input.previous) {
        some = keysToCheck(input, owners);
        for (const std::string& key : some)
            if (const auto owner = input.next->find(key))
                owners.check(*owner);
    } else {
        input.next->forEach([&](zone::OwnerView owner) {
            owners.check(owner);
            return true;
        });
        owners.finish();
    }
    owners.faults().report(findings, input.previous ? input.known.get() : nullptr,
                           input.trustKnown ? &some : nullptr);
}

} // namespace

std::vector<Finding> checkZone(const CheckInput& input)
{
    std::vector<Finding> findings;
    checkApex(*input.next, findings);
    reportTolerated(input, findings);
    if (input.previous)
        checkSerial(input, findings);
    if (!input.ownersLater)
        checkOwners(input, findings);
    std::ranges::stable_sort(findings, std::ranges::greater(), &Finding::level);
    return findings;
}

bool needsWholeCheck(const zone::ZoneVersion& from, const zone::ZoneVersion& to)
{
    const auto has = [](const std::optional<zone::OwnerView>& owner, dns::Type type) {
        return owner && owner->find(type);
    };
    const auto answers = [&](const std::optional<zone::OwnerView>& owner) {
        return has(owner, dns::Type::A) || has(owner, dns::Type::AAAA);
    };
    bool needed = false;
    zone::forEachDifference(from, to, [&](auto old, auto fresh) {
        needed = (answers(old) && !answers(fresh)) ||
                 (has(fresh, dns::Type::CNAME) && !has(old, dns::Type::CNAME)) ||
                 has(old, dns::Type::NSEC3) || has(fresh, dns::Type::NSEC3);
        return !needed;
    });
    return needed;
}

bool forbidsPublishing(const std::vector<Finding>& findings, bool strict)
{
    return std::ranges::any_of(
        findings, [&](const Finding& f) { return f.level == Level::Error && (strict || !f.onlyWhenStrict); });
}

} // namespace zonescope::build

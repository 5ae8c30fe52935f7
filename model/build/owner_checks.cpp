// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/owner_checks.h"

#include "model/dns/wire_name.h"
#include "model/zone/owner_walk.h"

namespace zonescope::build {
namespace {

constexpr std::uint64_t ownersNamed = 5; // in the detail of a finding

/// Where the name begins in the rdata of the types whose targets need an address.
std::optional<std::size_t> targetOffset(dns::Type type)
{
    switch (type) {
    case dns::Type::NS:
        return 0;
    case dns::Type::MX:
        return 2;
    case dns::Type::SRV:
        return 6;
    default:
        return std::nullopt;
    }
}

bool hasAddress(zone::OwnerView owner)
{
    return owner.find(dns::Type::A) || owner.find(dns::Type::AAAA);
}

/// The key of the name one label up; nothing above the apex.
std::optional<std::string_view> parentKey(std::string_view key)
{
    if (key.empty())
        return std::nullopt;
    const std::size_t separator = key.rfind('\0');
    return separator == std::string_view::npos ? std::string_view() : key.substr(0, separator);
}

const char* typeWord(dns::Type type)
{
    return type == dns::Type::NS ? "NS" : type == dns::Type::MX ? "MX" : "SRV";
}

} // namespace

void OwnerChecks::check(zone::OwnerView owner)
{
    bool alias = false;
    const zone::OwnerWalk walk(owner);
    walk.forEachSet([&](const zone::SetWalk& set) {
        alias |= set.type == dns::Type::CNAME;
        if (const auto offset = targetOffset(set.type))
            checkTargets(owner, set, *offset);
    });
    if (alias && walk.rrsets > 1)
        checkAlias(owner);
    else if (alias && zone::SetWalk(walk.sets).records > 1)
        checkAlias(owner);
}

template <class What>
void OwnerChecks::collect(Collected& kind, zone::OwnerView owner, dns::Type type, const What& what)
{
    if (kind.count == 0) {
        kind.owner = owner.name(m_version.apex());
        kind.type = type;
    }
    if (kind.count < ownersNamed)
        kind.detail += (kind.detail.empty() ? "" : "; ") + what();
    else if (kind.count == ownersNamed)
        kind.detail += "; ...";
    ++kind.count;
}

/// RFC 2181 section 10.1; signatures and NSEC may stand beside a CNAME (RFC 4034 sections 3 and 4).
void OwnerChecks::checkAlias(zone::OwnerView owner)
{
    bool other = false;
    owner.forEachRrset([&](zone::RrsetView set) {
        const dns::Type type = set.type();
        if (type == dns::Type::CNAME)
            other |= set.size() > 1;
        else
            other |= type != dns::Type::RRSIG && type != dns::Type::NSEC;
        return !other;
    });
    if (other)
        collect(m_aliases, owner, dns::Type::CNAME, [&] { return owner.name(m_version.apex()).toText(); });
}

void OwnerChecks::checkTargets(zone::OwnerView owner, const zone::SetWalk& set, std::size_t nameOffset)
{
    set.forEachRdata([&](base::ByteView rdata) {
        if (rdata.size() <= nameOffset)
            return;
        const std::size_t length = dns::plainNameLength(rdata.subspan(nameOffset));
        // The root as a target says "no such service" (RFC 2782, RFC 7505).
        if (length <= 1)
            return;
        const std::string_view wire = base::textOf(rdata.subspan(nameOffset, length));
        if (set.type != dns::Type::NS && wire == m_lastTarget)
            return;
        if (!m_targetKey.make(wire))
            return; // outside the zone
        const std::string_view fault = faultOfTarget(owner, set.type, m_targetKey.key());
        if (fault.empty())
            m_lastTarget = wire;
        else
            collect(m_addresses, owner, set.type, [&] {
                return owner.name(m_version.apex()).toText() + " " + typeWord(set.type) + " " +
                       dns::Name::fromTrustedWire(wire).toText() + " " + std::string(fault);
            });
    });
}

/// Empty when the target can be reached.
std::string_view OwnerChecks::faultOfTarget(zone::OwnerView owner, dns::Type type, std::string_view key)
{
    const auto found = m_version.find(key);
    if (found && hasAddress(*found))
        return {};
    // Below a delegation the child zone answers; only glue for that very delegation has to be here.
    if (const auto cut = delegationAbove(key); cut && !(type == dns::Type::NS && *cut == owner.key()))
        return {};
    if (found && found->find(dns::Type::CNAME))
        return "is an alias"; // RFC 2181 section 10.3
    if (!found && wildcardAnswers(key))
        return {};
    return "has no address";
}

bool OwnerChecks::exists(std::string_view key) const
{
    return m_version.find(key) || m_version.hasBelow(key);
}

/// RFC 4592: the wildcard below the closest name that exists.
bool OwnerChecks::wildcardAnswers(std::string_view key) const
{
    if (exists(key))
        return false;
    for (auto encloser = parentKey(key); encloser; encloser = parentKey(*encloser)) {
        if (!encloser->empty() && !exists(*encloser))
            continue;
        std::string wildcard(*encloser);
        if (!wildcard.empty())
            wildcard += '\0';
        wildcard += '*';
        const auto found = m_version.find(wildcard);
        return found && (hasAddress(*found) || found->find(dns::Type::CNAME));
    }
    return false;
}

std::optional<std::string_view> OwnerChecks::delegationAbove(std::string_view key) const
{
    std::optional<std::string_view> highest;
    for (std::optional<std::string_view> at = key; at && !at->empty(); at = parentKey(*at))
        if (const auto found = m_version.find(*at); found && found->find(dns::Type::NS))
            highest = at;
    return highest;
}

void OwnerChecks::report(std::vector<Finding>& findings) const
{
    if (m_aliases.count > 0)
        findings.push_back({Level::Warning, base::ErrorCode::ZoneCnameAndOther, m_aliases.owner,
                            m_aliases.type, m_aliases.count, m_aliases.detail});
    if (m_addresses.count > 0)
        findings.push_back({Level::Warning, base::ErrorCode::ZoneMissingAddress, m_addresses.owner,
                            m_addresses.type, m_addresses.count, m_addresses.detail});
}

} // namespace zonescope::build

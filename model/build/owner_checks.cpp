// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/owner_checks.h"

#include "model/dns/wire_name.h"

namespace zonescope::build {
namespace {

constexpr std::int32_t soon = 3 * 86400; // signers renew a week before the end, or a quarter of the lifetime
constexpr int mostGlue = 64;             // owners without NSEC between two that have one

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

/// Seconds of serial arithmetic (RFC 4034 section 3.1.5) until the signature ends; negative: it has.
std::int32_t secondsLeft(base::ByteView rrsig, std::uint32_t now)
{
    std::uint32_t expiration = 0;
    for (std::size_t i = 8; i < 12; ++i)
        expiration = expiration << 8 | rrsig[i];
    return static_cast<std::int32_t>(expiration - now);
}

/// The greatest key less than this one: without its last octet, and then as late as possible.
std::optional<zone::OwnerView> ownerBefore(const zone::ZoneVersion& version, std::string_view key)
{
    std::string before(key);
    const char last = before.back();
    before.pop_back();
    if (last != '\0') {
        before += static_cast<char>(static_cast<unsigned char>(last) - 1);
        before.append(8, '\xff');
    }
    return version.findAtOrBefore(before);
}

bool isWildcard(std::string_view key)
{
    return key == "*" || (key.size() > 2 && key.ends_with('*') && key[key.size() - 2] == '\0');
}

bool isAddress(dns::Type type)
{
    return type == dns::Type::A || type == dns::Type::AAAA;
}

bool hasOnlyAddresses(const zone::OwnerWalk& walk)
{
    bool only = true;
    walk.forEachSet([&](const zone::SetWalk& set) { only &= isAddress(set.type); });
    return only;
}

} // namespace

OwnerChecks::OwnerChecks(const zone::ZoneVersion& version, Extent extent, std::optional<std::uint32_t> now)
    : m_version(version)
    , m_extent(extent)
    , m_now(now)
    , m_targetKey(version.apex().wire())
    , m_faults(version.apex())
    , m_nsec3(version)
{
    const auto apex = version.find(std::string_view());
    m_hasNsec = apex && apex->find(dns::Type::NSEC);
}

void OwnerChecks::check(zone::OwnerView owner)
{
    const zone::OwnerWalk walk(owner);
    bool alias = false;
    bool cut = false;
    bool nsec = false;
    walk.forEachSet([&](const zone::SetWalk& set) {
        switch (set.type) {
        case dns::Type::CNAME:
            alias = true;
            break;
        case dns::Type::NS:
        case dns::Type::DS:
        case dns::Type::DNAME:
            cut = true;
            break;
        case dns::Type::RRSIG:
            checkSignatures(owner, set);
            break;
        case dns::Type::NSEC:
            nsec = true;
            set.forEachRdata([&](base::ByteView rdata) { checkNsec(owner, rdata); });
            break;
        case dns::Type::NSEC3:
            set.forEachRdata([&](base::ByteView rdata) {
                m_extent == Extent::Whole ? m_nsec3.add(owner, rdata, m_faults)
                                          : m_nsec3.checkAlone(owner, rdata, m_faults);
            });
            break;
        default:
            break;
        }
        if (const auto offset = targetOffset(set.type))
            checkTargets(owner, set, *offset);
    });
    if (alias)
        checkAlias(owner, walk);
    if (m_extent == Extent::Some)
        checkAbove(owner, walk);
    // A name that answers has an NSEC in a zone that uses them; glue and what is hidden has none.
    if (m_hasNsec && !nsec && !isBelowCut(owner.key()))
        m_faults.add(Fault::NsecChain, owner, dns::Type::NSEC,
                     [&] { return nameText(owner) + " has no NSEC"; });
    if (cut)
        checkDelegation(owner, walk);
}

/// RFC 2181 section 10.1; signatures and NSEC may stand beside a CNAME (RFC 4034 sections 3 and 4).
void OwnerChecks::checkAlias(zone::OwnerView owner, const zone::OwnerWalk& walk)
{
    bool other = false;
    bool several = false;
    walk.forEachSet([&](const zone::SetWalk& set) {
        if (set.type == dns::Type::CNAME)
            several = set.records > 1;
        else
            other |= set.type != dns::Type::RRSIG && set.type != dns::Type::NSEC;
    });
    const auto name = [&] { return nameText(owner); };
    if (other)
        m_faults.add(Fault::AliasAndOther, owner, dns::Type::CNAME, name);
    if (several)
        m_faults.add(Fault::SeveralAliases, owner, dns::Type::CNAME, name);
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
        const auto fault = faultOfTarget(owner, set.type, m_targetKey.key());
        if (!fault)
            m_lastTarget = wire;
        else
            m_faults.add(*fault, owner, set.type, [&] {
                return nameText(owner) + " " + typeWord(set.type) + " " +
                       dns::Name::fromTrustedWire(wire).toText() +
                       (*fault == Fault::TargetAlias ? " is an alias" : " has no address");
            });
    });
}

/// Nothing when the target can be reached.
std::optional<Fault> OwnerChecks::faultOfTarget(zone::OwnerView owner, dns::Type type, std::string_view key)
{
    const auto found = m_version.find(key);
    if (found && hasAddress(*found))
        return std::nullopt;
    // Below a delegation the child zone answers; only glue for that very delegation has to be here.
    if (const auto cut = delegationAbove(key); cut && !(type == dns::Type::NS && *cut == owner.key()))
        return std::nullopt;
    if (found && found->find(dns::Type::CNAME))
        return Fault::TargetAlias; // RFC 2181 section 10.3
    if (!found && wildcardAnswers(key))
        return std::nullopt;
    return Fault::MissingAddress;
}

void OwnerChecks::checkDelegation(zone::OwnerView owner, const zone::OwnerWalk& walk)
{
    bool ns = false;
    bool ds = false;
    bool dname = false;
    walk.forEachSet([&](const zone::SetWalk& set) {
        ns |= set.type == dns::Type::NS;
        ds |= set.type == dns::Type::DS;
        dname |= set.type == dns::Type::DNAME;
    });
    const auto name = [&] { return nameText(owner); };
    if (ds && !ns)
        m_faults.add(Fault::DsWithoutNs, owner, dns::Type::DS, name);
    if (ns && isWildcard(owner.key()))
        m_faults.add(Fault::WildcardNs, owner, dns::Type::NS, name); // RFC 4592 section 4.2
    if (dname && m_version.hasBelow(owner.key()))
        m_faults.add(Fault::BelowDname, owner, dns::Type::DNAME, name); // RFC 6672 section 2.4
    const bool hides = dname || (ns && !owner.key().empty());
    if (m_extent == Extent::Whole && hides && (m_cut.empty() || !owner.key().starts_with(m_cut)))
        m_cut = std::string(owner.key()) + (owner.key().empty() ? "" : std::string(1, '\0'));
}

void OwnerChecks::checkSignatures(zone::OwnerView owner, const zone::SetWalk& set)
{
    if (!m_now)
        return;
    bool expired = false;
    bool expiring = false;
    set.forEachRdata([&](base::ByteView rdata) {
        if (rdata.size() < 18)
            return;
        const std::int32_t left = secondsLeft(rdata, *m_now);
        expired |= left < 0;
        expiring |= left >= 0 && left < soon;
    });
    const auto name = [&] { return nameText(owner); };
    if (expired)
        m_faults.add(Fault::SignatureExpired, owner, dns::Type::RRSIG, name);
    else if (expiring)
        m_faults.add(Fault::SignatureExpiring, owner, dns::Type::RRSIG, name);
}

/// Each NSEC points to the owner of the next one (RFC 4034 section 4.1.1).
void OwnerChecks::checkNsec(zone::OwnerView owner, base::ByteView rdata)
{
    const std::size_t length = dns::plainNameLength(rdata);
    if (length == 0 || !m_targetKey.make(base::textOf(rdata.first(length)))) {
        m_faults.add(Fault::NsecChain, owner, dns::Type::NSEC,
                     [&] { return nameText(owner) + " points outside the zone"; });
        m_nsecNext.reset();
        return;
    }
    const std::string next(m_targetKey.key());
    const auto hole = [&] {
        return nameText(owner) + " points to " +
               dns::Name::fromTrustedWire(base::textOf(rdata.first(length))).toText();
    };
    if (m_extent == Extent::Some) {
        if (next != nextWithNsec(owner.key()))
            m_faults.add(Fault::NsecChain, owner, dns::Type::NSEC, hole);
        return;
    }
    if (m_nsecNext && *m_nsecNext != owner.key())
        if (const auto before = m_version.find(*m_nsecOwner))
            m_faults.add(Fault::NsecChain, *before, dns::Type::NSEC,
                         [&] { return nameText(*before) + " does not point to " + nameText(owner); });
    m_nsecNext = next;
    m_nsecOwner = owner.key();
}

void OwnerChecks::finish()
{
    m_nsec3.finish(m_faults);
    if (m_nsecNext && !m_nsecNext->empty()) // the last one points to the apex
        if (const auto last = m_version.find(*m_nsecOwner))
            m_faults.add(Fault::NsecChain, *last, dns::Type::NSEC,
                         [&] { return nameText(*last) + " does not point to the apex"; });
}

/// Hidden by a delegation; the load counts this for a whole zone.
void OwnerChecks::checkAbove(zone::OwnerView owner, const zone::OwnerWalk& walk)
{
    for (auto above = parentKey(owner.key()); above && !above->empty(); above = parentKey(*above)) {
        const auto found = m_version.find(*above);
        if (!found || !found->find(dns::Type::NS) || hasOnlyAddresses(walk))
            continue;
        m_faults.add(Fault::Occluded, owner, dns::Type::NS, [&] { return nameText(owner); });
        return;
    }
}

bool OwnerChecks::isBelowCut(std::string_view key)
{
    if (m_extent == Extent::Whole)
        return !m_cut.empty() && key.starts_with(m_cut);
    for (auto above = parentKey(key); above; above = parentKey(*above))
        if (const auto found = m_version.find(*above);
            found && (found->find(dns::Type::DNAME) || (!above->empty() && found->find(dns::Type::NS))))
            return true;
    return false;
}

std::string OwnerChecks::nextWithNsec(std::string_view key) const
{
    std::string next;
    const std::string behind = std::string(key) + '\0';
    int steps = 0;
    m_version.forEachFrom(key.empty() ? std::string_view("\0", 1) : std::string_view(behind),
                          [&](zone::OwnerView owner) {
                              if (owner.key() == key || !owner.find(dns::Type::NSEC))
                                  return ++steps < mostGlue;
                              next = owner.key();
                              return false;
                          });
    return next;
}

std::vector<std::string> OwnerChecks::dependents(std::string_view key) const
{
    std::vector<std::string> keys;
    for (auto above = parentKey(key); above; above = parentKey(*above))
        if (const auto found = m_version.find(*above);
            found && (found->find(dns::Type::NS) || found->find(dns::Type::DNAME)))
            keys.emplace_back(*above);
    if (!m_hasNsec || key.empty())
        return keys;
    // Glue in between has no NSEC: a few steps back lead to the owner that has.
    std::optional<zone::OwnerView> before = m_version.findAtOrBefore(key);
    for (int steps = 0; before && steps < mostGlue; ++steps) {
        if (before->key() != key && before->find(dns::Type::NSEC)) {
            keys.emplace_back(before->key());
            break;
        }
        if (before->key().empty())
            break;
        before = ownerBefore(m_version, before->key());
    }
    return keys;
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

} // namespace zonescope::build

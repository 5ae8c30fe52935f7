// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/overlay.h"

#include "model/dns/text.h"
#include "model/zone/canonical_rdata.h"
#include "model/zone/rrset_changes.h"

#include <algorithm>
#include <array>

namespace zonescope::zone {
namespace {

using base::ErrorCode;

constexpr std::uint32_t defaultTtl = 300;
constexpr std::array<std::string_view, 3> actionNames{"add", "replace", "delete"};

std::string_view takeWord(std::string_view& text)
{
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    const std::size_t end = std::min(text.find_first_of(" \t\r", begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
    return word;
}

base::Result<dns::Name> nameBelow(std::string_view text, const dns::Name& apex)
{
    if (text == "@")
        return apex;
    const bool absolute = text.ends_with('.') && !text.ends_with("\\.");
    return dns::Name::fromText(absolute ? std::string(text) : std::string(text) + "." + apex.toText());
}

base::Status lineFault(std::size_t line, std::string_view what)
{
    return base::fail(ErrorCode::SyntaxError, "line " + std::to_string(line) + ": " + std::string(what));
}

/// Types that would make the zone unsound whatever they hold.
bool mayNotBeOurs(dns::Type type)
{
    switch (type) {
    case dns::Type::SOA:
    case dns::Type::RRSIG:
    case dns::Type::NSEC:
    case dns::Type::NSEC3:
    case dns::Type::NSEC3PARAM:
    case dns::Type::ZONEMD:
    case dns::Type::OPT:
    case dns::Type::TSIG:
    case dns::Type::IXFR:
    case dns::Type::AXFR:
    case dns::Type::ANY:
        return true;
    default:
        return false;
    }
}

/// Reads the lines. Records of all lines go through the scanner at once, each on its own line, so that its
/// messages have the right line numbers.
class OverlayReader
{
public:
    explicit OverlayReader(const dns::Name& apex)
        : m_apex(apex)
    {
    }

    base::Result<std::vector<Override>> read(std::string_view text)
    {
        for (std::size_t line = 1; !text.empty(); ++line) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            if (auto taken = takeLine(line, text.substr(0, end)); !taken)
                return tl::unexpected(taken.error());
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (auto taken = takeRecords(); !taken)
            return tl::unexpected(taken.error());
        std::ranges::sort(m_entries, [](const Override& a, const Override& b) {
            return a.owner == b.owner ? a.type < b.type : a.owner < b.owner;
        });
        return std::move(m_entries);
    }

private:
    struct Line
    {
        std::size_t number = 0;
        OverrideAction action = OverrideAction::Add;
    };

    base::Status takeLine(std::size_t number, std::string_view line)
    {
        const std::string_view word = takeWord(line);
        base::Status done;
        if (!word.empty() && word.front() != ';') {
            const auto action = std::ranges::find(actionNames, word);
            if (action == actionNames.end())
                return lineFault(number, "begins with \"" + std::string(word) +
                                             "\", not with add, replace or delete");
            const auto which = static_cast<OverrideAction>(action - actionNames.begin());
            if (which == OverrideAction::Delete) {
                done = takeDelete(number, line);
            } else if (line.empty() || line.front() == '$' || line.front() == ';') {
                done = lineFault(number, "has no record");
            } else {
                m_lines.push_back({number, which});
                m_text.append(line);
            }
        }
        m_text += '\n';
        return done;
    }

    base::Status takeDelete(std::size_t number, std::string_view line)
    {
        const std::string_view owner = takeWord(line);
        const std::string_view typeWord = takeWord(line);
        if (typeWord.empty() || !(line.empty() || line.front() == ';'))
            return lineFault(number, "delete takes a name and a type");
        const auto name = nameBelow(owner, m_apex);
        if (!name)
            return lineFault(number, base::toString(name.error()));
        const auto type = dns::typeFromText(typeWord);
        if (!type)
            return lineFault(number, base::toString(type.error()));
        return put(number, {OverrideAction::Delete, *name, *type, 0, {}});
    }

    base::Status takeRecords()
    {
        if (m_lines.empty())
            return {};
        auto records = dns::recordsFromText(m_text, m_apex, defaultTtl);
        if (!records)
            return tl::unexpected(records.error());
        if (records->size() != m_lines.size())
            return lineFault(m_lines.front().number, "each line must hold one whole record");
        for (std::size_t i = 0; i < records->size(); ++i) {
            dns::Record& record = (*records)[i];
            if (record.recordClass != dns::Class::IN)
                return lineFault(m_lines[i].number, "only class IN");
            Override entry{m_lines[i].action, std::move(record.owner), record.type, record.ttl, {}};
            entry.rdata.push_back(std::move(record.rdata));
            if (auto done = put(m_lines[i].number, std::move(entry)); !done)
                return done;
        }
        return {};
    }

    base::Status put(std::size_t line, Override entry)
    {
        if (!entry.owner.isAtOrBelow(m_apex))
            return lineFault(line, entry.owner.toText() + " is outside the zone");
        if (mayNotBeOurs(entry.type))
            return lineFault(line, dns::typeText(entry.type) + " cannot be overridden");
        const auto same = std::ranges::find_if(
            m_entries, [&](const Override& e) { return e.type == entry.type && e.owner == entry.owner; });
        if (same == m_entries.end()) {
            m_entries.push_back(std::move(entry));
            return {};
        }
        if (same->action != entry.action || entry.action == OverrideAction::Delete)
            return lineFault(line, entry.owner.toText() + " " + dns::typeText(entry.type) + " stands twice");
        same->ttl = std::min(same->ttl, entry.ttl);
        same->rdata.push_back(std::move(entry.rdata.front()));
        return {};
    }

    const dns::Name& m_apex;
    std::string m_text;
    std::vector<Line> m_lines; ///< those with a record, in order
    std::vector<Override> m_entries;
};

bool sameData(RrsetView set, const Override& entry)
{
    if (set.size() != entry.rdata.size() || set.ttl() != entry.ttl)
        return false;
    return std::ranges::all_of(entry.rdata, [&](const base::Bytes& rdata) {
        for (std::size_t i = 0; i < set.size(); ++i)
            if (compareCanonical(entry.type, set.rdata(i), base::viewOf(rdata)) == 0)
                return true;
        return false;
    });
}

bool aliasAndOther(OwnerView owner)
{
    bool alias = false;
    bool other = false;
    owner.forEachRrset([&](RrsetView set) {
        alias |= set.type() == dns::Type::CNAME;
        other |=
            set.type() != dns::Type::CNAME && set.type() != dns::Type::RRSIG && set.type() != dns::Type::NSEC;
        return true;
    });
    return alias && other;
}

/// Hidden by a delegation or DNAME; addresses below a delegation are glue.
bool isOccluded(const ZoneVersion& version, const Override& entry)
{
    const bool address = entry.type == dns::Type::A || entry.type == dns::Type::AAAA;
    const bool ofParent = entry.type == dns::Type::NS || entry.type == dns::Type::DS;
    const std::size_t labels = entry.owner.labelCount() - version.apex().labelCount();
    for (std::size_t up = 0; up <= labels; ++up) {
        const auto above = version.find(entry.owner.parent(up));
        if (!above)
            continue;
        if (up > 0 && above->find(dns::Type::DNAME))
            return true;
        if (up < labels && above->find(dns::Type::NS) && !address && !(up == 0 && ofParent))
            return true;
    }
    return false;
}

} // namespace

std::string_view overrideActionName(OverrideAction action)
{
    return actionNames[static_cast<std::size_t>(action)];
}

std::string toText(const OverrideConflict& conflict)
{
    constexpr std::array<std::string_view, 5> reasons{
        "the zone has it already, with other data", "the zone has no such records",
        "the name has a CNAME and other records", "lies below a delegation or DNAME",
        "the zone is signed: resolvers that validate refuse it"};
    return std::string(overrideActionName(conflict.action)) + " " + conflict.owner.toText() + " " +
           dns::typeText(conflict.type) + ": " + std::string(reasons[static_cast<std::size_t>(conflict.why)]);
}

base::Result<Overlay> Overlay::parse(std::string_view text, const dns::Name& apex)
{
    Overlay overlay;
    if (text.empty())
        return overlay;
    auto entries = OverlayReader(apex).read(text);
    if (!entries)
        return tl::unexpected(entries.error());
    overlay.m_entries = std::move(*entries);
    return overlay;
}

base::Result<Overlay::Laid> Overlay::over(const ZoneVersionPtr& transferred) const
{
    using Why = OverrideConflict::Why;
    Laid laid;
    std::vector<RrsetChange> changes;
    const auto conflict = [&](Why why, const Override& entry) {
        laid.conflicts.push_back({why, entry.owner, entry.type, entry.action});
    };
    const auto apex = transferred->find(std::string_view());
    const bool isSigned = apex && apex->find(dns::Type::DNSKEY);
    for (const Override& entry : m_entries) {
        const auto owner = transferred->find(entry.owner);
        const auto set = owner ? owner->find(entry.type) : std::nullopt;
        if (entry.action == OverrideAction::Add && set && !sameData(*set, entry))
            conflict(Why::AlreadyThere, entry);
        if (entry.action != OverrideAction::Add && !set)
            conflict(Why::NothingThere, entry);
        if (isSigned)
            conflict(Why::Signed, entry);
        changes.push_back({entry.owner, entry.type, entry.ttl, entry.rdata, true});
    }
    auto version = changeRrsets(transferred, changes);
    if (!version)
        return tl::unexpected(version.error());
    laid.version = std::move(*version);
    for (const Override& entry : m_entries) {
        if (entry.action == OverrideAction::Delete)
            continue;
        if (const auto owner = laid.version->find(entry.owner); owner && aliasAndOther(*owner))
            conflict(Why::Alias, entry);
        if (isOccluded(*laid.version, entry))
            conflict(Why::Occluded, entry);
    }
    return laid;
}

} // namespace zonescope::zone

// SPDX-License-Identifier: GPL-3.0-or-later
// Any zone as a catalog, any lines as own records over it: a catalog that reads is written and read the same;
// own records leave SOA and serial alone. The input is a zone file, after a zero octet own records.
#include "model/dns/text.h"
#include "model/zone/catalog.h"
#include "model/zone/overlay.h"
#include "model/zone/zonemd.h"
#include "tests/fuzz/fuzz_check.h"

#include <algorithm>
#include <tuple>

using namespace zonescope;

namespace {

/// One text can be several character strings: two records of one group are written as one, and in another
/// order.
std::vector<zone::CatalogMember> withSortedGroups(std::vector<zone::CatalogMember> members)
{
    for (zone::CatalogMember& member : members) {
        std::ranges::sort(member.groups);
        member.groups.erase(std::unique(member.groups.begin(), member.groups.end()), member.groups.end());
    }
    return members;
}

void asCatalog(const zone::ZoneVersion& version)
{
    const auto content = zone::readCatalog(version);
    if (!content) {
        FUZZ_CHECK(content.error().code == base::ErrorCode::CatalogBroken);
        FUZZ_CHECK(!content.error().detail.empty());
        return;
    }
    const auto made = zone::makeCatalog(version.apex(), version.serial(), content->members);
    if (!made)
        return; // labels that fit below the apex of theirs and not below ours
    const auto again = zone::readCatalog(**made);
    FUZZ_CHECK(again && withSortedGroups(again->members) == withSortedGroups(content->members));
}

void asDigest(const zone::ZoneVersionPtr& version)
{
    const auto verdict = zone::verifyZonemd(*version, zone::ZonemdCheck::Required);
    FUZZ_CHECK(verdict || !verdict.error().detail.empty());
    const auto own = zone::withZonemd(version, zone::ZonemdDigest::Sha384);
    if (own && *own != version)
        FUZZ_CHECK(zone::verifyZonemd(**own, zone::ZonemdCheck::Required).has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const dns::Name apex = dns::Name::fromTrustedWire(std::string_view("\7catalog\0", 9));
    const std::string_view text = base::textOf({data, size});
    const std::size_t end = std::min(text.find('\0'), text.size());
    const std::string_view zoneText = text.substr(0, end);
    const std::string_view lines = text.substr(std::min(end + 1, text.size()));

    zone::ZoneLoader loader(apex, 1000);
    std::ignore = loader.add(
        dns::Record{apex, dns::Type::SOA, dns::Class::IN, 0, dns::Soa{apex, apex, 7, 1, 1, 1, 1}.toRdata()});
    std::ignore = dns::parseZoneText(zoneText, apex, 0, [&](const dns::Record& record) {
        if (record.type != dns::Type::SOA)
            std::ignore = loader.add(record);
    });
    const auto version = loader.finish();
    if (!version)
        return 0;
    asCatalog(**version);
    asDigest(*version);
    const auto overlay = zone::Overlay::parse(lines, apex);
    if (!overlay) {
        FUZZ_CHECK(!overlay.error().detail.empty());
        return 0;
    }
    const auto laid = overlay->over(*version);
    FUZZ_CHECK(laid.has_value());
    FUZZ_CHECK(laid->version->serial() == 7 && laid->version->soaRecord() == (*version)->soaRecord());
    for (const zone::OverrideConflict& conflict : laid->conflicts)
        FUZZ_CHECK(!zone::toText(conflict).empty());
    return 0;
}

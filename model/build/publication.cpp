// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/publication.h"

#include "model/dns/serial.h"
#include "model/dns/wire_name.h"
#include "model/zone/rrset_changes.h"
#include "model/zone/zonemd.h"

namespace zonescope::build {
namespace {

using zone::RrsetChange;
using zone::ZoneVersion;
using zone::ZoneVersionPtr;

/// What the apex points to; a CNAME there comes from an override only.
std::optional<dns::Name> aliasOf(const ZoneVersion& version)
{
    const auto apex = version.find(std::string_view());
    for (const dns::Type type : {dns::Type::CNAME, aliasType})
        if (const auto set = apex ? apex->find(type) : std::nullopt) {
            const base::ByteView rdata = set->rdata(0);
            const std::size_t length = dns::plainNameLength(rdata);
            if (length != 0 && length == rdata.size())
                return dns::Name::fromTrustedWire(base::textOf(rdata));
        }
    return std::nullopt;
}

base::Status flatten(Publication& publication, const Recipe& recipe)
{
    publication.alias = aliasOf(*publication.version);
    if (!publication.alias)
        return {};
    const FlattenedApex* found = recipe.flattened.get();
    publication.aliasUnknown = found == nullptr || !(found->target == *publication.alias);
    const dns::Name& apex = publication.version->apex();
    std::vector<RrsetChange> changes{{apex, dns::Type::CNAME, 0, {}, true}, {apex, aliasType, 0, {}, true}};
    // Addresses that stand beside an ALIAS are the primary's own fallback: ours replace them when there are
    // any.
    if (found != nullptr) {
        changes.push_back({apex, dns::Type::A, found->ttl, found->a, true});
        changes.push_back({apex, dns::Type::AAAA, found->ttl, found->aaaa, true});
    }
    auto version = zone::changeRrsets(publication.version, changes);
    if (!version)
        return tl::unexpected(version.error());
    publication.version = std::move(*version);
    return {};
}

/// Same records, the serial and the digest aside.
bool sameContent(const ZoneVersion& a, const ZoneVersion& b)
{
    bool same = true;
    zone::forEachDifference(a, b, [&](auto from, auto to) {
        if (!from || !to || !from->key().empty())
            return same = false;
        // The apex: the SOA differs at least in its serial.
        const auto part = [](zone::OwnerView owner) {
            std::string octets;
            owner.forEachRrset([&](zone::RrsetView set) {
                if (set.type() == dns::Type::SOA || set.type() == dns::Type::ZONEMD)
                    return true;
                octets += std::to_string(static_cast<int>(set.type())) + ':';
                for (std::size_t i = 0; i < set.size(); ++i)
                    octets += std::to_string(set.ttl(i)) + ':' + std::to_string(set.rdata(i).size()) + ':' +
                              std::string(base::textOf(set.rdata(i)));
                return true;
            });
            return octets;
        };
        return same = part(*from) == part(*to);
    });
    if (!same)
        return false;
    dns::Soa soaOfB = b.soa();
    soaOfB.serial = a.serial();
    return soaOfB == a.soa() && a.soaRecord().ttl == b.soaRecord().ttl;
}

/// Edges fetch what has a newer serial: content of our own that changes without the primary needs one.
std::uint32_t serialFor(const ZoneVersion& version, const Recipe& recipe)
{
    std::optional<std::uint32_t> last = recipe.lastSerial;
    if (!last && recipe.publishedBefore)
        last = recipe.publishedBefore->serial();
    if (!last || dns::isNewer(version.serial(), *last))
        return version.serial();
    const bool kept = recipe.publishedBefore && recipe.publishedBefore->serial() == *last &&
                      sameContent(*recipe.publishedBefore, version) &&
                      zone::hasZonemd(*recipe.publishedBefore) ==
                          (zone::hasZonemd(version) || recipe.zonemdDigest != zone::ZonemdDigest::None);
    if (kept)
        return *last;
    // After a restart the version published last is gone, its serial is not; the same content again is rare
    // enough that one more transfer by the edges does not hurt.
    return *last + 1;
}

} // namespace

base::Result<Publication> publicationOf(const ZoneVersionPtr& transferred, const Recipe& recipe)
{
    Publication publication;
    publication.version = transferred;
    if (!recipe.changesContent())
        return publication;
    if (recipe.overlay && !recipe.overlay->empty()) {
        auto laid = recipe.overlay->over(transferred);
        if (!laid)
            return tl::unexpected(laid.error());
        publication.version = std::move(laid->version);
        publication.conflicts = std::move(laid->conflicts);
        // What is flattened is no CNAME beside others when it leaves.
        if (recipe.flatten)
            std::erase_if(publication.conflicts, [&](const zone::OverrideConflict& conflict) {
                return conflict.why == zone::OverrideConflict::Why::Alias &&
                       conflict.owner == transferred->apex();
            });
    }
    if (recipe.flatten)
        if (auto done = flatten(publication, recipe); !done)
            return tl::unexpected(done.error());
    const std::uint32_t serial = serialFor(*publication.version, recipe);
    if (serial != publication.version->serial()) {
        auto version =
            zone::changeRrsets(publication.version, {zone::serialChange(*publication.version, serial)});
        if (!version)
            return tl::unexpected(version.error());
        publication.version = std::move(*version);
    }
    if (recipe.zonemdDigest != zone::ZonemdDigest::None) {
        auto version = zone::withZonemd(publication.version, recipe.zonemdDigest);
        if (!version)
            return tl::unexpected(version.error());
        publication.version = std::move(*version);
    }
    return publication;
}

} // namespace zonescope::build

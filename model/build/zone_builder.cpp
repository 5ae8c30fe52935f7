// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/zone_builder.h"

#include "model/build/owner_packer.h"
#include "model/build/rrset_packer.h"
#include "model/zone/zonemd.h"

namespace zonescope::build {
namespace {

/// Below this a difference is always as good as the whole.
constexpr std::uint64_t fewOwners = 64;

/// To look at a thousand owners again costs more than all that is done for one change.
bool knowsMany(const CheckInput& versions)
{
    std::size_t owners = 0;
    if (versions.known)
        for (const Finding& finding : *versions.known)
            owners += finding.owners.size();
    return owners > fewOwners;
}

/// RFC 8976 section 4: of what was transferred, before anything of ours is laid over it.
void checkDigest(const BuildInput& input, std::vector<Finding>& findings)
{
    // An error of the content that refuses the version anyway need not be paid for.
    if (forbidsPublishing(findings, input.recipe.strict))
        return;
    if (const auto fits = zone::verifyZonemd(*input.versions.next, input.recipe.zonemdCheck); !fits)
        findings.insert(findings.begin(), {Level::Error, fits.error().code, input.versions.next->apex(),
                                           dns::Type::ZONEMD, 1, fits.error().detail});
}

} // namespace

void EntryBatch::remove(std::string_view key)
{
    m_octets.append(key);
    m_items.push_back({0, static_cast<std::uint16_t>(key.size()), true});
    ++m_removes;
}

void EntryBatch::reserve(std::size_t entries, std::size_t octets)
{
    m_items.reserve(entries);
    m_octets.room(octets);
}

EntryBatch packWhole(base::ZoneId zone, const zone::ZoneVersion& version)
{
    EntryBatch batch;
    // An entry is an RRset or two; its octets come out a fifth above those in memory.
    batch.reserve(version.rrsetCount() + 1, version.memoryBytes() * 5 / 4);
    OwnerPacker packer(zone);
    batch.put(packer.metaKey(), packMeta(version));
    version.forEach([&](zone::OwnerView owner) {
        packer.pack(owner, [&](std::string_view key, std::string_view value) { batch.put(key, value); });
        return true;
    });
    return batch;
}

BuildResult build(const BuildInput& input)
{
    CheckInput versions = input.versions;
    BuildResult result;
    result.checkWhole =
        !versions.previous && !input.recipe.strict && versions.next->recordCount() > checkedAtOnce;
    versions.ownersLater = result.checkWhole;
    versions.trustKnown = versions.previous && !input.recipe.strict && knowsMany(versions);
    result.findings = checkZone(versions);
    checkDigest(input, result.findings);
    result.publishable = !forbidsPublishing(result.findings, input.recipe.strict);
    if (!result.publishable)
        return result;
    auto publication = publicationOf(versions.next, input.recipe);
    if (!publication) {
        result.publishable = false;
        result.findings.insert(result.findings.begin(),
                               {Level::Error, publication.error().code, versions.next->apex(), dns::Type::SOA,
                                1, publication.error().detail});
        return result;
    }
    result.publication = std::move(*publication);
    if (!versions.previous) {
        if (!input.packed)
            result.entries = packWhole(input.zone, *versions.next);
        result.ownersTouched = versions.next->ownerCount();
        result.recordsAdded = versions.next->recordCount();
        return result;
    }
    const DifferenceCounts counts = packDifference(
        input.zone, *versions.previous, *versions.next,
        [&](std::string_view key, std::string_view value) { result.entries.put(key, value); },
        [&](std::string_view key) { result.entries.remove(key); });
    result.checkWhole = versions.trustKnown || needsWholeCheck(*versions.previous, *versions.next);
    result.difference = counts.owners <= fewOwners || counts.owners * 2 <= versions.next->ownerCount();
    if (!result.difference)
        result.entries = packWhole(input.zone, *versions.next);
    result.ownersTouched = counts.owners;
    result.recordsAdded = counts.recordsAdded;
    result.recordsRemoved = counts.recordsRemoved;
    return result;
}

} // namespace zonescope::build

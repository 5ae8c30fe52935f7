// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/rrset_changes.h"

#include "model/zone/tree_editor.h"
#include "model/zone/tree_version.h"

#include <algorithm>

namespace zonescope::zone {
namespace {

struct Placed
{
    std::string key;
    const RrsetChange* change = nullptr;
};
using Changes = std::span<const Placed>;

/// The last of those for this type.
const RrsetChange* changeOf(Changes changes, dns::Type type)
{
    const RrsetChange* found = nullptr;
    for (const Placed& placed : changes)
        if (placed.change->type == type)
            found = placed.change;
    return found;
}

void keepSignatures(RrsetView signatures, Changes changes, OwnerDraft& after)
{
    for (std::size_t i = 0, n = signatures.size(); i < n; ++i) {
        const auto covered = coveredType(signatures.rdata(i));
        const RrsetChange* change = covered ? changeOf(changes, *covered) : nullptr;
        if (change == nullptr || !change->dropSignatures)
            after.add(dns::Type::RRSIG, signatures.ttl(i), signatures.rdata(i));
    }
}

void rewrite(Changes changes, std::optional<OwnerView> before, OwnerDraft& after)
{
    if (before) {
        after.spell(casedOwner(*before));
        before->forEachRrset([&](RrsetView set) {
            if (changeOf(changes, set.type()))
                return true;
            if (set.type() == dns::Type::RRSIG)
                keepSignatures(set, changes, after);
            else
                after.add(set);
            return true;
        });
    }
    for (const Placed& placed : changes)
        if (changeOf(changes, placed.change->type) == placed.change)
            for (const base::Bytes& rdata : placed.change->rdata)
                after.add(placed.change->type, placed.change->ttl, base::viewOf(rdata));
}

} // namespace

base::Result<ZoneVersionPtr> changeRrsets(const ZoneVersionPtr& base, const std::vector<RrsetChange>& changes)
{
    if (changes.empty())
        return base;
    std::vector<Placed> placed;
    placed.reserve(changes.size());
    for (const RrsetChange& change : changes)
        placed.push_back({change.owner.canonicalKey(base->apex()), &change});
    std::ranges::stable_sort(placed, {}, &Placed::key);
    std::vector<std::string_view> keys;
    std::vector<std::size_t> firsts;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (i > 0 && placed[i].key == keys.back())
            continue;
        keys.emplace_back(placed[i].key);
        firsts.push_back(i);
    }
    firsts.push_back(placed.size());
    TreeEditor editor(
        keys, [&](std::size_t index, std::optional<OwnerView> before, OwnerDraft& after) -> base::Status {
            rewrite(Changes(placed).subspan(firsts[index], firsts[index + 1] - firsts[index]), before, after);
            return {};
        });
    auto root = editor.edit(TreeVersion::of(*base).root());
    if (!root)
        return tl::unexpected(root.error());
    return TreeVersion::make(base->apex(), std::move(*root));
}

RrsetChange serialChange(const ZoneVersion& version, std::uint32_t serial)
{
    dns::Soa soa = version.soa();
    soa.serial = serial;
    return {version.apex(), dns::Type::SOA, version.soaRecord().ttl, {soa.toRdata()}, true};
}

std::optional<dns::Type> coveredType(base::ByteView rrsig)
{
    if (rrsig.size() < 2)
        return std::nullopt;
    return static_cast<dns::Type>(rrsig[0] << 8 | rrsig[1]);
}

} // namespace zonescope::zone

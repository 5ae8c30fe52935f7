// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/rrset_packer.h"

#include "model/build/owner_packer.h"
#include "model/zone/canonical_rdata.h"

namespace zonescope::build {
namespace {

/// Octets of an RRset as they lie in memory: equal octets, equal data.
bool sameSet(zone::RrsetView a, zone::RrsetView b)
{
    if (a.size() != b.size() || a.ttl() != b.ttl())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a.ttl(i) != b.ttl(i) || base::textOf(a.rdata(i)) != base::textOf(b.rdata(i)))
            return false;
    return true;
}

/// Counts the records of one RRset that come and go; the SOA is left out, as in zone::Difference.
void countSet(std::optional<zone::RrsetView> from, std::optional<zone::RrsetView> to,
              DifferenceCounts& counts)
{
    const dns::Type type = from ? from->type() : to->type();
    if (type == dns::Type::SOA || (from && to && sameSet(*from, *to)))
        return;
    const std::size_t old = from ? from->size() : 0;
    const std::size_t fresh = to ? to->size() : 0;
    for (std::size_t i = 0, j = 0; i < old || j < fresh;) {
        const int order = i == old     ? 1
                          : j == fresh ? -1
                                       : zone::compareCanonical(type, from->rdata(i), to->rdata(j));
        if (order != 0 || from->ttl(i) != to->ttl(j)) {
            counts.recordsRemoved += order <= 0 ? 1 : 0;
            counts.recordsAdded += order >= 0 ? 1 : 0;
        }
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
}

void countOwner(std::optional<zone::OwnerView> from, std::optional<zone::OwnerView> to,
                DifferenceCounts& counts)
{
    if (from)
        from->forEachRrset([&](zone::RrsetView set) {
            countSet(set, to ? to->find(set.type()) : std::nullopt, counts);
            return true;
        });
    if (to)
        to->forEachRrset([&](zone::RrsetView set) {
            if (!from || !from->find(set.type()))
                countSet(std::nullopt, set, counts);
            return true;
        });
}

/// Entries of one owner, kept for a comparison.
struct OwnerEntries
{
    void fill(OwnerPacker& packer, std::optional<zone::OwnerView> owner)
    {
        entries.clear();
        if (owner)
            packer.pack(*owner, [this](std::string_view key, std::string_view value) {
                entries.emplace_back(key, value);
            });
    }

    std::vector<std::pair<std::string, std::string>> entries;
};

} // namespace

std::string metaKey(base::ZoneId zone)
{
    return OwnerPacker(zone).metaKey();
}

std::string entryKey(base::ZoneId zone, std::string_view canonicalKey, dns::Type type)
{
    std::string key = metaKey(zone);
    OwnerPacker::appendOwner(key, canonicalKey, groupOf(type));
    return key;
}

void pack(base::ZoneId zone, const zone::ZoneVersion& version, const PutEntry& put)
{
    OwnerPacker packer(zone);
    put(packer.metaKey(), packMeta(version));
    version.forEach([&](zone::OwnerView owner) {
        packer.pack(owner, put);
        return true;
    });
}

DifferenceCounts packDifference(base::ZoneId zone, const zone::ZoneVersion& from, const zone::ZoneVersion& to,
                                const PutEntry& put, const RemoveEntry& remove)
{
    OwnerPacker packer(zone);
    DifferenceCounts counts;
    put(packer.metaKey(), packMeta(to));
    counts.puts = 1;
    OwnerEntries before;
    OwnerEntries after;
    zone::forEachDifference(from, to, [&](auto old, auto fresh) {
        ++counts.owners;
        countOwner(old, fresh, counts);
        before.fill(packer, old);
        after.fill(packer, fresh);
        auto b = before.entries.begin();
        auto a = after.entries.begin();
        while (b != before.entries.end() || a != after.entries.end()) {
            const bool gone = a == after.entries.end() || (b != before.entries.end() && b->first < a->first);
            const bool both = !gone && b != before.entries.end() && b->first == a->first;
            if (gone) {
                remove(b->first);
                ++counts.removes;
            } else if (!both || b->second != a->second) {
                put(a->first, a->second);
                ++counts.puts;
            }
            b += gone || both ? 1 : 0;
            a += gone ? 0 : 1;
        }
        return true;
    });
    return counts;
}

} // namespace zonescope::build

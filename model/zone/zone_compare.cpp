// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/canonical_rdata.h"
#include "model/zone/tree_cursor.h"
#include "model/zone/tree_version.h"

#include <cstring>

namespace zonescope::zone {
namespace {

bool sameOctets(OwnerView a, OwnerView b)
{
    const base::ByteView x = a.bytes();
    const base::ByteView y = b.bytes();
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size()) == 0;
}

/// Visits differing owners; `visit` is a template parameter because independent zones are compared owner by
/// owner.
template <class Visit>
void walkDifferences(const TreeNode& from, const TreeNode& to, const Visit& visit)
{
    TreeCursor a(from);
    TreeCursor b(to);
    bool goOn = true;
    while (goOn && !a.atEnd() && !b.atEnd()) {
        if (a.atLeafStart() && b.atLeafStart() && TreeCursor::skipShared(a, b))
            continue;
        const OwnerView left = a.owner();
        const OwnerView right = b.owner();
        const int order = left.key().compare(right.key());
        if (order != 0 || !sameOctets(left, right))
            goOn = visit(order <= 0 ? std::optional(left) : std::nullopt,
                         order >= 0 ? std::optional(right) : std::nullopt);
        if (order <= 0)
            a.next();
        if (order >= 0)
            b.next();
    }
    for (; goOn && !a.atEnd(); a.next())
        goOn = visit(std::optional(a.owner()), std::nullopt);
    for (; goOn && !b.atEnd(); b.next())
        goOn = visit(std::nullopt, std::optional(b.owner()));
}

/// Collects the records that differ until the limit is reached.
class Collector
{
public:
    Collector(const dns::Name& apex, std::uint64_t limit, Difference& out)
        : m_apex(apex)
        , m_limit(limit)
        , m_out(out)
    {
    }

    /// False when the limit is reached.
    bool owners(std::optional<OwnerView> from, std::optional<OwnerView> to)
    {
        const std::size_t before = m_out.removed.size() + m_out.added.size();
        m_from = from ? from->name(m_apex) : dns::Name();
        m_to = to ? to->name(m_apex) : dns::Name();
        std::vector<RrsetView> old = rrsets(from);
        std::vector<RrsetView> fresh = rrsets(to);
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < old.size() || j < fresh.size()) {
            const bool onlyOld = j == fresh.size() || (i < old.size() && old[i].type() < fresh[j].type());
            const bool onlyNew = i == old.size() || (j < fresh.size() && fresh[j].type() < old[i].type());
            const std::optional<RrsetView> left = onlyNew ? std::nullopt : std::optional(old[i]);
            const std::optional<RrsetView> right = onlyOld ? std::nullopt : std::optional(fresh[j]);
            sets(left, right);
            i += left ? 1 : 0;
            j += right ? 1 : 0;
        }
        if (m_out.removed.size() + m_out.added.size() > before)
            ++m_out.ownersTouched;
        return !m_out.truncated;
    }

private:
    static std::vector<RrsetView> rrsets(std::optional<OwnerView> owner)
    {
        std::vector<RrsetView> sets;
        if (owner)
            owner->forEachRrset([&](RrsetView set) {
                if (set.type() != dns::Type::SOA)
                    sets.push_back(set);
                return true;
            });
        return sets;
    }
    /// A record whose TTL changed is removed and added.
    void sets(std::optional<RrsetView> old, std::optional<RrsetView> fresh)
    {
        const std::size_t oldSize = old ? old->size() : 0;
        const std::size_t freshSize = fresh ? fresh->size() : 0;
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < oldSize || j < freshSize) {
            const int order = i == oldSize ? 1
                              : j == freshSize
                                  ? -1
                                  : compareCanonical(old->type(), old->rdata(i), fresh->rdata(j));
            if (order != 0 || old->ttl(i) != fresh->ttl(j)) {
                if (order <= 0)
                    take(m_out.removed, m_from, *old, i);
                if (order >= 0)
                    take(m_out.added, m_to, *fresh, j);
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }
    void take(std::vector<dns::Record>& list, const dns::Name& owner, RrsetView set, std::size_t index)
    {
        if (m_limit != 0 && m_out.removed.size() + m_out.added.size() >= m_limit) {
            m_out.truncated = true;
            return;
        }
        list.push_back(
            {owner, set.type(), dns::Class::IN, set.ttl(index), base::Bytes(base::textOf(set.rdata(index)))});
    }

    const dns::Name& m_apex;
    std::uint64_t m_limit;
    Difference& m_out;
    dns::Name m_from;
    dns::Name m_to;
};

} // namespace

void forEachDifference(
    const ZoneVersion& from, const ZoneVersion& to,
    const std::function<bool(std::optional<OwnerView> from, std::optional<OwnerView> to)>& visit)
{
    walkDifferences(*TreeVersion::of(from).root().get(), *TreeVersion::of(to).root().get(), visit);
}

Difference compare(const ZoneVersion& from, const ZoneVersion& to, std::uint64_t limit)
{
    Difference difference;
    difference.fromSerial = from.serial();
    difference.toSerial = to.serial();
    Collector collector(to.apex(), limit, difference);
    walkDifferences(*TreeVersion::of(from).root().get(), *TreeVersion::of(to).root().get(),
                    [&](auto left, auto right) { return collector.owners(left, right); });
    return difference;
}

} // namespace zonescope::zone

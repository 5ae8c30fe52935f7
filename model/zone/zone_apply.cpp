// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"
#include "model/zone/canonical_key.h"
#include "model/zone/canonical_rdata.h"
#include "model/zone/tree_editor.h"
#include "model/zone/tree_version.h"

#include <algorithm>

namespace zonescope::zone {
namespace {

/// One record to remove or to add.
struct Step
{
    std::string key;
    std::string_view cased;
    bool add = false;
    const dns::Record* record = nullptr;
};
using Steps = std::span<const Step>;

int compareSteps(const Step& a, const Step& b)
{
    if (const int order = a.key.compare(b.key); order != 0)
        return order;
    if (a.record->type != b.record->type)
        return a.record->type < b.record->type ? -1 : 1;
    if (a.add != b.add)
        return a.add ? 1 : -1;
    return compareCanonical(a.record->type, base::viewOf(a.record->rdata), base::viewOf(b.record->rdata));
}

base::Status fault(base::ErrorCode code, const dns::Record& record)
{
    return base::fail(code, dns::recordText(record));
}

/// Steps of both lists in the order of the tree.
std::vector<Step> sortedSteps(const dns::Name& apex, const Changeset& change)
{
    std::vector<Step> steps;
    steps.reserve(change.removed.size() + change.added.size());
    KeyMaker keys(apex.wire());
    for (const auto* list : {&change.removed, &change.added})
        for (const dns::Record& record : *list)
            if (keys.make(record.owner.wire()) && !(keys.key().empty() && record.type == dns::Type::SOA))
                steps.push_back({std::string(keys.key()), keys.cased(), list == &change.added, &record});
    const auto before = [](const Step& a, const Step& b) { return compareSteps(a, b) < 0; };
    std::ranges::stable_sort(steps, before);
    return steps;
}

/// Makes the new RRset of one type out of the old one and its steps (removals first, each part in canonical
/// order).
class RrsetEdit
{
public:
    RrsetEdit(std::optional<RrsetView> before, Steps steps)
        : m_before(before)
        , m_type(steps.front().record->type)
    {
        const auto firstAdd = std::ranges::find_if(steps, &Step::add);
        const auto removals = static_cast<std::size_t>(firstAdd - steps.begin());
        m_removals = steps.first(removals);
        m_additions = steps.subspan(removals);
    }

    base::Status run(OwnerDraft& after)
    {
        return dropRemoved().and_then([this] { return checkAdded(); }).map([&] { write(after); });
    }
    std::size_t kept() const { return m_kept.size(); }

private:
    base::ByteView rdata(const Step& step) const { return base::viewOf(step.record->rdata); }

    base::Status dropRemoved()
    {
        std::size_t next = 0;
        for (std::size_t i = 0, n = m_before ? m_before->size() : 0; i < n; ++i) {
            const int order = next == m_removals.size()
                                  ? 1
                                  : compareCanonical(m_type, rdata(m_removals[next]), m_before->rdata(i));
            if (order < 0)
                break; // what is to go should have stood before this one
            if (order == 0)
                ++next;
            else
                m_kept.push_back(i);
        }
        if (next < m_removals.size())
            return fault(base::ErrorCode::IxfrRecordMissing, *m_removals[next].record);
        return {};
    }
    base::Status checkAdded() const
    {
        std::size_t at = 0;
        for (std::size_t i = 0; i < m_additions.size(); ++i) {
            const base::ByteView added = rdata(m_additions[i]);
            while (at < m_kept.size() && compareCanonical(m_type, m_before->rdata(m_kept[at]), added) < 0)
                ++at;
            const bool kept =
                at < m_kept.size() && compareCanonical(m_type, m_before->rdata(m_kept[at]), added) == 0;
            if (kept || (i > 0 && compareCanonical(m_type, rdata(m_additions[i - 1]), added) == 0))
                return fault(base::ErrorCode::IxfrRecordExists, *m_additions[i].record);
        }
        return {};
    }
    void write(OwnerDraft& after) const
    {
        // The primary's RRset has one TTL (RFC 2181 section 5.2), so the records it sends now tell it.
        const bool ownTtl = m_additions.empty() || m_type == dns::Type::RRSIG;
        std::uint32_t ttl = 0;
        if (!ownTtl)
            ttl = std::ranges::min(m_additions, {}, [](const Step& s) { return s.record->ttl; }).record->ttl;
        for (const std::size_t i : m_kept)
            after.add(m_type, ownTtl ? m_before->ttl(i) : ttl, m_before->rdata(i));
        for (const Step& step : m_additions)
            after.add(m_type, ownTtl ? step.record->ttl : ttl, rdata(step));
    }

    std::optional<RrsetView> m_before;
    dns::Type m_type;
    Steps m_removals;
    Steps m_additions;
    std::vector<std::size_t> m_kept;
};

/// Takes the steps of the next type off the front.
Steps takeType(Steps& steps)
{
    const dns::Type type = steps.front().record->type;
    const auto end = std::ranges::find_if(steps, [type](const Step& s) { return s.record->type != type; });
    const auto count = static_cast<std::size_t>(end - steps.begin());
    const Steps taken = steps.first(count);
    steps = steps.subspan(count);
    return taken;
}

/// All the records of one owner after its steps. `soa`: the new one, for the apex only.
base::Status rewriteOwner(Steps steps, std::optional<OwnerView> before, const dns::Record* soa,
                          OwnerDraft& after)
{
    const Steps all = steps;
    base::Status done;
    std::size_t kept = 0;
    const auto editType = [&](std::optional<RrsetView> set) {
        RrsetEdit edit(set, takeType(steps));
        done = edit.run(after);
        kept += edit.kept();
    };
    if (before)
        before->forEachRrset([&](RrsetView set) {
            while (done && !steps.empty() && steps.front().record->type < set.type())
                editType(std::nullopt);
            if (done && !steps.empty() && steps.front().record->type == set.type()) {
                editType(set);
            } else if (done && !(soa && set.type() == dns::Type::SOA)) {
                after.add(set);
                kept += set.size();
            }
            return done.has_value();
        });
    while (done && !steps.empty())
        editType(std::nullopt);
    if (soa)
        after.add(dns::Type::SOA, soa->ttl, base::viewOf(soa->rdata));
    // The spelling that came first stays while a record of it stays.
    if (before && kept > 0)
        after.spell(casedOwner(*before));
    else if (const auto added = std::ranges::find_if(all, &Step::add); added != all.end())
        after.spell(added->cased);
    return done;
}

base::Status checkChange(const ZoneVersion& base, const Changeset& change)
{
    if (change.fromSerial != base.serial())
        return base::fail(base::ErrorCode::IxfrWrongBase, "a difference from serial " +
                                                              std::to_string(change.fromSerial) +
                                                              ", we hold " + std::to_string(base.serial()));
    if (change.soa.type != dns::Type::SOA || change.soa.owner != base.apex())
        return base::fail(base::ErrorCode::XfrSoaOwner,
                          change.soa.owner.toText() + " is not " + base.apex().toText());
    const auto soa = dns::Soa::fromRdata(base::viewOf(change.soa.rdata));
    if (!soa)
        return tl::unexpected(soa.error());
    if (soa->serial != change.toSerial)
        return base::fail(base::ErrorCode::XfrSerialMismatch,
                          "a difference to serial " + std::to_string(change.toSerial) + " with an SOA of " +
                              std::to_string(soa->serial));
    return {};
}

} // namespace

base::Result<ZoneVersionPtr> apply(const ZoneVersionPtr& base, const Changeset& change)
{
    if (auto sound = checkChange(*base, change); !sound)
        return tl::unexpected(sound.error());
    const std::vector<Step> steps = sortedSteps(base->apex(), change);
    std::vector<std::string_view> keys{std::string_view()}; // the apex always changes: its SOA does
    std::vector<std::size_t> firsts{0};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].key != keys.back()) {
            keys.emplace_back(steps[i].key);
            firsts.push_back(i);
        }
    }
    firsts.push_back(steps.size());
    TreeEditor editor(keys, [&](std::size_t index, std::optional<OwnerView> before, OwnerDraft& after) {
        const Steps own = Steps(steps).subspan(firsts[index], firsts[index + 1] - firsts[index]);
        return rewriteOwner(own, before, index == 0 ? &change.soa : nullptr, after);
    });
    auto root = editor.edit(TreeVersion::of(*base).root());
    if (!root)
        return tl::unexpected(root.error());
    return TreeVersion::make(base->apex(), std::move(*root));
}

} // namespace zonescope::zone

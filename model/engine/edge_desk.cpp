// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/edge_desk.h"

#include <utility>

namespace zonescope::engine {
namespace {

constexpr std::uint64_t keptDifferenceMost = 200'000; // records; a larger one is nearly the zone itself

/// Nothing when it is too large.
std::shared_ptr<publish::KeptDifference> differenceFor(const zone::ZoneVersion& from,
                                                       const zone::ZoneVersion& to)
{
    zone::Difference difference = zone::compare(from, to, keptDifferenceMost);
    if (difference.truncated)
        return nullptr;
    auto kept = std::make_shared<publish::KeptDifference>();
    kept->fromSoa = from.soaRecord();
    kept->change.fromSerial = from.serial();
    kept->change.toSerial = to.serial();
    kept->change.removed = std::move(difference.removed);
    kept->change.added = std::move(difference.added);
    kept->change.soa = to.soaRecord();
    return kept;
}

/// As the store gives them. One of an earlier version of this program lacks the SOA that goes: it is the one
/// that the difference before brought.
std::vector<publish::DifferencePtr> chained(std::vector<zone::Changeset> changes)
{
    std::vector<publish::DifferencePtr> chain;
    std::optional<dns::Record> before;
    for (zone::Changeset& change : changes) {
        if (change.fromSoa)
            before = std::exchange(change.fromSoa, std::nullopt);
        dns::Record soa = change.soa;
        if (before)
            chain.push_back(std::make_shared<publish::KeptDifference>(
                publish::KeptDifference{std::move(*before), std::move(change)}));
        before = std::move(soa);
    }
    return chain;
}

} // namespace

EdgeDesk::EdgeDesk(Core& core, StatusBoard& board)
    : m_core(core)
    , m_board(board)
    , m_notifier(core.loop, core.clock, [this](const auto& notice) { told(notice); })
{
}

void EdgeDesk::configure()
{
    m_notifier.configure(*m_core.configuration, *m_core.keys);
    for (const auto& [id, zone] : m_core.zones)
        for (const base::EdgeId edge : zone.settings->edges)
            if (zone.held && !zone.notices.contains(edge)) // one that is new, or told from now on
                m_notifier.tell(id, zone.served()->soaRecord(), {edge});
}

void EdgeDesk::served(const ZoneRuntime& zone, zone::ZoneVersionPtr before)
{
    const base::ZoneId id = zone.id();
    const std::uint32_t serial = zone.served()->serial();
    if (!before)
        return tell(id, serial);
    m_core.pool.post([this, id, serial, before = std::move(before), after = zone.served()] {
        const auto difference = differenceFor(*before, *after);
        if (difference) {
            m_core.published.addDifference(after->apex(), difference);
            zone::Changeset change = difference->change;
            change.fromSoa = difference->fromSoa;
            m_core.store.keepDifference(id, std::move(change));
        }
        if (const auto served = m_core.published.find(after->apex()); served && served->nsec3)
            served->nsec3->prepare(); // here, not at the first question
        m_core.loop.post([this, id, serial] { tell(id, serial); });
    });
}

void EdgeDesk::restored(const ZoneRuntime& zone)
{
    const std::uint32_t serial = zone.served()->serial();
    m_core.store.read(
        [this, id = zone.id(), apex = zone.settings->apex, serial](store::HistoryReader& store) {
            const auto kept = store.keptVersions(id);
            if (!kept || kept->empty())
                return;
            auto changes = store.changesets(id, kept->back(), serial);
            if (!changes)
                return;
            for (auto& difference : chained(std::move(*changes)))
                m_core.published.addDifference(apex, std::move(difference));
        });
    tell(zone.id(), serial); // an edge that was down with us, or before us, hears of it now
}

void EdgeDesk::tell(base::ZoneId id, std::uint32_t serial)
{
    const ZoneRuntime* zone = m_core.find(id);
    if (zone != nullptr && zone->held && zone->served()->serial() == serial) // else a newer one is on its way
        m_notifier.tell(id, zone->served()->soaRecord(), zone->settings->edges);
}

void EdgeDesk::told(const publish::EdgeNotifier::Told& told)
{
    ZoneRuntime* zone = m_core.find(told.zone);
    if (zone == nullptr)
        return;
    zone->notices[told.edge] = told.notice;
    m_board.touch(told.zone);
}

} // namespace zonescope::engine

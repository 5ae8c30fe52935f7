// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/status_board.h"

#include "model/dns/serial.h"
#include "model/engine/zone_state.h"

namespace zonescope::engine {
namespace {

constexpr base::Duration gather{5'000};       // the window repaints tables ten times a second
constexpr base::Duration gatherMany{100'000}; // each of many zones changes several times in between
constexpr std::size_t many = 200;
constexpr base::Duration oneSecond{1'000'000}; // rates and counters go on changing by themselves
constexpr base::Duration oneMinute{60'000'000};

bool transferring(const ZoneRuntime& zone)
{
    if (!zone.inHand)
        return false;
    const schedule::Work& work = zone.inHand->working.work;
    return zone.inHand->receiving || !zone.held || work.has(pipeline::Trigger::Forced) ||
           work.has(pipeline::Trigger::ForcedFull) ||
           (work.announced && dns::isNewer(*work.announced, zone.held->serial()));
}

template <class T>
std::optional<T> earlier(const std::optional<T>& a, const std::optional<T>& b)
{
    if (!a || !b)
        return a ? a : b;
    return std::min(*a, *b);
}

} // namespace

StatusBoard::StatusBoard(Core& core, std::function<std::uint64_t()> probesSent)
    : m_core(core)
    , m_probesSent(std::move(probesSent))
{
}

StatusBoard::~StatusBoard()
{
    m_core.loop.cancel(m_timer);
}

void StatusBoard::setBound(std::vector<net::Endpoint> notifyAt, std::vector<net::Endpoint> serveAt)
{
    m_fixed.notifyAt = std::move(notifyAt);
    m_fixed.serveAt = std::move(serveAt);
}

void StatusBoard::setRunning(bool running)
{
    m_fixed.running = running;
    flush();
}

void StatusBoard::touch(base::ZoneId zone)
{
    m_touched.insert(zone);
    arm(gather);
}

void StatusBoard::forget(base::ZoneId zone)
{
    m_touched.erase(zone);
    m_core.snapshots.remove(zone);
    m_core.batcher.remove(zone);
}

void StatusBoard::touchEngine()
{
    arm(gather);
}

void StatusBoard::transferDone(base::Timestamp at)
{
    m_transfers.push_back(at);
}

void StatusBoard::arm(base::Duration delay)
{
    const base::Instant at = m_core.clock.steady() + delay;
    if (m_timer != 0 && m_timerAt <= at)
        return;
    m_core.loop.cancel(m_timer);
    m_timerAt = at;
    m_timer = m_core.loop.at(at, [this] {
        m_timer = 0;
        const base::Duration since =
            std::chrono::duration_cast<base::Duration>(m_core.clock.steady() - m_flushedAt);
        if (m_touched.size() >= many && since < gatherMany)
            arm(gatherMany - since);
        else
            flush();
    });
}

void StatusBoard::flush()
{
    m_flushedAt = m_core.clock.steady();
    for (const base::ZoneId id : std::exchange(m_touched, {})) {
        ZoneRuntime* zone = m_core.find(id);
        if (zone == nullptr)
            continue;
        zone::ZoneStatus status = statusOf(*zone);
        if (status == zone->told)
            continue;
        if (status.expiresAt != zone->told.expiresAt)
            m_core.published.setExpiry(zone->settings->apex, status.expiresAt);
        zone->told = status;
        m_core.snapshots.set(status);
        m_core.batcher.put(std::move(status));
    }
    for (zone::PrimaryStatus& primary : m_core.primaries.takeTouched()) {
        m_core.snapshots.set(primary);
        m_core.batcher.put(std::move(primary));
    }
    EngineStatus engine = engineStatus();
    if (!(engine == m_told)) {
        m_told = engine;
        m_core.snapshots.set(engine);
        m_core.batcher.put(std::move(engine));
        if (!m_core.stopping)
            arm(oneSecond); // until a second passes in which nothing changed
    }
}

EngineStatus StatusBoard::engineStatus()
{
    const base::Timestamp now = m_core.now();
    while (!m_transfers.empty() && m_transfers.front() + oneMinute < now)
        m_transfers.pop_front();
    EngineStatus status = m_fixed;
    status.transfersOpen = m_core.primaries.openTransfers();
    status.zonesScheduled = static_cast<std::uint32_t>(m_core.scheduler.scheduledCount());
    status.transfersPerMinute = static_cast<double>(m_transfers.size());
    status.notifiesAccepted = m_core.notifiesAccepted;
    status.notifiesRefused = m_core.notifiesRefused;
    status.probesSent = m_probesSent();
    status.storeError = m_core.storeError;
    status.configurationError = m_core.configurationError;
    return status;
}

namespace {

std::vector<zone::ContentFinding> findingsOf(const ZoneRuntime& zone)
{
    std::vector<zone::ContentFinding> found;
    if (zone.findings)
        for (const build::Finding& finding : *zone.findings)
            found.push_back({static_cast<zone::ContentFinding::Level>(finding.level), finding.code,
                             finding.owner, finding.count, finding.detail});
    return found;
}

zone::LocalStatus localStatusOf(const ZoneRuntime& zone)
{
    zone::LocalStatus local;
    if (zone.published && zone.held && zone.published->serial() != zone.held->serial())
        local.publishedSerial = zone.published->serial();
    local.overrides = zone.overlay ? static_cast<std::uint32_t>(zone.overlay->entries().size()) : 0;
    for (const zone::OverrideConflict& conflict : zone.conflicts)
        local.conflicts.push_back(zone::toText(conflict));
    if (!zone.alias)
        return local;
    local.flattened = zone::FlattenedStatus{*zone.alias, {}, 0, zone.flattenError};
    if (zone.flattened) {
        local.flattened->at = zone.flattened->at;
        local.flattened->addresses =
            static_cast<std::uint32_t>(zone.flattened->a.size() + zone.flattened->aaaa.size());
    }
    return local;
}

} // namespace

zone::ZoneStatus StatusBoard::statusOf(ZoneRuntime& zone) const
{
    zone::ZoneStatus s;
    s.zone = zone.id();
    if (zone.held) {
        s.heldSerial = zone.held->serial();
        s.heldSince = zone.heldSince;
        s.recordCount = zone.held->recordCount();
    }
    if (zone.primarySeen) {
        s.primarySerial = zone.primarySeen->serial;
        s.primarySerialAt = zone.primarySeen->at;
        s.primarySeen = zone.primarySeen->primary;
    }
    if (zone.announced) {
        s.announcedSerial = zone.announced->serial;
        s.announcedAt = zone.announced->at;
    }
    observe::EdgesOfZone edges = m_core.tracker.edges(zone.id());
    s.edges = std::move(edges.edges);
    s.edgesCurrent = edges.edgesCurrent;
    for (zone::EdgeSerial& edge : s.edges) {
        const zone::Edge* known = m_core.configuration->edge(edge.edge);
        const auto notice = zone.notices.find(edge.edge);
        if (known != nullptr && known->notify && notice != zone.notices.end())
            edge.notice = notice->second;
    }
    s.visibleEverywhereAt = edges.visibleEverywhereAt;
    s.behindSince = earlier(edges.behindSince, zone.newerSince);
    if (const schedule::TimerRow* timers = m_core.scheduler.timers(zone.id())) {
        if (!zone.settings->paused)
            s.nextCheck = timers->nextCheck;
        s.expiresAt = timers->expiresAt;
    }
    if (const schedule::ZoneSlot* slot = m_core.scheduler.slot(zone.id())) {
        s.working = slot->working.has_value();
        s.scheduled = slot->scheduled.has_value();
    }
    s.findings = findingsOf(zone);
    s.local = localStatusOf(zone);
    s.mergedTriggers = m_core.scheduler.mergedTriggers(zone.id());
    s.lastError = zone.lastError;
    s.lastErrorSince = zone.lastErrorSince;
    s.lastErrorPrimary = zone.lastErrorPrimary;
    s.state = stateOf({.paused = zone.settings->paused,
                       .expired = zone.expired,
                       .hasData = zone.held != nullptr,
                       .failing = zone.lastError.has_value(),
                       .behind = edges.edgesLate > 0 || edges.edgesFailing > 0 || zone.newerSince.has_value(),
                       .transferring = transferring(zone)});
    return s;
}

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/path_desk.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

using namespace std::chrono_literals;
using path::PathChange;

constexpr std::uint8_t allFlows = 8;       // enough to meet both of two equal routers in 127 of 128 cases
constexpr auto tickEvery = 1s;             // also the pace of a path that is watched
constexpr auto roundEvery = 300s;          // of a server nobody looks at
constexpr auto doubtPause = 5s;            // a change is looked at again soon
constexpr auto firstPause = 2s;            // after the start or a change of the configuration
constexpr auto storeEvery = 10s;           // a watched path is kept more coarsely than it is shown
constexpr std::size_t mostStrangers = 100; // addresses somebody typed

/// The name of the first zone for which `has` holds, and how many there are.
template <class Has>
std::pair<std::string, std::uint64_t> zonesOf(const zone::Configuration& configuration, Has has)
{
    std::pair<std::string, std::uint64_t> found;
    for (const auto& [id, zone] : configuration.zones())
        if (has(*zone) && ++found.second == 1)
            found.first = zone->apex.toText();
    return found;
}

template <class Id>
bool holds(const std::vector<Id>& list, Id id)
{
    return std::find(list.begin(), list.end(), id) != list.end();
}

pipeline::Event::Kind kindOf(PathChange::Kind kind)
{
    switch (kind) {
    case PathChange::Kind::RttClass:
        return pipeline::Event::Kind::PathRttChanged;
    case PathChange::Kind::Nsid:
        return pipeline::Event::Kind::PathNodeChanged;
    case PathChange::Kind::Route:
        break;
    }
    return pipeline::Event::Kind::PathRouteChanged;
}

} // namespace

PathDesk::PathDesk(Core& core)
    : m_core(core)
{
}

void PathDesk::begin()
{
    m_core.store.read([this](store::HistoryReader& history) {
        auto rows = history.newestPaths();
        if (!rows)
            return; // changes are then told from now on
        m_core.loop.post([this, rows = std::move(*rows)] {
            for (const pipeline::PathRecord& row : rows) {
                const Key key{row.target, row.tcp ? path::Protocol::Tcp : path::Protocol::Udp};
                const auto found = m_known.find(key);
                if (found == m_known.end() || found->second.watch.route().id != 0)
                    continue;
                const auto length = row.length ? std::optional(row.length) : std::nullopt;
                found->second.watch.resume(path::routeFromText(row.route, length, row.hops), row.nsid,
                                           row.usual);
            }
        });
    });
}

PathDesk::Known& PathDesk::known(const path::Target& target)
{
    return m_known.try_emplace({target.address, target.protocol}, target).first->second;
}

void PathDesk::want(const path::Target& target, base::PrimaryId primary, base::EdgeId edge, std::size_t place)
{
    Known& one = known(target);
    one.target = target;
    one.primary = primary;
    one.edge = edge;
    one.ours = true;
    // The way to ourselves is no way; it is traced when somebody asks.
    if (!one.due && !target.address.address.isLoopback())
        one.due = m_core.clock.steady() + firstPause + tickEvery * static_cast<int>(place % 300);
}

void PathDesk::configured()
{
    for (auto& [key, one] : m_known) {
        one.ours = false;
        one.primary = {};
        one.edge = {};
    }
    const zone::Configuration& configuration = *m_core.configuration;
    std::size_t place = 0;
    for (const auto& [id, primary] : configuration.primaries()) {
        if (primary.proxy)
            continue; // packets of ours do not go there
        const auto [zone, count] =
            zonesOf(configuration, [&id = id](const zone::Zone& z) { return holds(z.primaries, id); });
        for (const net::Endpoint& address : primary.addresses) {
            want({address, path::Protocol::Udp, primary.source, zone}, id, {}, place++);
            known({address}).zones = count;
        }
    }
    for (const auto& [id, edge] : configuration.edges()) {
        const auto [zone, count] =
            zonesOf(configuration, [&id = id](const zone::Zone& z) { return holds(z.edges, id); });
        want({edge.endpoint, path::Protocol::Udp, std::nullopt, zone}, {}, id, place++);
        known({edge.endpoint}).zones = count;
    }
    forgetStrangers();
    const bool any = std::any_of(m_known.begin(), m_known.end(),
                                 [](const auto& entry) { return entry.second.due.has_value(); });
    if (any && m_timer == 0 && !m_stopped)
        m_timer = m_core.loop.after(tickEvery, [this] { tick(); });
    for (const auto& [key, one] : m_known)
        if (one.ours)
            publish(one);
}

/// What was removed, and the oldest of what somebody only typed.
void PathDesk::forgetStrangers()
{
    std::size_t strangers = 0;
    for (auto at = m_known.begin(); at != m_known.end();) {
        Known& one = at->second;
        if (one.ours) {
            ++at;
            continue;
        }
        one.due.reset();
        const bool wanted = one.running || m_watched == at->first || !one.asked.empty();
        if (wanted || ++strangers <= mostStrangers) {
            ++at;
            continue;
        }
        const std::scoped_lock lock(m_mutex);
        m_views.erase(at->first);
        at = m_known.erase(at);
    }
}

void PathDesk::stop()
{
    m_stopped = true;
    m_worker.reset();
}

bool PathDesk::ready()
{
    if (m_stopped || m_core.stopping)
        return false;
    if (m_worker)
        return true;
    auto started =
        path::TraceWorker::start({}, [this](const path::TraceWorker::Work& work, const path::Round& round) {
            m_core.loop.post([this, work, round] { finished(work, round); });
        });
    if (started)
        m_worker = std::move(*started);
    return m_worker != nullptr;
}

void PathDesk::tick()
{
    m_timer = 0;
    if (m_stopped || m_core.stopping)
        return;
    const base::Instant now = m_core.clock.steady();
    Known* oldest = nullptr; // one server a second, however many there are
    for (auto& [key, one] : m_known)
        if (one.due && *one.due <= now && !one.running && m_watched != key &&
            (!oldest || *one.due < *oldest->due))
            oldest = &one;
    if (oldest)
        run(*oldest, allFlows, 0);
    if (m_watched) {
        Known& one = m_known.at(*m_watched);
        if (!one.running) {
            const bool whole = !std::exchange(one.wholeWatched, true) || one.watch.undecided();
            run(one, whole ? allFlows : 1, whole ? 0 : one.nextFlow++ % allFlows);
        }
    }
    const bool more = m_watched || std::any_of(m_known.begin(), m_known.end(), [](const auto& entry) {
                          return entry.second.due.has_value();
                      });
    if (more)
        m_timer = m_core.loop.after(tickEvery, [this] { tick(); });
}

void PathDesk::run(Known& one, std::uint8_t flows, std::uint8_t firstFlow)
{
    if (!ready())
        return;
    one.running = true;
    if (one.due)
        one.due = m_core.clock.steady() + roundEvery;
    m_worker->trace({one.target, flows, firstFlow});
}

void PathDesk::trace(RequestId request, const path::Target& target)
{
    if (!ready()) {
        m_core.batcher.reply(request, base::fail(base::ErrorCode::ShuttingDown));
        return;
    }
    forgetStrangers();
    Known& one = known(target);
    one.asked.push_back(request);
    if (!one.running)
        run(one, allFlows, 0);
}

void PathDesk::watch(const std::optional<path::Target>& target)
{
    m_watched.reset();
    if (!target)
        return;
    Known& one = known(*target);
    one.wholeWatched = false;
    m_watched = Key{target->address, target->protocol};
    m_core.loop.cancel(std::exchange(m_timer, 0));
    tick();
}

void PathDesk::finished(const path::TraceWorker::Work& work, const path::Round& round)
{
    const auto found = m_known.find({work.target.address, work.target.protocol});
    if (found == m_known.end() || m_core.stopping)
        return;
    Known& one = found->second;
    one.running = false;
    const auto changes = one.watch.add(round);
    for (const PathChange& change : changes)
        tell(one, change);
    if (one.due && one.watch.undecided())
        one.due = m_core.clock.steady() + doubtPause;
    keep(one, round, !changes.empty() || work.flows > 1);
    publish(one);
    for (const RequestId request : std::exchange(one.asked, {})) {
        if (round.error)
            m_core.batcher.reply(request, tl::unexpected(*round.error));
        else
            m_core.batcher.reply(request, Answer{Done{}});
    }
}

void PathDesk::tell(const Known& one, const PathChange& change)
{
    if (!one.ours)
        return;
    const bool edge = static_cast<bool>(one.edge);
    pipeline::Event event =
        makeEvent(kindOf(change.kind), edge ? pipeline::Stage::Observe : pipeline::Stage::Transfer,
                  pipeline::Severity::Notice);
    event.at = change.at;
    event.primary = one.primary;
    event.edge = one.edge;
    event.address = one.target.address;
    event.before = change.before;
    event.after = change.after;
    event.records = one.zones;
    m_core.journal.event(std::move(event));
}

void PathDesk::keep(Known& one, const path::Round& round, bool always)
{
    const base::Instant now = m_core.clock.steady();
    if (!one.ours || round.error || (!always && one.storedAt && now - *one.storedAt < storeEvery))
        return;
    one.storedAt = now;
    const path::Route& route = one.watch.route();
    const path::TimelinePoint point = path::pointOf(round, route.id);
    pipeline::PathRecord record;
    record.at = round.at;
    record.target = one.target.address;
    record.tcp = one.target.protocol == path::Protocol::Tcp;
    record.route = route.id;
    record.length = point.length;
    record.sent = point.sent;
    record.received = point.received;
    record.best = point.best;
    record.worst = point.worst;
    record.usual = one.watch.usualRtt();
    record.nsid = one.watch.nsid();
    record.hops = path::routeText(route);
    m_core.store.append(std::move(record));
}

void PathDesk::publish(const Known& one)
{
    auto view = one.watch.view();
    {
        const std::scoped_lock lock(m_mutex);
        m_views.insert_or_assign({one.target.address, one.target.protocol}, view);
    }
    m_core.batcher.put(std::move(view));
}

std::uint64_t PathDesk::routeTo(const net::Endpoint& server) const
{
    const auto found = m_known.find({server, path::Protocol::Udp});
    return found == m_known.end() ? 0 : found->second.watch.route().id;
}

std::vector<std::shared_ptr<const path::PathView>> PathDesk::views() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::shared_ptr<const path::PathView>> views;
    for (const auto& [key, view] : m_views)
        views.push_back(view);
    return views;
}

} // namespace zonescope::engine

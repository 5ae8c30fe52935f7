// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/target_watch.h"

#include <algorithm>

namespace zonescope::path {
namespace {

constexpr std::size_t mostPoints = 3600; // an hour at one round a second
constexpr std::size_t mostChanges = 200;
constexpr std::size_t recentRounds = 5;
constexpr int unusualRounds = 3;
constexpr base::Duration leastRttChange{5'000};

base::Duration median(std::deque<base::Duration> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Another class: half as long again, or two thirds of it, and more than what a queue explains.
bool otherClass(base::Duration usual, base::Duration now)
{
    const base::Duration low = std::min(usual, now);
    const base::Duration high = std::max(usual, now);
    return high - low >= leastRttChange && high * 2 > low * 3;
}

PathChange routeChange(const RouteBook::Change& change, base::Timestamp at)
{
    PathChange told{
        PathChange::Kind::Route, at, routeName(change.before.id), routeName(change.after.id), {}, {}, {}};
    const auto& before = change.before.hops;
    const auto& after = change.after.hops;
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
        static const std::set<net::IpAddress> nobody;
        const auto& was = i < before.size() ? before[i] : nobody;
        const auto& is = i < after.size() ? after[i] : nobody;
        if (std::includes(was.begin(), was.end(), is.begin(), is.end()) && (is.empty() == was.empty()))
            continue;
        told.firstTtl = static_cast<std::uint8_t>(i + 1);
        told.wasThere.assign(was.begin(), was.end());
        told.isThere.assign(is.begin(), is.end());
        break;
    }
    return told;
}

template <class T>
void keep(std::deque<T>& kept, T&& value, std::size_t most)
{
    kept.push_back(std::forward<T>(value));
    if (kept.size() > most)
        kept.pop_front();
}

} // namespace

TimelinePoint pointOf(const Round& round, RouteId route)
{
    TimelinePoint point;
    point.at = round.at;
    point.route = route;
    point.length = round.length.value_or(0);
    for (const Sample& sample : round.samples) {
        if (!round.length || sample.ttl != *round.length)
            continue;
        ++point.sent;
        if (sample.answer != Answer::Destination)
            continue;
        ++point.received;
        point.best = point.best ? std::min(*point.best, sample.rtt) : sample.rtt;
        point.worst = point.worst ? std::max(*point.worst, sample.rtt) : sample.rtt;
    }
    if (!round.length)
        point.sent = 1; // the round itself, which found no way
    return point;
}

void TargetWatch::resume(Route route, std::string nsid, std::optional<base::Duration> usualRtt)
{
    m_routes.resume(std::move(route));
    m_nsid = std::move(nsid);
    m_usualRtt = usualRtt;
}

std::vector<PathChange> TargetWatch::add(const Round& round)
{
    m_at = round.at;
    m_error = round.error;
    std::vector<PathChange> changes;
    if (round.error)
        return changes;
    m_reached = round.reached;
    m_blocked = round.blocked;
    followRoute(round, changes);
    followRtt(round, changes);
    followNsid(round, changes);
    if (m_ladder.rounds() == 0)
        m_since = round.at;
    m_ladder.add(round);
    keep(m_timeline, pointOf(round, m_routes.current().id), mostPoints);
    for (const PathChange& change : changes)
        keep(m_changes, PathChange(change), mostChanges);
    return changes;
}

void TargetWatch::followRoute(const Round& round, std::vector<PathChange>& changes)
{
    const auto change = m_routes.add(round);
    if (!change)
        return;
    changes.push_back(routeChange(*change, round.at));
    m_ladder.clear();
}

void TargetWatch::followRtt(const Round& round, std::vector<PathChange>& changes)
{
    const TimelinePoint point = pointOf(round, 0);
    if (!point.best)
        return;
    keep(m_recent, base::Duration(*point.best), recentRounds);
    if (!m_usualRtt) {
        if (m_recent.size() >= 3)
            m_usualRtt = median(m_recent);
        return;
    }
    m_unusual = otherClass(*m_usualRtt, *point.best) ? m_unusual + 1 : 0;
    if (m_unusual < unusualRounds)
        return;
    m_recent.erase(m_recent.begin(), m_recent.end() - unusualRounds);
    const base::Duration now = median(m_recent);
    changes.push_back({PathChange::Kind::RttClass,
                       round.at,
                       std::to_string(m_usualRtt->count()),
                       std::to_string(now.count()),
                       {},
                       {},
                       {}});
    m_usualRtt = now;
    m_unusual = 0;
}

void TargetWatch::followNsid(const Round& round, std::vector<PathChange>& changes)
{
    if (round.nsid.empty() || round.nsid == m_nsid) {
        m_nsidCandidate.clear();
        return;
    }
    if (m_nsid.empty()) {
        m_nsid = round.nsid;
        return;
    }
    if (m_nsidCandidate != round.nsid) {
        m_nsidCandidate = round.nsid;
        return;
    }
    changes.push_back({PathChange::Kind::Nsid, round.at, m_nsid, round.nsid, {}, {}, {}});
    m_nsid = std::exchange(m_nsidCandidate, {});
}

std::shared_ptr<const PathView> TargetWatch::view() const
{
    auto view = std::make_shared<PathView>();
    view->target = m_target;
    view->at = m_at;
    view->since = m_since;
    view->rounds = m_ladder.rounds();
    view->hops = m_ladder.hops();
    view->tunnels = m_ladder.tunnels();
    view->route = m_routes.current();
    view->nsid = m_nsid;
    view->reached = m_reached;
    view->blocked = m_blocked;
    view->timeline.assign(m_timeline.begin(), m_timeline.end());
    view->changes.assign(m_changes.begin(), m_changes.end());
    view->error = m_error;
    return view;
}

} // namespace zonescope::path

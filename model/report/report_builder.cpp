// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/report_builder.h"

#include "model/net/round_trip.h"
#include "model/report/incident_finder.h"
#include "model/report/time_set.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace zonescope::report {
namespace {

using base::Duration;
using base::Timestamp;
using pipeline::Change;
using pipeline::EdgeArrival;
using pipeline::Histogram;
using pipeline::Period;
using pipeline::Stage;

template <class Id>
bool wanted(const std::vector<Id>& list, Id id)
{
    return list.empty() || std::ranges::find(list, id) != list.end();
}

/// What one edge did with the changes of one zone.
struct EdgeRecord
{
    std::uint64_t expected = 0;
    std::uint64_t within = 0;
    std::uint64_t late = 0;
    std::uint64_t never = 0;
    Histogram delays;
    TimeSet stale;
};

/// Adds edge records up into a row.
struct RowSum
{
    FreshnessRow row;
    Histogram delays;
    Duration observed{0};
    Duration stale{0};

    void add(const EdgeRecord& record, Duration observedHere, Duration staleHere)
    {
        row.changes += record.expected;
        row.withinTarget += record.within;
        row.late += record.late;
        row.never += record.never;
        delays.merge(record.delays);
        observed += observedHere;
        stale += staleHere;
    }
    double share() const
    {
        return observed.count() == 0
                   ? 1.0
                   : 1.0 - static_cast<double>(stale.count()) / static_cast<double>(observed.count());
    }
    FreshnessRow finish()
    {
        row.freshShare = share();
        row.p50 = delays.quantile(0.50);
        row.p95 = delays.quantile(0.95);
        row.p99 = delays.quantile(0.99);
        if (delays.count() > 0)
            row.worst = delays.maximum();
        return row;
    }
};

class Builder
{
public:
    explicit Builder(const ReportInput& input)
        : m_in(input)
    {
        m_end = std::min(m_in.selection.period.to, m_in.writtenAt);
        m_observed.add({m_in.selection.period.from, m_end});
        for (const pipeline::DataGap& gap : m_in.gaps)
            m_observed.remove(gap.period);
    }

    Document build()
    {
        m_doc.period = m_in.selection.period;
        m_doc.writtenAt = m_in.writtenAt;
        m_doc.freshnessTarget = m_in.freshnessTarget;
        m_doc.gaps = m_in.gaps;
        m_doc.cloud = m_in.cloud;
        collectSelection();
        followChanges();
        sumRows();
        countTransfers();
        explainTransfers();
        m_doc.paths = pathRows(m_in);
        m_doc.drops = dropRows(m_in);
        m_doc.peers = m_in.peers;
        m_doc.experiments = m_in.experiments;
        m_doc.incidents = findIncidents(m_in);
        return std::move(m_doc);
    }

private:
    bool inPeriod(Timestamp at) const
    {
        return at >= m_in.selection.period.from && at < m_in.selection.period.to;
    }

    std::string zoneName(base::ZoneId id) const
    {
        const zone::Zone* zone = m_in.configuration->zone(id);
        return zone ? zone->apex.toDisplay() : "zone " + std::to_string(id.value);
    }
    std::string edgeName(base::EdgeId id) const
    {
        const zone::Edge* edge = m_in.configuration->edge(id);
        return edge ? edge->name + " (" + edge->endpoint.address.toText() + ")"
                    : "edge " + std::to_string(id.value);
    }

    /// All pairs that were to be watched, also those without a change: they are the fresh ones.
    void collectSelection()
    {
        for (const auto& [id, zone] : m_in.configuration->zones()) {
            if (!wanted(m_in.selection.zones, id))
                continue;
            m_zones.insert(id);
            for (const base::EdgeId edge : zone->edges)
                if (wanted(m_in.selection.edges, edge))
                    m_records[{id, edge}];
        }
    }

    void followChanges()
    {
        std::map<base::ZoneId, std::vector<const Change*>> byZone;
        for (const Change& change : m_in.changes)
            if (inPeriod(change.startedAt) && wanted(m_in.selection.zones, change.zone))
                byZone[change.zone].push_back(&change);
        for (auto& [zone, changes] : byZone) {
            m_zones.insert(zone);
            std::ranges::sort(changes, {}, &Change::startedAt);
            m_doc.changes += changes.size();
            for (const Change* change : changes)
                addStages(*change);
            followEdges(zone, changes);
        }
        std::ranges::sort(m_doc.delays, {}, &DelayPoint::at);
        for (const Stage stage : pipeline::stages) {
            const Histogram& h = m_stages[stage];
            StageRow row{stage,       h.count(), h.quantile(0.50), h.quantile(0.95), h.quantile(0.99),
                         std::nullopt};
            if (h.count() > 0)
                row.worst = h.maximum();
            m_doc.stages.push_back(row);
        }
        for (auto& [key, histogram] : m_hours)
            m_doc.stagesByHour.push_back({key.second, {}, {}, key.first, std::move(histogram)});
    }

    void addStages(const Change& change)
    {
        for (std::size_t i = 0; i < change.stage.size(); ++i)
            if (change.stage[i] && pipeline::stages[i] != Stage::Observe)
                addStage(pipeline::stages[i], change.startedAt, *change.stage[i]);
    }
    void addStage(Stage stage, Timestamp at, Duration duration)
    {
        m_stages[stage].add(duration);
        m_hours[{std::chrono::floor<std::chrono::hours>(at), stage}].add(duration);
    }

    void followEdges(base::ZoneId zone, const std::vector<const Change*>& changes)
    {
        std::set<base::EdgeId> edges;
        for (const Change* change : changes)
            for (const EdgeArrival& arrival : change->edges)
                if (wanted(m_in.selection.edges, arrival.edge))
                    edges.insert(arrival.edge);
        for (const base::EdgeId edge : edges)
            followEdge(zone, edge, changes);
    }

    /// Newest change first, so that `reached` is the moment from which this change or a later one was there.
    void followEdge(base::ZoneId zone, base::EdgeId edge, const std::vector<const Change*>& changes)
    {
        EdgeRecord& record = m_records[{zone, edge}];
        Timestamp reached = Timestamp::max();
        for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
            const auto arrival = std::ranges::find((*change)->edges, edge, &EdgeArrival::edge);
            if (arrival == (*change)->edges.end())
                continue; // not this zone's edge at that time
            const Timestamp start = (*change)->startedAt;
            if (arrival->delay)
                reached = std::min(reached, start + *arrival->delay);
            count(record, **change, *arrival);
            const Timestamp due = start + m_in.freshnessTarget;
            if (reached > due)
                record.stale.add({due, std::min(reached, m_end)});
        }
    }

    void count(EdgeRecord& record, const Change& change, const EdgeArrival& arrival)
    {
        const bool stillTime =
            !change.complete && !arrival.failure && change.startedAt + m_in.freshnessTarget > m_end;
        if (!arrival.delay && stillTime)
            return; // on its way: neither late nor missing yet
        ++record.expected;
        if (arrival.delay) {
            record.delays.add(*arrival.delay);
            addStage(Stage::Observe, change.startedAt, *arrival.delay);
            ++(*arrival.delay <= m_in.freshnessTarget ? record.within : record.late);
        } else {
            ++record.never;
        }
        m_doc.delays.push_back({change.startedAt, change.zone, arrival.edge, arrival.delay});
    }

    void sumRows()
    {
        std::map<base::ZoneId, RowSum> zones;
        std::map<base::EdgeId, RowSum> edges;
        RowSum all;
        for (auto& [key, record] : m_records) {
            const Duration observed = m_observed.total();
            const Duration stale = record.stale.intersection(m_observed).total();
            zones[key.first].add(record, observed, stale);
            edges[key.second].add(record, observed, stale);
            all.add(record, observed, stale);
        }
        for (auto& [id, sum] : zones) {
            sum.row.zone = id;
            sum.row.name = zoneName(id);
            m_doc.byZone.push_back(sum.finish());
        }
        for (auto& [id, sum] : edges) {
            sum.row.edge = id;
            sum.row.name = edgeName(id);
            m_doc.byEdge.push_back(sum.finish());
        }
        const auto worstFirst = [](const FreshnessRow& a, const FreshnessRow& b) {
            return std::tie(a.freshShare, a.name) < std::tie(b.freshShare, b.name);
        };
        std::ranges::sort(m_doc.byZone, worstFirst);
        std::ranges::sort(m_doc.byEdge, worstFirst);
        m_doc.zones = m_zones.size();
        m_doc.edges = edges.size();
        m_doc.freshShare = all.share();
    }

    void countTransfers()
    {
        for (const pipeline::TransferAttempt& attempt : m_in.attempts)
            if (inPeriod(attempt.startedAt) && wanted(m_in.selection.zones, attempt.zone) &&
                attempt.kind != pipeline::TransferKind::SoaOnly)
                ++(attempt.error ? m_doc.transfersFailed : m_doc.transfersOk);
    }

    struct FlowSum
    {
        FlowRow row;
        Histogram took, roundTrip;
        Duration stalled{0};
    };
    void explainTransfers()
    {
        std::map<base::PrimaryId, FlowSum> sums;
        for (const pipeline::TransferAttempt& attempt : m_in.attempts) {
            if (!inPeriod(attempt.startedAt) || !wanted(m_in.selection.zones, attempt.zone) ||
                !attempt.verdict || !attempt.flow)
                continue;
            FlowSum& sum = sums[attempt.primary];
            ++sum.row.transfers;
            ++sum.row.verdicts.at(static_cast<std::size_t>(*attempt.verdict));
            sum.took.add(attempt.duration);
            sum.stalled += attempt.flow->stalled;
            if (attempt.tcpInfo)
                if (const std::uint32_t rtt = net::roundTripUs(*attempt.tcpInfo)) {
                    sum.roundTrip.add(Duration(rtt));
                    m_doc.flowPoints.push_back({attempt.primary, Duration(rtt), attempt.duration});
                }
        }
        for (auto& [id, sum] : sums) {
            const zone::Primary* primary = m_in.configuration->primary(id);
            sum.row.primary = id;
            sum.row.name = primary ? primary->name : "primary " + std::to_string(id.value);
            sum.row.p50 = sum.took.quantile(0.50);
            sum.row.p95 = sum.took.quantile(0.95);
            sum.row.worst = sum.took.maximum();
            sum.row.roundTrip = sum.roundTrip.quantile(0.50);
            if (sum.took.sum().count() > 0)
                sum.row.stalledShare =
                    static_cast<double>(sum.stalled.count()) / static_cast<double>(sum.took.sum().count());
            m_doc.flows.push_back(sum.row);
        }
        std::ranges::sort(m_doc.flows, [](const FlowRow& a, const FlowRow& b) {
            return std::tie(b.stalledShare, a.name) < std::tie(a.stalledShare, b.name);
        });
        m_doc.kernel = m_in.kernel;
    }

    const ReportInput& m_in;
    Document m_doc;
    Timestamp m_end;
    TimeSet m_observed;
    std::set<base::ZoneId> m_zones;
    std::map<std::pair<base::ZoneId, base::EdgeId>, EdgeRecord> m_records;
    std::map<Stage, Histogram> m_stages;
    std::map<std::pair<Timestamp, Stage>, Histogram> m_hours;
};

} // namespace

Document buildReport(const ReportInput& input)
{
    return Builder(input).build();
}

} // namespace zonescope::report

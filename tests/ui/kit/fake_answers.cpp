// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/fake_data.h"

#include "model/dns/text.h"

#include <algorithm>

namespace zonescope::uikit {
namespace {

using namespace std::chrono_literals;

std::vector<dns::Record> records(const dns::Name& apex, const std::string& text)
{
    return dns::recordsFromText(text, apex, 3600).value_or(std::vector<dns::Record>{});
}

struct Tally
{
    std::uint64_t expected = 0;
    std::uint64_t never = 0;
    pipeline::Histogram histogram;
};

report::FreshnessRow rowOf(const Tally& tally, base::Duration target)
{
    report::FreshnessRow row;
    row.changes = tally.expected;
    row.withinTarget = tally.histogram.countAtMost(target);
    row.never = tally.never;
    row.late = tally.histogram.count() - row.withinTarget;
    row.freshShare =
        tally.expected ? static_cast<double>(row.withinTarget) / static_cast<double>(tally.expected) : 1;
    row.p50 = tally.histogram.quantile(0.5);
    row.p95 = tally.histogram.quantile(0.95);
    row.p99 = tally.histogram.quantile(0.99);
    row.worst = tally.histogram.maximum();
    return row;
}

} // namespace

zone::ZoneVersionPtr sampleVersion(const dns::Name& apex, std::uint32_t serial)
{
    std::string text = "@ 3600 SOA ns1 hostmaster " + std::to_string(serial) +
                       " 7200 900 1209600 300\n"
                       "@ 3600 NS ns1\n@ 3600 NS ns2\n@ 3600 MX 10 mail\n"
                       "@ 300 TXT \"v=spf1 mx -all\"\nns1 3600 A 192.0.2.53\nns2 3600 AAAA 2001:db8::53\n"
                       "mail 300 A 192.0.2.25\nwww 60 A 192.0.2.20\nwww 60 A 192.0.2.21\n"
                       "_sip._tcp 3600 SRV 10 5 5061 sip2\n";
    for (int i = 0; i < 40; ++i)
        text += "host" + std::to_string(i) + " 300 A 198.51.100." + std::to_string(i + 1) + "\n";
    zone::ZoneLoader loader(apex);
    for (const dns::Record& record : records(apex, text))
        if (!loader.add(record))
            return nullptr;
    return loader.finish().value_or(nullptr);
}

std::shared_ptr<const zone::Difference> sampleDifference(const dns::Name& apex, std::uint32_t from,
                                                         std::uint32_t to)
{
    auto difference = std::make_shared<zone::Difference>();
    difference->fromSerial = from;
    difference->toSerial = to;
    difference->removed = records(apex, "_sip._tcp 3600 SRV 10 5 5060 sip1\nwww 300 A 192.0.2.10\n");
    difference->added =
        records(apex, "_sip._tcp 3600 SRV 10 5 5061 sip2\nwww 60 A 192.0.2.20\nwww 60 A 192.0.2.21\n");
    difference->ownersTouched = 2;
    return difference;
}

std::vector<pipeline::HourlyLatency> sampleLatency(const std::vector<pipeline::Change>& changes,
                                                   const pipeline::HistoryFilter& filter, bool byEdge)
{
    std::map<std::tuple<base::Timestamp, std::uint32_t, int>, pipeline::HourlyLatency> hours;
    for (const pipeline::Change& change : changes) {
        if (change.startedAt < filter.period.from || change.startedAt >= filter.period.to)
            continue;
        const base::Timestamp hour = std::chrono::floor<std::chrono::hours>(change.startedAt);
        for (std::size_t s = 0; s < change.stage.size() && !byEdge; ++s) {
            auto& row = hours[{hour, 0, static_cast<int>(s)}];
            row.stage = pipeline::stages[s];
            row.hour = hour;
            if (change.stage[s])
                row.histogram.add(*change.stage[s]);
        }
        for (const pipeline::EdgeArrival& edge : change.edges) {
            if (!byEdge)
                break;
            auto& row = hours[{hour, edge.edge.value, 5}];
            row.stage = pipeline::Stage::Observe;
            row.edge = edge.edge;
            row.hour = hour;
            edge.delay ? row.histogram.add(*edge.delay) : row.histogram.addFailure();
        }
    }
    std::vector<pipeline::HourlyLatency> rows;
    for (auto& [key, row] : hours)
        rows.push_back(std::move(row));
    return rows;
}

engine::SerialsAnswer sampleSerials(const zone::ZoneStatus& status, const pipeline::Period& period)
{
    engine::SerialsAnswer answer;
    const std::uint32_t now = status.heldSerial.value_or(2);
    const base::Timestamp changed = status.heldSince.value_or(period.to - 4min);
    const auto span = [&](base::EdgeId edge, base::PrimaryId primary, std::uint32_t serial,
                          base::Timestamp from, base::Timestamp to) {
        answer.spans.push_back({status.zone, edge, primary, serial, std::nullopt, from, to});
    };
    span({}, status.primarySeen, now - 1, period.from, changed - 1s);
    span({}, status.primarySeen, now, changed - 1s, period.to);
    span({}, {}, now - 1, period.from, changed);
    span({}, {}, now, changed, period.to);
    int position = 0;
    for (const zone::EdgeSerial& edge : status.edges) {
        const base::Timestamp arrival =
            edge.serialSince.value_or(changed) + std::chrono::seconds(position == 3 ? 20 : 0);
        if (edge.serial != status.heldSerial) {
            span(edge.edge, {}, now - 1, period.from, period.to);
        } else if (edge.error) {
            span(edge.edge, {}, now - 1, period.from, arrival);
            span(edge.edge, {}, now, arrival, period.to - 3min);
            answer.spans.push_back(
                {status.zone, edge.edge, {}, std::nullopt, edge.error->code, period.to - 3min, period.to});
        } else {
            span(edge.edge, {}, now - 1, period.from, arrival);
            span(edge.edge, {}, now, arrival, period.to);
        }
        ++position;
    }
    return answer;
}

std::shared_ptr<const report::Document> sampleReport(const zone::Configuration& configuration,
                                                     const std::vector<pipeline::Change>& changes,
                                                     const engine::ReportRequest& request)
{
    auto document = std::make_shared<report::Document>();
    document->period = request.selection.period;
    document->writtenAt = request.selection.period.to;
    document->freshnessTarget = request.freshnessTarget;
    document->edges = configuration.edges().size();
    std::map<base::ZoneId, Tally> zones;
    std::map<base::EdgeId, Tally> edges;
    std::array<pipeline::Histogram, 6> stages;
    Tally all;
    for (const pipeline::Change& change : changes) {
        if (change.startedAt < document->period.from || change.startedAt >= document->period.to)
            continue;
        ++document->changes;
        for (std::size_t s = 0; s < 6; ++s)
            if (change.stage[s])
                stages[s].add(*change.stage[s]);
        for (const pipeline::EdgeArrival& edge : change.edges) {
            for (Tally* tally : {&zones[change.zone], &edges[edge.edge], &all}) {
                ++tally->expected;
                edge.delay ? tally->histogram.add(*edge.delay) : void(++tally->never);
            }
            document->delays.push_back({change.startedAt, change.zone, edge.edge, edge.delay});
        }
    }
    for (const auto& [id, tally] : zones) {
        document->byZone.push_back(rowOf(tally, request.freshnessTarget));
        document->byZone.back().zone = id;
        document->byZone.back().name = configuration.zone(id)->apex.toDisplay();
    }
    for (const auto& [id, tally] : edges) {
        document->byEdge.push_back(rowOf(tally, request.freshnessTarget));
        document->byEdge.back().edge = id;
        document->byEdge.back().name = configuration.edge(id)->name;
    }
    const auto worstFirst = [](const auto& a, const auto& b) { return a.freshShare < b.freshShare; };
    std::ranges::sort(document->byZone, worstFirst);
    std::ranges::sort(document->byEdge, worstFirst);
    for (std::size_t s = 0; s < 6; ++s)
        document->stages.push_back({pipeline::stages[s], stages[s].count(), stages[s].quantile(0.5),
                                    stages[s].quantile(0.95), stages[s].quantile(0.99), stages[s].maximum()});
    pipeline::HistoryFilter filter;
    filter.period = document->period;
    document->stagesByHour = sampleLatency(changes, filter, false);
    document->zones = zones.size();
    document->transfersOk = document->changes;
    document->transfersFailed = 6;
    document->freshShare = rowOf(all, request.freshnessTarget).freshShare;
    if (!configuration.zones().empty()) {
        const auto& [id, zone] = *configuration.zones().begin();
        document->incidents.push_back({id,
                                       {},
                                       zone->primaries.front(),
                                       zone->apex.toDisplay(),
                                       "ns1.primary.example",
                                       pipeline::Event::Kind::TransferFailed,
                                       document->period.to - 3h,
                                       document->period.to - 2h,
                                       base::Error{base::ErrorCode::TsigBadKey, ""}});
    }
    document->gaps.push_back({{document->period.from + 2h, document->period.from + 3h}});
    return document;
}

} // namespace zonescope::uikit

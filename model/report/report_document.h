// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/pipeline/history.h"
#include "model/report/cloud_section.h"
#include "model/report/network_rows.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace zonescope::report {

// A report as meaning and numbers. ui/text gives the words, ui/export draws PDF and PNG; the CSV and HTML
// writers here take a Wording (report/wording.h) so that the same document speaks every language. All formats
// show the same figures.

/// Freshness of one zone or one edge over the period.
struct FreshnessRow
{
    base::ZoneId zone; ///< none in the rows by edge
    base::EdgeId edge; ///< none in the rows by zone
    std::string name;
    std::uint64_t changes = 0;      ///< arrivals expected
    std::uint64_t withinTarget = 0; ///< arrived within the target
    std::uint64_t late = 0;         ///< arrived after it
    std::uint64_t never = 0;        ///< did not arrive before the next change or the end
    double freshShare = 0; ///< share of the observed time at the newest serial or within the target, 0..1
    std::optional<base::Duration> p50, p95, p99, worst;

    friend bool operator==(const FreshnessRow&, const FreshnessRow&) = default;
};

/// A stretch in which a zone was behind, failing or expired.
struct Incident
{
    base::ZoneId zone;
    base::EdgeId edge;       ///< none: the zone as a whole
    base::PrimaryId primary; ///< none: not a primary's fault
    std::string zoneName;
    std::string serverName;
    pipeline::Event::Kind kind = pipeline::Event::Kind::EdgeLate;
    base::Timestamp from;
    std::optional<base::Timestamp> to; ///< nothing: not over at the end of the period
    std::optional<base::Error> cause;

    friend bool operator==(const Incident&, const Incident&) = default;
};

struct StageRow
{
    pipeline::Stage stage = pipeline::Stage::Notify;
    std::uint64_t count = 0;
    std::optional<base::Duration> p50, p95, p99, worst;

    friend bool operator==(const StageRow&, const StageRow&) = default;
};

/// How the transfers over TCP from one primary went, and why.
struct FlowRow
{
    base::PrimaryId primary;
    std::string name;
    std::uint64_t transfers = 0;             ///< that were judged
    std::array<std::uint64_t, 7> verdicts{}; ///< by pipeline::TransferVerdict
    std::optional<base::Duration> p50, p95, worst;
    std::optional<base::Duration> roundTrip; ///< median
    double stalledShare = 0;                 ///< of the time of all transfers, 0..1

    friend bool operator==(const FlowRow&, const FlowRow&) = default;
};
static_assert(std::tuple_size_v<decltype(FlowRow::verdicts)> ==
              static_cast<std::size_t>(pipeline::TransferVerdict::Application) + 1);

/// One transfer whose connection was observed.
struct FlowPoint
{
    base::PrimaryId primary;
    base::Duration roundTrip; ///< as the connection knew it at its end
    base::Duration took;      ///< the transfer

    friend bool operator==(const FlowPoint&, const FlowPoint&) = default;
};

/// One dot of the delay chart.
struct DelayPoint
{
    base::Timestamp at;
    base::ZoneId zone;
    base::EdgeId edge;
    std::optional<base::Duration> delay; ///< nothing: a failure, drawn in the failure lane

    friend bool operator==(const DelayPoint&, const DelayPoint&) = default;
};

/// Freshness and incidents: any period, any selection.
struct Document
{
    pipeline::Period period;
    base::Timestamp writtenAt;
    base::Duration freshnessTarget{0};
    std::uint64_t zones = 0; ///< in the selection
    std::uint64_t edges = 0;
    std::uint64_t changes = 0;
    std::uint64_t transfersOk = 0;
    std::uint64_t transfersFailed = 0;
    double freshShare = 0;            ///< over all zones and edges, 0..1
    std::vector<FreshnessRow> byZone; ///< worst first
    std::vector<FreshnessRow> byEdge; ///< worst first
    std::vector<StageRow> stages;
    std::vector<FlowRow> flows;             ///< by primary, most stalled first
    std::vector<FlowPoint> flowPoints;      ///< of their transfers
    std::string kernel;                     ///< on which the connections were observed
    std::vector<PathRow> paths;             ///< most route changes first
    std::vector<PeerRow> peers;             ///< most connections first
    std::vector<DropRow> drops;             ///< most first
    std::vector<ExperimentRow> experiments; ///< newest first
    std::vector<pipeline::HourlyLatency> stagesByHour;
    std::vector<DelayPoint> delays;
    std::vector<Incident> incidents; ///< newest first
    std::vector<pipeline::DataGap> gaps;
    std::shared_ptr<const CloudSection> cloud; ///< null: no cloud is known, or nobody asked

    friend bool operator==(const Document& a, const Document& b) = delete;
};

} // namespace zonescope::report

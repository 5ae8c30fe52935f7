// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/path_record.h"
#include "model/report/report_document.h"
#include "model/zone/configuration.h"

#include <string>
#include <vector>

namespace zonescope::report {

/// Everything a report is made of. Rows may come in any order and may reach beyond the period.
struct ReportInput
{
    zone::ConfigurationPtr configuration; ///< names; never null
    pipeline::HistoryFilter selection;    ///< period, zones and edges; the limit is not looked at
    base::Duration freshnessTarget{0};
    base::Timestamp writtenAt;
    std::vector<pipeline::Change> changes;
    std::vector<pipeline::TransferAttempt> attempts;
    std::vector<pipeline::Event> events;
    std::vector<pipeline::DataGap> gaps;
    std::shared_ptr<const CloudSection> cloud = {}; ///< handed on as it is
    std::string kernel = {};                        ///< of this host: captions of what its connections showed
    std::vector<pipeline::PathRecord> paths = {};
    std::vector<PeerRow> peers = {}; ///< of the period
    std::vector<ExperimentRow> experiments = {};
};

/// Pure. An edge is stale at a moment when some change older than the target has reached neither this edge
/// nor been overtaken there by a later one; freshShare is the share of the observed time (the period without
/// data gaps, and not beyond writtenAt) in which it is not stale. Zones and edges without a change in the
/// period are fresh: nothing was missing.
Document buildReport(const ReportInput& input);

// Parts of it.
std::vector<PathRow> pathRows(const ReportInput& input);
std::vector<DropRow> dropRows(const ReportInput& input);

} // namespace zonescope::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/kit/fake_engine.h"

namespace zonescope::uikit {

// Deterministic sample values: the same numbers on every run, so that screenshots can be compared.

zone::ConfigurationPtr sampleConfiguration(const FakeOptions& options);
zone::ZoneStatus sampleStatus(const zone::Zone& zone, std::size_t number, const FakeOptions& options,
                              base::Timestamp now);
zone::PrimaryStatus samplePrimaryStatus(base::PrimaryId id, std::size_t number, const FakeOptions& options,
                                        base::Timestamp now);
std::vector<pipeline::Change> sampleChanges(const zone::Configuration& configuration,
                                            const FakeOptions& options, base::Timestamp now);
zone::ZoneVersionPtr sampleVersion(const dns::Name& apex, std::uint32_t serial);
engine::PreflightResult samplePreflight(const engine::PreflightRow& row);
std::vector<pipeline::HourlyLatency> sampleLatency(const std::vector<pipeline::Change>& changes,
                                                   const pipeline::HistoryFilter& filter, bool byEdge);
engine::SerialsAnswer sampleSerials(const zone::ZoneStatus& status, const pipeline::Period& period);
std::shared_ptr<const zone::Difference> sampleDifference(const dns::Name& apex, std::uint32_t from,
                                                         std::uint32_t to);
std::shared_ptr<const report::Document> sampleReport(const zone::Configuration& configuration,
                                                     const std::vector<pipeline::Change>& changes,
                                                     const engine::ReportRequest& request);
std::shared_ptr<const congestion::Snapshot> sampleConnections(base::Timestamp now);
/// One experiment on three paths; fewer blocks than 24: it is still running.
std::shared_ptr<const congestion::ExperimentsSnapshot> sampleExperiments(base::Timestamp now,
                                                                         std::size_t blocks);
std::vector<congestion::MinuteRow> sampleMinutes(const pipeline::Period& period,
                                                 const std::optional<net::Prefix>& peer, base::Timestamp now);
std::shared_ptr<const congestion::WatchSeries> sampleWatch(const congestion::Connection& connection,
                                                           base::Timestamp now);
std::vector<std::shared_ptr<const path::PathView>> samplePaths(const zone::Configuration& configuration,
                                                               base::Timestamp now);
std::vector<pipeline::PathRecord> samplePathHistory(const net::Endpoint& target, base::Timestamp now);
pipeline::Event sampleEvent(const zone::Configuration& configuration, std::uint64_t id, base::Timestamp at);
pipeline::TransferAttempt sampleAttempt(const zone::Configuration& configuration, std::uint64_t id,
                                        base::ZoneId zone, base::Timestamp at);

} // namespace zonescope::uikit

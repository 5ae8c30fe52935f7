// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/report_document.h"

#include <functional>
#include <string>
#include <string_view>

namespace zonescope::report {

/// Of the clouds' part.
struct CloudWords
{
    std::string topology, inventory, findings, drift, gaps; ///< titles
    std::string noFindings, noDrift, noIntent, noGaps;      ///< whole sentences
    std::string provider, account, region, severity, finding, resource, evidence, known, part, field,
        expected, actual, owner, what, state;
};

/// The words of a report. englishWording() serves the headless program; the window hands in translated ones,
/// so that all formats speak the language of the reader and none invents its own.
struct Wording
{
    std::string title;   ///< "Freshness and incidents"
    std::string period;  ///< "Period"
    std::string written; ///< "Written"
    std::string target;  ///< "Target"
    std::string zones, edges, changes, transfersOk, transfersFailed, freshShare;
    std::string byZone, byEdge, stages, delays, incidents, gaps;           ///< section titles
    std::string name, within, late, never, fresh, median, p95, p99, worst; ///< column titles
    std::string stage, count, from, to, zone, server, kind, cause;
    std::string noIncidents, noGaps, noChanges;              ///< whole sentences for empty sections
    std::string flows;                                       ///< section: transfers and their connections
    std::string transfers, roundTrip, stalled, why, noFlows; ///< its columns and its empty sentence
    std::string flowChart;                                   ///< "time of a transfer against its round trip"
    std::string paths, peers, drops, experiments;            ///< sections of the network
    std::string noPaths, noPeers, noDrops, noExperiments;    ///< their empty sentences
    std::string rounds, answered, best, routes, routeChanges, node;
    std::string network, algorithm, connections, sent, received, repeated;
    std::string dropped, times, last;
    std::string baseline, ratio, interval, verdict;
    std::string allPaths;                                ///< an experiment over several paths, together
    std::string stillOpen;                               ///< an incident that is not over
    std::string failures;                                ///< label of the failure lane
    std::function<std::string(base::Timestamp)> time;    ///< for people, with date and zone
    std::function<std::string(base::Duration)> duration; ///< "4.1 s"
    std::function<std::string(double)> percent;          ///< share 0..1 -> "99.9 %"
    std::function<std::string(pipeline::Stage)> stageWord;
    std::function<std::string(const Incident&)> incidentWord;
    std::function<std::string(pipeline::TransferVerdict)> verdictWord;
    /// "n = 120, kernel 6.1": what the section's figures rest on.
    std::function<std::string(std::uint64_t, const std::string&)> flowCaption;
    std::function<std::string(const base::Error&)> causeSentence;
    CloudWords cloud;
    /// A stable word of a group ("provider", "kind", "check", "severity", "state", "drift") for people.
    std::function<std::string(std::string_view group, std::string_view word)> cloudWord;
    std::function<std::string(const ExperimentRow&)> outcomeWord; ///< "faster", "withheld: arms overlap"
    /// "n = 120, 08:00 to 09:00, kernel 6.1, all peers": beneath a section's title.
    std::function<std::string(std::uint64_t, const Document&)> networkCaption;
    std::string language; ///< BCP 47, for the HTML element
};

Wording englishWording();

/// 2026-11-21T08:00:00Z: for machines.
std::string isoTime(base::Timestamp at);

} // namespace zonescope::report

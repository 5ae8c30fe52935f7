// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/checks.h"
#include "model/cloud/difference.h"
#include "model/cloud/dns_join.h"
#include "model/cloud/reachability.h"

#include <QString>

namespace zonescope::ui::text {

// What model/cloud knows as codes, in words and sentences.

QString cloudProvider(cloud::Provider provider);
QString cloudKind(cloud::Kind kind);
QString cloudRelation(cloud::RelationKind kind, bool incoming);
QString scopeState(cloud::ScopeState state);
QString cloudSeverity(cloud::Severity severity);
QString findingTitle(cloud::CheckId check);
QString findingAdvice(cloud::CheckId check);
/// What was seen, with the words to the numbers.
QString findingEvidence(const cloud::Finding& finding);
QString joinWord(cloud::JoinState state);
QString joinMeaning(cloud::JoinState state);
QString cloudChange(cloud::ChangeKind kind);
QString routeTarget(cloud::TargetKind kind);
QString routeOrigin(cloud::RouteOrigin origin);
QString reachabilityVerdict(const cloud::ReachabilityAnswer& answer);
/// One hop or one reason as a whole sentence.
QString reachabilityStep(const cloud::Step& step);
/// A stable word of a report's cloud part ("kind", "route-table") for people; the word itself when it is of a
/// newer program.
QString cloudReportWord(std::string_view group, std::string_view word);
/// "production (vpc-1)", or the id alone.
QString resourceLabel(const cloud::Resource& resource);

} // namespace zonescope::ui::text

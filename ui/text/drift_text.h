// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/gate.h"
#include "model/cloud/intent/drift_tracker.h"

#include <QString>

namespace zonescope::ui::text {

// What intent, drift and the gate know as codes, in words and sentences.

QString driftKind(cloud::DriftKind kind);
QString driftState(cloud::DriftState state);
/// "edge (aaaa)", or the id alone.
QString driftObject(const cloud::DriftFinding& finding);
/// Whole sentence: what differs.
QString driftSentence(const cloud::DriftFinding& finding);
/// Who may put it right, and how.
QString driftAdvice(const cloud::DriftFinding& finding);
QString guardRail(cloud::GuardRail rail);
QString railSentence(const cloud::RailFinding& finding);
QString flowSentence(const cloud::FlowChange& flow);
QString gateVerdict(cloud::GateVerdict verdict);
/// "Adds route 10.0.0.0/8 to rtb-1."
QString plannedChange(const cloud::PlannedChange& change);

} // namespace zonescope::ui::text

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <QString>
#include <QStringList>

namespace zonescope::ui::text {

// Single translated words for the small enumerations. One place, so that a table, a legend and a report never
// call the same thing by two names.

QString stateWord(zone::ZoneState state);
QString stageWord(pipeline::Stage stage);
/// What the stage's time is spent on: tool tips of legends.
QString stageMeaning(pipeline::Stage stage);
QString severityWord(pipeline::Severity severity);
QString transferKindWord(pipeline::TransferKind kind); ///< "IXFR", "AXFR"
QString phaseWord(pipeline::TransferProgress::Phase phase);
/// "NOTIFY, forced": every bit that is set.
QString triggerWords(pipeline::Triggers triggers);
QString preferenceWord(zone::TransferPreference preference);
/// The preview of the add-zones dialog.
QString verdictWord(engine::PreflightVerdict verdict);
/// Whole sentences: what was found and what to do, with our address for the primary's ACL where that helps.
QString verdictSentence(const engine::PreflightResult& result, const QString& server, const QString& key);
bool isGood(engine::PreflightVerdict verdict);

/// The state from its word in English or in the present language, also "attention" is none of these.
std::optional<zone::ZoneState> stateFromWord(QStringView word);

} // namespace zonescope::ui::text

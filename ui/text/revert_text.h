// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/auto_revert_policy.h"

#include <QString>

namespace zonescope::ui::text {

// What is put right without a person, or why not, in words and sentences.

QString revertMode(cloud::RevertMode mode);
QString revertClass(cloud::RevertClass kind);
/// "ready", "waits", "held back"; what a column has room for.
QString revertWord(const cloud::RevertDecision& decision);
/// Whole sentence: why this and nothing more.
QString revertSentence(const cloud::RevertDecision& decision, base::Timestamp now);
/// The same from what an event keeps: "outside-window: daily 02:00-05:00 UTC". Empty: no such reason.
QString revertSentence(const std::string& kept);
/// "Mon–Fri 22:00–04:00, UTC".
QString revertWindow(const cloud::MaintenanceWindow& window);

} // namespace zonescope::ui::text

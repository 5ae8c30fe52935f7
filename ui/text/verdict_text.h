// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"

#include <QString>

namespace zonescope::ui::text {

QString verdictWord(pipeline::TransferVerdict verdict); ///< "Slow primary"
/// What it rests on, one sentence: "Nothing came for 1.2 s in 3 stalls, in order."
QString verdictSentence(const pipeline::TransferAttempt& attempt);
/// The connection's record, line by line, with the fields that are true for who receives.
QString flowLines(const pipeline::TransferAttempt& attempt);

} // namespace zonescope::ui::text

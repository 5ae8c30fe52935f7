// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/analysis.h"

#include <QString>

namespace zonescope::ui::network {

// Whole sentences on experiments, in the language of the program.

QString guardText(congestion::Guard guard);   ///< "arms overlap"
QString guardReason(congestion::Guard guard); ///< what that means and what to do
QString guardsText(const congestion::PathAnalysis& path);
QString verdictText(const congestion::Experiment& experiment, const congestion::PathAnalysis& path,
                    const congestion::ArmComparison& comparison);
QString ratioText(double ratio); ///< "0.31", in the locale
QString pathName(const congestion::Experiment& experiment, const congestion::PathAnalysis& path);
QString stateText(congestion::ExperimentState state);
QString captionText(const congestion::Experiment& experiment, const congestion::Analysis& analysis);

} // namespace zonescope::ui::network

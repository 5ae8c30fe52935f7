// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/forecast.h"

#include <string>

namespace zonescope::congestion {

/// "n = 2 166 pages, 216 with RUM, matched 98 %, correlation 0.992, mean log difference 0.037". English.
std::string forecastCaption(const Forecast& forecast, double matchRate);
/// The curve: path, algorithm, time, RUM, predicted, pages, extrapolated; the caption as a comment.
std::string forecastCsv(const Forecast& forecast, double matchRate, const std::string& about = {});
std::string forecastJsonLines(const Forecast& forecast, double matchRate, const std::string& about = {});

} // namespace zonescope::congestion

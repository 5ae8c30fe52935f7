// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/wording.h"

#include <string>
#include <string_view>
#include <vector>

namespace zonescope::report {

/// A file to be written: the caller chooses the folder.
struct NamedText
{
    std::string name; ///< "by-zone.csv"
    std::string text;
};

/// One RFC 4180 file a table: summary, by-zone, by-edge, stages, delays, incidents, gaps. For machines: times
/// in UTC as ISO 8601, durations in milliseconds, shares as 0..1, empty for unknown; column names are English
/// and stable.
std::vector<NamedText> writeCsv(const Document& document);

/// A field as RFC 4180 wants it: quoted when it holds a comma, a quote or a line break.
std::string csvField(std::string_view text);

} // namespace zonescope::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/csv_writer.h"
#include "model/report/wording.h"

#include <vector>

namespace zonescope::report {

/// Title and body of each part in HTML: topology, inventory, findings, drift, what was not read.
std::vector<NamedText> cloudParts(const CloudSection& section, const Wording& wording);
/// One file a table, machine words as they are.
std::vector<NamedText> cloudTables(const CloudSection& section);

} // namespace zonescope::report

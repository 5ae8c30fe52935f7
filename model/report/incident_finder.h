// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/report_builder.h"

namespace zonescope::report {

/// Turns single events into stretches of time: what began, with which cause, and when it was over. Newest
/// first. Pure. A second beginning while the first is not over continues the same incident.
std::vector<Incident> findIncidents(const ReportInput& input);

} // namespace zonescope::report

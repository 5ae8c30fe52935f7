// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/status.h"

#include <QString>
#include <QStringList>

namespace zonescope::ui::zones {

/// What is ours in a zone, in a few words each: "published as serial 7", "flattened from X at T".
QStringList contentFacts(const zone::ZoneStatus& status);

/// What was found in the content, a line each, worst first; then the conflicts of own records.
QStringList contentFindings(const zone::ZoneStatus& status, const QString& zoneName);

} // namespace zonescope::ui::zones

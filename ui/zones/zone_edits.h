// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <functional>

namespace zonescope::ui::zones {

/// Pauses the zones, or resumes them when all are paused. Problems are told through the workspace.
void togglePause(models::Workspace& workspace, const std::vector<base::ZoneId>& zones, QObject* context);

/// Removes the zones; `offerUndo` gets a text and what puts them back under their old ids.
void removeZones(models::Workspace& workspace, const std::vector<base::ZoneId>& zones, QObject* context,
                 std::function<void(const QString&, std::function<void()>)> offerUndo);

} // namespace zonescope::ui::zones

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <optional>

class QWidget;

namespace zonescope::ui::zones {

/// F6: from which primary, from which of its addresses or another port, in full or not. Nothing when
/// cancelled.
std::optional<engine::TransferRequest>
askForTransfer(models::Workspace& workspace, const std::vector<base::ZoneId>& zones, QWidget* parent);

} // namespace zonescope::ui::zones

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

class QWidget;

namespace zonescope::ui::zones {

/// Says what a test change writes, where and signed by which key. True: it shall be sent.
bool askForTestChange(models::Workspace& workspace, base::ZoneId zone, QWidget* parent);

} // namespace zonescope::ui::zones

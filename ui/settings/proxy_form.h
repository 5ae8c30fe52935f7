// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <optional>

class QWidget;

namespace zonescope::ui::settings {

/// Dialog to add (no id) or edit a SOCKS5 proxy through which primaries are reached.
void editProxy(models::Workspace& workspace, std::optional<base::ProxyId> id, QWidget* parent);

} // namespace zonescope::ui::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <optional>

class QWidget;

namespace zonescope::ui::settings {

// Dialogs to add (no id) or edit one entry of the configuration.

void editKey(models::Workspace& workspace, std::optional<base::KeyId> id, QWidget* parent);
void editAcl(models::Workspace& workspace, std::optional<base::AclId> id, QWidget* parent);
void editEdge(models::Workspace& workspace, std::optional<base::EdgeId> id, QWidget* parent);
void editPrimary(models::Workspace& workspace, std::optional<base::PrimaryId> id, QWidget* parent);

/// Splits at commas, semicolons and blanks.
QStringList listItems(const QString& text);

} // namespace zonescope::ui::settings

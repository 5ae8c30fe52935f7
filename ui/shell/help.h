// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace zonescope::ui::shell {

/// Opens the manual in the present language, at the chapter of that page when there is one.
void showManual(QWidget* parent, const QString& chapter);
/// Every key on one sheet, made from the table of actions.
void showShortcutSheet(QWidget* parent);

} // namespace zonescope::ui::shell

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QString>

#include <cstdint>
#include <span>

namespace zonescope::ui::shell {

class MainWindow;

enum class ActionGroup : std::uint8_t { Go, Zones, Cloud, View, Help };

/// One thing the window can do: in the menu, in the palette, on a key, on the sheet of shortcuts.
struct ActionSpec
{
    const char* id;   ///< "transfer": object name of the QAction, stable
    const char* text; ///< with the & of the menu
    const char* keys; ///< QKeySequence in portable text, may be empty
    theme::Icon icon;
    ActionGroup group;
    void (MainWindow::*run)();
    /// The key belongs to the widget with the focus (Space in a table, Escape anywhere): listed, not grabbed,
    /// or no button and no text field could use it.
    bool keyIsLocal = false;
};

/// All of them; the one place that knows keys.
std::span<const ActionSpec> actionTable();
QString actionText(const ActionSpec& spec);     ///< translated, without &
QString actionMenuText(const ActionSpec& spec); ///< translated, with &
QString actionGroupTitle(ActionGroup group);

} // namespace zonescope::ui::shell

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/palette.h"

#include <QPalette>
#include <QString>

namespace zonescope::ui::theme {

/// resources/styles/zonescope.qss with its @names replaced.
QString styleSheet(const Palette& palette);

QPalette widgetPalette(const Palette& palette);

} // namespace zonescope::ui::theme

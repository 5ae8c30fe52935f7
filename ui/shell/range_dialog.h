// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"

#include <optional>

class QWidget;

namespace zonescope::ui::shell {

/// Asks for a fixed period; nothing when cancelled.
std::optional<pipeline::Period> askForPeriod(const pipeline::Period& present, QWidget* parent);

} // namespace zonescope::ui::shell

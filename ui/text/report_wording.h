// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/wording.h"

namespace zonescope::ui::text {

/// The words of a report in the language of the program, numbers and times in its locale.
report::Wording reportWording();

} // namespace zonescope::ui::text

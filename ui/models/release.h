// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace zonescope::ui::models {

/// Lets go of something large in another thread. A snapshot of 100,000 resources is a million texts: whoever
/// lets go of it last is busy for a tenth of a second and more. Nobody else of this thread may hold it.
void releaseElsewhere(std::shared_ptr<const void> last);

} // namespace zonescope::ui::models

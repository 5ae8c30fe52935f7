// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/release.h"

#include <QThreadPool>

namespace zonescope::ui::models {

void releaseElsewhere(std::shared_ptr<const void> last)
{
    if (last)
        QThreadPool::globalInstance()->start([held = std::move(last)]() mutable { held.reset(); });
}

} // namespace zonescope::ui::models

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "ui/widgets/elided_label.h"

#include <memory>
#include <optional>

namespace zonescope::ui::widgets {

/// "6 min ago" with the absolute time as tool tip; or "in 41 min". Words come from ui/text. It does not tick
/// by itself (no idle wake-ups): the page calls refresh() with its own update.
class TimeLabel final : public ElidedLabel
{
    Q_OBJECT

public:
    explicit TimeLabel(std::shared_ptr<const base::Clock> clock, QWidget* parent = nullptr);

    void setTime(std::optional<base::Timestamp> at); ///< past or future
    void refresh();

private:
    std::shared_ptr<const base::Clock> m_clock;
    std::optional<base::Timestamp> m_at;
};

} // namespace zonescope::ui::widgets

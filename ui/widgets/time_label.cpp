// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/time_label.h"

#include "ui/text/format.h"

namespace zonescope::ui::widgets {

TimeLabel::TimeLabel(std::shared_ptr<const base::Clock> clock, QWidget* parent)
    : ElidedLabel({}, parent)
    , m_clock(std::move(clock))
{
    refresh();
}

void TimeLabel::setTime(std::optional<base::Timestamp> at)
{
    m_at = at;
    refresh();
}

void TimeLabel::refresh()
{
    if (!m_at) {
        setText(text::none());
        setToolTip({});
        return;
    }
    const auto now = m_clock->wall();
    setText(*m_at > now ? text::until(*m_at, now) : text::ago(*m_at, now));
    setToolTip(text::dayAndTime(*m_at));
}

} // namespace zonescope::ui::widgets

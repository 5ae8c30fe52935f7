// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_selection.h"

#include <cmath>

namespace zonescope::ui::charts {
namespace {

constexpr std::int64_t shortest = millisecond;
constexpr std::int64_t longest = 30 * 366 * day;

} // namespace

void TimeSelection::show(const TimeRange& view)
{
    if (view == m_view)
        return;
    m_view = view;
    emit viewChanged(m_view);
}

void TimeSelection::setHome(const TimeRange& home)
{
    if (home.isEmpty())
        return;
    m_home = home;
    if (!m_zoomed)
        show(home);
}

void TimeSelection::setView(const TimeRange& view)
{
    if (view.isEmpty())
        return;
    TimeRange wanted = view;
    if (wanted.span() < shortest) {
        const std::int64_t middle = wanted.from + wanted.span() / 2;
        wanted = {middle - shortest / 2, middle + shortest / 2};
    } else if (wanted.span() > longest) {
        const std::int64_t middle = wanted.from + wanted.span() / 2;
        wanted = {middle - longest / 2, middle + longest / 2};
    }
    m_zoomed = wanted != m_home;
    show(wanted);
}

void TimeSelection::zoom(double factor, std::int64_t around)
{
    if (!(factor > 0) || m_view.isEmpty())
        return;
    const double before = static_cast<double>(around - m_view.from) / factor;
    const double after = static_cast<double>(m_view.to - around) / factor;
    setView({around - static_cast<std::int64_t>(std::llround(before)),
             around + static_cast<std::int64_t>(std::llround(after))});
}

void TimeSelection::pan(std::int64_t by)
{
    setView({m_view.from + by, m_view.to + by});
}

void TimeSelection::reset()
{
    m_zoomed = false;
    if (!m_home.isEmpty())
        show(m_home);
}

void TimeSelection::setBrush(std::optional<TimeRange> brush)
{
    if (brush && brush->isEmpty())
        brush.reset();
    if (brush == m_brush)
        return;
    m_brush = brush;
    emit brushChanged();
}

void TimeSelection::setCursor(std::optional<std::int64_t> cursor)
{
    if (cursor == m_cursor)
        return;
    m_cursor = cursor;
    emit cursorChanged();
}

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_range.h"

#include <QObject>

#include <optional>

namespace zonescope::ui::charts {

/// What all charts of a page share: the visible range, the brushed range and the time under the pointer.
/// Every chart that is given the same object pans, zooms and selects with the others. Window thread.
class TimeSelection final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const TimeRange& view() const { return m_view; }
    const std::optional<TimeRange>& brush() const { return m_brush; }
    const std::optional<std::int64_t>& cursor() const { return m_cursor; }

    /// The range to return to with Home; also shows it unless the reader has zoomed by hand.
    void setHome(const TimeRange& home);
    const TimeRange& home() const { return m_home; }
    bool isZoomed() const { return m_zoomed; }

    void setView(const TimeRange& view); ///< by hand; ignored when empty, at least 1 ms, at most 30 years
    void zoom(double factor, std::int64_t around);
    void pan(std::int64_t by);
    void reset(); ///< back to home

    void setBrush(std::optional<TimeRange> brush); ///< an empty range clears
    void setCursor(std::optional<std::int64_t> cursor);

signals:
    void viewChanged(const TimeRange& view);
    void brushChanged();
    void cursorChanged();

private:
    void show(const TimeRange& view);

    TimeRange m_home;
    TimeRange m_view;
    std::optional<TimeRange> m_brush;
    std::optional<std::int64_t> m_cursor;
    bool m_zoomed = false;
};

} // namespace zonescope::ui::charts

Q_DECLARE_METATYPE(zonescope::ui::charts::TimeRange)

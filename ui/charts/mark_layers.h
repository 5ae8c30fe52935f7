// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// Something that happened: a vertical line with a label on top.
struct EventMark
{
    std::int64_t at = 0;
    QString label;
    std::optional<zone::ZoneState> state; ///< colour and mark; nothing: accent, "changed at primary"
    std::uint64_t id = 0;
};

class EventsLayer final : public Layer
{
public:
    explicit EventsLayer(std::vector<EventMark> events);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return true; } ///< events alone are no data
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    double headroom(const QFontMetricsF& metrics) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;
    QString summary(const PlotGeometry& plot) const override;

private:
    std::vector<EventMark> m_events;
};

/// A horizontal line with its words on a background: "target 99 % under 5 s".
class ThresholdLayer final : public Layer
{
public:
    ThresholdLayer(double value, QString label);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return true; }
    std::optional<ValueRange> valueRange(const TimeRange&) const override
    {
        return ValueRange{m_value, m_value};
    }
    QString summary(const PlotGeometry&) const override { return m_label; }

private:
    double m_value;
    QString m_label;
};

/// Stretches without measurement (the program was not running): hatched, so that no line means no data.
class DataGapsLayer final : public Layer
{
public:
    explicit DataGapsLayer(std::vector<TimeRange> gaps);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return true; }
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;

private:
    std::vector<TimeRange> m_gaps;
};

} // namespace zonescope::ui::charts

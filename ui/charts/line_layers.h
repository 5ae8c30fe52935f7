// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"
#include "ui/charts/pyramid.h"

namespace zonescope::ui::charts {

/// A line (or a staircase: the value holds until the next sample) over time from a pyramid.
class LineLayer final : public Layer
{
public:
    enum class Shape : std::uint8_t { Line, Step };

    /// `series` picks colour and dash. `kind` is how values read in tables and tips.
    LineLayer(QString name, int series, TimeSeriesPtr data, Shape shape = Shape::Line);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_data->size() == 0; }
    TimeRange timeRange() const override { return m_data->timeRange(); }
    std::optional<ValueRange> valueRange(const TimeRange& range) const override;
    void readings(std::int64_t at, const PlotGeometry& plot, std::vector<Reading>& into) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    QPen linePen(const theme::Palette& palette) const;

    QString m_name;
    int m_series;
    TimeSeriesPtr m_data;
    Shape m_shape;
};

/// The area between two percentiles, e.g. p10 to p90.
class BandLayer final : public Layer
{
public:
    BandLayer(QString name, int series, TimeSeriesPtr low, TimeSeriesPtr high);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_low->size() == 0; }
    TimeRange timeRange() const override { return m_low->timeRange(); }
    std::optional<ValueRange> valueRange(const TimeRange& range) const override;
    void readings(std::int64_t at, const PlotGeometry& plot, std::vector<Reading>& into) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    QString m_name;
    int m_series;
    TimeSeriesPtr m_low, m_high;
};

} // namespace zonescope::ui::charts

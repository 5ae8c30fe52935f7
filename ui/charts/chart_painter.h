// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"
#include "ui/charts/time_ticks.h"

#include <vector>

namespace zonescope::ui::charts {

/// Everything a chart shows besides its time range. A value: reports paint it without any widget.
struct ChartContent
{
    QString name;
    std::vector<LayerPtr> layers;
    ValueAxis axis;
    QStringList categories;          ///< empty: time on the x axis
    bool categoriesInOrder = false;  ///< times, say: where not every name fits, some are left out
    std::optional<ValueAxis> across; ///< values on the x axis instead of time
    QString acrossCaption;           ///< what they are: "Round trip"
    QString emptyText;
    QString emptyExplanation;
    QTimeZone zone = QTimeZone::systemTimeZone();
    bool legend = true;
    bool mirrored = false; ///< right to left: value axis and legend on the other side, time stays

    bool isEmpty() const;
    bool hasTimeAxis() const { return categories.isEmpty(); }
    TimeRange timeRange() const; ///< of the data
    std::vector<LaneName> laneNames() const;
};

struct LegendSlot
{
    LegendEntry entry;
    QRectF area;
};

/// Where everything goes for one range and size.
struct ChartLayout
{
    QRectF area;
    PlotGeometry plot;
    std::vector<TimeTick> times;
    std::vector<ValueTick> values;
    std::vector<LegendSlot> legend;
    QString caption; ///< dates and time zone
    QRectF captionArea;
    bool slanted = false; ///< category names at an angle
    int namedEvery = 1;   ///< of so many categories one is named
    bool nothingInView = false;
};

/// `area` in device independent pixels.
ChartLayout layOutChart(const ChartContent& content, const TimeRange& view, const QRectF& area,
                        const theme::Palette& palette, const QFont& font, double devicePixelRatio);

/// Grid, layers, axes and legend; an empty chart paints its text instead. Does not fill the background.
void paintChart(QPainter& painter, const ChartContent& content, const ChartLayout& layout);

/// Sentences of all layers: for screen readers and reports.
QString chartSummary(const ChartContent& content, const ChartLayout& layout);

/// RFC 4180; one block a layer, separated by an empty line.
QString chartCsv(const ChartContent& content, const TimeRange& view);

} // namespace zonescope::ui::charts

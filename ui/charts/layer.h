// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/status.h"
#include "ui/charts/plot_geometry.h"

#include <QColor>
#include <QFontMetricsF>
#include <QPen>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace zonescope::ui::charts {

/// What is under the pointer.
struct Hit
{
    QString text;                    ///< lines for the tool tip
    std::optional<std::uint64_t> id; ///< of the mark, bar or event, when it can be activated
    QRectF outline;                  ///< drawn around it
};

struct LegendEntry
{
    QString text;
    QPen line; ///< Qt::NoPen: a filled square or a mark
    QColor fill;
    int mark = -1; ///< series mark shape, -1 none
};

/// A lane of the y axis.
struct LaneName
{
    QString text;
    zone::ZoneState state = zone::ZoneState::Current; ///< marked unless current
};

/// A value of one layer at the crosshair.
struct Reading
{
    QString name;
    QString value;
    QColor color;
};

/// One kind of data in a plot: immutable after construction, so it can be built in any thread and handed to
/// the chart as shared_ptr<const Layer>. Painting, hits and texts run in the window's thread (or a report's).
class Layer
{
public:
    virtual ~Layer() = default;

    virtual void paint(QPainter& painter, const PlotGeometry& plot) const = 0;
    /// Into the strip above the plot; only called when hasFailures().
    virtual void paintFailures(QPainter&, const PlotGeometry&) const {}
    virtual bool hasFailures() const { return false; }

    /// Not empty: the y axis has these lanes instead of values; the first layer with lanes decides.
    virtual std::vector<LaneName> laneNames() const { return {}; }
    virtual bool isEmpty() const = 0;
    virtual TimeRange timeRange() const { return {}; }
    virtual std::optional<ValueRange> valueRange(const TimeRange&) const { return std::nullopt; }

    virtual std::optional<Hit> hit(const QPointF&, const PlotGeometry&) const { return std::nullopt; }
    virtual void readings(std::int64_t, const PlotGeometry&, std::vector<Reading>&) const {}
    /// Time, palette and about the size of the plot are known.
    virtual std::vector<LegendEntry> legend(const PlotGeometry&) const { return {}; }
    /// Points the keyboard visits, from left to right: single marks, bars, arrivals. Empty: the crosshair
    /// moves freely.
    virtual std::vector<QPointF> stops(const PlotGeometry&) const { return {}; }
    /// Free space wanted above the plot, for labels of events.
    virtual double headroom(const QFontMetricsF&) const { return 0; }
    /// One sentence for screen readers: "p99 4.1 s, 12 failures, worst edge fra-2".
    virtual QString summary(const PlotGeometry&) const { return {}; }
    /// Header, then rows of what is in view; times ISO 8601 UTC, numbers with a point.
    virtual std::vector<QStringList> table(const TimeRange&) const { return {}; }
};

using LayerPtr = std::shared_ptr<const Layer>;

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPixmap>
#include <QRectF>

#include <functional>
#include <memory>

class QPainter;
class QWidget;

namespace zonescope::ui::charts {

/// Our only contact with Qt Charts: a QChart holds the plot area and hosts two items of ours, the plot (kept
/// as a picture until it changes) and an overlay (crosshair, brush, tool tip). Axes, grid and legend are
/// drawn by ChartPainter, because Qt Charts 6.4 has no calendar ticks, truncates labels, shows no dash
/// patterns in legends and loses a whole series to one zero on a logarithmic axis. Another frame replaces
/// this one file.
class ChartFrame
{
public:
    using Paint = std::function<void(QPainter&)>;

    ChartFrame(QWidget* parent, Paint plot, Paint overlay);
    ~ChartFrame();

    void resize(const QSize& size);
    void setPlotArea(const QRectF& area);
    void setBackground(const QColor& color);
    void updatePlot();    ///< the picture is drawn anew
    void updateOverlay(); ///< the picture is kept

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace zonescope::ui::charts

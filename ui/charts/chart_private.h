// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_painter.h"

#include <QPointer>

namespace zonescope::ui::charts {

/// Inside of Chart, shared by its two halves: looks (chart.cpp) and hands (chart_input.cpp).
struct Chart::Private
{
    enum class Drag : std::uint8_t { None, Pressed, Brush, Pan };

    explicit Private(Chart* chart);

    const ChartLayout& layout();
    void invalidate(); ///< data, range, size or colours changed
    void follow();     ///< own selection: its home is the data
    void connectSelection();
    TimeSelection* time() { return shared ? shared.data() : &own; }

    void paintPlot(QPainter& painter);
    void paintOverlay(QPainter& painter);
    void paintBrush(QPainter& painter, const PlotGeometry& plot);
    void paintCrosshair(QPainter& painter, const PlotGeometry& plot);
    void paintTip(QPainter& painter, const PlotGeometry& plot);
    struct TipLine
    {
        QString name, value;
        QColor color;
    };
    std::vector<TipLine> tipLines(const PlotGeometry& plot);

    // Hands
    void pointAt(const QPointF& position); ///< pointer or keyboard stop: crosshair and hit
    void leave();
    void step(int direction, Qt::KeyboardModifiers modifiers);
    void moveCrosshair(int direction);
    void growBrush(int direction);
    void drag(const QPointF& position);
    void endDrag(const QPointF& position);
    void tellBrush(const std::optional<TimeRange>& range);
    void activateHit();
    void announce();
    std::vector<QPointF> stops();

    Chart* q;
    ChartContent content;
    ChartFrame frame;
    TimeSelection own;
    QPointer<TimeSelection> shared;
    ChartLayout currentLayout;
    bool stale = true;

    std::optional<QPointF> pointer; ///< where the tip belongs; nothing while another chart has the pointer
    std::optional<Hit> hit;
    Drag dragging = Drag::None;
    bool dragPans = false;
    QPointF pressedAt;
    TimeRange pressedView;
    std::optional<std::int64_t> brushAnchor; ///< of a brush made with the keyboard
};

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_private.h"
#include "ui/charts/layer_support.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {

void Chart::Private::paintOverlay(QPainter& painter)
{
    if (content.isEmpty()) {
        if (q->hasFocus()) {
            painter.setPen(QPen(theme::colors().accent, 2));
            painter.drawRect(QRectF(q->rect()).adjusted(1, 1, -1, -1));
        }
        return;
    }
    const PlotGeometry& plot = layout().plot;
    painter.save();
    if (content.hasTimeAxis()) {
        paintBrush(painter, plot);
        paintCrosshair(painter, plot);
    }
    if (hit && !hit->outline.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(plot.palette.text, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(hit->outline.adjusted(-1, -1, 1, 1), 3, 3);
    }
    if (q->hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(plot.palette.accent, 2));
        painter.drawRect(QRectF(q->rect()).adjusted(1, 1, -1, -1));
    }
    paintTip(painter, plot);
    painter.restore();
}

void Chart::Private::paintBrush(QPainter& painter, const PlotGeometry& plot)
{
    const auto& brush = time()->brush();
    if (!brush)
        return;
    const double left = std::clamp(plot.xOf(brush->from), plot.plot.left(), plot.plot.right());
    const double right = std::clamp(plot.xOf(brush->to), plot.plot.left(), plot.plot.right());
    if (right <= left)
        return;
    const double top = plot.failureLane.isEmpty() ? plot.plot.top() : plot.failureLane.top();
    const QRectF area(left, top, right - left, plot.plot.bottom() - top);
    QColor fill = plot.palette.accent;
    fill.setAlphaF(0.14F);
    painter.fillRect(area, fill);
    painter.setPen(QPen(plot.palette.accent, 1));
    painter.drawLine(area.topLeft(), area.bottomLeft());
    painter.drawLine(area.topRight(), area.bottomRight());
    if (plot.numeric)
        return;
    paintChip(painter, {area.center().x(), area.bottom() - 3}, Qt::AlignHCenter | Qt::AlignTop,
              spanText(brush->span()), plot.palette.accent, plot, plot.plot);
}

void Chart::Private::paintCrosshair(QPainter& painter, const PlotGeometry& plot)
{
    const auto& cursor = time()->cursor();
    if (!cursor || !plot.time.contains(*cursor))
        return;
    const double x = std::round(plot.xOf(*cursor)) + 0.5;
    QPen pen(plot.palette.muted, 1);
    pen.setDashPattern({3, 3});
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(pen);
    painter.drawLine(QPointF(x, plot.plot.top()), QPointF(x, plot.plot.bottom()));
    if (!pointer)
        return;
    // The time stands on the axis, so that the tip can speak of values.
    const QFontMetricsF metrics(plot.font);
    const QString text = plot.numeric ? valueText(plot.acrossValue(*cursor), plot.acrossKind)
                                      : timeText(*cursor, plot.time.span(), plot.zone);
    const double width = metrics.horizontalAdvance(text) + 10;
    QRectF box(x - width / 2, plot.plot.bottom() + 2, width, metrics.height() + 3);
    box.moveLeft(std::clamp(box.left(), 0.0, std::max(0.0, q->width() - width)));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(plot.palette.text);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(plot.palette.card);
    painter.setFont(plot.font);
    painter.drawText(box, Qt::AlignCenter, text);
}

std::vector<Chart::Private::TipLine> Chart::Private::tipLines(const PlotGeometry& plot)
{
    std::vector<TipLine> lines;
    if (hit) {
        for (const QString& line : hit->text.split(u'\n'))
            lines.push_back({line, {}, {}});
        return lines;
    }
    if (!content.hasTimeAxis() || !time()->cursor())
        return lines;
    std::vector<Reading> readings;
    for (const auto& layer : content.layers)
        layer->readings(*time()->cursor(), plot, readings);
    for (const Reading& reading : readings)
        lines.push_back({reading.name, reading.value, reading.color});
    return lines;
}

void Chart::Private::paintTip(QPainter& painter, const PlotGeometry& plot)
{
    if (!pointer)
        return;
    const auto lines = tipLines(plot);
    if (lines.empty())
        return;
    const QFontMetricsF metrics(plot.font);
    const double line = metrics.height() + 2;
    double names = 0;
    double values = 0;
    bool colored = false;
    for (const TipLine& each : lines) {
        names = std::max(names, metrics.horizontalAdvance(each.name));
        values = std::max(values, metrics.horizontalAdvance(each.value));
        colored = colored || each.color.isValid();
    }
    const double indent = colored ? 14 : 0;
    const double width = 16 + indent + names + (values > 0 ? values + 12 : 0);
    QRectF box(pointer->x() + 14, pointer->y() + 14, width, line * static_cast<double>(lines.size()) + 10);
    if (box.right() > q->width() - 2)
        box.moveRight(std::max(pointer->x() - 10, box.width() + 2));
    if (box.bottom() > q->height() - 2)
        box.moveBottom(std::max(pointer->y() - 10, box.height() + 2));

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(plot.font);
    painter.setPen(QPen(plot.palette.border, plot.palette.borderWidth));
    painter.setBrush(plot.palette.card);
    painter.drawRoundedRect(box, 4, 4);
    double y = box.top() + 5;
    for (std::size_t i = 0; i < lines.size(); ++i, y += line) {
        const QRectF row(box.left() + 8 + indent, y, width - 16 - indent, line);
        if (lines[i].color.isValid())
            painter.fillRect(QRectF(box.left() + 8, y + line / 2 - 4, 8, 8), lines[i].color);
        const bool strong = i == 0 || !lines[i].value.isEmpty();
        painter.setPen(strong && lines[i].value.isEmpty() ? plot.palette.text : plot.palette.muted);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, lines[i].name);
        painter.setPen(plot.palette.text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, lines[i].value);
    }
}

} // namespace zonescope::ui::charts

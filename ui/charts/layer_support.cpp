// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/layer_support.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace zonescope::ui::charts {

QString isoTime(std::int64_t at)
{
    return QDateTime::fromMSecsSinceEpoch(at / millisecond, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString machineNumber(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', 9) : QString();
}

QRectF paintChip(QPainter& painter, const QPointF& anchor, Qt::Alignment side, const QString& text,
                 const QColor& color, const PlotGeometry& plot, const QRectF& within)
{
    painter.save();
    painter.setFont(plot.font);
    const QFontMetricsF metrics(plot.font);
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height() + 2);
    box.moveTop(side & Qt::AlignBottom ? anchor.y()
                : side & Qt::AlignTop  ? anchor.y() - box.height()
                                       : anchor.y() - box.height() / 2);
    box.moveLeft(side & Qt::AlignRight  ? anchor.x()
                 : side & Qt::AlignLeft ? anchor.x() - box.width()
                                        : anchor.x() - box.width() / 2);
    box.moveLeft(std::max(within.left(), std::min(box.left(), within.right() - box.width())));
    box.moveTop(std::max(within.top(), std::min(box.top(), within.bottom() - box.height())));
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = plot.palette.card;
    ground.setAlphaF(0.9F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(color);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
    return box;
}

void paintHatch(QPainter& painter, const QRectF& area, const QColor& color)
{
    if (area.isEmpty())
        return;
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1));
    // Anchored to the plane, not to the area, so that neighbours join and panning does not shimmer in y.
    const double height = area.height();
    const double start = std::floor((area.left() - height) / 6) * 6;
    for (double x = start; x < area.right(); x += 6)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + height, area.top()));
    painter.restore();
}

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sparkline.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace zonescope::ui::charts {

void paintSparkline(QPainter& painter, const QRectF& area, const std::vector<float>& values,
                    const QColor& color)
{
    float low = std::numeric_limits<float>::max();
    float high = std::numeric_limits<float>::lowest();
    for (const float value : values) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (low > high || values.size() < 2)
        return;
    const double range = static_cast<double>(high) - static_cast<double>(low);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    QPolygonF piece;
    const auto flush = [&] {
        if (piece.size() == 1)
            painter.drawPoint(piece.constFirst());
        else
            painter.drawPolyline(piece);
        piece.clear();
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            flush();
            continue;
        }
        const double x =
            area.left() + area.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1);
        const double share =
            range > 0 ? (static_cast<double>(values[i]) - static_cast<double>(low)) / range : 0.5;
        piece << QPointF(x, area.bottom() - share * area.height());
    }
    flush();
    painter.restore();
}

} // namespace zonescope::ui::charts

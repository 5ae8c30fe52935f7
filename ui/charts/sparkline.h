// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

#include <vector>

class QPainter;

namespace zonescope::ui::charts {

/// A line without axes that fills `area`; a NaN is a gap, a flat line sits in the middle.
void paintSparkline(QPainter& painter, const QRectF& area, const std::vector<float>& values,
                    const QColor& color);

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_geometry.h"
#include "ui/charts/time_range.h"

#include <QString>

class QPainter;

namespace zonescope::ui::charts {

// Small things several layers share.

/// "2026-11-21T14:00:03.211Z"
QString isoTime(std::int64_t at);

/// Number with a point, for tables that machines read; empty for NaN.
QString machineNumber(double value);

/// Text on an opaque rounded ground, so that it stays readable over data. Returns the rectangle used, which
/// is kept inside `within`.
QRectF paintChip(QPainter& painter, const QPointF& anchor, Qt::Alignment side, const QString& text,
                 const QColor& color, const PlotGeometry& plot, const QRectF& within);

/// Thin diagonal lines: no data, no answer.
void paintHatch(QPainter& painter, const QRectF& area, const QColor& color);

} // namespace zonescope::ui::charts

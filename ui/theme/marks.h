// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/palette.h"

#include <QPen>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;

namespace zonescope::ui::theme {

/// State = shape + word + colour; never colour alone. Paints the shape centred in `box` at about 10 px.
void paintStateMark(QPainter& painter, const QRectF& box, zone::ZoneState state, const Palette& palette);
void paintStateMark(QPainter& painter, const QRectF& box, zone::ZoneState state, const QColor& color);

/// "●", "▲": the same shape as a character, for plain text, window titles and exports.
QString stateGlyph(zone::ZoneState state);

/// The mark as a picture for places that take only pictures (tray, list icons).
QPixmap stateMarkPixmap(zone::ZoneState state, const Palette& palette, int side, double devicePixelRatio);

/// Colour, width and dash of a series line: colour is repeated by the dash pattern, and the two light colours
/// (orange, sky) are 2 px wide so that they hold on white.
QPen seriesPen(const Palette& palette, int index);

/// Shapes of single marks in crowded charts, one for each series, wraps after six.
void paintSeriesMark(QPainter& painter, const QPointF& centre, double size, int index, const QColor& color);

} // namespace zonescope::ui::theme

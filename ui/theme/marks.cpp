// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/marks.h"

#include <QPainter>
#include <QPainterPath>

#include <array>

namespace zonescope::ui::theme {
namespace {

constexpr double radius = 4.5;

QPainterPath triangle(double r)
{
    QPainterPath path;
    path.moveTo(0, -r);
    path.lineTo(r * 1.05, r * 0.85);
    path.lineTo(-r * 1.05, r * 0.85);
    path.closeSubpath();
    return path;
}

QPainterPath diamond(double r)
{
    QPainterPath path;
    path.moveTo(0, -r);
    path.lineTo(r, 0);
    path.lineTo(0, r);
    path.lineTo(-r, 0);
    path.closeSubpath();
    return path;
}

void cross(QPainter& painter, double r, const QColor& color, double width)
{
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(-r, -r), QPointF(r, r));
    painter.drawLine(QPointF(-r, r), QPointF(r, -r));
}

void halfCircle(QPainter& painter, const QColor& color)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5));
    painter.drawEllipse(QPointF(0, 0), radius - 0.75, radius - 0.75);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPie(QRectF(-radius, -radius, 2 * radius, 2 * radius), 90 * 16, 180 * 16);
}

void bars(QPainter& painter, const QColor& color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRect(QRectF(-3.5, -4, 2.5, 8));
    painter.drawRect(QRectF(1, -4, 2.5, 8));
}

} // namespace

void paintStateMark(QPainter& painter, const QRectF& box, zone::ZoneState state, const Palette& palette)
{
    paintStateMark(painter, box, state, stateColor(palette, state));
}

void paintStateMark(QPainter& painter, const QRectF& box, zone::ZoneState state, const QColor& color)
{
    using zone::ZoneState;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (state) {
    case ZoneState::Current:
        painter.drawEllipse(QPointF(0, 0), radius - 0.5, radius - 0.5);
        break;
    case ZoneState::Refreshing:
        halfCircle(painter, color);
        break;
    case ZoneState::Behind:
        painter.drawPath(triangle(radius + 0.5));
        break;
    case ZoneState::Failing:
        painter.drawPath(diamond(radius + 0.8));
        break;
    case ZoneState::Expired:
        cross(painter, radius - 1, color, 2);
        break;
    case ZoneState::Paused:
        bars(painter, color);
        break;
    case ZoneState::Unknown:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.5));
        painter.drawEllipse(QPointF(0, 0), radius - 1, radius - 1);
        break;
    }
    painter.restore();
}

QString stateGlyph(zone::ZoneState state)
{
    using zone::ZoneState;
    switch (state) {
    case ZoneState::Current:
        return QStringLiteral("●");
    case ZoneState::Refreshing:
        return QStringLiteral("◐");
    case ZoneState::Behind:
        return QStringLiteral("▲");
    case ZoneState::Failing:
        return QStringLiteral("◆");
    case ZoneState::Expired:
        return QStringLiteral("✕");
    case ZoneState::Paused:
        return QStringLiteral("‖");
    case ZoneState::Unknown:
        return QStringLiteral("○");
    }
    return {};
}

QPixmap stateMarkPixmap(zone::ZoneState state, const Palette& palette, int side, double devicePixelRatio)
{
    QPixmap pixmap(QSize(side, side) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.scale(side / 12.0, side / 12.0);
    paintStateMark(painter, QRectF(0, 0, 12, 12), state, palette);
    return pixmap;
}

QPen seriesPen(const Palette& palette, int index)
{
    static const std::array<QList<qreal>, seriesColors> dashes{QList<qreal>{}, {6, 2}, {2, 1.5},
                                                               {6, 2, 1.5, 2}, {4, 2}, {1, 1}};
    const int which = index < 0 ? 0 : index % seriesColors;
    // Orange and sky are 2.3:1 on white, blue is 3.2:1 on the dark card: wider holds.
    const bool faint = palette.dark ? which == 0 : which == 1 || which == 5;
    QPen pen(seriesColor(palette, which), faint || palette.highContrast ? 2.0 : 1.5);
    const auto& dash = dashes[static_cast<std::size_t>(which)];
    if (!dash.isEmpty())
        pen.setDashPattern(dash);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    return pen;
}

void paintSeriesMark(QPainter& painter, const QPointF& centre, double size, int index, const QColor& color)
{
    const double r = size / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(centre);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (index < 0 ? 0 : index % seriesColors) {
    case 0:
        painter.drawEllipse(QPointF(0, 0), r, r);
        break;
    case 1:
        painter.drawRect(QRectF(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8));
        break;
    case 2:
        painter.drawPath(triangle(r * 1.1));
        break;
    case 3:
        painter.drawPath(diamond(r * 1.2));
        break;
    case 4:
        painter.rotate(180);
        painter.drawPath(triangle(r * 1.1));
        break;
    default:
        cross(painter, r * 0.8, color, 1.6);
        break;
    }
    painter.restore();
}

} // namespace zonescope::ui::theme

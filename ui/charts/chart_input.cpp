// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_private.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace zonescope::ui::charts {
namespace {

constexpr double dragDistance = 4;
constexpr double zoomPerNotch = 1.25;

} // namespace

std::vector<QPointF> Chart::Private::stops()
{
    std::vector<QPointF> points;
    for (const auto& layer : content.layers) {
        const auto some = layer->stops(layout().plot);
        points.insert(points.end(), some.begin(), some.end());
    }
    std::sort(points.begin(), points.end(), [](const QPointF& a, const QPointF& b) {
        return a.x() != b.x() ? a.x() < b.x() : a.y() < b.y();
    });
    return points;
}

void Chart::Private::pointAt(const QPointF& position)
{
    const PlotGeometry& plot = layout().plot;
    const QRectF reach =
        plot.plot.united(plot.failureLane.isEmpty() ? plot.plot : plot.failureLane).adjusted(-4, -4, 4, 4);
    if (content.isEmpty() || !reach.contains(position)) {
        leave();
        return;
    }
    pointer = position;
    hit.reset();
    // Later layers are on top, so they answer first.
    for (auto layer = content.layers.rbegin(); layer != content.layers.rend() && !hit; ++layer)
        hit = (*layer)->hit(position, plot);
    q->setCursor(hit && hit->id ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (content.hasTimeAxis())
        time()->setCursor(plot.timeAt(position.x()));
    frame.updateOverlay();
}

void Chart::Private::leave()
{
    if (!pointer && !hit)
        return;
    pointer.reset();
    hit.reset();
    q->unsetCursor();
    time()->setCursor(std::nullopt);
    frame.updateOverlay();
}

void Chart::Private::announce()
{
    QStringList words;
    for (const TipLine& line : tipLines(layout().plot))
        words << (line.value.isEmpty() ? line.name : line.name + u' ' + line.value);
    const QString where =
        content.hasTimeAxis() && !content.across && time()->cursor()
            ? timeText(*time()->cursor(), time()->view().span(), content.zone) + QStringLiteral(": ")
            : QString();
    q->setAccessibleDescription(where + words.join(QStringLiteral(", ")));
}

void Chart::Private::moveCrosshair(int direction)
{
    const PlotGeometry& plot = layout().plot;
    const auto points = stops();
    if (points.empty()) {
        const double from = pointer         ? pointer->x()
                            : direction > 0 ? plot.plot.left() - 8
                                            : plot.plot.right() + 8;
        const double x = std::clamp(from + 8 * direction, plot.plot.left(), plot.plot.right());
        pointAt({x, plot.plot.center().y()});
    } else {
        // From the present place to the next one: the order is by x, then by y.
        const QPointF here = pointer.value_or(direction > 0 ? QPointF(-1e9, 0) : QPointF(1e9, 0));
        const auto before = [](const QPointF& a, const QPointF& b) {
            return std::abs(a.x() - b.x()) > 0.01 ? a.x() < b.x() : a.y() < b.y() - 0.01;
        };
        auto next = points.end();
        if (direction > 0) {
            next =
                std::find_if(points.begin(), points.end(), [&](const QPointF& p) { return before(here, p); });
        } else {
            const auto back = std::find_if(points.rbegin(), points.rend(),
                                           [&](const QPointF& p) { return before(p, here); });
            next = back == points.rend() ? points.end() : std::prev(back.base());
        }
        if (next != points.end())
            pointAt(*next);
    }
    announce();
}

void Chart::Private::growBrush(int direction)
{
    const PlotGeometry& plot = layout().plot;
    if (!time()->cursor())
        moveCrosshair(direction);
    const std::int64_t from = time()->cursor().value_or(plot.time.from);
    if (!brushAnchor)
        brushAnchor = from;
    const double x = std::clamp(plot.xOf(from) + 8 * direction, plot.plot.left(), plot.plot.right());
    pointAt({x, plot.plot.center().y()});
    tellBrush(TimeRange{*brushAnchor, plot.timeAt(x)}.normalized());
}

void Chart::Private::step(int direction, Qt::KeyboardModifiers modifiers)
{
    if (content.hasTimeAxis() && modifiers & Qt::ControlModifier)
        time()->pan(direction * time()->view().span() / 8);
    else if (content.hasTimeAxis() && modifiers & Qt::ShiftModifier)
        growBrush(direction);
    else
        moveCrosshair(direction);
}

void Chart::Private::tellBrush(const std::optional<TimeRange>& range)
{
    time()->setBrush(range);
    emit q->brushed(time()->brush().value_or(TimeRange{}));
}

void Chart::Private::activateHit()
{
    if (hit && hit->id)
        emit q->markActivated(*hit->id);
}

void Chart::Private::drag(const QPointF& position)
{
    const PlotGeometry& plot = layout().plot;
    if (dragging == Drag::Pressed) {
        if (std::abs(position.x() - pressedAt.x()) < dragDistance || !content.hasTimeAxis())
            return;
        dragging = dragPans ? Drag::Pan : Drag::Brush;
        hit.reset();
    }
    if (dragging == Drag::Pan) {
        const double perPixel = static_cast<double>(pressedView.span()) / plot.plot.width();
        const auto by = static_cast<std::int64_t>((pressedAt.x() - position.x()) * perPixel);
        q->setCursor(Qt::ClosedHandCursor);
        time()->setView({pressedView.from + by, pressedView.to + by});
    } else if (dragging == Drag::Brush) {
        const auto inside = [&](double x) {
            return plot.timeAt(std::clamp(x, plot.plot.left(), plot.plot.right()));
        };
        time()->setBrush(TimeRange{inside(pressedAt.x()), inside(position.x())}.normalized());
        time()->setCursor(inside(position.x()));
    }
}

void Chart::Private::endDrag(const QPointF& position)
{
    const Drag was = std::exchange(dragging, Drag::None);
    if (was == Drag::Brush) {
        emit q->brushed(time()->brush().value_or(TimeRange{}));
    } else if (was == Drag::Pressed && !dragPans) {
        pointAt(position);
        if (hit && hit->id)
            activateHit();
        else if (time()->brush())
            tellBrush(std::nullopt);
    }
    pointAt(position);
}

void Chart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return QWidget::mousePressEvent(event);
    d->dragging = Private::Drag::Pressed;
    d->dragPans = event->button() == Qt::MiddleButton || event->modifiers() & Qt::ControlModifier;
    d->pressedAt = event->position();
    d->pressedView = d->time()->view();
    d->brushAnchor.reset();
}

void Chart::mouseMoveEvent(QMouseEvent* event)
{
    if (d->dragging != Private::Drag::None)
        d->drag(event->position());
    else
        d->pointAt(event->position());
}

void Chart::mouseReleaseEvent(QMouseEvent* event)
{
    if (d->dragging != Private::Drag::None)
        d->endDrag(event->position());
}

void Chart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        d->time()->reset();
}

void Chart::wheelEvent(QWheelEvent* event)
{
    if (!d->content.hasTimeAxis() || d->content.isEmpty() || d->time()->view().isEmpty())
        return QWidget::wheelEvent(event);
    const PlotGeometry& plot = d->layout().plot;
    const QPoint angle = event->angleDelta();
    if (std::abs(angle.x()) > std::abs(angle.y()) || event->modifiers() & Qt::ShiftModifier) {
        const int by = angle.x() != 0 ? angle.x() : angle.y();
        d->time()->pan(static_cast<std::int64_t>(-by / 120.0 * static_cast<double>(plot.time.span()) / 10));
    } else {
        const double x = std::clamp(event->position().x(), plot.plot.left(), plot.plot.right());
        d->time()->zoom(std::pow(zoomPerNotch, angle.y() / 120.0), plot.timeAt(x));
    }
    event->accept();
}

void Chart::leaveEvent(QEvent* event)
{
    d->leave();
    QWidget::leaveEvent(event);
}

void Chart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    setAccessibleDescription(summary());
    d->frame.updateOverlay();
}

void Chart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    d->leave();
    d->frame.updateOverlay();
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    const TimeRange& view = d->time()->view();
    const std::int64_t around = d->time()->cursor().value_or(view.from + view.span() / 2);
    switch (event->key()) {
    case Qt::Key_Left:
        return d->step(-1, event->modifiers());
    case Qt::Key_Right:
        return d->step(1, event->modifiers());
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return d->time()->zoom(zoomPerNotch * zoomPerNotch, around);
    case Qt::Key_Minus:
        return d->time()->zoom(1 / (zoomPerNotch * zoomPerNotch), around);
    case Qt::Key_Home:
        return d->time()->reset();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return d->activateHit();
    case Qt::Key_Shift:
        break;
    case Qt::Key_Escape:
        if (d->time()->brush() || d->pointer) {
            d->brushAnchor.reset();
            if (d->time()->brush())
                d->tellBrush(std::nullopt);
            return d->leave();
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void Chart::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.addActions(actions());
    if (!actions().isEmpty())
        menu.addSeparator();
    auto* copyAction =
        menu.addAction(theme::icon(theme::Icon::Copy), tr("Copy data and picture"), this, &Chart::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    menu.addAction(theme::icon(theme::Icon::Save), tr("Save picture…"), this, &Chart::savePictureWanted);
    menu.addAction(tr("Save data…"), this, &Chart::saveDataWanted);
    if (d->content.hasTimeAxis()) {
        menu.addSeparator();
        auto* brushZoom = menu.addAction(tr("Zoom to the selected time"), this, [this] {
            if (const auto brush = d->time()->brush()) {
                d->tellBrush(std::nullopt);
                d->time()->setView(*brush);
            }
        });
        brushZoom->setEnabled(d->time()->brush().has_value());
        auto* reset = menu.addAction(tr("Show everything"), d->time(), &TimeSelection::reset);
        reset->setShortcut(Qt::Key_Home);
        reset->setEnabled(d->time()->isZoomed());
    }
    menu.exec(event->globalPos());
}

} // namespace zonescope::ui::charts

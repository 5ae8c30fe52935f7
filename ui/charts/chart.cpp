// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"

#include "ui/charts/chart_accessible.h"
#include "ui/charts/chart_private.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QMimeData>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {

Chart::Private::Private(Chart* chart)
    : q(chart)
    , frame(
          chart, [this](QPainter& painter) { paintPlot(painter); },
          [this](QPainter& painter) { paintOverlay(painter); })
{
}

const ChartLayout& Chart::Private::layout()
{
    if (stale) {
        stale = false;
        content.mirrored = q->layoutDirection() == Qt::RightToLeft;
        currentLayout =
            layOutChart(content, time()->view(), QRectF(q->rect()).adjusted(2, 2, -2, -2), theme::colors(),
                        theme::font(theme::TextSize::Small), q->devicePixelRatioF());
        frame.setPlotArea(currentLayout.plot.plot);
    }
    return currentLayout;
}

void Chart::Private::invalidate()
{
    stale = true;
    hit.reset();
    frame.updatePlot();
}

void Chart::Private::follow()
{
    const TimeRange data = content.timeRange();
    if (!data.isEmpty())
        own.setHome(data.span() > 1 ? data : TimeRange{data.from - minute, data.to + minute});
}

void Chart::Private::connectSelection()
{
    auto* selection = time();
    connect(selection, &TimeSelection::viewChanged, q, [this] { invalidate(); });
    connect(selection, &TimeSelection::brushChanged, q, [this] { frame.updateOverlay(); });
    connect(selection, &TimeSelection::cursorChanged, q, [this] { frame.updateOverlay(); });
}

void Chart::Private::paintPlot(QPainter& painter)
{
    paintChart(painter, content, layout());
}

Chart::Chart(const QString& name, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this))
{
    installChartAccessibility();
    d->content.name = name;
    d->content.emptyText = tr("No data yet");
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    d->connectSelection();
    d->frame.setBackground(theme::colors().card);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] {
        d->frame.setBackground(theme::colors().card);
        d->invalidate();
    });
}

Chart::~Chart()
{
    disconnect(d->time(), nullptr, this, nullptr);
}

void Chart::setLayers(std::vector<LayerPtr> layers)
{
    d->content.layers = std::move(layers);
    d->follow();
    d->invalidate();
}

const std::vector<LayerPtr>& Chart::layers() const
{
    return d->content.layers;
}

void Chart::setHorizontalAxis(const ValueAxis& axis, const QString& caption)
{
    d->content.across = axis;
    d->content.acrossCaption = caption;
    d->invalidate();
}

void Chart::setValueAxis(const ValueAxis& axis)
{
    if (axis == d->content.axis)
        return;
    d->content.axis = axis;
    d->invalidate();
}

void Chart::setCategories(const QStringList& names, bool inOrder)
{
    if (names == d->content.categories && inOrder == d->content.categoriesInOrder)
        return;
    d->content.categories = names;
    d->content.categoriesInOrder = inOrder;
    d->invalidate();
}

void Chart::setEmptyText(const QString& text, const QString& explanation)
{
    d->content.emptyText = text;
    d->content.emptyExplanation = explanation;
    d->invalidate();
}

void Chart::setLegendVisible(bool visible)
{
    d->content.legend = visible;
    d->invalidate();
}

void Chart::setSelection(TimeSelection* selection)
{
    if (selection == d->shared)
        return;
    disconnect(d->time(), nullptr, this, nullptr);
    d->shared = selection;
    d->connectSelection();
    d->invalidate();
}

TimeSelection* Chart::selection() const
{
    return d->time();
}

void Chart::render(QPainter& painter, const QRectF& area, const theme::Palette& palette,
                   double devicePixelRatio)
{
    const auto layout = layOutChart(d->content, d->time()->view(), area, palette,
                                    theme::font(theme::TextSize::Small), devicePixelRatio);
    paintChart(painter, d->content, layout);
}

QImage Chart::toImage(const QSize& size, const theme::Palette& palette, double devicePixelRatio)
{
    QImage image((QSizeF(size) * devicePixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(palette.card);
    QPainter painter(&image);
    render(painter, QRectF(QPointF(0, 0), size).adjusted(4, 4, -4, -4), palette, devicePixelRatio);
    return image;
}

QString Chart::toCsv() const
{
    return chartCsv(d->content, d->time()->view());
}

QString Chart::summary() const
{
    return chartSummary(d->content, d->layout());
}

void Chart::copy() const
{
    auto mime = std::make_unique<QMimeData>();
    const QString csv = toCsv();
    mime->setText(csv);
    mime->setData(QStringLiteral("text/csv"), csv.toUtf8());
    mime->setImageData(const_cast<Chart*>(this)->toImage(size(), theme::colors(), 2));
    QApplication::clipboard()->setMimeData(mime.release());
}

QSize Chart::sizeHint() const
{
    return {480, 260};
}

QSize Chart::minimumSizeHint() const
{
    return {160, 100};
}

void Chart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::FontChange || type == QEvent::LayoutDirectionChange || type == QEvent::StyleChange ||
        type == QEvent::PaletteChange)
        d->invalidate();
}

void Chart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    d->frame.resize(size());
    d->invalidate();
}

void Chart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    d->invalidate(); // the screen's pixel ratio is known now
}

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_frame.h"

#include <QChart>
#include <QChartView>
#include <QGraphicsItem>
#include <QLegend>
#include <QPainter>

namespace zonescope::ui::charts {
namespace {

class PaintedItem final : public QGraphicsItem
{
public:
    PaintedItem(QGraphicsItem* parent, ChartFrame::Paint paint, bool kept)
        : QGraphicsItem(parent)
        , m_paint(std::move(paint))
        , m_kept(kept)
    {
    }

    QRectF boundingRect() const override { return m_bounds; }

    void setBounds(const QRectF& bounds)
    {
        prepareGeometryChange();
        m_bounds = bounds;
        drop();
    }

    void drop()
    {
        m_picture = {};
        update();
    }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        if (!m_kept) {
            m_paint(*painter);
            return;
        }
        const double ratio = painter->device()->devicePixelRatioF();
        const QSize size = (m_bounds.size() * ratio).toSize();
        if (m_picture.size() != size || !qFuzzyCompare(m_picture.devicePixelRatio(), ratio)) {
            m_picture = QPixmap(size);
            m_picture.setDevicePixelRatio(ratio);
            m_picture.fill(Qt::transparent);
            QPainter inside(&m_picture);
            m_paint(inside);
        }
        painter->drawPixmap(QPointF(0, 0), m_picture);
    }

private:
    ChartFrame::Paint m_paint;
    bool m_kept;
    QRectF m_bounds;
    QPixmap m_picture;
};

} // namespace

struct ChartFrame::Private
{
    QChart* chart; // owned by the view's scene
    QChartView* view;
    PaintedItem* plot;
    PaintedItem* overlay;
};

ChartFrame::ChartFrame(QWidget* parent, Paint plot, Paint overlay)
    : d(std::make_unique<Private>())
{
    d->chart = new QChart;
    d->chart->legend()->hide();
    d->chart->setBackgroundVisible(false);
    d->chart->setMargins({});
    d->chart->setAcceptHoverEvents(false);
    d->view = new QChartView(d->chart, parent);
    d->view->setFrameShape(QFrame::NoFrame);
    d->view->setFocusPolicy(Qt::NoFocus);
    d->view->setAttribute(Qt::WA_TransparentForMouseEvents);
    d->view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->view->setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    d->plot = new PaintedItem(d->chart, std::move(plot), true);
    d->overlay = new PaintedItem(d->chart, std::move(overlay), false);
    d->overlay->setZValue(1000);
}

ChartFrame::~ChartFrame() = default; // the view is a child of the widget it was given

void ChartFrame::resize(const QSize& size)
{
    d->view->setGeometry(QRect(QPoint(0, 0), size));
    d->chart->resize(size);
    const QRectF bounds(QPointF(0, 0), size);
    d->plot->setBounds(bounds);
    d->overlay->setBounds(bounds);
}

void ChartFrame::setPlotArea(const QRectF& area)
{
    if (d->chart->plotArea() != area)
        d->chart->setPlotArea(area);
}

void ChartFrame::setBackground(const QColor& color)
{
    d->view->setBackgroundBrush(color);
}

void ChartFrame::updatePlot()
{
    d->plot->drop();
}

void ChartFrame::updateOverlay()
{
    d->overlay->update();
}

} // namespace zonescope::ui::charts

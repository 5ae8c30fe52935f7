// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/topology_view.h"

#include "ui/cloud/topology_text.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace zonescope::ui::cloudpage {
namespace {

constexpr double margin = 18;
constexpr double nearest = 3;
constexpr double linkReach = 5; ///< pixels beside a line that still mean it
constexpr double step = 60;     ///< pixels a Ctrl + arrow pans

double distance(const QLineF& line, const QPointF& to)
{
    const QPointF way = line.p2() - line.p1();
    const double length = QPointF::dotProduct(way, way);
    const double along =
        length == 0 ? 0 : std::clamp(QPointF::dotProduct(to - line.p1(), way) / length, 0.0, 1.0);
    return QLineF(line.p1() + way * along, to).length();
}

} // namespace

TopologyView::TopologyView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Topology"));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void TopologyView::show(cloud::TopologyPtr topology)
{
    const bool same = m_topology && topology && m_topology->boxes.size() == topology->boxes.size();
    m_topology = std::move(topology);
    if (!same) {
        m_selected = cloud::Topology::none;
        m_fitted = true;
    }
    if (m_fitted)
        fit();
    update();
}

void TopologyView::setMarks(std::uint8_t marks)
{
    m_marks = marks;
    update();
}

QRectF TopologyView::placeOf(std::uint32_t box) const
{
    return m_lens.place(m_topology->boxes[box]);
}

QImage TopologyView::picture() const
{
    return m_topology ? topologyPicture(*m_topology, theme::colors(), m_marks) : QImage();
}

void TopologyView::fit()
{
    m_fitted = true;
    if (!m_topology || m_topology->boxes.empty())
        return;
    m_lens.scale = std::min({(width() - 2 * margin) / std::max(1.0F, m_topology->width),
                             (height() - 2 * margin) / std::max(1.0F, m_topology->height), 1.4});
    m_lens.scale = std::max(m_lens.scale, 0.005);
    m_lens.offset = {(width() - m_topology->width * m_lens.scale) / 2,
                     (height() - m_topology->height * m_lens.scale) / 2};
    update();
}

void TopologyView::zoomAround(const QPointF& pixel, double factor)
{
    const double scale = std::clamp(m_lens.scale * factor, 0.005, nearest);
    const QPointF fixed = m_lens.toPicture(pixel);
    m_lens.scale = scale;
    m_lens.offset = pixel - fixed * scale;
    m_fitted = false;
    update();
}

void TopologyView::zoomBy(double factor)
{
    const bool known = m_topology && m_selected != cloud::Topology::none;
    zoomAround(known ? placeOf(m_selected).center() : QPointF(rect().center()), factor);
}

void TopologyView::pan(const QPointF& by)
{
    m_lens.offset += by;
    m_fitted = false;
    update();
}

void TopologyView::showResource(cloud::Index resource)
{
    if (!m_topology)
        return;
    const std::uint32_t box = m_topology->boxOf(resource);
    if (box == m_selected)
        return;
    select(box, false);
    if (box != cloud::Topology::none && !m_fitted)
        reveal(box);
}

void TopologyView::select(std::uint32_t box, bool tell)
{
    m_selected = box;
    setAccessibleDescription(box == cloud::Topology::none ? QString() : boxSummary(*m_topology, box));
    update();
    if (tell && box != cloud::Topology::none && m_topology->boxes[box].resource != cloud::Snapshot::none)
        emit resourceSelected(m_topology->boxes[box].resource);
}

void TopologyView::reveal(std::uint32_t box)
{
    const QRectF place = placeOf(box);
    if (!rect().contains(place.toAlignedRect()))
        pan(QPointF(rect().center()) - place.center());
}

std::uint32_t TopologyView::boxAt(const QPointF& pixel) const
{
    if (!m_topology)
        return cloud::Topology::none;
    const QPointF at = m_lens.toPicture(pixel);
    return m_topology->boxAt(static_cast<float>(at.x()), static_cast<float>(at.y()));
}

const cloud::TopologyLink* TopologyView::linkAt(const QPointF& pixel) const
{
    const std::uint32_t box = boxAt(pixel); // links run below networks
    if (box != cloud::Topology::none && m_topology->boxes[box].kind >= cloud::BoxKind::Network)
        return nullptr;
    if (m_topology)
        for (const cloud::TopologyLink& link : m_topology->links)
            if (distance(m_lens.place(*m_topology, link), pixel) <= linkReach)
                return &link;
    return nullptr;
}

bool TopologyView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_topology)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event); // NOLINT: its type says so
    if (const cloud::TopologyLink* link = linkAt(help->pos()))
        QToolTip::showText(help->globalPos(), linkSummary(*m_topology, *link), this);
    else if (const std::uint32_t box = boxAt(help->pos()); box != cloud::Topology::none)
        QToolTip::showText(help->globalPos(), boxSummary(*m_topology, box), this);
    else
        QToolTip::hideText();
    return true;
}

void TopologyView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors().window);
    if (m_topology)
        TopologyPainter(*m_topology, theme::colors(), m_lens, m_marks, m_selected).paint(painter, rect());
    if (hasFocus()) {
        painter.setPen(QPen(theme::colors().accent, theme::colors().borderWidth));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TopologyView::resizeEvent(QResizeEvent*)
{
    if (m_fitted)
        fit();
}

void TopologyView::wheelEvent(QWheelEvent* event)
{
    zoomAround(event->position(), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void TopologyView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m_pressed = event->position();
        m_dragged = false;
    }
}

void TopologyView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed)
        return;
    const QPointF by = event->position() - *m_pressed;
    if (!m_dragged && by.manhattanLength() < 5)
        return;
    m_dragged = true;
    m_pressed = event->position();
    pan(by);
}

void TopologyView::mouseReleaseEvent(QMouseEvent* event)
{
    const bool click = m_pressed && !m_dragged && event->button() == Qt::LeftButton;
    m_pressed.reset();
    if (!click)
        return;
    if (const cloud::TopologyLink* link = linkAt(event->position())) {
        if (link->resource != cloud::Snapshot::none)
            emit resourceSelected(link->resource);
        return;
    }
    select(boxAt(event->position()), true);
}

void TopologyView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const std::uint32_t box = boxAt(event->position());
    if (box != cloud::Topology::none && m_topology->boxes[box].resource != cloud::Snapshot::none)
        emit resourceActivated(m_topology->boxes[box].resource);
}

/// Left and right among the boxes of one parent, down into a box, up out of it.
void TopologyView::walk(int key)
{
    const auto& boxes = m_topology->boxes;
    if (boxes.empty())
        return;
    if (m_selected == cloud::Topology::none)
        return select(0, true);
    std::vector<std::uint32_t> choice;
    const std::uint32_t inside = key == Qt::Key_Down ? m_selected : boxes[m_selected].parent;
    if (key == Qt::Key_Up) {
        if (inside != cloud::Topology::none)
            choice = {inside};
    } else {
        for (std::uint32_t i = 0; i < boxes.size(); ++i)
            if (boxes[i].parent == inside && i != inside)
                choice.push_back(i);
    }
    if (choice.empty())
        return;
    std::ranges::stable_sort(choice, [&](std::uint32_t a, std::uint32_t b) {
        return std::tie(boxes[a].y, boxes[a].x) < std::tie(boxes[b].y, boxes[b].x);
    });
    auto at = std::ranges::find(choice, m_selected);
    if (at == choice.end())
        at = choice.begin();
    else if (key == Qt::Key_Right)
        at = at + 1 == choice.end() ? choice.begin() : at + 1;
    else if (key == Qt::Key_Left)
        at = at == choice.begin() ? choice.end() - 1 : at - 1;
    select(*at, true);
    reveal(*at);
}

void TopologyView::keyPressEvent(QKeyEvent* event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(1.25);
    case Qt::Key_Minus:
        return zoomBy(0.8);
    case Qt::Key_Home:
    case Qt::Key_0:
        return fit();
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (control)
            return pan(event->key() == Qt::Key_Left    ? QPointF(step, 0)
                       : event->key() == Qt::Key_Right ? QPointF(-step, 0)
                       : event->key() == Qt::Key_Up    ? QPointF(0, step)
                                                       : QPointF(0, -step));
        if (m_topology)
            walk(event->key());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_topology && m_selected != cloud::Topology::none &&
            m_topology->boxes[m_selected].resource != cloud::Snapshot::none)
            emit resourceActivated(m_topology->boxes[m_selected].resource);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace zonescope::ui::cloudpage

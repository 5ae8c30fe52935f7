// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/box_layer.h"

#include "ui/charts/layer_support.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <climits>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Boxes
{
    Q_DECLARE_TR_FUNCTIONS(Boxes)
};

/// A logarithmic axis cannot show 0: such ends sit on the lower edge.
double yInside(const PlotGeometry& plot, double value)
{
    const double y = plot.yOf(value);
    return std::isnan(y) ? plot.plot.bottom() : std::clamp(y, plot.plot.top(), plot.plot.bottom());
}

QRectF columnOf(const PlotGeometry& plot, std::size_t index)
{
    const QRectF slot = plot.category(static_cast<int>(index));
    const double width = std::clamp(slot.width() * 0.5, 3.0, 28.0);
    return {slot.center().x() - width / 2, slot.top(), width, slot.height()};
}

} // namespace

BoxLayer::BoxLayer(QStringList names, std::vector<Box> boxes)
    : m_names(std::move(names))
    , m_boxes(std::move(boxes))
{
}

bool BoxLayer::isEmpty() const
{
    return std::none_of(m_boxes.begin(), m_boxes.end(), [](const Box& box) { return box.count > 0; });
}

void BoxLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_boxes.size() && static_cast<int>(i) < plot.categories; ++i) {
        const Box& box = m_boxes[i];
        if (box.count == 0 || std::isnan(box.p50))
            continue;
        const QRectF column = columnOf(plot, i);
        const double middle = column.center().x();
        const QColor color = box.color.isValid() ? box.color : theme::seriesColor(plot.palette, 0);
        painter.setPen(QPen(color, 1.2));
        painter.drawLine(QPointF(middle, yInside(plot, box.p95)), QPointF(middle, yInside(plot, box.p5)));
        const double cap = column.width() / 4;
        for (const double end : {box.p5, box.p95})
            painter.drawLine(QPointF(middle - cap, yInside(plot, end)),
                             QPointF(middle + cap, yInside(plot, end)));
        painter.setBrush(theme::mixed(color, plot.palette.card, plot.palette.highContrast ? 0.0 : 0.3));
        const double top = yInside(plot, box.p75);
        painter.drawRect(
            QRectF(column.left(), top, column.width(), std::max(1.0, yInside(plot, box.p25) - top)));
        painter.setPen(QPen(plot.palette.text, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(column.left(), yInside(plot, box.p50)),
                         QPointF(column.right(), yInside(plot, box.p50)));
        painter.setPen(QPen(color, 1.2));
        painter.setBrush(Qt::NoBrush);
        if (box.worst > box.p95)
            painter.drawEllipse(QPointF(middle, yInside(plot, box.worst)), 2.5, 2.5);
    }
    painter.restore();
}

std::optional<ValueRange> BoxLayer::valueRange(const TimeRange&) const
{
    std::optional<ValueRange> range;
    for (const Box& box : m_boxes) {
        if (box.count == 0)
            continue;
        const ValueRange own{box.p5, std::max(box.worst, box.p95)};
        range = range ? range->united(own) : own;
    }
    return range;
}

std::optional<Hit> BoxLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    if (plot.categories < 1 || !plot.plot.contains(at))
        return std::nullopt;
    const auto index =
        static_cast<std::size_t>((at.x() - plot.plot.left()) / plot.plot.width() * plot.categories);
    if (index >= m_boxes.size())
        return std::nullopt;
    const Box& box = m_boxes[index];
    const QString name =
        static_cast<qsizetype>(index) < m_names.size() ? m_names[static_cast<qsizetype>(index)] : QString();
    if (box.count == 0)
        return Hit{name + u'\n' + Boxes::tr("no answers"), std::nullopt, {}};
    const auto text = [&](double value) { return valueText(value, plot.kind); };
    Hit hit{
        name + u'\n' + Boxes::tr("median %1").arg(text(box.p50)) + u'\n' +
            Boxes::tr("half between %1 and %2").arg(text(box.p25), text(box.p75)) + u'\n' +
            Boxes::tr("p95 %1, worst %2").arg(text(box.p95), text(box.worst)) + u'\n' +
            Boxes::tr("%n value(s)", nullptr, static_cast<int>(std::min<std::uint64_t>(box.count, INT_MAX))),
        std::nullopt, columnOf(plot, index)};
    if (box.id != 0)
        hit.id = box.id;
    return hit;
}

std::vector<QPointF> BoxLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < m_boxes.size() && static_cast<int>(i) < plot.categories; ++i)
        points.push_back(columnOf(plot, i).center());
    return points;
}

QString BoxLayer::summary(const PlotGeometry& plot) const
{
    std::size_t worst = m_boxes.size();
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        if (m_boxes[i].count > 0 && (worst == m_boxes.size() || m_boxes[i].p95 > m_boxes[worst].p95))
            worst = i;
    }
    if (worst == m_boxes.size())
        return {};
    return Boxes::tr("slowest %1 with p95 %2")
        .arg(m_names.value(static_cast<qsizetype>(worst)), valueText(m_boxes[worst].p95, plot.kind));
}

std::vector<QStringList> BoxLayer::table(const TimeRange&) const
{
    std::vector<QStringList> rows{{QStringLiteral("name"), QStringLiteral("count"), QStringLiteral("p5"),
                                   QStringLiteral("p25"), QStringLiteral("p50"), QStringLiteral("p75"),
                                   QStringLiteral("p95"), QStringLiteral("worst")}};
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const Box& box = m_boxes[i];
        rows.push_back({m_names.value(static_cast<qsizetype>(i)), QString::number(box.count),
                        machineNumber(box.p5), machineNumber(box.p25), machineNumber(box.p50),
                        machineNumber(box.p75), machineNumber(box.p95), machineNumber(box.worst)});
    }
    return rows;
}

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/density_layer.h"

#include "ui/charts/layer_support.h"
#include "ui/charts/time_ticks.h"
#include "ui/theme/marks.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Density
{
    Q_DECLARE_TR_FUNCTIONS(Density)
};

constexpr double markSize = 7;
constexpr double reach = 7; ///< pixels around the pointer

QColor groupColor(const theme::Palette& palette, std::uint16_t group)
{
    return theme::seriesColor(palette, group);
}

/// Colours repeat after six; shifting the shape each round keeps 36 groups apart.
int groupShape(std::uint16_t group)
{
    return (group + group / theme::seriesColors) % theme::seriesColors;
}

/// Hundreds of marks from a few pictures; as shapes when few, which also keeps a PDF in vectors.
class MarkStamp
{
public:
    MarkStamp(QPainter& painter, const PlotGeometry& plot, bool asPictures)
        : m_painter(painter)
        , m_plot(plot)
        , m_asPictures(asPictures)
    {
    }

    void stamp(const QPointF& at, std::uint16_t group)
    {
        if (!m_asPictures) {
            theme::paintSeriesMark(m_painter, at, markSize, groupShape(group),
                                   groupColor(m_plot.palette, group));
            return;
        }
        const QPixmap& picture = pictureOf(group);
        const double half = picture.deviceIndependentSize().width() / 2;
        m_painter.drawPixmap(at - QPointF(half, half), picture);
    }

private:
    const QPixmap& pictureOf(std::uint16_t group)
    {
        const std::size_t slot = group % (theme::seriesColors * theme::seriesColors);
        if (m_pictures.size() <= slot)
            m_pictures.resize(slot + 1);
        QPixmap& picture = m_pictures[slot];
        if (picture.isNull()) {
            picture = QPixmap(QSize(12, 12) * m_plot.devicePixelRatio);
            picture.setDevicePixelRatio(m_plot.devicePixelRatio);
            picture.fill(Qt::transparent);
            QPainter inside(&picture);
            theme::paintSeriesMark(inside, QPointF(6, 6), markSize, groupShape(group),
                                   groupColor(m_plot.palette, group));
        }
        return picture;
    }

    QPainter& m_painter;
    const PlotGeometry& m_plot;
    bool m_asPictures;
    std::vector<QPixmap> m_pictures;
};

std::pair<std::size_t, std::size_t> failuresIn(const std::vector<FailurePoint>& failures,
                                               const TimeRange& range)
{
    const auto before = [](const FailurePoint& point, std::int64_t at) { return point.at < at; };
    const auto first = std::lower_bound(failures.begin(), failures.end(), range.from, before);
    const auto last = std::lower_bound(first, failures.end(), range.to, before);
    return {static_cast<std::size_t>(first - failures.begin()),
            static_cast<std::size_t>(last - failures.begin())};
}

} // namespace

DensityLayer::DensityLayer(QString name, PointCloudPtr cloud, QStringList groups)
    : m_name(std::move(name))
    , m_cloud(std::move(cloud))
    , m_groups(std::move(groups))
{
}

bool DensityLayer::isCrowded(const PlotGeometry& plot) const
{
    return static_cast<double>(m_cloud->count(plot.time)) > 2 * plot.plot.width();
}

QString DensityLayer::groupName(std::uint16_t group) const
{
    return group < m_groups.size() ? m_groups[group] : QString();
}

void DensityLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    if (isCrowded(plot)) {
        const QSize size = (plot.plot.size() * plot.devicePixelRatio).toSize();
        // On a dark ground Okabe-Ito blue is too dim; the accent is the same hue, lighter.
        const QColor color = plot.palette.dark ? plot.palette.accent : theme::seriesColor(plot.palette, 0);
        painter.drawImage(plot.plot, densityImage(*m_cloud, plot.time, plot.scale, size, color));
        return;
    }
    const auto& data = m_cloud->data();
    const std::size_t first = m_cloud->lowerBound(plot.time.from);
    const std::size_t last = m_cloud->lowerBound(plot.time.to);
    MarkStamp stamp(painter, plot, last - first > 400);
    for (std::size_t i = first; i < last; ++i) {
        const double y = plot.yOf(static_cast<double>(data.value[i]));
        if (y >= plot.plot.top() - 1 && y <= plot.plot.bottom() + 1)
            stamp.stamp({plot.xOf(data.at[i]), y}, data.group.empty() ? std::uint16_t{0} : data.group[i]);
    }
}

void DensityLayer::paintFailures(QPainter& painter, const PlotGeometry& plot) const
{
    const auto& failures = m_cloud->data().failures;
    const auto [first, last] = failuresIn(failures, plot.time);
    const QColor color = theme::stateColor(plot.palette, zone::ZoneState::Failing);
    const double y = plot.failureLane.center().y();
    const double half = std::min(4.0, plot.failureLane.height() / 2 - 1);
    painter.save();
    if (static_cast<double>(last - first) > plot.plot.width() / 4) {
        // One line per pixel that has a failure: a thousand crosses would cost a frame and show a bar.
        painter.setPen(QPen(color, 1));
        double previous = -1e9;
        for (std::size_t i = first; i < last; ++i) {
            const double x = plot.xOf(failures[i].at);
            if (x - previous >= 1 / plot.devicePixelRatio) {
                painter.drawLine(QPointF(x, y - half), QPointF(x, y + half));
                previous = x;
            }
        }
    } else {
        for (std::size_t i = first; i < last; ++i)
            theme::paintSeriesMark(painter, {plot.xOf(failures[i].at), y}, 2 * half, 5, color);
    }
    painter.restore();
}

std::optional<ValueRange> DensityLayer::valueRange(const TimeRange&) const
{
    return m_cloud->extent(); // steady while panning
}

std::optional<Hit> DensityLayer::hitFailure(const QPointF& at, const PlotGeometry& plot) const
{
    const auto& failures = m_cloud->data().failures;
    const auto [first, last] = failuresIn(failures, plot.time);
    std::optional<Hit> best;
    double nearest = reach;
    const auto begin = failures.begin();
    const auto from = std::lower_bound(
        begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last),
        plot.timeAt(at.x() - reach), [](const FailurePoint& point, std::int64_t t) { return point.at < t; });
    for (auto i = from; i != begin + static_cast<std::ptrdiff_t>(last); ++i) {
        const double distance = std::abs(plot.xOf(i->at) - at.x());
        if (plot.xOf(i->at) > at.x() + reach)
            break;
        if (distance < nearest) {
            nearest = distance;
            const QPointF centre(plot.xOf(i->at), plot.failureLane.center().y());
            const QString who = groupName(i->group);
            best = Hit{Density::tr("%1\nno answer").arg(timeText(i->at, plot.time.span(), plot.zone)), i->id,
                       QRectF(centre - QPointF(6, 6), QSizeF(12, 12))};
            if (!who.isEmpty())
                best->text.prepend(who + u'\n');
        }
    }
    return best;
}

std::optional<Hit> DensityLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    if (plot.failureLane.adjusted(0, -2, 0, 2).contains(at))
        return hitFailure(at, plot);
    if (isCrowded(plot) || !plot.plot.adjusted(-reach, -reach, reach, reach).contains(at))
        return std::nullopt;
    const auto& data = m_cloud->data();
    const std::size_t last = m_cloud->lowerBound(plot.timeAt(at.x() + reach));
    std::optional<Hit> best;
    double nearest = reach;
    for (std::size_t i = m_cloud->lowerBound(plot.timeAt(at.x() - reach)); i < last; ++i) {
        const QPointF centre(plot.xOf(data.at[i]), plot.yOf(static_cast<double>(data.value[i])));
        const double distance = std::hypot(centre.x() - at.x(), centre.y() - at.y());
        if (distance >= nearest)
            continue;
        nearest = distance;
        const QString who = groupName(data.group.empty() ? std::uint16_t{0} : data.group[i]);
        best = Hit{(who.isEmpty() ? QString() : who + u'\n') +
                       timeText(data.at[i], plot.time.span(), plot.zone) + u'\n' +
                       valueText(static_cast<double>(data.value[i]), plot.kind),
                   std::nullopt, QRectF(centre - QPointF(6, 6), QSizeF(12, 12))};
        if (!data.id.empty())
            best->id = data.id[i];
    }
    return best;
}

std::vector<QPointF> DensityLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    const auto& data = m_cloud->data();
    if (!isCrowded(plot)) {
        const std::size_t last = m_cloud->lowerBound(plot.time.to);
        for (std::size_t i = m_cloud->lowerBound(plot.time.from); i < last; ++i)
            points.emplace_back(plot.xOf(data.at[i]), plot.yOf(static_cast<double>(data.value[i])));
    }
    const auto [first, last] = failuresIn(data.failures, plot.time);
    if (last - first <= 400) {
        for (std::size_t i = first; i < last; ++i)
            points.emplace_back(plot.xOf(data.failures[i].at), plot.failureLane.center().y());
    }
    return points;
}

void DensityLayer::readings(std::int64_t at, const PlotGeometry& plot, std::vector<Reading>& into) const
{
    if (!isCrowded(plot))
        return; // single marks tell about themselves
    const auto half = static_cast<std::int64_t>(plot.pixelTime() * plot.devicePixelRatio * 2);
    const TimeRange column{at - half, at + half + 1};
    const std::size_t count = m_cloud->count(column);
    const QColor color = theme::seriesColor(plot.palette, 0);
    into.push_back({Density::tr("probes"), valueText(static_cast<double>(count), ValueKind::Number), color});
    if (count == 0)
        return;
    into.push_back({Density::tr("median"), valueText(m_cloud->quantile(column, 0.5), plot.kind), color});
    into.push_back({Density::tr("p99"), valueText(m_cloud->quantile(column, 0.99), plot.kind), color});
}

std::vector<LegendEntry> DensityLayer::legend(const PlotGeometry& plot) const
{
    std::vector<LegendEntry> entries;
    if (isCrowded(plot))
        return entries; // an image has no groups
    for (qsizetype group = 0; group < m_groups.size(); ++group) {
        const auto number = static_cast<std::uint16_t>(group);
        entries.push_back(
            {m_groups[group], QPen(Qt::NoPen), groupColor(plot.palette, number), groupShape(number)});
    }
    return entries;
}

QString DensityLayer::summary(const PlotGeometry& plot) const
{
    const auto [first, last] = failuresIn(m_cloud->data().failures, plot.time);
    const auto failures = static_cast<int>(last - first);
    const std::size_t count = m_cloud->count(plot.time);
    if (count == 0 && failures == 0)
        return Density::tr("%1: no probes in this time").arg(m_name);
    QString text = Density::tr("%1: median %2, p99 %3", "name of a chart")
                       .arg(m_name, valueText(m_cloud->quantile(plot.time, 0.5), plot.kind),
                            valueText(m_cloud->quantile(plot.time, 0.99), plot.kind));
    return text + QStringLiteral(", ") + Density::tr("%n failure(s)", nullptr, failures);
}

std::vector<QStringList> DensityLayer::table(const TimeRange& range) const
{
    std::vector<QStringList> rows{{QStringLiteral("time"), QStringLiteral("group"), m_name}};
    const auto& data = m_cloud->data();
    std::size_t i = m_cloud->lowerBound(range.from);
    const std::size_t end = m_cloud->lowerBound(range.to);
    auto [failure, lastFailure] = failuresIn(data.failures, range);
    while (i < end || failure < lastFailure) {
        const bool isValue = failure >= lastFailure || (i < end && data.at[i] <= data.failures[failure].at);
        if (isValue) {
            rows.push_back({isoTime(data.at[i]),
                            groupName(data.group.empty() ? std::uint16_t{0} : data.group[i]),
                            machineNumber(static_cast<double>(data.value[i]))});
            ++i;
        } else {
            rows.push_back({isoTime(data.failures[failure].at), groupName(data.failures[failure].group),
                            QStringLiteral("failure")});
            ++failure;
        }
    }
    return rows;
}

} // namespace zonescope::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/experiment_plots.h"

#include "ui/network/experiment_text.h"
#include "ui/network/figure_page.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::network {
namespace {

using charts::ValueKind;
using charts::ValueScale;

constexpr double gap = theme::metric::small;

QPen seriesPen(const theme::Palette& palette, std::size_t arm)
{
    constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    return QPen(theme::seriesColor(palette, static_cast<int>(arm)), 2, dashes[arm % 4]);
}

void emptyText(QPainter& painter, const QRectF& area, const theme::Palette& palette, const QString& text)
{
    painter.setPen(palette.muted);
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, text);
}

/// Labels below and lines through the plot; x grows to the right in every language.
void horizontalAxis(QPainter& painter, const QRectF& plot, const ValueScale& scale, ValueKind kind,
                    const theme::Palette& palette)
{
    const int ticks = std::max(6, static_cast<int>(plot.width() / 40));
    const QFontMetricsF metrics(painter.font());
    double taken = plot.left() - gap; // by the label before
    for (const charts::ValueTick& tick : charts::valueTicks(scale, kind, ticks)) {
        const double x = plot.left() + scale.unitOf(tick.value) * plot.width();
        if (!(x >= plot.left() - 0.5 && x <= plot.right() + 0.5))
            continue;
        painter.setPen(palette.grid);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        if (tick.label.isEmpty())
            continue;
        painter.setPen(palette.muted);
        const double width = metrics.horizontalAdvance(tick.label) + 4;
        const double left = std::clamp(x - width / 2, plot.left() - 2, plot.right() + 12 - width);
        if (left < taken)
            continue;
        taken = left + width + gap / 2;
        painter.drawText(QRectF(left, plot.bottom() + 2, width, metrics.height()), Qt::AlignCenter,
                         tick.label);
    }
}

ValueScale secondsScale(const std::vector<congestion::ArmFigures>& arms)
{
    std::optional<charts::ValueRange> range;
    for (const auto& arm : arms) {
        if (arm.seconds.empty())
            continue;
        const charts::ValueRange own{arm.seconds.front() * 1e3, arm.seconds.back() * 1e3};
        range = range ? range->united(own) : own;
    }
    return charts::niceScale(logarithmicAxis(ValueKind::Milliseconds), range, 6);
}

struct ForestRow
{
    QString name;
    const congestion::ArmComparison* comparison;
    const congestion::PathAnalysis* path;
};

std::vector<ForestRow> forestRows(const AnalysedExperiment& data)
{
    std::vector<ForestRow> rows;
    const auto add = [&](const congestion::PathAnalysis& path) {
        for (const auto& comparison : path.comparisons)
            rows.push_back({pathName(data.experiment, path) + QStringLiteral(" · ") +
                                QString::fromStdString(data.experiment.design.arms[comparison.arm]),
                            &comparison, &path});
    };
    if (data.analysis.paths.size() > 1)
        for (const auto& path : data.analysis.paths)
            add(path);
    add(data.analysis.all);
    return rows;
}

} // namespace

ExperimentPlot::ExperimentPlot(const QString& name, QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
}

void ExperimentPlot::present(AnalysedPtr analysed)
{
    m_data = std::move(analysed);
    setAccessibleDescription(m_data ? describe() : QString());
    setToolTip(accessibleDescription());
    update();
}

void ExperimentPlot::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter, QRectF(rect()), theme::colors());
    if (hasFocus()) {
        painter.setPen(QPen(theme::colors().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

QImage ExperimentPlot::toImage(const QSize& size, const theme::Palette& palette) const
{
    QImage image(size * 2, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    image.fill(palette.card);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    draw(painter, QRectF(QPointF(), size), palette);
    return image;
}

Figure ExperimentPlot::figure(const ExportFacts& facts) const
{
    constexpr QSize size(1000, 420);
    const QImage picture = captioned(toImage(size, theme::colors()), facts);
    return {facts, {rows()}, [picture] { return picture; }, true};
}

void ExperimentPlot::makeSavable(models::Workspace& workspace, std::function<ExportFacts()> facts)
{
    setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const QString& text : {tr("Save picture…"), tr("Save data…")}) {
        auto* action = new QAction(text, this);
        addAction(action);
        connect(action, &QAction::triggered, this,
                [this, &workspace, facts] { saveFigure(figure(facts()), workspace, this); });
    }
}

void DistributionPlot::draw(QPainter& painter, const QRectF& area, const theme::Palette& palette) const
{
    const bool any =
        shown() && std::any_of(shown()->analysis.all.arms.begin(), shown()->analysis.all.arms.end(),
                               [](const auto& arm) { return !arm.seconds.empty(); });
    if (!any) {
        emptyText(painter, area, palette, tr("No whole block yet."));
        return;
    }
    const auto& arms = shown()->analysis.all.arms;
    const QFontMetricsF metrics(painter.font());
    const double legend = metrics.height() + gap;
    const QRectF plot = area.adjusted(46, legend, -14, -metrics.height() - 6);
    const ValueScale scale = secondsScale(arms);
    horizontalAxis(painter, plot, scale, ValueKind::Milliseconds, palette);
    for (const int share : {0, 25, 50, 75, 100}) {
        const double y = plot.bottom() - plot.height() * share / 100;
        painter.setPen(palette.grid);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(palette.muted);
        painter.drawText(QRectF(area.left(), y - metrics.height() / 2, 42, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, text::percent(share / 100.0, 0));
    }
    double x = plot.left();
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        const auto& seconds = arms[arm].seconds;
        if (seconds.empty())
            continue;
        QPainterPath path;
        const auto at = [&](std::size_t i, double share) {
            return QPointF(plot.left() + scale.unitOf(seconds[i] * 1e3) * plot.width(),
                           plot.bottom() - share * plot.height());
        };
        path.moveTo(at(0, 0));
        // More steps than pixels are not seen.
        const std::size_t stride = std::max<std::size_t>(1, seconds.size() / 1500);
        for (std::size_t i = 0; i < seconds.size(); i += stride) {
            path.lineTo(at(i, static_cast<double>(i) / static_cast<double>(seconds.size())));
            path.lineTo(at(i, static_cast<double>(i + 1) / static_cast<double>(seconds.size())));
        }
        path.lineTo(at(seconds.size() - 1, 1));
        painter.setPen(seriesPen(palette, arm));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        const QString name = QString::fromStdString(arms[arm].algorithm);
        painter.drawLine(QPointF(x, area.top() + legend / 2), QPointF(x + 22, area.top() + legend / 2));
        painter.setPen(palette.text);
        painter.drawText(QPointF(x + 28, area.top() + legend / 2 + metrics.ascent() / 2 - 1), name);
        x += 28 + metrics.horizontalAdvance(name) + 18;
    }
}

QString DistributionPlot::describe() const
{
    QStringList parts;
    for (const auto& arm : shown()->analysis.all.arms)
        if (!arm.seconds.empty())
            parts << tr("%1: median %2 of %3 transfers, %4 repeated")
                         .arg(QString::fromStdString(arm.algorithm),
                              text::duration(base::Duration(
                                  static_cast<std::int64_t>(arm.seconds[arm.seconds.size() / 2] * 1e6))),
                              text::number(arm.seconds.size()), text::percent(arm.retransmittedShare(), 2));
    return parts.join(u'\n');
}

Rows DistributionPlot::values() const
{
    Rows rows{{tr("Algorithm"), tr("Time (ms)"), tr("Share finished")}};
    for (const auto& arm : shown()->analysis.all.arms)
        for (std::size_t i = 0; i < arm.seconds.size(); ++i)
            rows.push_back(
                {QString::fromStdString(arm.algorithm), QString::number(arm.seconds[i] * 1e3, 'f', 3),
                 QString::number(static_cast<double>(i + 1) / static_cast<double>(arm.seconds.size()), 'f',
                                 6)});
    return rows;
}

void ForestPlot::draw(QPainter& painter, const QRectF& area, const theme::Palette& palette) const
{
    std::optional<charts::ValueRange> range;
    std::vector<ForestRow> rows;
    if (shown())
        rows = forestRows(*shown());
    for (const ForestRow& row : rows)
        if (row.comparison->estimate && std::isfinite(row.comparison->estimate->high) &&
            row.comparison->estimate->low > 0) {
            const charts::ValueRange own{std::min(0.9, row.comparison->estimate->low),
                                         std::max(1.1, row.comparison->estimate->high)};
            range = range ? range->united(own) : own;
        }
    if (!range) {
        emptyText(painter, area, palette, tr("Two whole blocks are needed for an interval."));
        return;
    }
    const QFontMetricsF metrics(painter.font());
    double names = 0;
    for (const ForestRow& row : rows)
        names = std::max(names, metrics.horizontalAdvance(row.name));
    // Beside the plot where there is room for both, else above each row.
    const double least = 2.5 * metrics.height();
    const bool above = names + gap > area.width() * 0.3 &&
                       (area.height() - metrics.height() - 12) / static_cast<double>(rows.size()) >= least;
    names = above ? 0 : std::min(names + gap, area.width() * 0.3);
    const double figures = metrics.horizontalAdvance(QStringLiteral("0.31 (0.22 … 0.45)")) + gap;
    const QRectF plot = area.adjusted(names + gap, gap, -figures - gap, -metrics.height() - 6);
    const ValueScale scale = charts::niceScale(logarithmicAxis(ValueKind::Number), range, 5);
    horizontalAxis(painter, plot, scale, ValueKind::Number, palette);
    const auto xOf = [&](double ratio) {
        return plot.left() + std::clamp(scale.unitOf(ratio), 0.0, 1.0) * plot.width();
    };
    painter.setPen(QPen(palette.text, 1, Qt::DashLine));
    painter.drawLine(QPointF(xOf(1), plot.top()), QPointF(xOf(1), plot.bottom()));
    const double height = std::min(plot.height() / static_cast<double>(rows.size()), 44.0);
    double top = plot.top();
    for (const ForestRow& row : rows) {
        const double title = above ? metrics.height() : 0;
        const QRectF line(area.left(), top + title, area.width(), height - title);
        painter.setPen(palette.text);
        const QRectF name(area.left() + 2, top, above ? area.width() - 4 : names, above ? title : height);
        const QString shownName = metrics.elidedText(row.name, Qt::ElideMiddle, name.width());
        if (above) // not struck through by the line at 1
            painter.fillRect(QRectF(name.topLeft(), QSizeF(metrics.horizontalAdvance(shownName), title)),
                             palette.card);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, shownName);
        top += height;
        if (!row.comparison->estimate)
            continue;
        const auto& estimate = *row.comparison->estimate;
        const double y = line.center().y();
        // Greyed while nothing may be concluded from it.
        const bool decided = row.comparison->verdict > congestion::Verdict::Withheld;
        const QColor color = decided ? theme::seriesColor(palette, row.comparison->arm) : palette.muted;
        painter.setPen(QPen(color, 2));
        if (estimate.low > 0)
            painter.drawLine(QPointF(xOf(estimate.low), y), QPointF(xOf(estimate.high), y));
        painter.setBrush(decided ? color : palette.card);
        painter.drawRect(QRectF(xOf(estimate.ratio) - 4, y - 4, 8, 8));
        QString figure =
            std::isfinite(estimate.high)
                ? tr("%1 (%2 … %3)")
                      .arg(ratioText(estimate.ratio), ratioText(estimate.low), ratioText(estimate.high))
                : ratioText(estimate.ratio);
        painter.setPen(decided ? palette.text : palette.muted);
        const QRectF right(plot.right() + gap, line.top(), figures, line.height());
        if (row.path->guards.empty()) {
            painter.drawText(right, Qt::AlignLeft | Qt::AlignVCenter, figure);
            continue;
        }
        const QRectF both(right.left(), y - metrics.height(), figures, 2 * metrics.height());
        painter.drawText(both, Qt::AlignLeft | Qt::AlignTop, figure);
        painter.setPen(theme::stateColor(palette, zone::ZoneState::Behind));
        painter.drawText(
            both, Qt::AlignLeft | Qt::AlignBottom,
            metrics.elidedText(QStringLiteral("▲ ") + guardsText(*row.path), Qt::ElideRight, figures));
    }
}

QString ForestPlot::describe() const
{
    QStringList parts;
    for (const ForestRow& row : forestRows(*shown()))
        parts << row.name + QStringLiteral(": ") +
                     verdictText(shown()->experiment, *row.path, *row.comparison);
    return parts.join(u'\n');
}

Rows ForestPlot::values() const
{
    Rows rows{{tr("Path and algorithm"), tr("Ratio"), tr("From"), tr("To"), tr("Verdict"), tr("Warnings")}};
    const auto text = [](double value) {
        return std::isfinite(value) ? QString::number(value, 'g', 5) : QString();
    };
    for (const ForestRow& row : forestRows(*shown())) {
        const auto& estimate = row.comparison->estimate;
        rows.push_back({row.name, estimate ? text(estimate->ratio) : QString(),
                        estimate ? text(estimate->low) : QString(),
                        estimate ? text(estimate->high) : QString(),
                        verdictText(shown()->experiment, *row.path, *row.comparison),
                        row.path->guards.empty() ? QString() : guardsText(*row.path)});
    }
    return rows;
}

} // namespace zonescope::ui::network

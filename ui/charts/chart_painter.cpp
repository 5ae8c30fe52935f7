// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painter.h"

#include "ui/theme/marks.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Charts
{
    Q_DECLARE_TR_FUNCTIONS(Charts)
};

class ChartPainter
{
public:
    ChartPainter(QPainter& painter, const ChartContent& content, const ChartLayout& layout)
        : m_painter(painter)
        , m_content(content)
        , m_layout(layout)
        , m_plot(layout.plot)
        , m_colors(layout.plot.palette)
        , m_metrics(layout.plot.font)
    {
    }

    void paint()
    {
        m_painter.setFont(m_plot.font);
        if (m_content.isEmpty()) {
            emptyText();
            return;
        }
        grid();
        layers();
        legend();
        if (m_plot.lanes > 0)
            laneNames();
        else
            valueLabels();
        if (m_content.hasTimeAxis())
            timeLabels();
        else
            categoryLabels();
        if (m_layout.nothingInView)
            note();
    }

private:
    void emptyText()
    {
        QFont title = m_plot.font;
        title.setWeight(QFont::DemiBold);
        const QRectF area = m_layout.area.adjusted(16, 16, -16, -16);
        const QRectF upper(area.left(), area.top(), area.width(), area.height() / 2 - 2);
        const QRectF lower(area.left(), area.center().y() + 2, area.width(), area.height() / 2 - 2);
        m_painter.setPen(m_colors.text);
        m_painter.setFont(title);
        const bool alone = m_content.emptyExplanation.isEmpty();
        m_painter.drawText(alone ? area : upper,
                           (alone ? Qt::AlignVCenter : Qt::AlignBottom) | Qt::AlignHCenter | Qt::TextWordWrap,
                           m_content.emptyText);
        m_painter.setFont(m_plot.font);
        m_painter.setPen(m_colors.muted);
        m_painter.drawText(lower, Qt::AlignTop | Qt::AlignHCenter | Qt::TextWordWrap,
                           m_content.emptyExplanation);
    }

    void note()
    {
        m_painter.setPen(m_colors.muted);
        m_painter.drawText(m_plot.plot, Qt::AlignCenter | Qt::TextWordWrap,
                           Charts::tr("Nothing in this time range"));
    }

    static double crisp(double position) { return std::round(position) + 0.5; }

    void grid()
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing, false);
        const QRectF& plot = m_plot.plot;
        for (const ValueTick& tick : m_layout.values) {
            const double y = crisp(m_plot.yOf(tick.value)) - 0.5;
            m_painter.setPen(QPen(m_colors.grid, 1, tick.label.isEmpty() ? Qt::DotLine : Qt::SolidLine));
            m_painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        }
        for (const TimeTick& tick : m_layout.times) {
            const double x = crisp(m_plot.xOf(tick.at)) - 0.5;
            m_painter.setPen(QPen(tick.isDate ? m_colors.border : m_colors.grid, 1));
            m_painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        }
        if (!m_plot.failureLane.isEmpty())
            m_painter.fillRect(m_plot.failureLane, theme::mixed(m_colors.track, m_colors.card, 0.6));
        m_painter.setPen(QPen(m_colors.border, m_colors.borderWidth));
        m_painter.drawLine(plot.bottomLeft(), plot.bottomRight());
        m_painter.restore();
    }

    void layers()
    {
        m_painter.save();
        for (const auto& layer : m_content.layers) {
            if (layer->hasFailures()) {
                m_painter.setClipRect(m_plot.failureLane.adjusted(-4, 0, 4, 0));
                layer->paintFailures(m_painter, m_plot);
            }
            m_painter.setClipRect(m_plot.plot);
            layer->paint(m_painter, m_plot);
        }
        m_painter.restore();
    }

    void valueLabels()
    {
        m_painter.setPen(m_colors.muted);
        for (const ValueTick& tick : m_layout.values) {
            if (!tick.label.isEmpty())
                sideText(m_plot.yOf(tick.value), tick.label);
        }
        if (!m_plot.failureLane.isEmpty()) {
            m_painter.setPen(theme::stateColor(m_colors, zone::ZoneState::Failing));
            // Only when the words fit beside the lane; the crosses speak for themselves otherwise.
            const QString words = Charts::tr("failed");
            if (m_metrics.horizontalAdvance(words) <= sideWidth() - 4)
                sideText(m_plot.failureLane.center().y(), words);
        }
    }

    double sideWidth() const
    {
        return m_content.mirrored ? m_layout.area.right() - m_plot.plot.right()
                                  : m_plot.plot.left() - m_layout.area.left();
    }

    void sideText(double y, const QString& text)
    {
        const double height = m_metrics.height();
        const QRectF left(m_layout.area.left(), y - height / 2, m_plot.plot.left() - m_layout.area.left() - 6,
                          height);
        const QRectF right(m_plot.plot.right() + 6, y - height / 2,
                           m_layout.area.right() - m_plot.plot.right() - 6, height);
        if (m_content.mirrored)
            m_painter.drawText(right, Qt::AlignLeft | Qt::AlignVCenter, text);
        else
            m_painter.drawText(left, Qt::AlignRight | Qt::AlignVCenter, text);
    }

    void laneNames()
    {
        const auto lanes = m_content.laneNames();
        const double side = sideWidth();
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            const QRectF slot = m_plot.lane(static_cast<int>(i));
            if (slot.height() < m_metrics.height() * 0.8 && i % 2 == 1)
                continue; // too dense: every second name
            const bool quiet = lanes[i].state == zone::ZoneState::Current;
            m_painter.setPen(quiet ? m_colors.muted : theme::stateColor(m_colors, lanes[i].state));
            sideText(slot.center().y(), m_metrics.elidedText(lanes[i].text, Qt::ElideMiddle, side - 22));
            if (quiet)
                continue;
            const double x = m_content.mirrored ? m_layout.area.right() - 14 : m_layout.area.left();
            theme::paintStateMark(m_painter, QRectF(x, slot.center().y() - 7, 14, 14), lanes[i].state,
                                  m_colors);
        }
    }

    void timeLabels()
    {
        double freeFrom = m_layout.area.left();
        const double top = m_plot.plot.bottom() + 4;
        QFont strong = m_plot.font;
        strong.setWeight(QFont::DemiBold);
        for (const TimeTick& tick : m_layout.times) {
            m_painter.setFont(tick.isDate ? strong : m_plot.font);
            const double width = QFontMetricsF(m_painter.font()).horizontalAdvance(tick.label) + 2;
            double left = m_plot.xOf(tick.at) - width / 2;
            left = std::min(std::max(left, m_layout.area.left()), m_layout.area.right() - width);
            if (left < freeFrom)
                continue;
            m_painter.setPen(tick.isDate ? m_colors.text : m_colors.muted);
            m_painter.drawText(QRectF(left, top, width, m_metrics.height()), Qt::AlignCenter, tick.label);
            freeFrom = left + width + 6;
        }
        m_painter.setFont(m_plot.font);
        if (m_layout.caption.isEmpty())
            return;
        m_painter.setPen(m_colors.muted);
        m_painter.drawText(m_layout.captionArea,
                           (m_content.mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                           m_layout.caption);
    }

    void categoryLabels()
    {
        m_painter.setPen(m_colors.muted);
        const double room = m_layout.area.bottom() - m_plot.plot.bottom() - 6;
        for (int i = 0; i < m_plot.categories; i += m_layout.namedEvery) {
            const QRectF slot = m_plot.category(i);
            const QString& name = m_content.categories[i];
            if (m_layout.slanted) {
                slantedName(name, slot.center().x(), room);
                continue;
            }
            // A name may be wider than its slot where others are left out, but stays inside the chart.
            QRectF words(0, m_plot.plot.bottom() + 4, m_metrics.horizontalAdvance(name) + 2,
                         m_metrics.height());
            words.moveLeft(std::clamp(slot.center().x() - words.width() / 2, m_layout.area.left(),
                                      std::max(m_layout.area.left(), m_layout.area.right() - words.width())));
            m_painter.drawText(words, Qt::AlignCenter, name);
        }
    }

    /// Ends below its category (begins there when mirrored), never outside the chart.
    void slantedName(const QString& name, double x, double room)
    {
        const bool mirrored = m_content.mirrored;
        const double side = mirrored ? m_layout.area.right() - x : x - m_layout.area.left();
        const double length = (std::min(room, side) - m_metrics.height() / 2) * 1.41;
        const QString shown = m_metrics.elidedText(name, Qt::ElideMiddle, length);
        m_painter.save();
        m_painter.translate(x + (mirrored ? -1 : 1) * m_metrics.height() / 4, m_plot.plot.bottom() + 6);
        m_painter.rotate(mirrored ? 45 : -45);
        m_painter.drawText(
            QPointF(mirrored ? 0 : -m_metrics.horizontalAdvance(shown), m_metrics.ascent() / 2), shown);
        m_painter.restore();
    }

    void legend()
    {
        m_painter.save();
        for (const auto& [entry, area] : m_layout.legend) {
            const double y = area.center().y();
            const double x = m_content.mirrored ? area.right() - 14 : area.left();
            if (entry.line.style() != Qt::NoPen) {
                m_painter.setRenderHint(QPainter::Antialiasing);
                m_painter.setPen(entry.line);
                m_painter.drawLine(QPointF(x, y), QPointF(x + 14, y));
            } else if (entry.mark >= 0) {
                theme::paintSeriesMark(m_painter, {x + 8, y}, 8, entry.mark, entry.fill);
            } else {
                m_painter.setRenderHint(QPainter::Antialiasing);
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(entry.fill);
                m_painter.drawRoundedRect(QRectF(x + 2, y - 5, 10, 10), 2, 2);
            }
            m_painter.setPen(m_colors.muted);
            const QRectF words =
                m_content.mirrored ? area.adjusted(0, 0, -19, 0) : area.adjusted(19, 0, 2, 0);
            m_painter.drawText(
                words, (m_content.mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, entry.text);
        }
        m_painter.restore();
    }

    QPainter& m_painter;
    const ChartContent& m_content;
    const ChartLayout& m_layout;
    const PlotGeometry& m_plot;
    const theme::Palette& m_colors;
    QFontMetricsF m_metrics;
};

} // namespace

void paintChart(QPainter& painter, const ChartContent& content, const ChartLayout& layout)
{
    painter.save();
    ChartPainter(painter, content, layout).paint();
    painter.restore();
}

} // namespace zonescope::ui::charts

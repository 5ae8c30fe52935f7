// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/kpi_tile.h"

#include "ui/charts/sparkline.h"
#include "ui/text/words.h"
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMetaMethod>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

namespace zonescope::ui::widgets {
using namespace theme;

namespace {

constexpr int padX = 14, padY = 10, trendHeight = 18;

int lineOf(TextSize size)
{
    return QFontMetrics(theme::font(size)).height();
}

} // namespace

KpiTile::KpiTile(const QString& label, QWidget* parent)
    : QFrame(parent)
    , m_label(label)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(label);
}

void KpiTile::setValue(const KpiValue& value)
{
    if (value == m_value)
        return;
    m_value = value;
    QString spoken = value.number + u' ' + value.unit + QStringLiteral(", ") + value.note;
    if (value.mark)
        spoken += QStringLiteral(", ") + text::stateWord(*value.mark);
    setAccessibleDescription(spoken);
    update();
}

QSize KpiTile::sizeHint() const
{
    return {190, minimumSizeHint().height()};
}

QSize KpiTile::minimumSizeHint() const
{
    const int height = lineOf(TextSize::Small) * 2 + lineOf(TextSize::Figure) + trendHeight + 2 * padY + 6;
    return {130, height};
}

void KpiTile::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Palette& p = colors();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = hasFocus();
    const double line = focused ? 2 : p.borderWidth;
    painter.setPen(QPen(focused ? p.accent : p.border, line));
    painter.setBrush(p.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), metric::radius,
                            metric::radius);

    const bool rtl = layoutDirection() == Qt::RightToLeft;
    QRect area = rect().adjusted(padX, padY, -padX, -padY);
    const QRect labelLine(area.left(), area.top(), area.width(), lineOf(TextSize::Small));
    if (m_value.mark) {
        const QRect box(rtl ? area.left() : area.right() - 11, labelLine.center().y() - 6, 12, 12);
        paintStateMark(painter, box, *m_value.mark, p);
    }
    painter.setFont(theme::font(TextSize::Small));
    painter.setPen(p.muted);
    const int textWidth = area.width() - 18;
    const QString label = painter.fontMetrics().elidedText(m_label, Qt::ElideRight, textWidth);
    const int align = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading));
    painter.drawText(labelLine.adjusted(rtl ? 18 : 0, 0, rtl ? 0 : -18, 0), align | Qt::AlignVCenter, label);

    area.setTop(labelLine.bottom() + 2);
    const QRect numberLine(area.left(), area.top(), area.width(), lineOf(TextSize::Figure));
    paintNumber(painter, numberLine);

    const QRect noteLine(area.left(), numberLine.bottom() + 1, area.width(), lineOf(TextSize::Small));
    painter.setFont(theme::font(TextSize::Small));
    painter.setPen(p.muted);
    painter.drawText(noteLine, align | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_value.note, Qt::ElideRight, noteLine.width()));
    paintTrend(painter, QRect(area.left(), noteLine.bottom() + 3, area.width(), trendHeight));
}

void KpiTile::paintNumber(QPainter& painter, const QRect& area) const
{
    const Palette& p = colors();
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const int align = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading));
    painter.setFont(theme::font(TextSize::Figure));
    painter.setPen(p.text);
    const QString number = m_value.number.isEmpty() ? QStringLiteral("–") : m_value.number;
    painter.drawText(area, align | Qt::AlignVCenter, number);
    const int used = painter.fontMetrics().horizontalAdvance(number) + 6;
    const int baseline =
        area.center().y() + painter.fontMetrics().ascent() / 2 - painter.fontMetrics().descent() / 2;
    painter.setFont(theme::font(TextSize::Normal));
    painter.setPen(p.muted);
    const QString unit = painter.fontMetrics().elidedText(m_value.unit, Qt::ElideRight, area.width() - used);
    const int x =
        rtl ? area.right() - used - painter.fontMetrics().horizontalAdvance(unit) : area.left() + used;
    painter.drawText(QPoint(x, baseline), unit);
}

void KpiTile::paintTrend(QPainter& painter, const QRect& area) const
{
    const bool alarming = m_value.mark && *m_value.mark != zone::ZoneState::Current;
    const QColor color = alarming ? stateColor(colors(), *m_value.mark) : colors().accent;
    charts::paintSparkline(painter, QRectF(area).adjusted(0, 1, 0, -1), m_value.trend, color);
}

void KpiTile::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        emit activated();
}

void KpiTile::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        emit activated();
    else
        QFrame::keyPressEvent(event);
}

void KpiTile::connectNotify(const QMetaMethod& signal)
{
    // A tile that leads nowhere is not a stop for Tab.
    if (signal == QMetaMethod::fromSignal(&KpiTile::activated)) {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
    }
}

QWidget* tileRow(std::initializer_list<KpiTile*> tiles, QWidget* parent)
{
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::gap);
    for (KpiTile* tile : tiles)
        layout->addWidget(tile, 1);
    return row;
}

} // namespace zonescope::ui::widgets

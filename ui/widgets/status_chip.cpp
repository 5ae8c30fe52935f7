// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_chip.h"

#include "ui/text/words.h"
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace zonescope::ui::widgets {
using namespace theme;

namespace {

constexpr int pad = 8, markWidth = 12, between = 5;

} // namespace

StatusChip::StatusChip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(shown());
}

void StatusChip::setState(zone::ZoneState state)
{
    m_state = state;
    setAccessibleName(shown());
    updateGeometry();
    update();
}

void StatusChip::setText(const QString& text)
{
    m_text = text;
    setAccessibleName(shown());
    updateGeometry();
    update();
}

QString StatusChip::shown() const
{
    return m_text.isEmpty() ? text::stateWord(m_state) : m_text;
}

QSize StatusChip::sizeHint() const
{
    const auto metrics = fontMetrics();
    return {metrics.horizontalAdvance(shown()) + 2 * pad + markWidth + between, metrics.height() + 8};
}

void StatusChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Palette& p = colors();
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = p.borderWidth;
    painter.setPen(QPen(p.border, line));
    painter.setBrush(p.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), height() / 2.0,
                            height() / 2.0);
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const QRect mark(rtl ? width() - pad - markWidth : pad, 0, markWidth, height());
    paintStateMark(painter, mark, m_state, p);
    const bool quiet = m_state == zone::ZoneState::Current;
    painter.setPen(quiet ? p.text : stateColor(p, m_state));
    const int start = pad + markWidth + between;
    painter.drawText(rect().adjusted(rtl ? pad : start, 0, rtl ? -start : -pad, 0),
                     (rtl ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, shown());
}

} // namespace zonescope::ui::widgets

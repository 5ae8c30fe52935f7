// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace zonescope::ui::widgets {
using namespace theme;

namespace {

zone::ZoneState stateOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Warning:
        return zone::ZoneState::Behind;
    case Banner::Kind::Failure:
        return zone::ZoneState::Failing;
    case Banner::Kind::Information:
        break;
    }
    return zone::ZoneState::Refreshing;
}

} // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_action(new QPushButton)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::large + metric::small, metric::tiny, metric::small, metric::tiny);
    layout->setSpacing(metric::small);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    m_action->hide();
    setMinimumHeight(metric::controlHeight() + 2 * metric::tiny);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    hide();
}

void Banner::tell(Kind kind, const QString& text, const QString& actionLabel)
{
    m_kind = kind;
    m_text->setText(text);
    m_action->setText(actionLabel);
    m_action->setVisible(!actionLabel.isEmpty());
    setAccessibleName(text);
    show();
    update();
}

void Banner::withdraw()
{
    hide();
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& p = colors();
    const QColor color = stateColor(p, stateOf(m_kind));
    painter.setPen(QPen(mixed(color, p.card, p.highContrast ? 1.0 : 0.5), p.borderWidth));
    painter.setBrush(p.highContrast ? p.card : mixed(color, p.card, 0.08));
    const double half = p.borderWidth / 2.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), metric::radius,
                            metric::radius);
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    paintStateMark(painter, QRectF(rtl ? width() - 26 : 12, 0, 14, height()), stateOf(m_kind), color);
}

} // namespace zonescope::ui::widgets

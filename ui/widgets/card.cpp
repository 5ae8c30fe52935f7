// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QLabel>
#include <QVBoxLayout>

namespace zonescope::ui::widgets {
using namespace theme;

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout)
    , m_title(new QLabel(title, this)) // with a parent: setVisible() would show it as a window of its own
    , m_subtitle(new ElidedLabel({}, this))
{
    setAccessibleName(title);
    m_title->setFont(theme::font(TextSize::Title));
    m_subtitle->setFont(theme::font(TextSize::Small));
    m_subtitle->setMuted(true);
    m_subtitle->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    m_header->setSpacing(metric::small);
    m_header->addWidget(m_title);
    m_header->addWidget(m_subtitle, 1);
    m_title->setVisible(!title.isEmpty());
    m_body->setSpacing(metric::small);
    m_body->setContentsMargins(0, 0, 0, 0);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(metric::small);
    layout->addLayout(m_header);
    layout->addLayout(m_body, 1);
    setFlush(false);
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Card::setSubtitle(const QString& subtitle)
{
    m_subtitle->setText(subtitle);
    setAccessibleDescription(subtitle);
}

QString Card::title() const
{
    return m_title->text();
}

void Card::setContent(QWidget* content, int stretch)
{
    m_body->addWidget(content, stretch);
}

void Card::addHeaderWidget(QWidget* control)
{
    m_header->addWidget(control);
}

void Card::setFlush(bool flush)
{
    const int pad = flush ? 1 : metric::cardPadding;
    layout()->setContentsMargins(pad, flush ? 1 : metric::gap, pad, flush ? 1 : metric::gap);
    const int side = flush ? metric::cardPadding - 1 : 0;
    m_header->setContentsMargins(side, flush && !m_title->text().isEmpty() ? metric::small : 0, side, 0);
}

} // namespace zonescope::ui::widgets

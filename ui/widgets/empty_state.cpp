// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/theme/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::widgets {
using namespace theme;

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_explanation(new QLabel)
    , m_action(new QPushButton)
{
    m_title->setFont(theme::font(TextSize::Title));
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_explanation->setAlignment(Qt::AlignCenter);
    m_explanation->setWordWrap(true);
    m_explanation->setForegroundRole(QPalette::PlaceholderText);
    m_action->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::large, metric::large, metric::large, metric::large);
    layout->setSpacing(metric::small);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_explanation);
    layout->addSpacing(metric::tiny);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setText(const QString& title, const QString& explanation)
{
    m_title->setText(title);
    m_explanation->setText(explanation);
    m_explanation->setVisible(!explanation.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(explanation);
}

void EmptyState::setAction(const QString& label)
{
    m_action->setText(label);
    m_action->setVisible(!label.isEmpty());
}

} // namespace zonescope::ui::widgets

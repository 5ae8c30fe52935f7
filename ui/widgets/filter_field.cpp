// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_field.h"

#include "ui/theme/icons.h"

#include <QKeyEvent>
#include <QToolButton>

namespace zonescope::ui::widgets {

FilterField::FilterField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
    , m_clear(new QToolButton(this))
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    m_clear->setIcon(theme::icon(theme::Icon::Clear));
    m_clear->setIconSize(QSize(14, 14));
    m_clear->setCursor(Qt::ArrowCursor);
    m_clear->setAccessibleName(tr("Clear the filter"));
    m_clear->setToolTip(tr("Clear the filter (Esc)"));
    m_clear->setFocusPolicy(Qt::NoFocus); // Escape does the same from the keyboard
    m_clear->setStyleSheet(QStringLiteral("padding: 1px"));
    m_clear->hide();
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(debounceMilliseconds);
    connect(&m_quiet, &QTimer::timeout, this, &FilterField::tell);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        clear();
        setFocus();
    });
    connect(this, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_clear->setVisible(!text.isEmpty());
        if (text.isEmpty())
            tell();
        else
            m_quiet.start();
    });
    connect(this, &QLineEdit::returnPressed, this, &FilterField::tell);
    placeButton();
}

void FilterField::tell()
{
    m_quiet.stop();
    if (text() == m_told)
        return;
    m_told = text();
    emit filterChanged(m_told);
}

void FilterField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    if (event->key() == Qt::Key_Down) {
        tell();
        emit leaveDown();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterField::placeButton()
{
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const int side = 22;
    m_clear->setGeometry(rtl ? 5 : width() - side - 5, (height() - side) / 2, side, side);
    setTextMargins(rtl ? side : 0, 0, rtl ? 0 : side, 0);
}

void FilterField::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    placeButton();
}

void FilterField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        placeButton();
}

} // namespace zonescope::ui::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

#include <utility>

namespace zonescope::ui::widgets {
using namespace theme;

Toast::Toast(QWidget* host)
    : QFrame(host)
    , m_text(new QLabel)
    , m_button(new QPushButton)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::margin, metric::small, metric::small, metric::small);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_text->setTextFormat(Qt::PlainText);
    m_life.setSingleShot(true);
    m_life.setInterval(8000);
    connect(&m_life, &QTimer::timeout, this, [this] {
        // Somebody is about to use it: wait for one more life.
        if (underMouse() || m_button->hasFocus())
            m_life.start();
        else
            hide();
    });
    connect(m_button, &QPushButton::clicked, this, &Toast::act);
    host->installEventFilter(this);
    hide();
}

void Toast::show(const QString& text)
{
    showWithAction(text, {}, {});
}

void Toast::showWithUndo(const QString& text, std::function<void()> undo)
{
    showWithAction(text, tr("Undo"), std::move(undo));
}

void Toast::showWithAction(const QString& text, const QString& label, std::function<void()> action)
{
    m_text->setText(text);
    m_button->setText(label);
    m_button->setVisible(!label.isEmpty());
    m_action = std::move(action);
    setAccessibleName(text);
    place();
    QFrame::show();
    raise();
    m_life.start();
    // Told without taking the focus away from what the user does.
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::act()
{
    const auto action = std::exchange(m_action, nullptr);
    hide();
    if (action)
        action();
}

void Toast::place()
{
    const QWidget* host = parentWidget();
    const int most = std::max(200, host->width() - 2 * metric::margin);
    m_text->setWordWrap(false);
    QSize wanted = layout()->totalSizeHint();
    if (wanted.width() > most) {
        m_text->setWordWrap(true);
        wanted = QSize(most, layout()->totalHeightForWidth(most));
    }
    resize(wanted);
    move((host->width() - width()) / 2, host->height() - height() - metric::large);
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent* event)
{
    m_life.stop();
    QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent* event)
{
    m_life.start();
    QFrame::leaveEvent(event);
}

void Toast::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        hide();
    else
        QFrame::keyPressEvent(event);
}

} // namespace zonescope::ui::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace zonescope::ui::widgets {

/// One event told once at the lower edge of a window: "Removed 3 zones" [Undo]. A later toast replaces it.
/// Stays longer while the pointer or the focus is on it; Escape closes.
class Toast final : public QFrame
{
    Q_OBJECT

public:
    /// `host` is the widget whose lower edge it sits on; the toast lives as its child.
    explicit Toast(QWidget* host);

    void show(const QString& text);
    /// `undo` runs at most once, when the button is pressed.
    void showWithUndo(const QString& text, std::function<void()> undo);
    void showWithAction(const QString& text, const QString& label, std::function<void()> action);
    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void place();
    void act();

    QLabel* m_text;
    QPushButton* m_button;
    QTimer m_life;
    std::function<void()> m_action;
};

} // namespace zonescope::ui::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

class QToolButton;

namespace zonescope::ui::widgets {

/// Search line that filters content. filterChanged comes 80 ms after the last key, at once on Enter and
/// clear; Escape clears, Down asks the owner to move into the results. The clear button has a name: Qt's own
/// has none and a screen reader cannot announce it.
class FilterField final : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterField(const QString& placeholder, QWidget* parent = nullptr);

    static constexpr int debounceMilliseconds = 80;

signals:
    void filterChanged(const QString& text);
    void leaveDown();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void tell();
    void placeButton();

    QTimer m_quiet;
    QToolButton* m_clear;
    QString m_told;
};

} // namespace zonescope::ui::widgets

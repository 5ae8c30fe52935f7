// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <cstdint>

class QLabel;
class QPushButton;

namespace zonescope::ui::widgets {

/// An ongoing state above the content, as long as it lasts: "This computer has no network". Hidden until it
/// has something to say.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind : std::uint8_t { Information, Warning, Failure };

    explicit Banner(QWidget* parent = nullptr);

    void tell(Kind kind, const QString& text, const QString& actionLabel = {});
    void withdraw();
    QString text() const;

signals:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind = Kind::Information;
    QLabel* m_text;
    QPushButton* m_action;
};

} // namespace zonescope::ui::widgets

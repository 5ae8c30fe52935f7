// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/status.h"

#include <QWidget>

namespace zonescope::ui::widgets {

/// Mark and word of one state, in a rounded outline: "▲ Behind".
class StatusChip final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusChip(QWidget* parent = nullptr);

    void setState(zone::ZoneState state);
    /// Another word beside the mark, e.g. "Behind, 3 edges"; empty: the state's own word.
    void setText(const QString& text);
    zone::ZoneState state() const { return m_state; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString shown() const;

    zone::ZoneState m_state = zone::ZoneState::Unknown;
    QString m_text;
};

} // namespace zonescope::ui::widgets

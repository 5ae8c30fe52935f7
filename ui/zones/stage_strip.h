// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"

#include <QWidget>

#include <optional>

namespace zonescope::ui::zones {

/// The life of one change in a line: "Notify 4 ms ┊ Transfer 0.8 s ┊ … ┊ Observe 4.1 s".
class StageStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit StageStrip(QWidget* parent = nullptr);
    void setChange(std::optional<pipeline::Change> change);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<pipeline::Change> m_change;
};

} // namespace zonescope::ui::zones

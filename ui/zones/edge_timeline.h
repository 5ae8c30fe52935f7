// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"
#include "ui/zones/serial_lanes.h"

#include <QTimer>
#include <QWidget>

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Card;
}

namespace zonescope::ui::zones {

/// "Serial across edges": which server had which serial when, for one zone and one change of it.
class EdgeTimeline final : public QWidget
{
    Q_OBJECT

public:
    explicit EdgeTimeline(models::Workspace& workspace, QWidget* parent = nullptr);

    /// The newest change of the zone.
    void showZone(base::ZoneId zone);
    /// An older one.
    void showChange(const pipeline::Change& change);
    charts::Chart* chart() const { return m_chart; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();
    void ask();
    void draw(const engine::SerialsAnswer& answer);

    models::Workspace& m_workspace;
    models::Question m_question;
    widgets::Card* m_card;
    charts::Chart* m_chart;
    base::ZoneId m_zone;
    SerialFocus m_focus;
    pipeline::Period m_period;
    bool m_followNewest = true;
    bool m_stale = false;
    QTimer m_again;
};

} // namespace zonescope::ui::zones

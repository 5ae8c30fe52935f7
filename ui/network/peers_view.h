// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/connection_feed.h"
#include "ui/models/engine_bridge.h"
#include "ui/models/peer_network_model.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

#include <QTimer>

class QComboBox;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Card;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

struct ExportFacts;

/// Networks of peers against time, from the figures that are kept for ever.
class PeersView final : public NetworkView
{
    Q_OBJECT

public:
    PeersView(models::Workspace& workspace, models::ConnectionFeed& feed, charts::TimeSelection& time,
              QWidget* parent = nullptr);

    QString title() const override { return tr("Pee&rs"); }
    QString key() const override { return QStringLiteral("peers"); }
    void focusContent() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void ask();
    void draw();
    ExportFacts facts(const QString& title) const;

    models::Workspace& m_workspace;
    models::ConnectionFeed& m_feed;
    models::Question m_question;
    models::PeerNetworkModel m_model;
    std::vector<congestion::MinuteRow> m_minutes;
    QTimer m_clockwork;
    QComboBox* m_metric;
    widgets::Card* m_card;
    charts::Chart* m_chart;
    widgets::TableView* m_table;
};

} // namespace zonescope::ui::network

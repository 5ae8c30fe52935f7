// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/connection_feed.h"
#include "ui/models/link_model.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Banner;
class KpiTile;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

struct ExportFacts;

/// What this host repeats and drops: TCP as a whole, its interfaces and queues, changes of its routes.
class HostView final : public NetworkView
{
    Q_OBJECT

public:
    HostView(models::Workspace& workspace, models::ConnectionFeed& feed, QWidget* parent = nullptr);

    QString title() const override { return tr("&Host"); }
    QString key() const override { return QStringLiteral("host"); }
    void focusContent() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTiles();
    QWidget* makeCharts();
    void refresh();
    void showTiles(const congestion::HostHistory& history);
    ExportFacts facts(const QString& title) const;

    models::Workspace& m_workspace;
    models::ConnectionFeed& m_feed;
    models::LinkModel m_links;
    charts::TimeSelection m_time;
    widgets::Banner* m_problem;
    widgets::TableView* m_table;
    charts::Chart *m_tcp = nullptr, *m_drops = nullptr;
    widgets::KpiTile *m_repeated = nullptr, *m_timeouts = nullptr, *m_probes = nullptr, *m_listen = nullptr,
                     *m_backlog = nullptr, *m_queue = nullptr;
};

} // namespace zonescope::ui::network

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/connection_feed.h"
#include "ui/models/connection_model.h"
#include "ui/models/watch_book.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

class QLabel;

namespace zonescope::ui::widgets {
class KpiTile;
}

namespace zonescope::ui::network {

class ConnectionList;
struct ExportFacts;

/// Every TCP connection of this host that is open, of all users, with the figures of this moment.
class OpenView final : public NetworkView
{
    Q_OBJECT

public:
    OpenView(models::Workspace& workspace, models::ConnectionFeed& feed, models::WatchBook& book,
             QWidget* parent = nullptr);

    QString title() const override { return tr("&Open"); }
    QString key() const override { return QStringLiteral("open"); }
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

signals:
    void watchedWanted(); ///< a connection was added to those that are watched closely

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTiles();
    void watchChosen();
    ExportFacts facts() const;
    void refresh();
    void showFigures(const congestion::Snapshot& snapshot);

    models::Workspace& m_workspace;
    models::ConnectionFeed& m_feed;
    models::WatchBook& m_book;
    models::ConnectionModel m_model{models::ConnectionModel::Shows::Open};
    ConnectionList* m_list;
    QLabel* m_problem;
    widgets::KpiTile* m_openTile = nullptr;
    widgets::KpiTile* m_endedTile = nullptr;
    widgets::KpiTile* m_repeatedTile = nullptr;
    widgets::KpiTile* m_lostTile = nullptr;
};

} // namespace zonescope::ui::network

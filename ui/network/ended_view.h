// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/connection_feed.h"
#include "ui/models/connection_model.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

namespace zonescope::ui::network {

class ConnectionList;

/// The log of the connections that ended: none is missed, however short it was.
class EndedView final : public NetworkView
{
    Q_OBJECT

public:
    EndedView(models::Workspace& workspace, models::ConnectionFeed& feed, QWidget* parent = nullptr);

    QString title() const override { return tr("&Ended"); }
    QString key() const override { return QStringLiteral("ended"); }
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    models::Workspace& m_workspace;
    models::ConnectionFeed& m_feed;
    models::ConnectionModel m_model{models::ConnectionModel::Shows::Ended};
    ConnectionList* m_list;
};

} // namespace zonescope::ui::network

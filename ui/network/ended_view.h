// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/connection_feed.h"
#include "ui/models/connection_model.h"
#include "ui/models/engine_bridge.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

class QLabel;

namespace zonescope::ui::network {

class ConnectionList;
struct ExportFacts;

/// The log of the connections that ended, from the database: none is missed, however short it was. What was
/// lost all the same is counted and said.
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
    void ask();
    void fed();
    void tellState();
    ExportFacts facts() const;

    models::Workspace& m_workspace;
    models::ConnectionFeed& m_feed;
    models::Question m_question;
    models::ConnectionModel m_model{models::ConnectionModel::Shows::Ended};
    ConnectionList* m_list;
    QLabel* m_state;
    std::uint64_t m_askedAt = 0; ///< closedTotal when the rows were asked for
    int m_quiet = 0;             ///< seconds since then
    bool m_cut = false;          ///< there are more rows than are shown
};

} // namespace zonescope::ui::network

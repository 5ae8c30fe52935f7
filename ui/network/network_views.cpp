// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/network_views.h"

#include "ui/models/connection_feed.h"
#include "ui/network/ended_view.h"
#include "ui/network/experiment_view.h"
#include "ui/network/host_view.h"
#include "ui/network/open_view.h"
#include "ui/network/path_view.h"
#include "ui/network/peers_view.h"
#include "ui/network/prediction_view.h"
#include "ui/network/transfers_view.h"
#include "ui/network/view_tabs.h"
#include "ui/network/watched_view.h"

#include <QCoreApplication>

namespace zonescope::ui::network {
namespace {

struct NetworkViews
{
    Q_DECLARE_TR_FUNCTIONS(NetworkViews)
};

NetworkView* createCongestion(const ViewParts& parts)
{
    auto* tabs = new ViewTabs(QStringLiteral("congestion"), NetworkViews::tr("&Congestion"));
    auto* feed = new models::ConnectionFeed(parts.workspace.engine(), tabs);
    auto* book = new models::WatchBook(parts.workspace.engine(), tabs);
    auto* open = new OpenView(parts.workspace, *feed, *book, tabs);
    tabs->addView(open);
    tabs->addView(new EndedView(parts.workspace, *feed, tabs));
    tabs->addView(new WatchedView(parts.workspace, *book, *feed, tabs));
    tabs->addView(new TransfersView(parts.workspace, *feed, parts.time, tabs));
    tabs->addView(new PeersView(parts.workspace, *feed, parts.time, tabs));
    tabs->addView(new HostView(parts.workspace, *feed, tabs));
    tabs->addView(new ExperimentView(parts.workspace, tabs));
    tabs->addView(new PredictionView(parts.workspace, tabs));
    QObject::connect(open, &OpenView::watchedWanted, tabs,
                     [tabs] { tabs->showView(QStringLiteral("watched")); });
    return tabs;
}

} // namespace

std::vector<NetworkView*> createNetworkViews(const ViewParts& parts)
{
    return {createCongestion(parts), new PathView(parts.workspace)};
}

} // namespace zonescope::ui::network

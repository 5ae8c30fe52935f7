// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_factory.h"

#include "ui/activity/activity_page.h"
#include "ui/cloud/cloud_page.h"
#include "ui/network/network_page.h"
#include "ui/overview/overview_page.h"
#include "ui/primaries/primaries_page.h"
#include "ui/propagation/propagation_page.h"
#include "ui/reports/reports_page.h"
#include "ui/settings/settings_page.h"
#include "ui/zones/zone_detail_page.h"
#include "ui/zones/zones_page.h"

namespace zonescope::ui::shell {

Page* createPage(PageId page, const PageParts& parts, QWidget* parent)
{
    models::Workspace& workspace = parts.workspace;
    switch (page) {
    case PageId::Overview:
        return new overview::OverviewPage(workspace, parts.time, parent);
    case PageId::Zones:
        return new zones::ZonesPage(workspace, parts.time, parent);
    case PageId::Propagation:
        return new propagation::PropagationPage(workspace, parts.time, parent);
    case PageId::Primaries:
        return new primaries::PrimariesPage(workspace, parent);
    case PageId::Network:
        return new network::NetworkPage(workspace, parts.time, parent);
    case PageId::Cloud:
        return new cloudpage::CloudPage(workspace, parent);
    case PageId::Reports:
        return new reports::ReportsPage(workspace, parts.time, parent);
    case PageId::Activity:
        return new activity::ActivityPage(workspace, parent);
    case PageId::Settings:
        return new settings::SettingsPage(workspace, parts.settings, parts.setLanguage, parent);
    case PageId::ZoneDetail:
        return new zones::ZoneDetailPage(workspace, parts.time, parent);
    }
    return nullptr;
}

void showZone(Page& zoneDetail, base::ZoneId zone, int tab)
{
    static_cast<zones::ZoneDetailPage&>(zoneDetail).showZone(zone, tab);
}

void applyZoneFilter(Page& zonesPage, const QString& filter)
{
    static_cast<zones::ZonesPage&>(zonesPage).setFilter(filter);
}

} // namespace zonescope::ui::shell

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/workspace.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page.h"

#include <functional>

class QSettings;

namespace zonescope::ui::shell {

struct PageParts
{
    models::Workspace& workspace;
    charts::TimeSelection& time;
    QSettings* settings; ///< nullptr: nothing is remembered
    std::function<void(const QString&)> setLanguage;
};

/// The one place that knows which class a page is. Pages are made when they are first shown.
Page* createPage(PageId page, const PageParts& parts, QWidget* parent);
void showZone(Page& zoneDetail, base::ZoneId zone, int tab);
void applyZoneFilter(Page& zonesPage, const QString& filter);

} // namespace zonescope::ui::shell

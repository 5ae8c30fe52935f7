// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"
#include "ui/theme/icons.h"

#include <QString>

#include <array>
#include <vector>

namespace zonescope::ui::shell {

enum class PageId : std::uint8_t {
    Overview,
    Zones,
    Propagation,
    Primaries,
    Network,
    Cloud,
    Reports,
    Activity,
    Settings,
    ZoneDetail, ///< under Zones, not in the sidebar
};
inline constexpr std::array sidebarPages{PageId::Overview,  PageId::Zones,   PageId::Propagation,
                                         PageId::Primaries, PageId::Network, PageId::Cloud,
                                         PageId::Reports,   PageId::Activity};

QString pageTitle(PageId page);
QString pageKey(PageId page); ///< "zones": settings, signals
PageId pageFromKey(const QString& key);
theme::Icon pageIcon(PageId page);

/// Where the reader is: a page and, in the zone's detail, the zone and its tab.
struct Place
{
    PageId page = PageId::Overview;
    base::ZoneId zone;
    int tab = 0;

    friend bool operator==(const Place&, const Place&) = default;
};

/// Alt+Left and Alt+Right, as in a browser.
class History
{
public:
    void visit(const Place& place);
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    Place back();
    Place forward();

private:
    std::vector<Place> m_places;
    std::size_t m_at = 0;
};

} // namespace zonescope::ui::shell

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

#include <QCoreApplication>

namespace zonescope::ui::shell {
namespace {

struct Navigation
{
    Q_DECLARE_TR_FUNCTIONS(Navigation)
};

constexpr std::array<const char*, 10> keys{"overview", "zones",   "propagation", "primaries", "network",
                                           "cloud",    "reports", "activity",    "settings",  "zone"};
constexpr std::size_t longestHistory = 100;

} // namespace

QString pageTitle(PageId page)
{
    switch (page) {
    case PageId::Overview:
        return Navigation::tr("Overview");
    case PageId::Zones:
        return Navigation::tr("Zones");
    case PageId::Propagation:
        return Navigation::tr("Propagation");
    case PageId::Primaries:
        return Navigation::tr("Primaries");
    case PageId::Network:
        return Navigation::tr("Network");
    case PageId::Cloud:
        return Navigation::tr("Cloud");
    case PageId::Reports:
        return Navigation::tr("Reports");
    case PageId::Activity:
        return Navigation::tr("Activity");
    case PageId::Settings:
        return Navigation::tr("Settings");
    case PageId::ZoneDetail:
        return Navigation::tr("Zone");
    }
    return {};
}

QString pageKey(PageId page)
{
    return QLatin1String(keys[static_cast<std::size_t>(page)]);
}

PageId pageFromKey(const QString& key)
{
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (key == QLatin1String(keys[i]))
            return static_cast<PageId>(i);
    return PageId::Overview;
}

theme::Icon pageIcon(PageId page)
{
    switch (page) {
    case PageId::Overview:
        return theme::Icon::Overview;
    case PageId::Zones:
    case PageId::ZoneDetail:
        return theme::Icon::Zones;
    case PageId::Propagation:
        return theme::Icon::Propagation;
    case PageId::Primaries:
        return theme::Icon::Primaries;
    case PageId::Network:
        return theme::Icon::Network;
    case PageId::Cloud:
        return theme::Icon::Cloud;
    case PageId::Reports:
        return theme::Icon::Reports;
    case PageId::Activity:
        return theme::Icon::Activity;
    case PageId::Settings:
        return theme::Icon::Settings;
    }
    return theme::Icon::Overview;
}

void History::visit(const Place& place)
{
    if (!m_places.empty() && m_places[m_at] == place)
        return;
    if (!m_places.empty())
        m_places.resize(m_at + 1);
    m_places.push_back(place);
    if (m_places.size() > longestHistory)
        m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
}

Place History::back()
{
    if (canGoBack())
        --m_at;
    return m_places.empty() ? Place{} : m_places[m_at];
}

Place History::forward()
{
    if (canGoForward())
        ++m_at;
    return m_places.empty() ? Place{} : m_places[m_at];
}

} // namespace zonescope::ui::shell

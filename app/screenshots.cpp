// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/screenshots.h"

#include "ui/network/network_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QDir>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <array>

namespace zonescope::app {
namespace {

using ui::shell::MainWindow;
using ui::shell::PageId;
using ui::shell::Place;

constexpr int zoneTabs = 5;
constexpr std::array networkViews{"congestion/open",        "congestion/ended",      "congestion/watched",
                                  "congestion/transfers",   "congestion/peers",      "congestion/host",
                                  "congestion/experiments", "congestion/prediction", "path"};
constexpr std::chrono::milliseconds
    settle(700); // a page asks history when it is shown; the answers need a moment

void runFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The zone with the most to see: one that some edge is behind with, else the first.
base::ZoneId showpiece(MainWindow& window)
{
    base::ZoneId best;
    for (const zone::ZoneStatus& status : window.workspace().bridge().engine().zoneStatuses())
        if (!best || status.state == zone::ZoneState::Behind)
            best = status.zone;
    return best;
}

struct Shot
{
    QString name;
    Place place;
    QString view = {}; ///< of the network page
};

/// The view of the network page; of the open connections the first ones are watched from then on.
void showNetworkView(MainWindow& window, const QString& view)
{
    auto* page = window.findChild<ui::network::NetworkPage*>();
    if (page == nullptr || view.isEmpty())
        return;
    if (view == QLatin1String("congestion/watched"))
        if (auto* table = page->findChild<ui::widgets::TableView*>(QStringLiteral("connections-open")))
            for (int row = std::min(3, table->model()->rowCount()); row-- > 0;) {
                table->selectRow(row);
                emit table->rowActivated(table->currentIndex());
            }
    page->showView(view);
}

std::vector<Shot> shots(MainWindow& window)
{
    std::vector<Shot> all;
    for (const PageId page : ui::shell::sidebarPages)
        all.push_back({ui::shell::pageKey(page), {page, {}, 0}});
    all.push_back({ui::shell::pageKey(PageId::Settings), {PageId::Settings, {}, 0}});
    for (const char* view : networkViews) {
        const QString path = QLatin1String(view);
        all.push_back({QStringLiteral("network-") + path.section(u'/', -1), {PageId::Network, {}, 0}, path});
    }
    const base::ZoneId zone = showpiece(window);
    for (int tab = 0; zone && tab < zoneTabs; ++tab)
        all.push_back({QStringLiteral("zone-%1").arg(tab + 1), {PageId::ZoneDetail, zone, tab}});
    return all;
}

} // namespace

int saveScreenshots(MainWindow& window, const QString& folder, std::chrono::seconds warmUp)
{
    if (!QDir().mkpath(folder))
        return 0;
    window.resize(1280, 800);
    window.setVisible(true);
    runFor(warmUp);
    int written = 0;
    for (const auto theme : {ui::theme::Preference::Light, ui::theme::Preference::Dark}) {
        ui::theme::Theme::instance().setPreference(theme);
        const QString suffix =
            theme == ui::theme::Preference::Light ? QStringLiteral("light") : QStringLiteral("dark");
        for (const Shot& shot : shots(window)) {
            // The zone table shows what the one beside it is about; the other pages speak of all zones.
            window.workspace().selection().setZones(shot.place.page == PageId::Zones
                                                        ? std::vector{showpiece(window)}
                                                        : std::vector<base::ZoneId>{});
            window.goTo(shot.place);
            showNetworkView(window, shot.view);
            runFor(shot.view == QLatin1String("congestion/watched") ? 6 * settle : settle);
            written += window.grab().save(
                QDir(folder).filePath(shot.name + QLatin1Char('-') + suffix + QStringLiteral(".png")));
        }
    }
    return written;
}

} // namespace zonescope::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zone_edits.h"

#include "ui/text/error_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace zonescope::ui::zones {
namespace {

struct ZoneEdits
{
    Q_DECLARE_TR_FUNCTIONS(ZoneEdits)
};

using ZonePtr = std::shared_ptr<const zone::Zone>;

void tellProblem(models::Workspace& workspace, const base::Error& error)
{
    emit workspace.notice(text::errorText(error).both(), true);
}

std::vector<ZonePtr> settingsOf(models::Workspace& workspace, const std::vector<base::ZoneId>& zones)
{
    std::vector<ZonePtr> found;
    for (const base::ZoneId id : zones)
        if (const models::ZoneEntry* entry = workspace.zones().find(id))
            found.push_back(entry->settings);
    return found;
}

} // namespace

void togglePause(models::Workspace& workspace, const std::vector<base::ZoneId>& zones, QObject* context)
{
    const std::vector<ZonePtr> chosen = settingsOf(workspace, zones);
    if (chosen.empty())
        return;
    const bool pause = std::ranges::any_of(chosen, [](const ZonePtr& zone) { return !zone->paused; });
    const auto edit = [zones, pause](zone::Configuration& configuration) -> base::Status {
        for (const base::ZoneId id : zones) {
            const zone::Zone* settings = configuration.zone(id);
            if (!settings || settings->paused == pause)
                continue;
            zone::Zone changed = *settings;
            changed.paused = pause;
            if (auto put = configuration.put(std::move(changed)); !put)
                return tl::unexpected(put.error());
        }
        return {};
    };
    const int count = static_cast<int>(chosen.size());
    workspace.bridge().configure(context, edit, [&workspace, pause, count](const base::Status& status) {
        if (!status)
            return tellProblem(workspace, status.error());
        emit workspace.notice(pause ? ZoneEdits::tr("Paused %n zone(s)", nullptr, count)
                                    : ZoneEdits::tr("Resumed %n zone(s)", nullptr, count),
                              false);
    });
}

void removeZones(models::Workspace& workspace, const std::vector<base::ZoneId>& zones, QObject* context,
                 std::function<void(const QString&, std::function<void()>)> offerUndo)
{
    const std::vector<ZonePtr> chosen = settingsOf(workspace, zones);
    const auto edit = [chosen](zone::Configuration& configuration) -> base::Status {
        for (const ZonePtr& zone : chosen)
            if (configuration.zone(zone->id))
                if (auto removed = configuration.remove(zone->id); !removed)
                    return removed;
        return {};
    };
    const auto restore = [&workspace, chosen, context] {
        const auto putBack = [chosen](zone::Configuration& configuration) -> base::Status {
            for (const ZonePtr& zone : chosen)
                if (auto put = configuration.put(zone::Zone(*zone)); !put)
                    return tl::unexpected(put.error());
            return {};
        };
        workspace.bridge().configure(context, putBack, [&workspace](const base::Status& status) {
            if (!status)
                tellProblem(workspace, status.error());
        });
    };
    workspace.bridge().configure(context, edit, [=, &workspace](const base::Status& status) {
        if (!status)
            return tellProblem(workspace, status.error());
        offerUndo(ZoneEdits::tr("Removed %n zone(s)", nullptr, static_cast<int>(chosen.size())), restore);
    });
}

} // namespace zonescope::ui::zones

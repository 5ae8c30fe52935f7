// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actions.h"

#include "ui/shell/main_window.h"

#include <QCoreApplication>

namespace zonescope::ui::shell {
namespace {

using theme::Icon;
using W = MainWindow;
using G = ActionGroup;

const ActionSpec table[] = {
    {"overview", QT_TRANSLATE_NOOP("Actions", "&Overview"), "Ctrl+1", Icon::Overview, G::Go, &W::goOverview},
    {"zones", QT_TRANSLATE_NOOP("Actions", "&Zones"), "Ctrl+2", Icon::Zones, G::Go, &W::goZones},
    {"propagation", QT_TRANSLATE_NOOP("Actions", "&Propagation"), "Ctrl+3", Icon::Propagation, G::Go,
     &W::goPropagation},
    {"primaries", QT_TRANSLATE_NOOP("Actions", "P&rimaries"), "Ctrl+4", Icon::Primaries, G::Go,
     &W::goPrimaries},
    {"network", QT_TRANSLATE_NOOP("Actions", "Net&work"), "Ctrl+5", Icon::Network, G::Go, &W::goNetwork},
    {"cloud", QT_TRANSLATE_NOOP("Actions", "Clo&ud"), "Ctrl+6", Icon::Cloud, G::Go, &W::goCloud},
    {"reports", QT_TRANSLATE_NOOP("Actions", "R&eports"), "Ctrl+7", Icon::Reports, G::Go, &W::goReports},
    {"activity", QT_TRANSLATE_NOOP("Actions", "&Activity"), "Ctrl+8", Icon::Activity, G::Go, &W::goActivity},
    {"settings", QT_TRANSLATE_NOOP("Actions", "&Settings"), "Ctrl+9", Icon::Settings, G::Go, &W::goSettings},
    {"back", QT_TRANSLATE_NOOP("Actions", "&Back"), "Alt+Left", Icon::Back, G::Go, &W::goBack},
    {"forward", QT_TRANSLATE_NOOP("Actions", "&Forward"), "Alt+Right", Icon::Forward, G::Go, &W::goForward},
    {"palette", QT_TRANSLATE_NOOP("Actions", "Search or run a &command…"), "Ctrl+K", Icon::Search, G::Go,
     &W::openPalette},

    {"transfer", QT_TRANSLATE_NOOP("Actions", "&Transfer now"), "F5", Icon::Transfer, G::Zones,
     &W::transferNow},
    {"transfer-full", QT_TRANSLATE_NOOP("Actions", "Transfer in &full"), "Shift+F5", Icon::Transfer, G::Zones,
     &W::transferFull},
    {"transfer-from", QT_TRANSLATE_NOOP("Actions", "Transfer fro&m…"), "F6", Icon::Transfer, G::Zones,
     &W::transferFrom},
    {"probe", QT_TRANSLATE_NOOP("Actions", "&Probe the edges now"), "F7", Icon::Probe, G::Zones,
     &W::probeNow},
    {"test-change", QT_TRANSLATE_NOOP("Actions", "&Send a test change…"), "Ctrl+T", Icon::Transfer, G::Zones,
     &W::testChange},
    {"cancel-transfer", QT_TRANSLATE_NOOP("Actions", "&Cancel the transfer"), "Ctrl+Backspace", Icon::Clear,
     G::Zones, &W::cancelTransfer},
    {"add-zones", QT_TRANSLATE_NOOP("Actions", "&Add zones…"), "Ctrl+N", Icon::Add, G::Zones, &W::addZones},
    {"pause", QT_TRANSLATE_NOOP("Actions", "Pa&use or resume"), "Ctrl+P", Icon::Pause, G::Zones,
     &W::pauseZones},
    {"remove", QT_TRANSLATE_NOOP("Actions", "&Remove zones…"), "Ctrl+Delete", Icon::Remove, G::Zones,
     &W::removeZones},

    {"cloud-folder", QT_TRANSLATE_NOOP("Actions", "Open a cloud &folder…"), "Ctrl+O", Icon::Cloud, G::Cloud,
     &W::openCloudFolder},
    {"cloud-snapshot", QT_TRANSLATE_NOOP("Actions", "Open a cloud &snapshot…"), "Ctrl+Shift+O", Icon::Cloud,
     G::Cloud, &W::openCloudSnapshot},
    {"cloud-save", QT_TRANSLATE_NOOP("Actions", "Sa&ve the cloud snapshot…"), "Ctrl+Shift+S", Icon::Save,
     G::Cloud, &W::saveCloudSnapshot},

    {"filter", QT_TRANSLATE_NOOP("Actions", "&Filter this page"), "Ctrl+F", Icon::Filter, G::View,
     &W::focusFilter},
    {"inspector", QT_TRANSLATE_NOOP("Actions", "Show or hide the &inspector"), "Space", Icon::Inspector,
     G::View, &W::toggleInspector, true},
    {"close", QT_TRANSLATE_NOOP("Actions", "&Close the innermost thing"), "Esc", Icon::Clear, G::View,
     &W::closeInnermost, true},
    {"live", QT_TRANSLATE_NOOP("Actions", "&Live on or off"), "Ctrl+L", Icon::Live, G::View, &W::toggleLive},
    {"export", QT_TRANSLATE_NOOP("Actions", "&Export…"), "Ctrl+E", Icon::Save, G::View, &W::exportPage},
    {"theme", QT_TRANSLATE_NOOP("Actions", "Light or &dark"), "Ctrl+Shift+D", Icon::Settings, G::View,
     &W::switchTheme},
    {"quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q", Icon::Clear, G::View, &W::quit},

    {"manual", QT_TRANSLATE_NOOP("Actions", "&Manual"), "F1", Icon::Help, G::Help, &W::openManual},
    {"shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), "Ctrl+?", Icon::Info, G::Help,
     &W::showShortcuts},
    {"about", QT_TRANSLATE_NOOP("Actions", "A&bout Zonescope"), "", Icon::Info, G::Help, &W::showAbout},
};

} // namespace

std::span<const ActionSpec> actionTable()
{
    return table;
}

QString actionMenuText(const ActionSpec& spec)
{
    return QCoreApplication::translate("Actions", spec.text);
}

QString actionText(const ActionSpec& spec)
{
    QString text = actionMenuText(spec);
    return text.remove(u'&');
}

QString actionGroupTitle(ActionGroup group)
{
    switch (group) {
    case ActionGroup::Go:
        return QCoreApplication::translate("Actions", "Go");
    case ActionGroup::Zones:
        return QCoreApplication::translate("Actions", "Zones");
    case ActionGroup::Cloud:
        return QCoreApplication::translate("Actions", "Cloud");
    case ActionGroup::View:
        return QCoreApplication::translate("Actions", "View");
    case ActionGroup::Help:
        return QCoreApplication::translate("Actions", "Help");
    }
    return {};
}

} // namespace zonescope::ui::shell

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_selection.h"
#include "ui/cloud/cloud_page.h"
#include "ui/shell/actions.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/help.h"
#include "ui/shell/main_window.h"
#include "ui/shell/transfer_tracker.h"
#include "ui/text/error_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/toast.h"
#include "ui/zones/add_zones_dialog.h"
#include "ui/zones/test_change_dialog.h"
#include "ui/zones/transfer_dialog.h"
#include "ui/zones/zone_edits.h"

#include <QAction>
#include <QCoreApplication>
#include <QMessageBox>
#include <QSettings>

namespace zonescope::ui::shell {

// What the actions do. The table that names them is in actions.cpp.

void MainWindow::goOverview()
{
    goTo({PageId::Overview, {}, 0});
}

void MainWindow::goZones()
{
    goTo({PageId::Zones, {}, 0});
    page()->focusContent();
}

void MainWindow::goPropagation()
{
    goTo({PageId::Propagation, {}, 0});
}

void MainWindow::goPrimaries()
{
    goTo({PageId::Primaries, {}, 0});
    page()->focusContent();
}

void MainWindow::goNetwork()
{
    goTo({PageId::Network, {}, 0});
}

void MainWindow::goCloud()
{
    goTo({PageId::Cloud, {}, 0});
}

void MainWindow::openCloudFolder()
{
    goCloud();
    if (auto* clouds = qobject_cast<cloudpage::CloudPage*>(page()))
        clouds->chooseFolder();
}

void MainWindow::openCloudSnapshot()
{
    goCloud();
    if (auto* clouds = qobject_cast<cloudpage::CloudPage*>(page()))
        clouds->chooseFile();
}

void MainWindow::saveCloudSnapshot()
{
    goCloud();
    if (auto* clouds = qobject_cast<cloudpage::CloudPage*>(page()))
        clouds->saveSnapshot();
}

void MainWindow::goReports()
{
    goTo({PageId::Reports, {}, 0});
}

void MainWindow::goActivity()
{
    goTo({PageId::Activity, {}, 0});
    page()->focusContent();
}

void MainWindow::goSettings()
{
    goTo({PageId::Settings, {}, 0});
}

void MainWindow::goBack()
{
    if (m_history.canGoBack())
        showPlace(m_history.back());
}

void MainWindow::goForward()
{
    if (m_history.canGoForward())
        showPlace(m_history.forward());
}

std::vector<base::ZoneId> MainWindow::chosenZones()
{
    if (m_place.page == PageId::ZoneDetail)
        return {m_place.zone};
    std::vector<base::ZoneId> zones = m_workspace->selection().zones();
    std::erase_if(zones, [this](base::ZoneId id) { return !m_workspace->zones().find(id); });
    if (zones.empty())
        tell(tr("Choose one or more zones first."), false);
    return zones;
}

void MainWindow::transfer(const std::vector<base::ZoneId>& zones, bool full)
{
    if (zones.empty())
        return;
    engine::TransferRequest request;
    request.zones = zones;
    request.full = full;
    m_tracker->ask(std::move(request));
}

void MainWindow::transferNow()
{
    transfer(chosenZones(), false);
}

void MainWindow::transferFull()
{
    transfer(chosenZones(), true);
}

void MainWindow::transferFrom()
{
    const std::vector<base::ZoneId> zones = chosenZones();
    if (zones.empty())
        return;
    if (auto request = zones::askForTransfer(*m_workspace, zones, this))
        m_tracker->ask(std::move(*request));
}

void MainWindow::probe(const std::vector<base::ZoneId>& zones)
{
    if (zones.empty())
        return;
    m_workspace->engine().probeNow(zones);
    tell(tr("Asking every edge of %n zone(s) for its serial", nullptr, static_cast<int>(zones.size())),
         false);
}

void MainWindow::probeNow()
{
    probe(chosenZones());
}

void MainWindow::testChange()
{
    const std::vector<base::ZoneId> zones = chosenZones();
    if (zones.empty())
        return;
    if (zones.size() > 1)
        return tell(tr("A test change goes to one zone; choose one."), true);
    const base::ZoneId zone = zones.front();
    if (!zones::askForTestChange(*m_workspace, zone, this))
        return;
    const QString name = m_workspace->names().zone(zone);
    goTo({PageId::ZoneDetail, zone, 0}); // where it is seen to arrive
    tell(tr("Sending a test change of %1").arg(name), false);
    m_testChange->ask<engine::TestChangeAnswer>(
        m_workspace->engine().testChange(zone),
        [this](const engine::TestChangeAnswer& taken) {
            tell(tr("%1 took the test change.").arg(m_workspace->names().primary(taken.primary)), false);
        },
        [this, name](const base::Error& error) {
            tell(text::errorText(error, {tr("The primary"), QString(), name}).both(), true);
        });
}

void MainWindow::cancelTransfer()
{
    for (const base::ZoneId zone : chosenZones())
        m_workspace->engine().cancelTransfer(zone);
}

void MainWindow::addZones()
{
    openAddZones({});
}

void MainWindow::openAddZones(const QString& text)
{
    auto* dialog = new zones::AddZonesDialog(*m_workspace, text, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::pauseZones()
{
    zones::togglePause(*m_workspace, chosenZones(), this);
}

void MainWindow::removeZones()
{
    const std::vector<base::ZoneId> zones = chosenZones();
    if (zones.empty())
        return;
    zones::removeZones(*m_workspace, zones, this, [this](const QString& text, std::function<void()> undo) {
        m_toast->showWithUndo(text, std::move(undo));
    });
}

void MainWindow::focusFilter()
{
    page()->focusFilter();
}

void MainWindow::toggleInspector()
{
    page()->toggleInspector();
}

void MainWindow::closeInnermost()
{
    if (page()->closeInnermost())
        return;
    if (m_place.page == PageId::ZoneDetail)
        goZones();
}

void MainWindow::toggleLive()
{
    m_workspace->selection().setLive(!m_workspace->selection().isLive());
}

void MainWindow::exportPage()
{
    if (!page()->exportNow())
        goReports();
}

void MainWindow::switchTheme()
{
    auto& theme = theme::Theme::instance();
    const auto next = theme.palette().dark ? theme::Preference::Light : theme::Preference::Dark;
    theme.setPreference(next);
    if (m_settings)
        m_settings->setValue(QStringLiteral("appearance/theme"), static_cast<int>(next));
}

void MainWindow::quit()
{
    close();
}

void MainWindow::openManual()
{
    showManual(this, pageKey(m_place.page));
}

void MainWindow::showShortcuts()
{
    showShortcutSheet(this);
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Zonescope"),
                       tr("<b>Zonescope %1</b><p>A desktop observatory for DNS zones.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                           .arg(QCoreApplication::applicationVersion()));
}

void MainWindow::runAction(const QString& id)
{
    if (const auto found = m_actions.find(id); found != m_actions.end())
        found->second->trigger();
}

void MainWindow::openPalette()
{
    if (m_palette)
        return;
    std::vector<Candidate> others;
    std::vector<Candidate> verbs;
    for (const ActionSpec& spec : actionTable()) {
        const QString keys = QKeySequence(QLatin1String(spec.keys)).toString(QKeySequence::NativeText);
        const QString text = actionText(spec);
        Candidate candidate{Candidate::Kind::Action, text, text.toLower(), keys, 0, QLatin1String(spec.id)};
        const bool forZones = spec.group == ActionGroup::Zones && qstrcmp(spec.id, "add-zones") != 0;
        if (forZones)
            verbs.push_back(candidate);
        others.push_back(std::move(candidate));
    }
    const auto& configuration = m_workspace->bridge().configuration();
    if (configuration) {
        for (const auto& [id, primary] : configuration->primaries()) {
            const QString name = QString::fromStdString(primary.name);
            others.push_back({Candidate::Kind::Primary, name, name.toLower(), tr("Primary"), id.value, {}});
        }
        for (const auto& [id, edge] : configuration->edges()) {
            const QString name = QString::fromStdString(edge.name);
            others.push_back({Candidate::Kind::Edge, name, name.toLower(), tr("Edge"), id.value, {}});
        }
    }
    auto* palette = new CommandPalette({m_workspace->zones(), std::move(others), std::move(verbs)}, this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    m_palette = palette;
    connect(palette, &CommandPalette::chosen, this, &MainWindow::runCandidate);
    palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, 60)));
    palette->show();
}

void MainWindow::runCandidate(const Candidate& candidate)
{
    switch (candidate.kind) {
    case Candidate::Kind::Zone:
        if (candidate.verb.isEmpty())
            return openZone(base::ZoneId{candidate.id});
        m_workspace->selection().setZones({base::ZoneId{candidate.id}});
        if (m_place.page == PageId::ZoneDetail) // its actions are about its own zone
            openZone(base::ZoneId{candidate.id});
        return runAction(candidate.verb);
    case Candidate::Kind::Primary:
        return emit m_workspace->zonesFilterWanted(QStringLiteral("primary:") + candidate.text);
    case Candidate::Kind::Edge:
        return emit m_workspace->zonesFilterWanted(QStringLiteral("edge:") + candidate.text);
    case Candidate::Kind::Page:
    case Candidate::Kind::Action:
        return runAction(candidate.verb);
    }
}

} // namespace zonescope::ui::shell

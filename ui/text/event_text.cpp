// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_text.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/revert_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>

namespace zonescope::ui::text {
namespace {

using K = pipeline::Event::Kind;

struct EventText
{
    Q_DECLARE_TR_FUNCTIONS(EventText)
};

struct Parts
{
    QString zone;
    QString server; ///< primary or edge, whatever the event names, else the address
    QString to;
    QString kind;
    QString took;
    QString before; ///< of something that changed
    QString after;
    QString behind; ///< the zones that depend on it: " 3 zones depend on it."
};

/// How many zones depended on the server when it was told, and the first of those that do so now.
QString zonesBehind(const pipeline::Event& event, const Names& names)
{
    constexpr qsizetype shown = 3;
    const auto count = static_cast<int>(event.records);
    const QStringList zones = names.zonesBehind(event.primary, event.edge, shown);
    if (zones.isEmpty())
        return EventText::tr("%n zone(s) depend on it.", nullptr, count);
    return EventText::tr("%n zone(s) depend on it: %1", nullptr, count)
        .arg(zones.join(QStringLiteral(", ")) + (count > zones.size() ? QStringLiteral(" …") : QString()));
}

Parts partsOf(const pipeline::Event& event, const Names& names)
{
    Parts parts;
    parts.zone = event.zone ? names.zone(event.zone) : QString();
    if (event.edge)
        parts.server = names.edge(event.edge);
    else if (event.primary)
        parts.server = names.primary(event.primary);
    else if (event.address)
        parts.server = toQString(*event.address);
    else
        parts.server = EventText::tr("an unknown server");
    parts.to = event.toSerial ? serial(*event.toSerial) : EventText::tr("unknown");
    parts.kind = event.transferKind ? transferKindWord(*event.transferKind) : EventText::tr("Transfer");
    parts.took = event.duration ? duration(*event.duration) : QString();
    const auto value = [&](const std::string& text) {
        const QString shown = QString::fromStdString(text);
        return event.kind == K::PathRttChanged ? duration(base::Duration(shown.toLongLong())) : shown;
    };
    parts.before = value(event.before);
    parts.after = value(event.after);
    if (event.records > 0 && event.kind >= K::PathRouteChanged && event.kind <= K::PathNodeChanged)
        parts.behind = u' ' + zonesBehind(event, names);
    return parts;
}

QString stageSentence(const pipeline::Event& event, const Parts& p)
{
    switch (event.kind) {
    case K::NotifyAccepted:
        return event.toSerial ? EventText::tr("%1 announced serial %2 of %3.").arg(p.server, p.to, p.zone)
                              : EventText::tr("%1 announced a change of %2.").arg(p.server, p.zone);
    case K::NotifyMerged:
        return EventText::tr("%1 announced %2 again; a waiting check already covers it.")
            .arg(p.server, p.zone);
    case K::NotifyRefused:
        return p.zone.isEmpty() ? EventText::tr("A NOTIFY from %1 was refused.").arg(p.server)
                                : EventText::tr("A NOTIFY from %1 for %2 was refused.").arg(p.server, p.zone);
    case K::CheckUnchanged:
        return EventText::tr("%1 still has serial %2 of %3.").arg(p.server, p.to, p.zone);
    case K::CheckFailed:
        return EventText::tr("The serial of %1 could not be checked.").arg(p.zone);
    case K::TransferStarted:
        return EventText::tr("%1 of %2 from %3 started.").arg(p.kind, p.zone, p.server);
    case K::TransferDone:
        return EventText::tr("%1 of %2 from %3 brought serial %4: %n record(s) in %5.", nullptr,
                             static_cast<int>(event.records))
            .arg(p.kind, p.zone, p.server, p.to, p.took);
    case K::TransferFailed:
        return EventText::tr("%1 of %2 from %3 failed.").arg(p.kind, p.zone, p.server);
    case K::FellBackToAxfr:
        return EventText::tr("%1 is fetched in full from %2 because the incremental transfer failed.")
            .arg(p.zone, p.server);
    case K::FellBackToTcp:
        return EventText::tr("%1 is fetched from %2 without TLS because TLS failed.").arg(p.zone, p.server);
    case K::ProxyWithoutUdp:
        return EventText::tr("The proxy of %1 forwards no UDP: %2 is asked about over TCP.")
            .arg(p.server, p.zone);
    case K::TriedNextPrimary:
        return EventText::tr("%1 is now asked for %2.").arg(p.server, p.zone);
    case K::TransferCancelled:
        return EventText::tr("The transfer of %1 was cancelled.").arg(p.zone);
    case K::BuildFinding:
        return EventText::tr("The check of %1 found something.").arg(p.zone);
    case K::Published:
        return EventText::tr("Serial %1 of %2 is published.").arg(p.to, p.zone);
    case K::PublishFailed:
        return EventText::tr("Serial %1 of %2 could not be published.").arg(p.to, p.zone);
    default:
        return {};
    }
}

QString outcomeSentence(const pipeline::Event& event, const Parts& p)
{
    switch (event.kind) {
    case K::VisibleAtEdge:
        return p.took.isEmpty()
                   ? EventText::tr("%1 serves serial %2 of %3.").arg(p.server, p.to, p.zone)
                   : EventText::tr("%1 serves serial %2 of %3 after %4.").arg(p.server, p.to, p.zone, p.took);
    case K::VisibleEverywhere:
        return p.took.isEmpty() ? EventText::tr("Serial %1 of %2 is visible at every edge.").arg(p.to, p.zone)
                                : EventText::tr("Serial %1 of %2 is visible at every edge after %3.")
                                      .arg(p.to, p.zone, p.took);
    case K::EdgeLate:
        return EventText::tr("%1 is late: it does not serve serial %2 of %3 yet.")
            .arg(p.server, p.to, p.zone);
    case K::EdgeFailing:
        return EventText::tr("%1 does not answer for %2.").arg(p.server, p.zone);
    case K::EdgeRecovered:
        return EventText::tr("%1 answers for %2 again.").arg(p.server, p.zone);
    case K::TestChangeSent:
        return event.error ? EventText::tr("A test change of %1 was sent to %2.").arg(p.zone, p.server)
                           : EventText::tr("%2 took a test change of %1.").arg(p.zone, p.server);
    case K::ZoneExpired:
        return EventText::tr("%1 has expired and is no longer served.").arg(p.zone);
    case K::ZoneRecovered:
        return EventText::tr("%1 is current again.").arg(p.zone);
    case K::AnnouncedNotServed:
        return EventText::tr("%1 announced serial %2 of %3 but does not serve it.")
            .arg(p.server, p.to, p.zone);
    case K::SerialBackwards:
        return EventText::tr("%1 has an older serial of %2 than we do.").arg(p.server, p.zone);
    case K::ZoneAdded:
        return EventText::tr("%1 was added.").arg(p.zone);
    case K::ZoneRemoved:
        return EventText::tr("%1 was removed.").arg(p.zone);
    case K::ConfigurationChanged:
        return EventText::tr("The settings were changed.");
    case K::StoreFailed:
        return EventText::tr("History cannot be written.");
    case K::StoreRecovered:
        return EventText::tr("History is being written again.");
    case K::EngineStarted:
        return EventText::tr("The engine started.");
    case K::EngineStopped:
        return EventText::tr("The engine stopped.");
    case K::ReportWritten:
        return EventText::tr("A report was written.");
    case K::HostDropsRose:
        return EventText::tr("This host dropped %n packet(s) or connection(s): %1.", nullptr,
                             static_cast<int>(event.records))
            .arg(event.error ? QString::fromStdString(event.error->detail) : none());
    case K::ConfigurationReloaded:
        return EventText::tr("The configuration file was read again and is in force.");
    case K::PathRouteChanged:
        return EventText::tr("The way to %1 changed from route %2 to route %3.")
                   .arg(p.server, p.before, p.after) +
               p.behind;
    case K::PathRttChanged:
        return EventText::tr("The round trip to %1 changed from %2 to %3.").arg(p.server, p.before, p.after) +
               p.behind;
    case K::PathNodeChanged:
        return EventText::tr("%1 is answered by the node %3 now, by %2 before.")
                   .arg(p.server, p.before, p.after) +
               p.behind;
    case K::ConfigurationRefused:
        return EventText::tr("The configuration file was refused; the old configuration stays in force.");
    case K::CloudDriftOpened:
        return EventText::tr("%n object(s) in the cloud are not as intended, first of all %1.", nullptr,
                             static_cast<int>(event.records))
            .arg(QString::fromStdString(event.before));
    case K::CloudDriftClosed:
        return EventText::tr("%n object(s) in the cloud are as intended again, first of all %1.", nullptr,
                             static_cast<int>(event.records))
            .arg(QString::fromStdString(event.before));
    case K::CloudChanged:
        return EventText::tr("A change to the cloud: %1. %2")
            .arg(QString::fromStdString(event.before), QString::fromStdString(event.after));
    case K::CloudRevertDecided:
        return EventText::tr("%n drift(s) in the cloud are not put right by themselves, first of all %1. %2",
                             nullptr, static_cast<int>(event.records))
            .arg(QString::fromStdString(event.before), revertSentence(event.after));
    case K::CloudKillSwitch:
        return event.after == "off"
                   ? EventText::tr("The kill switch is off: clouds may be put right by themselves again.")
                   : EventText::tr("The kill switch is on: nothing in a cloud is changed by itself.");
    default:
        return {};
    }
}

} // namespace

QString eventSentence(const pipeline::Event& event, const Names& names)
{
    const Parts parts = partsOf(event, names);
    QString text = stageSentence(event, parts);
    if (text.isEmpty())
        text = outcomeSentence(event, parts);
    if (event.via)
        text += u' ' + EventText::tr("It came through the load balancer %1.")
                           .arg(QString::fromStdString(event.via->address.toText()));
    if (event.error) {
        const QString key = names.keyOf(event.primary);
        text += u' ' + errorText(*event.error, {parts.server, key, parts.zone}).both();
    }
    return text;
}

QString eventKindWord(K kind)
{
    switch (kind) {
    case K::NotifyAccepted:
    case K::NotifyMerged:
    case K::NotifyRefused:
    case K::AnnouncedNotServed:
        return EventText::tr("NOTIFY");
    case K::CheckUnchanged:
    case K::CheckFailed:
    case K::SerialBackwards:
        return EventText::tr("Check");
    case K::TransferStarted:
    case K::TransferDone:
    case K::TransferFailed:
    case K::FellBackToAxfr:
    case K::FellBackToTcp:
    case K::ProxyWithoutUdp:
    case K::TriedNextPrimary:
    case K::TransferCancelled:
        return EventText::tr("Transfer");
    case K::HostDropsRose:
        return EventText::tr("Host");
    case K::CloudDriftOpened:
    case K::CloudDriftClosed:
    case K::CloudChanged:
    case K::CloudRevertDecided:
    case K::CloudKillSwitch:
        return EventText::tr("Cloud");
    case K::BuildFinding:
        return EventText::tr("Build");
    case K::Published:
    case K::PublishFailed:
        return EventText::tr("Publish");
    case K::VisibleAtEdge:
    case K::VisibleEverywhere:
    case K::EdgeLate:
    case K::EdgeFailing:
    case K::EdgeRecovered:
        return EventText::tr("Edge");
    case K::PathRouteChanged:
    case K::PathRttChanged:
    case K::PathNodeChanged:
        return EventText::tr("Path");
    case K::TestChangeSent:
        return EventText::tr("Test");
    case K::ZoneExpired:
    case K::ZoneRecovered:
    case K::ZoneAdded:
    case K::ZoneRemoved:
        return EventText::tr("Zone");
    case K::ConfigurationChanged:
        return EventText::tr("Settings");
    case K::StoreFailed:
    case K::StoreRecovered:
    case K::EngineStarted:
    case K::EngineStopped:
    case K::ReportWritten:
    case K::ConfigurationReloaded:
    case K::ConfigurationRefused:
        return EventText::tr("Engine");
    }
    return {};
}

bool belongs(const pipeline::Event& event, EventGroup group)
{
    switch (group) {
    case EventGroup::All:
        return true;
    case EventGroup::Problems:
        return event.severity >= pipeline::Severity::Warning;
    case EventGroup::Notify:
        return event.kind <= K::NotifyRefused || event.kind == K::AnnouncedNotServed;
    case EventGroup::Transfer:
        return (event.kind >= K::CheckUnchanged && event.kind <= K::PublishFailed) ||
               event.kind == K::TransferCancelled || event.kind == K::SerialBackwards;
    case EventGroup::Probe:
        return (event.kind >= K::VisibleAtEdge && event.kind <= K::EdgeRecovered) ||
               (event.kind >= K::TestChangeSent && event.kind <= K::PathNodeChanged);
    case EventGroup::Configuration:
        return event.kind >= K::ZoneExpired && event.kind <= K::ConfigurationChanged;
    case EventGroup::Engine:
        return (event.kind >= K::StoreFailed && event.kind <= K::EngineStopped) ||
               event.kind == K::ReportWritten || event.kind == K::ConfigurationReloaded ||
               event.kind == K::ConfigurationRefused || event.kind >= K::HostDropsRose;
    }
    return false;
}

QString eventGroupWord(EventGroup group)
{
    switch (group) {
    case EventGroup::All:
        return EventText::tr("Everything");
    case EventGroup::Notify:
        return EventText::tr("NOTIFY");
    case EventGroup::Transfer:
        return EventText::tr("Transfers");
    case EventGroup::Probe:
        return EventText::tr("Edges");
    case EventGroup::Configuration:
        return EventText::tr("Zones and settings");
    case EventGroup::Engine:
        return EventText::tr("Engine");
    case EventGroup::Problems:
        return EventText::tr("Problems only");
    }
    return {};
}

} // namespace zonescope::ui::text

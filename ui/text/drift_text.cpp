// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/drift_text.h"

#include <QCoreApplication>

#include <array>
#include <span>

namespace zonescope::ui::text {
namespace {

struct DriftText
{
    Q_DECLARE_TR_FUNCTIONS(DriftText)
};

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

/// A span: GCC 12 folds the copies for arrays of several lengths into one, and then warns of the shorter
/// ones.
template <class Enum>
QString wordOf(std::span<const char* const> words, Enum value)
{
    return DriftText::tr(words[static_cast<std::size_t>(value)]);
}

} // namespace

QString driftKind(cloud::DriftKind kind)
{
    static constexpr std::array<const char*, 4> words{
        QT_TRANSLATE_NOOP("DriftText", "Missing"), QT_TRANSLATE_NOOP("DriftText", "Unexpected"),
        QT_TRANSLATE_NOOP("DriftText", "Changed"), QT_TRANSLATE_NOOP("DriftText", "Owned twice")};
    return wordOf(words, kind);
}

QString driftState(cloud::DriftState state)
{
    static constexpr std::array<const char*, 3> words{QT_TRANSLATE_NOOP("DriftText", "Seen once"),
                                                      QT_TRANSLATE_NOOP("DriftText", "Open"),
                                                      QT_TRANSLATE_NOOP("DriftText", "Closed")};
    return wordOf(words, state);
}

QString driftObject(const cloud::DriftFinding& finding)
{
    if (finding.name.empty() || finding.name == finding.resource)
        return textOf(finding.resource);
    return DriftText::tr("%1 (%2)").arg(textOf(finding.name), textOf(finding.resource));
}

QString driftSentence(const cloud::DriftFinding& finding)
{
    const QString what = finding.part.empty()
                             ? driftObject(finding)
                             : DriftText::tr("%1 of %2").arg(textOf(finding.part), driftObject(finding));
    switch (finding.kind) {
    case cloud::DriftKind::Missing:
        return DriftText::tr("%1 is not there any more.").arg(what);
    case cloud::DriftKind::Unexpected:
        return DriftText::tr("%1 is there, and nobody intended it.").arg(what);
    case cloud::DriftKind::Changed:
        return DriftText::tr("%1 is otherwise than intended.").arg(what);
    case cloud::DriftKind::OwnedTwice:
        return DriftText::tr("%1 is defined in two files, which will undo each other's work.").arg(what);
    }
    return {};
}

QString driftAdvice(const cloud::DriftFinding& finding)
{
    if (finding.kind == cloud::DriftKind::OwnedTwice)
        return DriftText::tr("Remove it from one of the two files.");
    if (!finding.owner.empty())
        return DriftText::tr("Managed by %1: apply it there again, or take the change over there.")
            .arg(textOf(finding.owner));
    if (!finding.canBePutBack())
        return DriftText::tr("Put it right at the provider, or pin a newer snapshot.");
    return DriftText::tr("Can be put right from here, or pin a newer snapshot.");
}

QString guardRail(cloud::GuardRail rail)
{
    static constexpr std::array<const char*, cloud::guardRailCount> words{
        QT_TRANSLATE_NOOP("DriftText", "Everything that is ours"),
        QT_TRANSLATE_NOOP("DriftText", "Not on the list"),
        QT_TRANSLATE_NOOP("DriftText", "Next hop down"),
        QT_TRANSLATE_NOOP("DriftText", "Management cut off"),
        QT_TRANSLATE_NOOP("DriftText", "Default or aggregate route"),
        QT_TRANSLATE_NOOP("DriftText", "More specific than our own"),
        QT_TRANSLATE_NOOP("DriftText", "No way back"),
        QT_TRANSLATE_NOOP("DriftText", "Open to the world"),
        QT_TRANSLATE_NOOP("DriftText", "Many changes")};
    return wordOf(words, rail);
}

QString railSentence(const cloud::RailFinding& finding)
{
    const QString object = textOf(finding.object);
    const QString evidence = textOf(finding.evidence);
    switch (finding.rail) {
    case cloud::GuardRail::WholeSpace:
        return DriftText::tr("The plan %1. That looks like a mix-up of the direction.").arg(evidence);
    case cloud::GuardRail::OutsideAllowList:
        return DriftText::tr("%1 is on no list of allowed prefixes.").arg(evidence);
    case cloud::GuardRail::NextHopDown:
        return DriftText::tr("The next hop %1 cannot be used: %2.").arg(object, evidence);
    case cloud::GuardRail::ManagementCut:
        return DriftText::tr("%1 could not be managed from here any more: %2.").arg(object, evidence);
    case cloud::GuardRail::DefaultRoute:
        return DriftText::tr("The plan %1 at %2: a route that much traffic follows.").arg(evidence, object);
    case cloud::GuardRail::MoreSpecific:
        return DriftText::tr("%1 takes traffic away from a network of our own.").arg(evidence);
    case cloud::GuardRail::ReturnPathLost:
        return DriftText::tr("%1 would get no way back: %2.").arg(object, evidence);
    case cloud::GuardRail::OpensWorld:
        return DriftText::tr("%1 would let everybody in: %2.").arg(object, evidence);
    case cloud::GuardRail::TooMany:
        return DriftText::tr("That are many at once: %1.").arg(evidence);
    }
    return {};
}

QString flowSentence(const cloud::FlowChange& flow)
{
    const QString from = textOf(flow.from);
    const QString to = textOf(flow.to);
    switch (flow.kind) {
    case cloud::FlowKind::Gained:
        return DriftText::tr("%1 would reach %2: %3.").arg(from, to, textOf(flow.what));
    case cloud::FlowKind::Lost:
        return DriftText::tr("%1 would no longer reach %2: %3.").arg(from, to, textOf(flow.what));
    case cloud::FlowKind::Moved:
        return DriftText::tr("From %1 the way to %2 would change: %3.").arg(from, to, textOf(flow.what));
    }
    return {};
}

QString gateVerdict(cloud::GateVerdict verdict)
{
    switch (verdict) {
    case cloud::GateVerdict::Pass:
        return DriftText::tr("Nothing speaks against it.");
    case cloud::GateVerdict::Confirm:
        return DriftText::tr("Read this before you go on.");
    case cloud::GateVerdict::Refuse:
        return DriftText::tr("Refused: this would do harm.");
    }
    return {};
}

QString plannedChange(const cloud::PlannedChange& change)
{
    const QString part = change.part.empty() ? QString() : textOf(change.part.front().identity);
    const QString value = change.part.empty() ? QString() : textOf(change.part.front().value);
    const QString what = value.isEmpty() ? part : DriftText::tr("%1 to %2").arg(part, value);
    switch (change.verb) {
    case cloud::ChangeVerb::AddPart:
        return DriftText::tr("Adds %1 at %2.").arg(what, textOf(change.resource));
    case cloud::ChangeVerb::RemovePart:
        return DriftText::tr("Removes %1 at %2.").arg(what, textOf(change.resource));
    case cloud::ChangeVerb::AddResource:
        return DriftText::tr("Creates %1.").arg(textOf(change.resource));
    case cloud::ChangeVerb::RemoveResource:
        return DriftText::tr("Deletes %1.").arg(textOf(change.resource));
    }
    return {};
}

} // namespace zonescope::ui::text

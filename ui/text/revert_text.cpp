// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/revert_text.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace zonescope::ui::text {
namespace {

using cloud::RevertReason;

struct RevertText
{
    Q_DECLARE_TR_FUNCTIONS(RevertText)
};

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

QString clockText(int minutes)
{
    return QStringLiteral("%1:%2")
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

/// "rule-extra" of a detail, in words; what is no class stays as it is.
QString classText(const std::string& word)
{
    const auto kind = cloud::revertClassFromWord(word);
    return kind ? revertClass(*kind) : textOf(word);
}

QString windowText(const std::string& kept)
{
    const auto window = cloud::windowFromText(kept);
    return window ? revertWindow(*window) : textOf(kept);
}

/// When it may be; empty: nobody knows.
QString notBefore(const cloud::RevertDecision& decision, base::Timestamp now)
{
    if (!decision.notBefore || now == base::Timestamp())
        return {};
    return u' ' + RevertText::tr("Not before %1.").arg(shortTime(*decision.notBefore, now));
}

/// Reasons that end whether there is anything to be done at all.
QString outsideSentence(RevertReason reason, const std::string& detail)
{
    switch (reason) {
    case RevertReason::ReportOnly:
        return RevertText::tr("Drift in this account is only reported.");
    case RevertReason::NotConfirmed:
        return RevertText::tr("It is not certain yet: the next scan has to see it as well.");
    case RevertReason::OwnedElsewhere:
        return RevertText::tr("Nothing is changed from here: it is managed by %1.").arg(textOf(detail));
    case RevertReason::NotPossible:
        return RevertText::tr("Only routes and rules can be put back.");
    case RevertReason::ClassNotAllowed:
        return RevertText::tr("This kind of drift is not allowed to be put right by itself: %1.")
            .arg(classText(detail));
    case RevertReason::ScopeIncomplete:
        return RevertText::tr("Nothing is changed as long as a list cannot be read: %1.").arg(textOf(detail));
    case RevertReason::NoProfile:
        return RevertText::tr("No profile for writing is named.");
    case RevertReason::WritingOff:
        return RevertText::tr("Writing to clouds is switched off.");
    case RevertReason::GateRefused:
        return RevertText::tr("The gate refuses it: %1.").arg(textOf(detail));
    default:
        return {};
    }
}

} // namespace

QString revertMode(cloud::RevertMode mode)
{
    switch (mode) {
    case cloud::RevertMode::Report:
        return RevertText::tr("Report it only");
    case cloud::RevertMode::Propose:
        return RevertText::tr("Propose a correction");
    case cloud::RevertMode::Auto:
        return RevertText::tr("Put it right by itself");
    }
    return {};
}

QString revertClass(cloud::RevertClass kind)
{
    switch (kind) {
    case cloud::RevertClass::RouteMissing:
        return RevertText::tr("missing route");
    case cloud::RevertClass::RouteChanged:
        return RevertText::tr("changed route");
    case cloud::RevertClass::RouteExtra:
        return RevertText::tr("route that nobody intended");
    case cloud::RevertClass::RuleMissing:
        return RevertText::tr("missing security rule");
    case cloud::RevertClass::RuleChanged:
        return RevertText::tr("changed security rule");
    case cloud::RevertClass::RuleExtra:
        return RevertText::tr("security rule that nobody intended");
    case cloud::RevertClass::AclMissing:
        return RevertText::tr("missing entry of an access list");
    case cloud::RevertClass::AclChanged:
        return RevertText::tr("changed entry of an access list");
    case cloud::RevertClass::AclExtra:
        return RevertText::tr("entry of an access list that nobody intended");
    }
    return {};
}

QString revertWord(const cloud::RevertDecision& decision)
{
    if (decision.reason == RevertReason::Proposed)
        return RevertText::tr("ready for you");
    if (decision.step == cloud::RevertStep::CarryOut)
        return RevertText::tr("put right");
    if (decision.reason == RevertReason::OutsideWindow || decision.reason == RevertReason::RateExhausted ||
        decision.reason == RevertReason::AnotherFirst || decision.reason == RevertReason::NotConfirmed)
        return RevertText::tr("waits");
    return decision.step == cloud::RevertStep::Propose ? RevertText::tr("needs you")
                                                       : RevertText::tr("reported only");
}

QString revertSentence(const cloud::RevertDecision& decision, base::Timestamp now)
{
    const QString detail = textOf(decision.detail);
    switch (decision.reason) {
    case RevertReason::Proposed:
        return RevertText::tr("A correction is ready for you to look at and confirm.");
    case RevertReason::Killed:
        return RevertText::tr("The kill switch is on. You can still put it right by hand.");
    case RevertReason::Halted:
        return RevertText::tr("Nothing happens by itself any more until you looked at what went wrong: %1.")
            .arg(detail);
    case RevertReason::NotLive:
        return RevertText::tr("It was read from files, which cannot be read again afterwards.");
    case RevertReason::Contested:
        return RevertText::tr("It was put right before and came back: somebody else wants it so.");
    case RevertReason::OutsideWindow:
        return RevertText::tr("It waits for the maintenance window, %1.").arg(windowText(decision.detail)) +
               notBefore(decision, now);
    case RevertReason::RateExhausted:
        return RevertText::tr("As many corrections as are allowed were made: %1.").arg(detail) +
               notBefore(decision, now);
    case RevertReason::RailBroken:
        return RevertText::tr("Only a person may do that, because a guard rail is in the way: %1.")
            .arg(detail);
    case RevertReason::NotModelled:
        return RevertText::tr("Only a person may do that, because the gate does not see everything: %1.")
            .arg(detail);
    case RevertReason::FlowsLost:
        return RevertText::tr("Only a person may do that, because it cuts what is reachable now: %1.")
            .arg(detail);
    case RevertReason::TooWide:
        return RevertText::tr("Only a person may do that, because it touches %1 interfaces.").arg(detail);
    case RevertReason::AnotherFirst:
        return RevertText::tr("Another account or region is put right first.");
    case RevertReason::Due:
        return RevertText::tr("It is put right by itself.");
    default:
        return outsideSentence(decision.reason, decision.detail);
    }
}

QString revertSentence(const std::string& kept)
{
    const std::size_t colon = std::min(kept.find(": "), kept.size());
    const auto reason = cloud::revertReasonFromWord(kept.substr(0, colon));
    if (!reason)
        return {};
    return revertSentence({cloud::RevertStep::Report,
                           *reason,
                           colon == kept.size() ? std::string() : kept.substr(colon + 2),
                           {}},
                          {});
}

QString revertWindow(const cloud::MaintenanceWindow& window)
{
    const auto has = [&](int day) { return day < 7 && (window.days >> day & 1) != 0; };
    const auto name = [](int day) { return QLocale().dayName(day + 1, QLocale::ShortFormat); };
    QStringList days;
    for (int day = 0; day < 7; ++day) {
        if (!has(day))
            continue;
        int last = day;
        while (has(last + 1))
            ++last;
        days << (last == day ? name(day)
                             : name(day) + (last == day + 1 ? QStringLiteral(", ") : QStringLiteral("–")) +
                                   name(last));
        day = last;
    }
    const QString which = window.days == cloud::MaintenanceWindow::everyDay ? RevertText::tr("every day")
                                                                            : days.join(QStringLiteral(", "));
    const QString zone =
        window.zone == "local" ? RevertText::tr("this computer's time") : textOf(window.zone);
    if (window.from == window.to)
        return RevertText::tr("%1 at any time, %2").arg(which, zone);
    return RevertText::tr("%1 from %2 to %3, %4")
        .arg(which, clockText(window.from), clockText(window.to), zone);
}

} // namespace zonescope::ui::text

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/path_models.h"

#include <QCoreApplication>
#include <QLocale>

namespace zonescope::ui::models {
namespace {

struct PathText
{
    Q_DECLARE_TR_FUNCTIONS(PathText)
};

QString textOf(const std::vector<net::IpAddress>& addresses)
{
    QStringList words;
    for (const net::IpAddress& address : addresses)
        words << QString::fromStdString(address.toText());
    return words.isEmpty() ? PathText::tr("no answer") : words.join(QStringLiteral(", "));
}

} // namespace

QString roundTripText(base::Duration rtt)
{
    const double milliseconds = base::toMilliseconds(rtt);
    return PathText::tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 2 : 1));
}

QString pathChangeSentence(const path::PathChange& change)
{
    const QString before = QString::fromStdString(change.before);
    const QString after = QString::fromStdString(change.after);
    switch (change.kind) {
    case path::PathChange::Kind::RttClass:
        return PathText::tr("The round trip went from %1 to %2.")
            .arg(roundTripText(base::Duration(before.toLongLong())),
                 roundTripText(base::Duration(after.toLongLong())));
    case path::PathChange::Kind::Nsid:
        return PathText::tr("The node %2 answers, before it was %1.").arg(before, after);
    case path::PathChange::Kind::Route:
        break;
    }
    const QString routes = PathText::tr("Route %1 became route %2.").arg(before, after);
    if (!change.firstTtl)
        return routes;
    return routes + u' ' +
           PathText::tr("From hop %1 on: %2 instead of %3.")
               .arg(QString::number(*change.firstTtl), textOf(change.isThere), textOf(change.wasThere));
}

QString tunnelSentence(const path::TunnelVerdict& verdict)
{
    const auto after = QString::number(verdict.afterTtl);
    const auto before = QString::number(verdict.beforeTtl);
    QString text;
    switch (verdict.kind) {
    case path::TunnelKind::Uniform:
        return PathText::tr("Hops %1 to %2 are a label-switched path, and all %n of its routers answer.",
                            nullptr, verdict.routers)
            .arg(after, before);
    case path::TunnelKind::Pipe:
        text = PathText::tr(
                   "Between hop %1 and hop %2 probably %n router(s) of a label-switched path are hidden: "
                   "TTL is not copied into its labels.",
                   nullptr, verdict.routers)
                   .arg(after, before);
        break;
    case path::TunnelKind::NotCopiedBack:
        text = PathText::tr(
                   "Between hop %1 and hop %2 probably %n router(s) are hidden: the label-switched path "
                   "before does not copy TTL back at its end (RFC 3443 modes mixed).",
                   nullptr, verdict.routers)
                   .arg(after, before);
        break;
    case path::TunnelKind::Unclear:
        text = PathText::tr(
                   "Between hop %1 and hop %2 probably %n router(s) are hidden; the labels before do not "
                   "say why.",
                   nullptr, verdict.routers)
                   .arg(after, before);
        break;
    }
    return text + u' ' +
           (verdict.rttLeaps
                ? PathText::tr("The way back grows there, and so does the round trip.")
                : PathText::tr("Only the way back grows there: it may also just be another one."));
}

QString hopVerdictWord(const path::Hop& hop)
{
    switch (hop.verdict) {
    case path::HopVerdict::Good:
        return {};
    case path::HopVerdict::LimitedAnswers:
        return PathText::tr("limits its answers");
    case path::HopVerdict::Silent:
        return PathText::tr("never answers");
    case path::HopVerdict::MissingFromHereOn:
        return PathText::tr("answers missing from here on");
    case path::HopVerdict::Target:
        return PathText::tr("target");
    case path::HopVerdict::NothingBeyond:
        return PathText::tr("nothing beyond");
    }
    return {};
}

QString hopVerdictExplanation(path::HopVerdict verdict)
{
    switch (verdict) {
    case path::HopVerdict::LimitedAnswers:
        return PathText::tr(
            "Answers of this router are missing, but later hops show that the probes got through: "
            "it limits how often it answers. That is no loss.");
    case path::HopVerdict::Silent:
        return PathText::tr("This router forwards without ever answering.");
    case path::HopVerdict::MissingFromHereOn:
        return PathText::tr(
            "From this hop to the target answers are missing, before it they are not. Probes or "
            "answers get lost around here or on the way back; a router itself is not blamed.");
    case path::HopVerdict::NothingBeyond:
        return PathText::tr(
            "This is the last that answers. The target does not, or something between forbids it.");
    case path::HopVerdict::Good:
    case path::HopVerdict::Target:
        break;
    }
    return {};
}

std::vector<path::PathChange> changesOf(const std::vector<pipeline::PathRecord>& rounds)
{
    std::vector<path::PathChange> changes;
    const pipeline::PathRecord* before = nullptr;
    using Kind = path::PathChange::Kind;
    for (const pipeline::PathRecord& round : rounds) {
        if (before) {
            const auto add = [&](Kind kind, std::string was, std::string is) {
                changes.push_back({kind, round.at, std::move(was), std::move(is), {}, {}, {}});
            };
            if (before->route != 0 && round.route != 0 && before->route != round.route)
                add(Kind::Route, path::routeName(before->route), path::routeName(round.route));
            if (before->usual && round.usual && *before->usual != *round.usual)
                add(Kind::RttClass, std::to_string(before->usual->count()),
                    std::to_string(round.usual->count()));
            if (!before->nsid.empty() && !round.nsid.empty() && before->nsid != round.nsid)
                add(Kind::Nsid, before->nsid, round.nsid);
        }
        before = &round;
    }
    return changes;
}

} // namespace zonescope::ui::models

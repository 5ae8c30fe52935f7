// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/path_models.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace zonescope::ui::models {
namespace {

struct PathText
{
    Q_DECLARE_TR_FUNCTIONS(PathText)
};

QString textOf(const net::IpAddress& address)
{
    return QString::fromStdString(address.toText());
}

QString textOf(const std::vector<net::IpAddress>& addresses)
{
    QStringList words;
    for (const net::IpAddress& address : addresses)
        words << textOf(address);
    return words.isEmpty() ? PathText::tr("no answer") : words.join(QStringLiteral(", "));
}

QString labelsText(const std::vector<path::MplsLabel>& labels)
{
    QStringList words;
    for (const path::MplsLabel& label : labels)
        words << QString::number(label.value);
    return words.join(QStringLiteral(" / "));
}

QString labelsExplanation(const std::vector<path::MplsLabel>& labels)
{
    QStringList lines;
    for (const path::MplsLabel& label : labels)
        lines << PathText::tr("MPLS label %1, traffic class %2, TTL %3")
                     .arg(label.value)
                     .arg(label.trafficClass)
                     .arg(label.ttl);
    return lines.join(u'\n');
}

QString flowsText(const path::HopAddress& address)
{
    QStringList numbers;
    for (const std::uint8_t flow : address.flows)
        numbers << QString::number(flow + 1);
    return PathText::tr("Answered the flows %1").arg(numbers.join(QStringLiteral(", ")));
}

bool sameTarget(const path::Target& a, const path::Target& b)
{
    return a.address == b.address && a.protocol == b.protocol;
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

// --- targets

PathTargetModel::Row PathTargetModel::made(PathViewPtr view, const text::Names& names) const
{
    Row row;
    const net::Endpoint& address = view->target.address;
    if (m_configuration) {
        for (const auto& [id, primary] : m_configuration->primaries())
            if (std::ranges::find(primary.addresses, address) != primary.addresses.end()) {
                row.server = names.primary(id);
                for (const auto& [zoneId, zone] : m_configuration->zones())
                    if (std::ranges::find(zone->primaries, id) != zone->primaries.end())
                        row.zones << names.zone(zoneId);
            }
        for (const auto& [id, edge] : m_configuration->edges())
            if (edge.endpoint == address) {
                row.server = names.edge(id);
                for (const auto& [zoneId, zone] : m_configuration->zones())
                    if (std::ranges::find(zone->edges, id) != zone->edges.end())
                        row.zones << names.zone(zoneId);
            }
    }
    row.view = std::move(view);
    return row;
}

void PathTargetModel::update(const std::vector<PathViewPtr>& views, const text::Names& names)
{
    for (const PathViewPtr& view : views) {
        const int known = rowOf(view->target);
        if (known >= 0) {
            m_rows[static_cast<std::size_t>(known)].view = view;
            emit dataChanged(index(known, 0), index(known, ColumnCount - 1));
            continue;
        }
        Row row = made(view, names);
        const auto place =
            std::ranges::upper_bound(m_rows, std::pair(row.server.isEmpty(), row.server), {},
                                     [](const Row& r) { return std::pair(r.server.isEmpty(), r.server); });
        const auto at = static_cast<int>(place - m_rows.begin());
        beginInsertRows({}, at, at);
        m_rows.insert(place, std::move(row));
        endInsertRows();
    }
}

void PathTargetModel::configurationChanged(const zone::ConfigurationPtr& configuration,
                                           const text::Names& names)
{
    m_configuration = configuration;
    for (Row& row : m_rows)
        row = made(row.view, names);
    announceAll();
}

int PathTargetModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PathTargetModel::rowOf(const path::Target& target) const
{
    const auto found =
        std::ranges::find_if(m_rows, [&](const Row& row) { return sameTarget(row.view->target, target); });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

QStringList PathTargetModel::titles() const
{
    return {tr("Server"),   tr("Address"), tr("Probes"), tr("Hops"), tr("Round trip"),
            tr("Answered"), tr("Node"),    tr("Route"),  tr("Zones")};
}

bool PathTargetModel::isNumber(int column) const
{
    return column == Hops || column == RoundTrip || column == Answered || column == Zones;
}

QString PathTargetModel::cell(int number, int column) const
{
    const Row& row = m_rows[static_cast<std::size_t>(number)];
    const path::PathView& view = *row.view;
    const path::Hop* target = view.reached && !view.hops.empty() ? &view.hops.back() : nullptr;
    switch (column) {
    case Server:
        return row.server.isEmpty() ? tr("entered by hand") : row.server;
    case Address:
        return QString::fromStdString(view.target.address.toText());
    case With:
        return view.target.protocol == path::Protocol::Tcp ? tr("TCP") : tr("UDP");
    case Hops:
        if (view.rounds == 0)
            return text::none();
        return view.route.length && view.reached ? QString::number(*view.route.length) : tr("not reached");
    case RoundTrip:
        return target && target->received ? roundTripText(target->rtt.mean()) : text::none();
    case Answered:
        return target && target->sent ? text::percent(1 - target->missingShare()) : text::none();
    case Node:
        return view.nsid.empty() ? text::none() : QString::fromStdString(view.nsid);
    case RouteName:
        return view.route.id ? QString::fromStdString(path::routeName(view.route.id)) : text::none();
    case Zones:
        return QString::number(row.zones.size());
    default:
        return {};
    }
}

QString PathTargetModel::toolTip(int number, int column) const
{
    const Row& row = m_rows[static_cast<std::size_t>(number)];
    if (column == Zones)
        return row.zones.mid(0, 30).join(u'\n');
    if (column == Answered)
        return tr("Probes that reached the target and were answered, there and back.");
    return {};
}

// --- hops

void PathHopModel::show(const PathViewPtr& view)
{
    std::vector<Row> rows;
    for (std::size_t hop = 0; view && hop < view->hops.size(); ++hop) {
        const auto count = static_cast<int>(view->hops[hop].addresses.size());
        if (count == 0)
            rows.push_back({hop, -1});
        for (int address = 0; address < count; ++address)
            rows.push_back({hop, address});
    }
    const bool same = rows.size() == m_rows.size() && (view && m_view && m_view->target == view->target);
    if (same) { // a selected row stays selected
        m_view = view;
        m_rows = std::move(rows);
        announceAll();
        return;
    }
    beginResetModel();
    m_view = view;
    m_rows = std::move(rows);
    endResetModel();
}

int PathHopModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QStringList PathHopModel::titles() const
{
    return {tr("Hop"),       tr("Router"), tr("Last"),   tr("Average"),    tr("Best"),   tr("Worst"),
            tr("Deviation"), tr("Jitter"), tr("Probes"), tr("Unanswered"), tr("Labels"), tr("Finding")};
}

bool PathHopModel::isNumber(int column) const
{
    return column == HopNumber || (column >= Last && column <= Unanswered);
}

QString PathHopModel::cell(int number, int column) const
{
    const Row& row = m_rows[static_cast<std::size_t>(number)];
    const path::Hop& hop = m_view->hops[row.hop];
    const path::HopAddress* address =
        row.address < 0 ? nullptr : &hop.addresses[static_cast<std::size_t>(row.address)];
    const bool first = row.address <= 0; // what holds for all routers of the hop stands once
    const auto time = [&](base::Duration (path::RttStatistics::*value)() const) {
        return address ? roundTripText((address->rtt.*value)()) : text::none();
    };
    switch (column) {
    case HopNumber:
        return first ? QString::number(hop.ttl) : QString();
    case Router:
        return address ? textOf(address->address) : QStringLiteral("*");
    case Last:
        return time(&path::RttStatistics::last);
    case Average:
        return time(&path::RttStatistics::mean);
    case Best:
        return time(&path::RttStatistics::best);
    case Worst:
        return time(&path::RttStatistics::worst);
    case Deviation:
        return time(&path::RttStatistics::deviation);
    case Jitter:
        return time(&path::RttStatistics::jitter);
    case Probes:
        return first ? text::number(hop.sent) : QString();
    case Unanswered:
        return first ? text::percent(hop.missingShare()) : QString();
    case Labels:
        return address ? labelsText(address->labels) : QString();
    case Finding:
        if (!first)
            return tr("equal-cost branch");
        return hop.addresses.size() > 1 && hop.verdict == path::HopVerdict::Good ? tr("equal-cost branches")
                                                                                 : hopVerdictWord(hop);
    default:
        return {};
    }
}

QString PathHopModel::toolTip(int number, int column) const
{
    const Row& row = m_rows[static_cast<std::size_t>(number)];
    const path::Hop& hop = m_view->hops[row.hop];
    const path::HopAddress* address =
        row.address < 0 ? nullptr : &hop.addresses[static_cast<std::size_t>(row.address)];
    if (column == Labels && address)
        return labelsExplanation(address->labels);
    if (column == Router && address && m_view->target.protocol == path::Protocol::Udp)
        return flowsText(*address);
    if (column == Finding || column == Unanswered)
        return hopVerdictExplanation(hop.verdict);
    return {};
}

QVariant PathHopModel::other(int number, int column, int role) const
{
    const Row& row = m_rows[static_cast<std::size_t>(number)];
    const path::Hop& hop = m_view->hops[row.hop];
    if (role == MutedRole)
        return row.address < 0 || (column == Unanswered && (hop.verdict == path::HopVerdict::LimitedAnswers ||
                                                            hop.verdict == path::HopVerdict::Silent));
    if (role == StateRole && column == Finding && row.address <= 0 &&
        hop.verdict == path::HopVerdict::MissingFromHereOn)
        return static_cast<int>(zone::ZoneState::Behind);
    return {};
}

// --- changes

void PathChangeModel::show(std::vector<path::PathChange> changes)
{
    std::ranges::reverse(changes);
    if (changes == m_changes)
        return;
    beginResetModel();
    m_changes = std::move(changes);
    endResetModel();
}

int PathChangeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_changes.size());
}

QStringList PathChangeModel::titles() const
{
    return {tr("Time"), tr("What changed")};
}

QString PathChangeModel::cell(int row, int column) const
{
    const path::PathChange& change = m_changes[static_cast<std::size_t>(row)];
    return column == Time ? text::dayAndTime(change.at) : pathChangeSentence(change);
}

QString PathChangeModel::toolTip(int row, int column) const
{
    return column == What ? pathChangeSentence(m_changes[static_cast<std::size_t>(row)]) : QString();
}

} // namespace zonescope::ui::models

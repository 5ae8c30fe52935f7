// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/path_models.h"

#include "ui/text/format.h"

#include <QCoreApplication>

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

// SPDX-License-Identifier: GPL-3.0-or-later
// Routes that fit, and scans over time.
#include "model/zone/status.h"
#include "ui/models/cloud_models.h"
#include "ui/text/cloud_text.h"
#include "ui/text/format.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

unsigned lengthOf(const cloud::Route& route)
{
    return route.destination ? route.destination->length : 0;
}

} // namespace

void CloudRouteModel::show(cloud::CloudViewPtr view, cloud::RouteAnswer answer)
{
    beginResetModel();
    m_view = std::move(view);
    m_answer = std::move(answer);
    takeAll();
    endResetModel();
}

QStringList CloudRouteModel::titles() const
{
    return {tr("Verdict"),    tr("Prefix"),   tr("Goes to"), tr("By"),
            tr("Comes from"), tr("Priority"), tr("Table")};
}

QString CloudRouteModel::itemCell(std::size_t item, int column) const
{
    const cloud::RouteMatch& match = m_answer.matches[item];
    const cloud::Route& route = match.route;
    switch (column) {
    case Verdict:
        if (item == 0)
            return route.blackhole ? tr("Wins, but leads nowhere") : tr("Wins");
        if (lengthOf(route) < lengthOf(m_answer.matches.front().route))
            return tr("Shorter prefix");
        return tr("Same prefix, comes after");
    case Prefix:
        return route.destination ? textOf(route.destination->toText()) : textOf(route.destinationList);
    case Target:
        if (const cloud::Resource* target = m_view->snapshot->find(route.target))
            return text::resourceLabel(*target);
        return textOf(route.target);
    case TargetKind:
        return text::routeTarget(route.targetKind);
    case Origin:
        return text::routeOrigin(route.origin);
    case Priority:
        return route.priority > 0 ? text::number(route.priority) : QString();
    case Table:
        return match.table == cloud::Snapshot::none ? tr("the provider's own")
                                                    : text::resourceLabel(m_view->snapshot->at(match.table));
    default:
        return {};
    }
}

QString CloudRouteModel::toolTip(int row, int column) const
{
    return itemCell(itemAt(row), column);
}

QVariant CloudRouteModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == Verdict)
        return static_cast<int>(row > 0                                         ? zone::ZoneState::Unknown
                                : m_answer.matches[itemAt(row)].route.blackhole ? zone::ZoneState::Failing
                                                                                : zone::ZoneState::Current);
    if (role == MutedRole)
        return row > 0;
    return {};
}

void CloudScanModel::show(std::vector<engine::CloudScan> scans)
{
    beginResetModel();
    m_scans = std::move(scans);
    takeAll();
    endResetModel();
}

QStringList CloudScanModel::titles() const
{
    return {tr("Read at"), tr("Name"), tr("Resources"), tr("Change"), tr("Networks"), tr("Tunnels")};
}

QString CloudScanModel::itemCell(std::size_t item, int column) const
{
    const engine::CloudScan& scan = m_scans[item];
    switch (column) {
    case Taken:
        return text::dayAndTime(scan.snapshot.takenAt);
    case Label:
        return textOf(scan.snapshot.label);
    case Resources:
        return text::number(scan.snapshot.resources);
    case Change: {
        const auto before = std::find_if(
            m_scans.begin() + static_cast<std::ptrdiff_t>(item) + 1, m_scans.end(),
            [&](const engine::CloudScan& older) { return older.snapshot.label == scan.snapshot.label; });
        if (before == m_scans.end())
            return {};
        const auto by = static_cast<std::int64_t>(scan.snapshot.resources) -
                        static_cast<std::int64_t>(before->snapshot.resources);
        return by > 0   ? u'+' + text::number(static_cast<std::uint64_t>(by))
               : by < 0 ? QStringLiteral("−") + text::number(static_cast<std::uint64_t>(-by))
                        : QStringLiteral("0");
    }
    case Networks: {
        std::uint64_t networks = 0;
        for (const cloud::Tally::Count& count : scan.tally.counts)
            networks += count.kind == cloud::Kind::Network ? count.resources : 0;
        return text::number(networks);
    }
    case Tunnels: {
        std::uint64_t down = 0;
        std::uint64_t all = 0;
        for (const cloud::Tally::Tunnel& tunnel : scan.tally.tunnels) {
            down += tunnel.down;
            all += tunnel.tunnels;
        }
        return all == 0 ? text::none() : tr("%1 of %2 up").arg(text::number(all - down), text::number(all));
    }
    default:
        return {};
    }
}

QVariant CloudScanModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == Tunnels) {
        const auto& tunnels = scanAt(row).tally.tunnels;
        if (tunnels.empty())
            return {};
        const bool down = std::ranges::any_of(tunnels, [](const auto& tunnel) { return tunnel.down > 0; });
        return static_cast<int>(down ? zone::ZoneState::Failing : zone::ZoneState::Current);
    }
    return {};
}

} // namespace zonescope::ui::models

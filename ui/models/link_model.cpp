// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/link_model.h"

#include "ui/text/format.h"

#include <algorithm>

namespace zonescope::ui::models {

void LinkModel::show(const congestion::HostHistory& history)
{
    std::vector<Row> rows;
    if (!history.samples.empty()) {
        const congestion::HostSample& newest = *history.samples.back();
        const congestion::HostSample* before =
            history.samples.size() > 1 ? history.samples[history.samples.size() - 2].get() : nullptr;
        for (const congestion::LinkCounters& link : newest.links) {
            Row row{link, 0, 0};
            if (before != nullptr && newest.since.count() > 0) {
                const auto old =
                    std::ranges::find(before->links, link.index, &congestion::LinkCounters::index);
                const auto rate = [&](std::uint64_t a, std::uint64_t b) {
                    return b < a
                               ? 0
                               : static_cast<double>(b - a) * 1e6 / static_cast<double>(newest.since.count());
                };
                if (old != before->links.end()) {
                    row.receivedRate = rate(old->receivedBytes, link.receivedBytes);
                    row.sentRate = rate(old->sentBytes, link.sentBytes);
                }
            }
            rows.push_back(std::move(row));
        }
    }
    if (rows.size() == m_rows.size()) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            announceAll();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int LinkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QStringList LinkModel::titles() const
{
    return {tr("Interface"), tr("State"), tr("Received"),    tr("Sent"),   tr("Errors"),
            tr("Dropped"),   tr("Queue"), tr("Queue drops"), tr("Waiting")};
}

QString LinkModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const congestion::LinkCounters& c = r.counters;
    const auto perSecond = [](double rate) {
        return tr("%1/s").arg(text::bytes(static_cast<std::uint64_t>(rate)));
    };
    switch (column) {
    case Name:
        return QString::fromStdString(c.name);
    case State:
        return c.up ? tr("up") : tr("down");
    case Received:
        return perSecond(r.receivedRate);
    case Sent:
        return perSecond(r.sentRate);
    case Errors:
        return text::number(c.receiveErrors + c.sendErrors);
    case Dropped:
        return text::number(c.receiveDropped + c.sendDropped);
    case Queue:
        return c.queue.empty() ? text::none() : QString::fromStdString(c.queue);
    case QueueDrops:
        return text::number(c.queueDrops);
    case Backlog:
        return text::bytes(c.queueBacklog);
    default:
        return {};
    }
}

QVariant LinkModel::other(int row, int, int role) const
{
    if (role == MutedRole)
        return !m_rows[static_cast<std::size_t>(row)].counters.up;
    return {};
}

} // namespace zonescope::ui::models

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/peer_network_model.h"

#include "ui/text/format.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

using congestion::MinuteFigures;

std::optional<double> shareOf(const MinuteFigures& figures)
{
    if (figures.bytesSent == 0)
        return std::nullopt;
    return static_cast<double>(figures.bytesRetransmitted) / static_cast<double>(figures.bytesSent);
}

std::optional<double> rateOf(const MinuteFigures& figures)
{
    if (figures.busyUs == 0)
        return std::nullopt;
    return static_cast<double>(figures.bytesAcked) * 1e6 / static_cast<double>(figures.busyUs);
}

double sortKey(const MinuteFigures& figures, int column)
{
    const auto quantile = [&](double q) {
        const auto value = figures.rtt.quantile(q);
        return value ? static_cast<double>(value->count()) : -1;
    };
    switch (column) {
    case PeerNetworkModel::Connections:
        return static_cast<double>(figures.connections);
    case PeerNetworkModel::MedianRtt:
        return quantile(0.5);
    case PeerNetworkModel::SlowRtt:
        return quantile(0.95);
    case PeerNetworkModel::Repeated:
        return shareOf(figures).value_or(-1);
    case PeerNetworkModel::Rate:
        return rateOf(figures).value_or(-1);
    case PeerNetworkModel::Sent:
        return static_cast<double>(figures.bytesSent);
    case PeerNetworkModel::Received:
        return static_cast<double>(figures.bytesReceived);
    default:
        return 0;
    }
}

} // namespace

void PeerNetworkModel::show(std::vector<Row> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    arrange();
    endResetModel();
}

void PeerNetworkModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    beginResetModel();
    arrange();
    endResetModel();
}

void PeerNetworkModel::arrange()
{
    if (m_sortColumn < 0)
        return;
    const auto before = [this](const Row& a, const Row& b) {
        return m_sortColumn == Network ? a.peer < b.peer
                                       : sortKey(a.figures, m_sortColumn) < sortKey(b.figures, m_sortColumn);
    };
    if (m_sortOrder == Qt::AscendingOrder)
        std::ranges::stable_sort(m_rows, before);
    else
        std::ranges::stable_sort(m_rows, [&](const Row& a, const Row& b) { return before(b, a); });
}

int PeerNetworkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QStringList PeerNetworkModel::titles() const
{
    return {tr("Network"),  tr("Connections"),        tr("RTT p50"), tr("RTT p95"),
            tr("Repeated"), tr("Rate while sending"), tr("Sent"),    tr("Received")};
}

QString PeerNetworkModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const auto quantile = [&](double q) {
        const auto value = r.figures.rtt.quantile(q);
        return value ? text::duration(*value) : text::none();
    };
    switch (column) {
    case Network:
        return QString::fromStdString(r.peer.toText());
    case Connections:
        return text::number(r.figures.connections);
    case MedianRtt:
        return quantile(0.5);
    case SlowRtt:
        return quantile(0.95);
    case Repeated: {
        const auto share = shareOf(r.figures);
        return share ? text::percent(*share, 2) : text::none();
    }
    case Rate: {
        const auto rate = rateOf(r.figures);
        return rate ? tr("%1/s").arg(text::bytes(static_cast<std::uint64_t>(*rate))) : text::none();
    }
    case Sent:
        return text::bytes(r.figures.bytesSent);
    case Received:
        return text::bytes(r.figures.bytesReceived);
    default:
        return {};
    }
}

QString PeerNetworkModel::toolTip(int, int column) const
{
    switch (column) {
    case Repeated:
        return tr("Octets that this host sent again, of those it sent. What the peer repeats only the peer "
                  "knows.");
    case Rate:
        return tr("Octets acknowledged, by the time in which something waited to be acknowledged.");
    case MedianRtt:
    case SlowRtt:
        return tr("Smoothed round trip at the end of each connection.");
    default:
        return {};
    }
}

} // namespace zonescope::ui::models

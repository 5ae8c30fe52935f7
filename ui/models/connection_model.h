// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/monitor.h"
#include "ui/models/plain_table.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace zonescope::ui::models {

/// TCP connections of this host: those that are open, or those that ended. Rows keep their places while the
/// figures change; new open ones come at the end, new ended ones at the top. Sorting is asked for, never done
/// by itself. Main thread.
class ConnectionModel final : public PlainTable
{
    Q_OBJECT

public:
    enum class Shows { Open, Ended };
    enum Column {
        Ended,
        Lived,
        State,
        Peer,
        Local,
        Role,
        Algorithm,
        Rtt,
        LeastRtt,
        Window,
        Retransmitted,
        Received,
        Sent,
        LimitedBy,
        columns
    };

    explicit ConnectionModel(Shows shows, QObject* parent = nullptr);

    void show(std::shared_ptr<const congestion::Snapshot> snapshot);
    /// Words that must all be in a row: part of an address, ":53" for a port, an algorithm, a state, a role.
    void setFilter(const QString& text);
    void sort(int column, Qt::SortOrder order) override;

    int rowCount(const QModelIndex& parent = {}) const override;
    const congestion::Connection& connectionAt(int row) const;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column == Lived || (column >= Rtt && column <= Sent); }
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        const congestion::Connection* connection = nullptr;   ///< kept alive by m_snapshot
        const congestion::ClosedConnection* closed = nullptr; ///< with Shows::Ended
    };
    std::vector<Row> rowsOf(const congestion::Snapshot& snapshot) const;
    bool matches(const congestion::Connection& connection) const;
    void arrange(std::vector<Row>& rows) const;
    void keepPlaces(std::vector<Row>& rows) const;
    void replace(std::vector<Row> rows);

    Shows m_shows;
    std::shared_ptr<const congestion::Snapshot> m_snapshot;
    std::vector<Row> m_rows;
    QStringList m_words;                ///< without ports
    std::vector<std::uint32_t> m_ports; ///< each must be one of a row's two
    struct Haystack
    {
        congestion::TcpState state = congestion::TcpState::Unknown;
        congestion::Role role = congestion::Role::Idle;
        QString text;
    };
    /// What a filter looks through: made once for a connection, 10,000 of them take 40 ms.
    mutable std::unordered_map<std::uint64_t, Haystack> m_haystacks;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace zonescope::ui::models

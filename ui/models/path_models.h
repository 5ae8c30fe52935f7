// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"
#include "ui/models/plain_table.h"
#include "ui/text/names.h"

#include <memory>
#include <vector>

namespace zonescope::ui::models {

using PathViewPtr = std::shared_ptr<const path::PathView>;

/// "3.42 ms": round trips differ by microseconds where seconds are too coarse.
QString roundTripText(base::Duration rtt);
/// "changed from route 3f2a90c1 to 77b01c22 at hop 4": one sentence for each kind.
QString pathChangeSentence(const path::PathChange& change);
/// What was found of label-switched paths; never a claim about lost packets.
QString tunnelSentence(const path::TunnelVerdict& verdict);
QString hopVerdictWord(const path::Hop& hop);
QString hopVerdictExplanation(path::HopVerdict verdict);

/// The servers to which there is a way: primaries and edges of the configuration, and addresses that were
/// entered.
class PathTargetModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Server, Address, With, Hops, RoundTrip, Answered, Node, RouteName, Zones, ColumnCount };

    using PlainTable::PlainTable;

    /// Newest pictures; others stay as they are.
    void update(const std::vector<PathViewPtr>& views, const text::Names& names);
    void configurationChanged(const zone::ConfigurationPtr& configuration, const text::Names& names);
    int rowCount(const QModelIndex& parent = {}) const override;
    const PathViewPtr& at(int row) const { return m_rows.at(static_cast<std::size_t>(row)).view; }
    /// -1: not there.
    int rowOf(const path::Target& target) const;
    /// Names of the zones that depend on that server, in order.
    QStringList zonesBehind(int row) const { return m_rows.at(static_cast<std::size_t>(row)).zones; }

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override;

private:
    struct Row
    {
        PathViewPtr view;
        QString server;
        QStringList zones;
    };
    Row made(PathViewPtr view, const text::Names& names) const;

    zone::ConfigurationPtr m_configuration;
    std::vector<Row> m_rows; ///< by server, then address
};

/// The hops of one path; a row for each router of a hop.
class PathHopModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column {
        HopNumber,
        Router,
        Last,
        Average,
        Best,
        Worst,
        Deviation,
        Jitter,
        Probes,
        Unanswered,
        Labels,
        Finding,
        ColumnCount
    };

    using PlainTable::PlainTable;

    void show(const PathViewPtr& view);
    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        std::size_t hop = 0;
        int address = -1; ///< of the hop; -1: nobody answered
    };
    PathViewPtr m_view;
    std::vector<Row> m_rows;
};

/// What changed on the way to one server, newest first.
class PathChangeModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Time, What, ColumnCount };

    using PlainTable::PlainTable;

    void show(std::vector<path::PathChange> changes); ///< oldest first
    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;

private:
    std::vector<path::PathChange> m_changes; ///< newest first
};

/// The changes that the rounds of history show between one and the next.
std::vector<path::PathChange> changesOf(const std::vector<pipeline::PathRecord>& rounds);

} // namespace zonescope::ui::models

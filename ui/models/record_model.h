// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"
#include "ui/models/plain_table.h"

#include <set>
#include <utility>
#include <vector>

namespace zonescope::ui::models {

/// The records of one version of a zone, read owner by owner as the reader scrolls: a zone of a million
/// records opens at once.
class RecordModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Name, Ttl, Type, Data };

    using PlainTable::PlainTable;

    /// Only owners or types containing the words; empty shows all.
    void show(zone::ZoneVersionPtr version, const QString& words = {});
    const zone::ZoneVersionPtr& version() const { return m_version; }
    /// RRsets that were not transferred but are our own: shown in italics. Before show().
    void setOwn(std::set<std::pair<dns::Name, dns::Type>> own) { m_own = std::move(own); }

    int rowCount(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    bool isNumber(int column) const override { return column == Ttl; }
    QString toolTip(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        std::uint64_t owner; ///< index in the version
        dns::Type type;
        std::uint32_t record; ///< within the RRset
    };
    bool isOwn(int row) const;
    bool wants(const zone::OwnerView& owner) const;
    std::vector<Row> nextRows();

    zone::ZoneVersionPtr m_version;
    QString m_words;
    std::set<std::pair<dns::Name, dns::Type>> m_own;
    std::vector<Row> m_rows;
    std::uint64_t m_nextOwner = 0;
};

} // namespace zonescope::ui::models

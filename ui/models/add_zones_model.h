// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"
#include "ui/models/plain_table.h"

#include <map>
#include <optional>
#include <vector>

namespace zonescope::ui::models {

/// One zone somebody wants to add, already valid in form.
struct ZoneWish
{
    dns::Name apex;
    QString primaryName; ///< name of a known primary, or what the new one shall be called; empty: its address
    std::optional<net::Endpoint> primary;
    QString keyName;   ///< of a known or of a new key; empty: unsigned
    QStringList edges; ///< names of known edges or "name=address"
    int line = 0;      ///< in the text it came from
};

/// The preview of the add-zones dialog: each row is probed while the operator looks; only rows that answered
/// well are ticked by themselves, and nobody's own tick is ever taken back.
class AddZonesModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Zone, Primary, Key, Edges, Serial, Verdict };

    explicit AddZonesModel(EngineBridge& bridge, QObject* parent = nullptr);

    /// Keys that are typed in the dialog and not saved yet, for the probes.
    void setNewKeys(std::map<QString, dns::TsigKey> keys) { m_newKeys = std::move(keys); }
    void setWishes(std::vector<ZoneWish> wishes);
    void probe(); ///< all rows, again
    bool isProbing() const { return m_question.isWaiting(); }
    int tickedCount() const;
    std::vector<ZoneWish> ticked() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void ticksChanged(int ticked);

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column == Serial; }
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        ZoneWish wish;
        std::optional<engine::PreflightResult> result;
        bool ticked = false;
        bool touched = false; ///< the operator decided
        bool known = false;   ///< already in the configuration
    };
    void apply(const engine::PreflightAnswer& answer);
    std::optional<net::Endpoint> endpointOf(const ZoneWish& wish) const;
    std::optional<base::PrimaryId> knownPrimary(const ZoneWish& wish) const;
    QString serverText(const ZoneWish& wish) const;

    EngineBridge& m_bridge;
    Question m_question;
    std::map<QString, dns::TsigKey> m_newKeys;
    std::vector<Row> m_rows;
};

} // namespace zonescope::ui::models

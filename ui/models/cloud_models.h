// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/cloud_requests.h"
#include "ui/models/plain_table.h"

#include <functional>
#include <vector>

namespace zonescope::ui::models {

/// The order of a whole snapshot by one column.
struct CloudOrder
{
    cloud::CloudViewPtr view;
    int column = -1;
    Qt::SortOrder direction = Qt::AscendingOrder;
    std::vector<cloud::Index> resources;
};
using CloudOrderPtr = std::shared_ptr<const CloudOrder>;

/// Everything a snapshot holds, filtered and sorted by an index of its own: 100,000 rows in milliseconds.
/// Sorting so many takes a tenth of a second, so that is done in another thread, once a snapshot and column;
/// until it is there the rows stand as they stood. Main thread.
class CloudResourceModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Name, Kind, Provider, Account, Region, Id, Addresses, Prefixes, State, columns };

    using PlainTable::PlainTable;

    /// From so many on the order is made in another thread.
    static constexpr std::size_t sortedAtOnce = 5000;

    void show(cloud::CloudViewPtr view);
    /// As SearchIndex::find() understands it.
    void setFilter(const QString& text);
    void sort(int column, Qt::SortOrder order) override;

    int rowCount(const QModelIndex& parent = {}) const override;
    const cloud::Resource& resourceAt(int row) const;
    cloud::Index indexAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    int rowOf(cloud::Index resource) const; ///< -1: filtered away
    const cloud::CloudViewPtr& view() const { return m_view; }

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    std::vector<cloud::Index> arranged() const;
    bool isWanted(const CloudOrderPtr& order) const;
    void makeOrder();
    void takeOrder(CloudOrderPtr order);

    cloud::CloudViewPtr m_view;
    CloudOrderPtr m_order;  ///< of m_view, or nothing
    CloudOrderPtr m_coming; ///< is being made; its resources belong to another thread
    std::vector<cloud::Index> m_rows;
    QString m_filter;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

/// Tables of a few thousand rows that come whole: findings, names, changes, scopes. The order is the one in
/// which the model made them: worst first.
class CloudListModel : public PlainTable
{
    Q_OBJECT

public:
    using PlainTable::PlainTable;

    void setFilter(const QString& text);
    int rowCount(const QModelIndex& parent = {}) const override;
    std::size_t itemAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

protected:
    virtual std::size_t itemCount() const = 0;
    virtual QString itemCell(std::size_t item, int column) const = 0;
    QString cell(int row, int column) const final { return itemCell(itemAt(row), column); }
    void rebuild(); ///< after the items changed
    void takeAll(); ///< the same between beginResetModel() and endResetModel()

private:
    std::vector<std::size_t> filtered() const;
    std::vector<std::size_t> m_rows;
    QString m_filter;
};

class CloudFindingModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { Severity, What, Resource, Evidence, Advice, Known, columns };
    using CloudListModel::CloudListModel;

    void show(cloud::CloudViewPtr view);
    /// What somebody knows about is left out, unless it is asked for.
    void setSuppressions(std::vector<cloud::Suppression> all, base::Timestamp now);
    void setShowSuppressed(bool shown);
    const cloud::Finding& findingAt(int row) const { return finding(itemAt(row)); }
    /// Null when nobody said that it is known.
    const cloud::Suppression* suppressionAt(int row) const;
    std::size_t suppressedCount() const { return m_suppressed; }

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_shown.size(); }
    QString itemCell(std::size_t item, int column) const override;
    QString toolTip(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    const cloud::Finding& finding(std::size_t item) const { return m_view->findings[m_shown[item]]; }
    void choose();

    cloud::CloudViewPtr m_view;
    std::vector<cloud::Suppression> m_suppressions;
    base::Timestamp m_now{};
    bool m_showSuppressed = false;
    std::vector<std::size_t> m_shown; ///< of the view's findings
    std::size_t m_suppressed = 0;
};

class CloudNameModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { State, Name, Type, Value, Owner, From, ZoneState, columns };
    using CloudListModel::CloudListModel;

    /// `zoneName`, `zoneState`: of a zone we hold, where the name comes from and how it propagates.
    void show(cloud::CloudViewPtr view, std::function<QString(base::ZoneId)> zoneName,
              std::function<QString(base::ZoneId)> zoneState);
    const cloud::DnsJoinRow& nameAt(int row) const { return m_view->dns[itemAt(row)]; }

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_view ? m_view->dns.size() : 0; }
    QString itemCell(std::size_t item, int column) const override;
    QString toolTip(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    cloud::CloudViewPtr m_view;
    std::function<QString(base::ZoneId)> m_zoneName;
    std::function<QString(base::ZoneId)> m_zoneState;
};

/// One row a changed field, or an added or removed resource.
class CloudChangeModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { Change, Kind, Resource, Field, Before, After, columns };
    using CloudListModel::CloudListModel;

    void show(engine::CloudDifferenceAnswer answer);

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_items.size(); }
    QString itemCell(std::size_t item, int column) const override;
    QString toolTip(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    struct Item
    {
        const cloud::ResourceChange* change;
        const cloud::FieldChange* field; ///< null: the whole resource
    };
    const cloud::Resource& resourceOf(const Item& item) const;

    engine::CloudDifferenceAnswer m_answer;
    std::vector<Item> m_items;
};

/// Which routes fit an address, the winning one first, and why the others lose.
class CloudRouteModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { Verdict, Prefix, Target, TargetKind, Origin, Priority, Table, columns };
    using CloudListModel::CloudListModel;

    void show(cloud::CloudViewPtr view, cloud::RouteAnswer answer);
    /// none: the provider's own rule, or nothing that the snapshot has.
    cloud::Index tableAt(int row) const { return m_answer.matches[itemAt(row)].table; }

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_answer.matches.size(); }
    QString itemCell(std::size_t item, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column == Priority; }
    QVariant other(int row, int column, int role) const override;

private:
    cloud::CloudViewPtr m_view;
    cloud::RouteAnswer m_answer;
};

/// Every scan that is kept, newest first.
class CloudScanModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { Taken, Label, Resources, Change, Networks, Tunnels, columns };
    using CloudListModel::CloudListModel;

    void show(std::vector<engine::CloudScan> scans);
    const engine::CloudScan& scanAt(int row) const { return m_scans[itemAt(row)]; }
    const std::vector<engine::CloudScan>& scans() const { return m_scans; }

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_scans.size(); }
    QString itemCell(std::size_t item, int column) const override;
    bool isNumber(int column) const override
    {
        return column == Resources || column == Change || column == Networks;
    }
    QVariant other(int row, int column, int role) const override;

private:
    std::vector<engine::CloudScan> m_scans;
};

class CloudScopeModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { State, What, Provider, Account, Region, Resources, Read, Detail, columns };
    using CloudListModel::CloudListModel;

    void show(cloud::CloudViewPtr view);

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_view ? m_view->snapshot->scopes().size() : 0; }
    QString itemCell(std::size_t item, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column == Resources; }
    QVariant other(int row, int column, int role) const override;

private:
    cloud::CloudViewPtr m_view;
};

} // namespace zonescope::ui::models

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/zone_columns.h"
#include "ui/models/zone_filter.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <unordered_map>
#include <vector>

namespace zonescope::ui::models {

/// The zone table with its own sorted and filtered index: a proxy model takes minutes where this takes
/// milliseconds. The order is frozen while values change, so rows never jump under the reader's eyes;
/// orderIsStale() says that resort() would move something. Selections are kept by zone id: views restore them
/// after modelReset with rowOf(). Values are announced at most ten times a second and only for rows that are
/// on the screen.
class ZoneTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    ZoneTableModel(ZoneBook& book, std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    void setFilter(const QString& text);
    const QString& filterText() const { return m_filterText; }
    const ZoneFilter& filter() const { return m_filter; }
    void resort();
    bool orderIsStale() const { return m_stale; }
    int sortColumn() const { return static_cast<int>(m_sortColumn); }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }

    base::ZoneId zoneAt(int row) const;
    const ZoneEntry* entryAt(int row) const;
    int rowOf(base::ZoneId id) const; ///< -1: filtered out or gone
    /// The rows on the screen; last < first: nothing is shown and nothing is announced.
    void setVisibleRows(int first, int last);

signals:
    void orderStaleChanged(bool stale);
    void rowsCounted(int shown, int all);

private:
    bool less(std::uint32_t a, std::uint32_t b) const;
    void rebuild(bool keepOrder);
    void rankPrimaries();
    void indexRows();
    void onReset();
    void onUpdated(const std::vector<std::uint32_t>& positions);
    void flush();
    void tick();
    void checkOrder(int row);
    void setStale(bool stale);
    void announce(int first, int last);
    QVariant decorated(const ZoneEntry& entry, ZoneColumn column, int role) const;

    ZoneBook& m_book;
    std::shared_ptr<const base::Clock> m_clock;
    ZoneFilter m_filter;
    QString m_filterText;
    ZoneColumn m_sortColumn = ZoneColumn::State;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::unordered_map<base::PrimaryId, int>
        m_primaryRank;                  ///< place of its name: comparing names costs 8 times as much
    std::vector<std::uint32_t> m_rows;  ///< row -> position in the book
    std::vector<std::int32_t> m_rowOf;  ///< position -> row, -1 not shown
    std::vector<base::ZoneId> m_rowIds; ///< row -> zone: survives a reset of the book
    std::vector<std::uint32_t> m_dirty; ///< positions
    QTimer m_flushTimer;
    QTimer m_tickTimer;
    QStringList m_shownTimes; ///< what the relative times on the screen say
    int m_firstVisible = 0;
    int m_lastVisible = -1;
    bool m_stale = false;
};

} // namespace zonescope::ui::models

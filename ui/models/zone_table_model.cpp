// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/zone_table_model.h"

#include "ui/models/roles.h"

#include <algorithm>
#include <unordered_set>

namespace zonescope::ui::models {
namespace {

constexpr int flushMilliseconds = 100; // 10 Hz: more repaints cost CPU and nobody reads faster
constexpr int tickMilliseconds = 1000;

bool isNumber(ZoneColumn column)
{
    return column == ZoneColumn::Serial || column == ZoneColumn::PrimarySerial;
}

} // namespace

ZoneTableModel::ZoneTableModel(ZoneBook& book, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_book(book)
    , m_clock(std::move(clock))
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(flushMilliseconds);
    m_tickTimer.setInterval(tickMilliseconds);
    connect(&m_flushTimer, &QTimer::timeout, this, &ZoneTableModel::flush);
    connect(&m_tickTimer, &QTimer::timeout, this, &ZoneTableModel::tick);
    connect(&book, &ZoneBook::reset, this, &ZoneTableModel::onReset);
    connect(&book, &ZoneBook::updated, this, &ZoneTableModel::onUpdated);
    rebuild(false);
}

int ZoneTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ZoneTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : zoneColumnCount;
}

QVariant ZoneTableModel::data(const QModelIndex& index, int role) const
{
    const ZoneEntry* entry = index.isValid() ? entryAt(index.row()) : nullptr;
    if (!entry || index.column() >= zoneColumnCount)
        return {};
    const auto column = static_cast<ZoneColumn>(index.column());
    if (role == Qt::DisplayRole)
        return zoneCellText(*entry, column, m_book.bridge().names(), m_clock->wall());
    return decorated(*entry, column, role);
}

QVariant ZoneTableModel::decorated(const ZoneEntry& entry, ZoneColumn column, int role) const
{
    switch (role) {
    case Qt::ToolTipRole: {
        const QString tip = zoneCellToolTip(entry, column, m_book.bridge().names(), m_clock->wall());
        return tip.isEmpty() ? QVariant() : QVariant(tip);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<int>((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) |
                                        Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return zoneColumnTitle(column) + QStringLiteral(": ") +
               zoneCellText(entry, column, m_book.bridge().names(), m_clock->wall());
    case StateRole:
        return column == ZoneColumn::State ? QVariant(static_cast<int>(entry.state())) : QVariant();
    case ZoneIdRole:
        return entry.id.value;
    case MutedRole:
        return entry.settings->paused;
    default:
        return {};
    }
}

QVariant ZoneTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= zoneColumnCount)
        return {};
    const auto column = static_cast<ZoneColumn>(section);
    if (role == Qt::DisplayRole)
        return zoneColumnTitle(column);
    if (role == Qt::ToolTipRole)
        return zoneColumnHint(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<int>((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) |
                                        Qt::AlignVCenter);
    return {};
}

void ZoneTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= zoneColumnCount)
        return;
    m_sortColumn = static_cast<ZoneColumn>(column);
    m_sortOrder = order;
    resort();
}

void ZoneTableModel::setFilter(const QString& text)
{
    m_filterText = text;
    m_filter = ZoneFilter::parse(text, m_book.bridge().configuration().get());
    resort();
}

void ZoneTableModel::resort()
{
    beginResetModel();
    rebuild(false);
    endResetModel();
}

bool ZoneTableModel::less(std::uint32_t a, std::uint32_t b) const
{
    const auto& entries = m_book.entries();
    const text::Names& names = m_book.bridge().names();
    if (m_sortOrder == Qt::DescendingOrder)
        std::swap(a, b);
    if (m_sortColumn != ZoneColumn::Primary)
        return zoneLess(entries[a], entries[b], m_sortColumn, names);
    const auto rank = [this](const ZoneEntry& entry) {
        const auto found = m_primaryRank.find(shownPrimary(entry));
        return found == m_primaryRank.end() ? -1 : found->second;
    };
    const int rankA = rank(entries[a]);
    const int rankB = rank(entries[b]);
    return rankA != rankB ? rankA < rankB : zoneLess(entries[a], entries[b], ZoneColumn::Zone, names);
}

void ZoneTableModel::rankPrimaries()
{
    m_primaryRank.clear();
    const zone::ConfigurationPtr& configuration = m_book.bridge().configuration();
    if (!configuration)
        return;
    std::vector<std::pair<QString, base::PrimaryId>> names;
    for (const auto& [id, primary] : configuration->primaries())
        names.emplace_back(QString::fromStdString(primary.name).toLower(), id);
    std::ranges::sort(names);
    for (const auto& [name, id] : names)
        m_primaryRank.emplace(id, static_cast<int>(m_primaryRank.size()));
}

/// keepOrder: rows that are still there stay in their order, new ones follow at the end.
void ZoneTableModel::rebuild(bool keepOrder)
{
    const auto& entries = m_book.entries();
    if (m_sortColumn == ZoneColumn::Primary)
        rankPrimaries();
    std::vector<std::uint32_t> rows;
    rows.reserve(entries.size());
    std::unordered_set<std::uint32_t> taken;
    if (keepOrder) {
        for (const base::ZoneId id : m_rowIds) {
            if (const ZoneEntry* entry = m_book.find(id)) {
                const auto position = static_cast<std::uint32_t>(entry - entries.data());
                rows.push_back(position);
                taken.insert(position);
            }
        }
    }
    const auto firstNew = static_cast<std::ptrdiff_t>(rows.size());
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        if (!taken.contains(i) && m_filter.matches(entries[i]))
            rows.push_back(i);
    std::sort(rows.begin() + firstNew, rows.end(), [this](auto a, auto b) { return less(a, b); });
    m_rows = std::move(rows);
    indexRows();
    m_dirty.clear();
    setStale(firstNew > 0 && !std::ranges::is_sorted(m_rows, [this](auto a, auto b) { return less(a, b); }));
    emit rowsCounted(static_cast<int>(m_rows.size()), static_cast<int>(entries.size()));
}

void ZoneTableModel::indexRows()
{
    m_rowOf.assign(m_book.entries().size(), -1);
    m_rowIds.resize(m_rows.size());
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        m_rowOf[m_rows[row]] = static_cast<std::int32_t>(row);
        m_rowIds[row] = m_book.entries()[m_rows[row]].id;
    }
}

void ZoneTableModel::onReset()
{
    beginResetModel();
    rebuild(!m_rowIds.empty());
    endResetModel();
}

void ZoneTableModel::onUpdated(const std::vector<std::uint32_t>& positions)
{
    m_dirty.insert(m_dirty.end(), positions.begin(), positions.end());
    if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void ZoneTableModel::flush()
{
    int first = m_lastVisible + 1;
    int last = m_firstVisible - 1;
    for (const std::uint32_t position : m_dirty) {
        const int row = position < m_rowOf.size() ? m_rowOf[position] : -1;
        if (!m_stale)
            row >= 0 ? checkOrder(row) : setStale(m_filter.matches(m_book.entries()[position]));
        if (row >= m_firstVisible && row <= m_lastVisible) {
            first = std::min(first, row);
            last = std::max(last, row);
        }
    }
    m_dirty.clear();
    if (first <= last)
        announce(first, last);
}

/// A row that no longer fits its neighbours or the filter: the order is stale, nothing moves.
void ZoneTableModel::checkOrder(int row)
{
    const auto at = static_cast<std::size_t>(row);
    const bool out = (at > 0 && less(m_rows[at], m_rows[at - 1])) ||
                     (at + 1 < m_rows.size() && less(m_rows[at + 1], m_rows[at])) ||
                     !m_filter.matches(m_book.entries()[m_rows[at]]);
    if (out)
        setStale(true);
}

void ZoneTableModel::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    emit orderStaleChanged(stale);
}

void ZoneTableModel::announce(int first, int last)
{
    emit dataChanged(index(first, 0), index(last, zoneColumnCount - 1));
}

base::ZoneId ZoneTableModel::zoneAt(int row) const
{
    const ZoneEntry* entry = entryAt(row);
    return entry ? entry->id : base::ZoneId{};
}

const ZoneEntry* ZoneTableModel::entryAt(int row) const
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_rows.size())
        return nullptr;
    return &m_book.entries()[m_rows[static_cast<std::size_t>(row)]];
}

int ZoneTableModel::rowOf(base::ZoneId id) const
{
    const ZoneEntry* entry = m_book.find(id);
    if (!entry)
        return -1;
    const auto position = static_cast<std::size_t>(entry - m_book.entries().data());
    return position < m_rowOf.size() ? m_rowOf[position] : -1;
}

void ZoneTableModel::setVisibleRows(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = std::min(last, static_cast<int>(m_rows.size()) - 1);
    m_shownTimes.clear();
    if (m_lastVisible < m_firstVisible)
        m_tickTimer.stop();
    else if (!m_tickTimer.isActive())
        m_tickTimer.start();
}

/// "6 min ago" grows old by itself: look once a second, repaint only when a text became another one.
void ZoneTableModel::tick()
{
    QStringList now;
    const base::Timestamp wall = m_clock->wall();
    for (int row = m_firstVisible; row <= m_lastVisible; ++row)
        if (const ZoneEntry* entry = entryAt(row))
            for (int c = 0; c < zoneColumnCount; ++c)
                if (isRelativeTime(static_cast<ZoneColumn>(c)))
                    now << zoneCellText(*entry, static_cast<ZoneColumn>(c), m_book.bridge().names(), wall);
    if (now == m_shownTimes)
        return;
    const bool first = m_shownTimes.isEmpty();
    m_shownTimes = std::move(now);
    if (!first)
        announce(m_firstVisible, std::min(m_lastVisible, rowCount() - 1));
}

} // namespace zonescope::ui::models

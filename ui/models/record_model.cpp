// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_model.h"

#include "model/dns/text.h"
#include "ui/text/format.h"
#include "ui/text/names.h"

#include <QFont>

namespace zonescope::ui::models {
namespace {

constexpr std::size_t rowsAtOnce = 400;
constexpr std::uint64_t ownersAtOnce = 20'000; // a search that finds nothing must not hold the window

} // namespace

void RecordModel::show(zone::ZoneVersionPtr version, const QString& words)
{
    beginResetModel();
    m_version = std::move(version);
    m_words = words.trimmed().toLower();
    m_nextOwner = 0;
    m_rows = nextRows();
    endResetModel();
}

int RecordModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

bool RecordModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_version && m_nextOwner < m_version->ownerCount();
}

bool RecordModel::wants(const zone::OwnerView& owner) const
{
    return m_words.isEmpty() ||
           text::toQString(owner.name(m_version->apex())).contains(m_words, Qt::CaseInsensitive);
}

std::vector<RecordModel::Row> RecordModel::nextRows()
{
    std::vector<Row> more;
    if (!m_version)
        return more;
    const std::uint64_t stop = std::min(m_version->ownerCount(), m_nextOwner + ownersAtOnce);
    for (; m_nextOwner < stop && more.size() < rowsAtOnce; ++m_nextOwner) {
        const auto owner = m_version->at(m_nextOwner);
        if (!owner || !wants(*owner))
            continue;
        owner->forEachRrset([&](const zone::RrsetView& set) {
            for (std::uint32_t i = 0; i < set.size(); ++i)
                more.push_back({m_nextOwner, set.type(), i});
            return true;
        });
    }
    return more;
}

void RecordModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    const std::vector<Row> more = nextRows();
    if (more.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(more.size()) - 1);
    m_rows.insert(m_rows.end(), more.begin(), more.end());
    endInsertRows();
}

QStringList RecordModel::titles() const
{
    return {tr("Name"), tr("TTL"), tr("Type"), tr("Data")};
}

bool RecordModel::isOwn(int row) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const auto owner = m_own.empty() ? std::nullopt : m_version->at(r.owner);
    return owner && m_own.contains({owner->name(m_version->apex()), r.type});
}

QString RecordModel::toolTip(int row, int) const
{
    return isOwn(row) ? tr("Our own record, laid over what was transferred.") : QString();
}

QVariant RecordModel::other(int row, int, int role) const
{
    if (role != Qt::FontRole || !isOwn(row))
        return {};
    QFont font;
    font.setItalic(true);
    return font;
}

QString RecordModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const auto owner = m_version->at(r.owner);
    const auto set = owner ? owner->find(r.type) : std::nullopt;
    if (!set)
        return {};
    switch (column) {
    case Name:
        return text::toQString(owner->name(m_version->apex()));
    case Ttl:
        return QString::number(set->ttl());
    case Type:
        return QString::fromStdString(dns::typeText(r.type));
    case Data:
        return QString::fromStdString(dns::rdataText(r.type, set->rdata(r.record)));
    default:
        return {};
    }
}

} // namespace zonescope::ui::models

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/difference_model.h"

#include "model/dns/text.h"
#include "ui/text/names.h"

namespace zonescope::ui::models {

void DifferenceModel::show(std::shared_ptr<const zone::Difference> difference)
{
    beginResetModel();
    m_difference = std::move(difference);
    m_rows.clear();
    if (m_difference) {
        const auto& removed = m_difference->removed;
        const auto& added = m_difference->added;
        std::size_t r = 0;
        std::size_t a = 0;
        while (r < removed.size() || a < added.size()) {
            // A name's removed records stand before its added ones, as in any diff.
            const bool takeRemoved =
                a == added.size() || (r < removed.size() && removed[r].owner <= added[a].owner);
            m_rows.push_back(takeRemoved ? Row{false, static_cast<std::uint32_t>(r++)}
                                         : Row{true, static_cast<std::uint32_t>(a++)});
        }
    }
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const dns::Record& DifferenceModel::recordAt(int row) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    return r.added ? m_difference->added[r.index] : m_difference->removed[r.index];
}

QStringList DifferenceModel::titles() const
{
    return {QString(), tr("Name"), tr("TTL"), tr("Type"), tr("Data")};
}

QString DifferenceModel::cell(int row, int column) const
{
    const dns::Record& record = recordAt(row);
    switch (column) {
    case Sign:
        return m_rows[static_cast<std::size_t>(row)].added ? QStringLiteral("+") : QStringLiteral("−");
    case Name:
        return text::toQString(record.owner);
    case Ttl:
        return QString::number(record.ttl);
    case Type:
        return QString::fromStdString(dns::typeText(record.type));
    case Data:
        return QString::fromStdString(dns::rdataText(record.type, base::viewOf(record.rdata)));
    default:
        return {};
    }
}

QVariant DifferenceModel::other(int row, int /*column*/, int role) const
{
    if (role == ChangeSignRole)
        return m_rows[static_cast<std::size_t>(row)].added ? 1 : -1;
    return {};
}

} // namespace zonescope::ui::models

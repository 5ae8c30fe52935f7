// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cloud_models.h"
#include "ui/text/cloud_text.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

template <class Values>
QString joined(const Values& values)
{
    QString text;
    for (const auto& value : values)
        text += (text.isEmpty() ? QString() : QStringLiteral(", ")) + textOf(value.toText());
    return text;
}

} // namespace

void CloudResourceModel::show(cloud::CloudViewPtr view)
{
    beginResetModel();
    m_view = std::move(view);
    m_rows = m_view ? m_view->search->find(m_filter.toStdString()) : std::vector<cloud::Index>();
    arrange();
    endResetModel();
}

void CloudResourceModel::setFilter(const QString& text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    show(m_view);
}

void CloudResourceModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    show(m_view);
}

void CloudResourceModel::arrange()
{
    if (!m_view || m_sortColumn < 0)
        return;
    const auto& all = m_view->snapshot->resources();
    const auto by = [&](const auto& key) {
        const auto before = [&](cloud::Index a, cloud::Index b) {
            return m_sortOrder == Qt::AscendingOrder ? key(all[a]) < key(all[b]) : key(all[b]) < key(all[a]);
        };
        std::ranges::stable_sort(m_rows, before);
    };
    using R = cloud::Resource;
    switch (m_sortColumn) {
    case Kind:
        return by([](const R& r) { return r.kind; });
    case Provider:
        return by([](const R& r) { return r.provider; });
    case Account:
        return by([](const R& r) { return std::string_view(r.account); });
    case Region:
        return by([](const R& r) { return std::string_view(r.region); });
    case Id:
        return by([](const R& r) { return std::string_view(r.id); });
    case State:
        return by([](const R& r) { return std::string_view(r.state); });
    case Addresses:
        return by([](const R& r) { return r.addresses.empty() ? net::IpAddress() : r.addresses.front(); });
    case Prefixes:
        return by([](const R& r) { return r.prefixes.empty() ? net::Prefix() : r.prefixes.front(); });
    default:
        return by([](const R& r) { return std::string_view(r.name); });
    }
}

int CloudResourceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const cloud::Resource& CloudResourceModel::resourceAt(int row) const
{
    return m_view->snapshot->at(indexAt(row));
}

int CloudResourceModel::rowOf(cloud::Index resource) const
{
    const auto found = std::ranges::find(m_rows, resource);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

QStringList CloudResourceModel::titles() const
{
    return {tr("Name"), tr("Kind"),      tr("Provider"), tr("Account"), tr("Region"),
            tr("Id"),   tr("Addresses"), tr("Prefixes"), tr("State")};
}

QString CloudResourceModel::cell(int row, int column) const
{
    const cloud::Resource& r = resourceAt(row);
    switch (column) {
    case Name:
        return textOf(r.name.empty() ? r.id : r.name);
    case Kind:
        return text::cloudKind(r.kind);
    case Provider:
        return text::cloudProvider(r.provider);
    case Account:
        return textOf(r.account);
    case Region:
        return textOf(r.region);
    case Id:
        return textOf(r.id);
    case Addresses:
        return joined(r.addresses);
    case Prefixes:
        return joined(r.prefixes);
    case State:
        return textOf(r.state);
    default:
        return {};
    }
}

QVariant CloudResourceModel::other(int /*row*/, int column, int role) const
{
    if (role == MutedRole)
        return column == Account || column == Id;
    return {};
}

} // namespace zonescope::ui::models

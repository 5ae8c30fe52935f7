// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cloud_models.h"
#include "ui/models/release.h"
#include "ui/text/cloud_text.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <map>
#include <numeric>

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

/// Pure; any thread.
void sortInto(CloudOrder& order)
{
    using Model = CloudResourceModel;
    const auto all = order.view->snapshot->resources();
    order.resources.resize(all.size());
    std::iota(order.resources.begin(), order.resources.end(), 0U);
    const auto by = [&](const auto& key) {
        std::ranges::stable_sort(order.resources, [&](cloud::Index a, cloud::Index b) {
            return order.direction == Qt::AscendingOrder ? key(all[a]) < key(all[b])
                                                         : key(all[b]) < key(all[a]);
        });
    };
    using R = cloud::Resource;
    switch (order.column) {
    case Model::Kind:
        return by([](const R& r) { return r.kind; });
    case Model::Provider:
        return by([](const R& r) { return r.provider; });
    case Model::Account:
        return by([](const R& r) { return std::string_view(r.account); });
    case Model::Region:
        return by([](const R& r) { return std::string_view(r.region); });
    case Model::Id:
        return by([](const R& r) { return std::string_view(r.id); });
    case Model::State:
        return by([](const R& r) { return std::string_view(r.state); });
    case Model::Addresses:
        return by([](const R& r) { return r.addresses.empty() ? net::IpAddress() : r.addresses.front(); });
    case Model::Prefixes:
        return by([](const R& r) { return r.prefixes.empty() ? net::Prefix() : r.prefixes.front(); });
    default:
        return by([](const R& r) { return std::string_view(r.name); });
    }
}

} // namespace

void CloudResourceModel::show(cloud::CloudViewPtr view)
{
    beginResetModel();
    if (view != m_view) {
        m_order.reset();
        m_coming.reset();
    }
    m_view = std::move(view);
    m_rows = arranged();
    endResetModel();
    makeOrder();
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
    if (column < 0)
        show(m_view);
    else
        makeOrder();
}

bool CloudResourceModel::isWanted(const CloudOrderPtr& order) const
{
    return order && order->view == m_view && order->column == m_sortColumn && order->direction == m_sortOrder;
}

/// What the filter lets through, in order if that is known.
std::vector<cloud::Index> CloudResourceModel::arranged() const
{
    if (!m_view)
        return {};
    std::vector<cloud::Index> found = m_view->search->find(m_filter.toStdString());
    if (!isWanted(m_order))
        return found;
    std::vector<bool> wanted(m_order->resources.size());
    for (const cloud::Index index : found)
        wanted[index] = true;
    found.clear();
    for (const cloud::Index index : m_order->resources)
        if (wanted[index])
            found.push_back(index);
    return found;
}

void CloudResourceModel::makeOrder()
{
    if (!m_view || m_sortColumn < 0 || isWanted(m_order) || isWanted(m_coming))
        return;
    auto wanted = std::make_shared<CloudOrder>(CloudOrder{m_view, m_sortColumn, m_sortOrder, {}});
    if (m_view->snapshot->resources().size() <= sortedAtOnce) {
        sortInto(*wanted);
        takeOrder(std::move(wanted));
        return;
    }
    m_coming = wanted;
    QPointer<CloudResourceModel> self(this);
    QThreadPool::globalInstance()->start([self, made = std::move(wanted)]() mutable {
        sortInto(*made);
        QMetaObject::invokeMethod(qApp, [self, order = CloudOrderPtr(std::move(made))]() mutable {
            if (self && self->isWanted(order))
                self->takeOrder(std::move(order));
            else
                releaseElsewhere(std::move(order)); // its view may be gone but for this
        });
    });
}

/// The rows move; who has selected one keeps it.
void CloudResourceModel::takeOrder(CloudOrderPtr order)
{
    m_order = std::move(order);
    m_coming.reset();
    emit layoutAboutToBeChanged();
    const QModelIndexList old = persistentIndexList();
    std::vector<cloud::Index> held;
    for (const QModelIndex& index : old)
        held.push_back(indexAt(index.row()));
    m_rows = arranged();
    std::map<cloud::Index, int> rows;
    for (const cloud::Index resource : held)
        if (!rows.contains(resource))
            rows.emplace(resource, rowOf(resource));
    QModelIndexList now;
    for (qsizetype i = 0; i < old.size(); ++i)
        now << index(rows[held[static_cast<std::size_t>(i)]], old[i].column());
    changePersistentIndexList(old, now);
    emit layoutChanged();
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

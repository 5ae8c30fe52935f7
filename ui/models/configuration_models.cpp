// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/configuration_models.h"

#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>
#include <map>

namespace zonescope::ui::models {
namespace {

template <class List, class Word>
QString joined(const List& list, Word word)
{
    QStringList words;
    for (const auto& item : list)
        words << word(item);
    return words.join(QStringLiteral(", "));
}

} // namespace

ConfigurationTable::ConfigurationTable(EngineBridge& bridge, QObject* parent)
    : PlainTable(parent)
    , m_bridge(bridge)
{
    connect(&bridge, &EngineBridge::configurationChanged, this, &ConfigurationTable::read);
}

void ConfigurationTable::read()
{
    if (!m_bridge.configuration())
        return;
    std::vector<Row> fresh = rows(*m_bridge.configuration());
    std::ranges::sort(fresh, [](const Row& a, const Row& b) { return a.cells.front() < b.cells.front(); });
    const auto same = [](const Row& a, const Row& b) { return a.id == b.id && a.cells == b.cells; };
    if (std::ranges::equal(fresh, m_rows, same))
        return;
    beginResetModel();
    m_rows = std::move(fresh);
    endResetModel();
}

int ConfigurationTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString ConfigurationTable::cell(int row, int column) const
{
    return m_rows[static_cast<std::size_t>(row)].cells.value(column);
}

KeyModel::KeyModel(EngineBridge& bridge, QObject* parent)
    : ConfigurationTable(bridge, parent)
{
    read();
}

QStringList KeyModel::titles() const
{
    return {tr("Key"), tr("Algorithm"), tr("Used by")};
}

std::vector<ConfigurationTable::Row> KeyModel::rows(const zone::Configuration& configuration) const
{
    std::vector<Row> found;
    for (const auto& [id, key] : configuration.keys()) {
        QStringList users;
        for (const auto& [primaryId, primary] : configuration.primaries())
            if (primary.key == id)
                users << QString::fromStdString(primary.name);
        for (const auto& [aclId, acl] : configuration.acls())
            if (std::ranges::find(acl.keys, id) != acl.keys.end())
                users << QString::fromStdString(acl.name);
        QString algorithm = QString::fromStdString(std::string(dns::tsigAlgorithmText(key.algorithm)));
        if (dns::isWeak(key.algorithm))
            algorithm = tr("%1 (weak)").arg(algorithm);
        found.push_back({id.value, {text::toQString(key.name), algorithm, users.join(QStringLiteral(", "))}});
    }
    return found;
}

QVariant KeyModel::other(int row, int column, int role) const
{
    const zone::Key* key = m_bridge.configuration()->key(base::KeyId{idAt(row)});
    if (role == SeverityRole && column == 1 && key && dns::isWeak(key->algorithm))
        return static_cast<int>(pipeline::Severity::Warning);
    return {};
}

AclModel::AclModel(EngineBridge& bridge, QObject* parent)
    : ConfigurationTable(bridge, parent)
{
    read();
}

QStringList AclModel::titles() const
{
    return {tr("Access list"), tr("Addresses"), tr("Keys")};
}

std::vector<ConfigurationTable::Row> AclModel::rows(const zone::Configuration& configuration) const
{
    std::vector<Row> found;
    for (const auto& [id, acl] : configuration.acls())
        found.push_back(
            {id.value,
             {QString::fromStdString(acl.name),
              joined(acl.prefixes, [](const auto& p) { return QString::fromStdString(p.toText()); }),
              joined(acl.keys, [&](auto key) { return m_bridge.names().key(key); })}});
    return found;
}

EdgeModel::EdgeModel(EngineBridge& bridge, QObject* parent)
    : ConfigurationTable(bridge, parent)
{
    read();
}

QStringList EdgeModel::titles() const
{
    return {tr("Edge"), tr("Address"), tr("Queries per second"), tr("Zones")};
}

std::vector<ConfigurationTable::Row> EdgeModel::rows(const zone::Configuration& configuration) const
{
    std::map<base::EdgeId, std::uint64_t> zones;
    for (const auto& [id, zone] : configuration.zones())
        for (const base::EdgeId edge : zone->edges)
            ++zones[edge];
    std::vector<Row> found;
    for (const auto& [id, edge] : configuration.edges())
        found.push_back({id.value,
                         {QString::fromStdString(edge.name), text::toQString(edge.endpoint),
                          QString::number(edge.maxQueriesPerSecond), text::number(zones[id])}});
    return found;
}

ProxyModel::ProxyModel(EngineBridge& bridge, QObject* parent)
    : ConfigurationTable(bridge, parent)
{
    read();
}

QStringList ProxyModel::titles() const
{
    return {tr("Proxy"), tr("Address"), tr("User"), tr("Used by")};
}

std::vector<ConfigurationTable::Row> ProxyModel::rows(const zone::Configuration& configuration) const
{
    std::vector<Row> found;
    for (const auto& [id, proxy] : configuration.proxies()) {
        QStringList users;
        for (const auto& [primaryId, primary] : configuration.primaries())
            if (primary.proxy == id)
                users << QString::fromStdString(primary.name);
        found.push_back({id.value,
                         {QString::fromStdString(proxy.name), QString::fromStdString(proxy.server.toText()),
                          proxy.user.empty() ? tr("none") : QString::fromStdString(proxy.user),
                          users.join(QStringLiteral(", "))}});
    }
    return found;
}

PrimarySettingsModel::PrimarySettingsModel(EngineBridge& bridge, QObject* parent)
    : ConfigurationTable(bridge, parent)
{
    read();
}

QStringList PrimarySettingsModel::titles() const
{
    return {tr("Primary"), tr("Addresses"), tr("Key"), tr("Transfers"), tr("At the same time")};
}

std::vector<ConfigurationTable::Row>
PrimarySettingsModel::rows(const zone::Configuration& configuration) const
{
    std::vector<Row> found;
    for (const auto& [id, primary] : configuration.primaries())
        found.push_back({id.value,
                         {QString::fromStdString(primary.name),
                          joined(primary.addresses, [](const auto& e) { return text::toQString(e); }),
                          primary.key ? m_bridge.names().key(*primary.key) : tr("none"),
                          text::preferenceWord(primary.preference), QString::number(primary.maxTransfers)}});
    return found;
}

} // namespace zonescope::ui::models

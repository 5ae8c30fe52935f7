// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"
#include "ui/models/plain_table.h"

#include <vector>

namespace zonescope::ui::models {

/// A table of what an operator configured, sorted by name, rebuilt when the configuration changes.
class ConfigurationTable : public PlainTable
{
    Q_OBJECT

public:
    explicit ConfigurationTable(EngineBridge& bridge, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    std::uint32_t idAt(int row) const { return m_rows.at(static_cast<std::size_t>(row)).id; }
    void read();

protected:
    struct Row
    {
        std::uint32_t id = 0;
        QStringList cells;
    };
    virtual std::vector<Row> rows(const zone::Configuration& configuration) const = 0;
    QString cell(int row, int column) const override;

    EngineBridge& m_bridge;

private:
    std::vector<Row> m_rows;
};

class KeyModel final : public ConfigurationTable
{
    Q_OBJECT

public:
    explicit KeyModel(EngineBridge& bridge, QObject* parent = nullptr);

protected:
    QStringList titles() const override;
    std::vector<Row> rows(const zone::Configuration& configuration) const override;
    QVariant other(int row, int column, int role) const override;
};

class AclModel final : public ConfigurationTable
{
    Q_OBJECT

public:
    explicit AclModel(EngineBridge& bridge, QObject* parent = nullptr);

protected:
    QStringList titles() const override;
    std::vector<Row> rows(const zone::Configuration& configuration) const override;
};

class EdgeModel final : public ConfigurationTable
{
    Q_OBJECT

public:
    explicit EdgeModel(EngineBridge& bridge, QObject* parent = nullptr);

protected:
    QStringList titles() const override;
    std::vector<Row> rows(const zone::Configuration& configuration) const override;
    bool isNumber(int column) const override { return column >= 2; }
};

class ProxyModel final : public ConfigurationTable
{
    Q_OBJECT

public:
    explicit ProxyModel(EngineBridge& bridge, QObject* parent = nullptr);

protected:
    QStringList titles() const override;
    std::vector<Row> rows(const zone::Configuration& configuration) const override;
};

class PrimarySettingsModel final : public ConfigurationTable
{
    Q_OBJECT

public:
    explicit PrimarySettingsModel(EngineBridge& bridge, QObject* parent = nullptr);

protected:
    QStringList titles() const override;
    std::vector<Row> rows(const zone::Configuration& configuration) const override;
    bool isNumber(int column) const override { return column == 4; }
};

} // namespace zonescope::ui::models

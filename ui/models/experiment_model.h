// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment_preflight.h"
#include "model/congestion/experiment/experiment_service.h"
#include "ui/models/plain_table.h"

#include <memory>
#include <vector>

namespace zonescope::ui::models {

/// Experiments, newest first.
class ExperimentModel final : public PlainTable
{
    Q_OBJECT

public:
    using PlainTable::PlainTable;

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Keeps rows where they are as long as the same experiments are there.
    void show(const std::shared_ptr<const congestion::ExperimentsSnapshot>& snapshot);
    std::shared_ptr<const congestion::Experiment> at(int row) const;
    int rowOf(congestion::ExperimentId id) const; ///< -1: not there

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;

private:
    std::vector<std::shared_ptr<const congestion::Experiment>> m_rows;
};

/// What may be done with each algorithm, and what an administrator types where it may not.
class AlgorithmModel final : public PlainTable
{
    Q_OBJECT

public:
    using PlainTable::PlainTable;

    int rowCount(const QModelIndex& parent = {}) const override;
    void show(std::vector<congestion::AlgorithmState> algorithms);
    const congestion::AlgorithmState& at(int row) const { return m_rows.at(static_cast<std::size_t>(row)); }

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;

private:
    std::vector<congestion::AlgorithmState> m_rows;
};

} // namespace zonescope::ui::models

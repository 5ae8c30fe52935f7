// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_model.h"

#include "ui/text/format.h"

#include <algorithm>

namespace zonescope::ui::models {

using congestion::Experiment;
using congestion::ExperimentState;

int ExperimentModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

void ExperimentModel::show(const std::shared_ptr<const congestion::ExperimentsSnapshot>& snapshot)
{
    std::vector<std::shared_ptr<const Experiment>> rows(snapshot->experiments.rbegin(),
                                                        snapshot->experiments.rend());
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                 [](const auto& a, const auto& b) { return a->id == b->id; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    announceAll();
}

std::shared_ptr<const Experiment> ExperimentModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int ExperimentModel::rowOf(congestion::ExperimentId id) const
{
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (m_rows[row]->id == id)
            return static_cast<int>(row);
    return -1;
}

QStringList ExperimentModel::titles() const
{
    return {tr("Experiment"), tr("State"), tr("Transfers")};
}

QString ExperimentModel::cell(int row, int column) const
{
    const Experiment& experiment = *m_rows[static_cast<std::size_t>(row)];
    const auto& design = experiment.design;
    if (column == 0)
        return design.name.empty() ? tr("Experiment %1").arg(experiment.id.value)
                                   : QString::fromStdString(design.name);
    if (column == 2)
        return tr("%1 of %2")
            .arg(text::number(experiment.samples.size()),
                 text::number(std::uint64_t{design.blocks} * design.repeats * design.arms.size() *
                              design.targets.size()));
    switch (experiment.state) {
    case ExperimentState::Running:
        return tr("Running");
    case ExperimentState::Finished:
        return tr("Finished");
    case ExperimentState::Stopped:
        return tr("Stopped");
    case ExperimentState::Failed:
        return tr("Failed");
    }
    return {};
}

QString ExperimentModel::toolTip(int row, int /*column*/) const
{
    const Experiment& experiment = *m_rows[static_cast<std::size_t>(row)];
    QString text = tr("Since %1").arg(text::dayAndTime(experiment.startedAt));
    if (!experiment.note.empty())
        text += u'\n' + QString::fromStdString(experiment.note);
    return text;
}

int AlgorithmModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

void AlgorithmModel::show(std::vector<congestion::AlgorithmState> algorithms)
{
    beginResetModel();
    m_rows = std::move(algorithms);
    endResetModel();
}

QStringList AlgorithmModel::titles() const
{
    return {tr("Algorithm"), tr("Can be used"), tr("What an administrator types")};
}

QString AlgorithmModel::cell(int row, int column) const
{
    const congestion::AlgorithmState& state = m_rows[static_cast<std::size_t>(row)];
    if (column == 0)
        return QString::fromStdString(state.name);
    if (column == 2)
        return QString::fromStdString(state.command);
    if (state.usable)
        return tr("Yes");
    return state.available ? tr("No, it is not allowed") : tr("No, it is not loaded");
}

QString AlgorithmModel::toolTip(int row, int column) const
{
    return column == 2 ? cell(row, column) : QString();
}

} // namespace zonescope::ui::models

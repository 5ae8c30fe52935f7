// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"
#include "ui/models/plain_table.h"

#include <deque>
#include <memory>
#include <vector>

namespace zonescope::ui::models {

/// Transfers of one zone (or of all): what runs now on top, then the history, newest first, bounded.
class TransferModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column {
        State,
        Zone,
        Kind,
        Primary,
        Serials,
        Records,
        Bytes,
        Duration,
        Started,
        Why,
        Verdict,
        Result
    };

    TransferModel(EngineBridge& bridge, std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    /// Shows one zone, a primary, or everything; asks the engine for the history.
    void show(base::ZoneId zone, base::PrimaryId primary, pipeline::Period period);
    int rowCount(const QModelIndex& parent = {}) const override;
    bool isRunning(int row) const { return row < static_cast<int>(m_running.size()); }
    base::ZoneId zoneAt(int row) const;
    bool hasRunning() const { return !m_running.empty(); }

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column >= Records && column <= Duration; }
    QVariant other(int row, int column, int role) const override;

private:
    bool isShown(base::ZoneId zone, base::PrimaryId primary) const;
    void onProgress(const std::vector<pipeline::TransferProgress>& progress);
    void onAttempts(const std::vector<pipeline::TransferAttempt>& attempts);
    void finish(std::size_t running);
    QString runningCell(const pipeline::TransferProgress& run, int column) const;
    QString attemptCell(const pipeline::TransferAttempt& attempt, int column) const;
    const pipeline::TransferAttempt& attemptAt(int row) const;

    EngineBridge& m_bridge;
    std::shared_ptr<const base::Clock> m_clock;
    Question m_question;
    base::ZoneId m_zone;
    base::PrimaryId m_primary;
    std::vector<pipeline::TransferProgress> m_running;
    std::deque<pipeline::TransferAttempt> m_attempts; ///< newest first
};

} // namespace zonescope::ui::models

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schedule/work_ledger.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace zonescope::scheduletest {

/// A ledger with the rules of the real one and no disk. It survives the scheduler, as a file would: load()
/// gives what a restarted program finds.
class MemoryLedger final : public schedule::WorkLedger
{
public:
    base::Result<Loaded> load() override
    {
        Loaded loaded;
        loaded.nextOffset = m_nextOffset;
        for (auto& [zone, row] : m_rows) {
            release(zone);
            if (row.scheduled)
                loaded.rows.push_back(row);
        }
        for (const auto& [zone, timer] : m_timers)
            loaded.timers.push_back(timer);
        return loaded;
    }
    void enqueue(base::ZoneId zone, schedule::Offset offset, pipeline::Triggers triggers,
                 Durable durable) override
    {
        schedule::LedgerRow& row = m_rows[zone];
        row.zone = zone;
        row.scheduled = row.scheduled ? std::pair(row.scheduled->first, offset) : std::pair(offset, offset);
        row.scheduledTriggers |= triggers;
        m_nextOffset = std::max(m_nextOffset, offset + 1);
        ++enqueued;
        if (durable)
            durable({});
    }
    void claim(base::ZoneId zone) override
    {
        schedule::LedgerRow& row = m_rows.at(zone);
        if (row.working || !row.scheduled)
            faults.emplace_back("claim without scheduled, or while working");
        row.working = std::exchange(row.scheduled, std::nullopt);
        row.workingTriggers = std::exchange(row.scheduledTriggers, pipeline::Triggers{0});
    }
    void complete(base::ZoneId zone, Durable durable) override
    {
        schedule::LedgerRow& row = m_rows.at(zone);
        if (!row.working)
            faults.emplace_back("complete without work");
        else
            row.done = std::max(row.done, row.working->second);
        row.working.reset();
        row.workingTriggers = 0;
        if (durable)
            durable({});
    }
    void release(base::ZoneId zone) override
    {
        schedule::LedgerRow& row = m_rows.at(zone);
        if (!row.working)
            return;
        row.scheduled = row.scheduled ? std::pair(std::min(row.working->first, row.scheduled->first),
                                                  std::max(row.working->second, row.scheduled->second))
                                      : *row.working;
        row.scheduledTriggers |= row.workingTriggers;
        row.working.reset();
        row.workingTriggers = 0;
    }
    void saveTimers(const schedule::TimerRow& row) override { m_timers[row.zone] = row; }
    void forget(base::ZoneId zone) override
    {
        m_rows.erase(zone);
        m_timers.erase(zone);
    }
    schedule::Offset watermark() const override
    {
        schedule::Offset lowest = m_nextOffset;
        for (const auto& [zone, row] : m_rows)
            for (const auto& range : {row.scheduled, row.working})
                if (range)
                    lowest = std::min(lowest, range->first);
        return lowest;
    }

    const std::map<base::ZoneId, schedule::LedgerRow>& rows() const { return m_rows; }
    const std::map<base::ZoneId, schedule::TimerRow>& timers() const { return m_timers; }
    std::uint64_t enqueued = 0;
    std::vector<std::string> faults; ///< calls that the real one would be right to refuse

private:
    std::map<base::ZoneId, schedule::LedgerRow> m_rows;
    std::map<base::ZoneId, schedule::TimerRow> m_timers;
    schedule::Offset m_nextOffset = 1;
};

} // namespace zonescope::scheduletest

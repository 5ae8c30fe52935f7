// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schedule/work_ledger.h"

#include <optional>
#include <set>
#include <unordered_map>

namespace zonescope::store {

/// The rows of the ledger as a value with the steps a row may take, and the watermark over them. No database,
/// no locks: tests walk it in microseconds.
/// A row keeps lowest and highest offset of what was merged into it: lowest for the watermark, highest to
/// prove that a finished transfer covers the newest request.
class LedgerRows
{
public:
    using Offset = schedule::Offset;

    /// At start-up. Work that was in hand is scheduled again, and everything scheduled says so
    /// (Trigger::Recovered). True when the row changed.
    bool restore(schedule::LedgerRow row);
    void enqueue(base::ZoneId zone, Offset offset, pipeline::Triggers triggers);
    bool claim(base::ZoneId zone);    ///< false: nothing to claim
    bool complete(base::ZoneId zone); ///< false: nothing in hand
    bool release(base::ZoneId zone);
    void forget(base::ZoneId zone);
    /// The row is on disk as it is given here.
    void committed(const schedule::LedgerRow& row);

    const schedule::LedgerRow* find(base::ZoneId zone) const;
    std::vector<schedule::LedgerRow> all() const;
    /// Lowest offset that is not done, neither here nor on disk.
    Offset watermark() const { return m_lows.empty() ? m_next : *m_lows.begin(); }
    Offset next() const { return m_next; }
    void reserve(Offset next) { m_next = std::max(m_next, next); }

private:
    struct Entry
    {
        schedule::LedgerRow row;
        std::optional<Offset> low;          ///< of the row
        std::optional<Offset> committedLow; ///< of the row on disk
    };
    void replaceLow(std::optional<Offset>& old, std::optional<Offset> low);
    void changed(Entry& entry);

    std::unordered_map<base::ZoneId, Entry> m_entries;
    std::multiset<Offset> m_lows;
    Offset m_next = 1;
};

} // namespace zonescope::store

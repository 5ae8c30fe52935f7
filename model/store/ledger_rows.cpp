// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/ledger_rows.h"

#include <algorithm>

namespace zonescope::store {
namespace {

using Range = std::optional<std::pair<schedule::Offset, schedule::Offset>>;

Range merged(const Range& a, const Range& b)
{
    if (!a || !b)
        return a ? a : b;
    return std::pair(std::min(a->first, b->first), std::max(a->second, b->second));
}

std::optional<schedule::Offset> lowOf(const schedule::LedgerRow& row)
{
    const Range both = merged(row.scheduled, row.working);
    return both ? std::optional(both->first) : std::nullopt;
}

pipeline::Triggers joined(pipeline::Triggers a, pipeline::Triggers b)
{
    return static_cast<pipeline::Triggers>(a | b);
}

} // namespace

void LedgerRows::replaceLow(std::optional<Offset>& old, std::optional<Offset> low)
{
    if (old == low)
        return;
    if (low)
        m_lows.insert(*low);
    if (old)
        m_lows.erase(m_lows.find(*old));
    old = low;
}

void LedgerRows::changed(Entry& entry)
{
    replaceLow(entry.low, lowOf(entry.row));
}

bool LedgerRows::restore(schedule::LedgerRow row)
{
    const schedule::LedgerRow before = row;
    row.scheduled = merged(row.scheduled, row.working);
    row.working.reset();
    if (row.scheduled)
        row.scheduledTriggers = joined(joined(row.scheduledTriggers, row.workingTriggers),
                                       static_cast<pipeline::Triggers>(pipeline::Trigger::Recovered));
    row.workingTriggers = 0;
    reserve(std::max(row.done, row.scheduled ? row.scheduled->second : 0) + 1);
    Entry& entry = m_entries[row.zone];
    entry.row = row;
    changed(entry);
    replaceLow(entry.committedLow, entry.low);
    return !(row == before);
}

void LedgerRows::enqueue(base::ZoneId zone, Offset offset, pipeline::Triggers triggers)
{
    Entry& entry = m_entries[zone];
    entry.row.zone = zone;
    entry.row.scheduled = merged(entry.row.scheduled, std::pair(offset, offset));
    entry.row.scheduledTriggers = joined(entry.row.scheduledTriggers, triggers);
    reserve(offset + 1);
    changed(entry);
}

bool LedgerRows::claim(base::ZoneId zone)
{
    const auto found = m_entries.find(zone);
    if (found == m_entries.end() || !found->second.row.scheduled)
        return false;
    schedule::LedgerRow& row = found->second.row;
    row.working = merged(row.working, row.scheduled);
    row.workingTriggers = joined(row.workingTriggers, row.scheduledTriggers);
    row.scheduled.reset();
    row.scheduledTriggers = 0;
    changed(found->second);
    return true;
}

bool LedgerRows::complete(base::ZoneId zone)
{
    const auto found = m_entries.find(zone);
    if (found == m_entries.end() || !found->second.row.working)
        return false;
    schedule::LedgerRow& row = found->second.row;
    row.done = std::max(row.done, row.working->second);
    row.working.reset();
    row.workingTriggers = 0;
    changed(found->second);
    return true;
}

bool LedgerRows::release(base::ZoneId zone)
{
    const auto found = m_entries.find(zone);
    if (found == m_entries.end() || !found->second.row.working)
        return false;
    schedule::LedgerRow& row = found->second.row;
    row.scheduled = merged(row.scheduled, row.working);
    row.scheduledTriggers = joined(row.scheduledTriggers, row.workingTriggers);
    row.working.reset();
    row.workingTriggers = 0;
    changed(found->second);
    return true;
}

void LedgerRows::forget(base::ZoneId zone)
{
    const auto found = m_entries.find(zone);
    if (found == m_entries.end())
        return;
    replaceLow(found->second.low, std::nullopt);
    replaceLow(found->second.committedLow, std::nullopt);
    m_entries.erase(found);
}

void LedgerRows::committed(const schedule::LedgerRow& row)
{
    const auto found = m_entries.find(row.zone);
    if (found != m_entries.end()) // else forgotten meanwhile
        replaceLow(found->second.committedLow, lowOf(row));
}

const schedule::LedgerRow* LedgerRows::find(base::ZoneId zone) const
{
    const auto found = m_entries.find(zone);
    return found == m_entries.end() ? nullptr : &found->second.row;
}

std::vector<schedule::LedgerRow> LedgerRows::all() const
{
    std::vector<schedule::LedgerRow> rows;
    rows.reserve(m_entries.size());
    for (const auto& [zone, entry] : m_entries)
        rows.push_back(entry.row);
    std::ranges::sort(rows, {}, &schedule::LedgerRow::zone);
    return rows;
}

} // namespace zonescope::store

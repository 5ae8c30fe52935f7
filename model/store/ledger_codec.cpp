// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/ledger_codec.h"

#include "model/base/varint.h"

#include <algorithm>

namespace zonescope::store {
namespace {

using base::appendVarint;
using Range = std::optional<std::pair<schedule::Offset, schedule::Offset>>;

enum Tag : std::uint8_t { Removed = 1, Row = 2, Timer = 3, Next = 4 };

constexpr std::uint64_t hasScheduled = 1;
constexpr std::uint64_t hasWorking = 2;

/// Times before 1970 are possible, however unlikely.
std::uint64_t zigzag(base::Timestamp time)
{
    const std::int64_t value = base::toMicroseconds(time);
    return static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63);
}

base::Timestamp timeOf(std::uint64_t packed)
{
    return base::fromMicroseconds(static_cast<std::int64_t>(packed >> 1U) ^
                                  -static_cast<std::int64_t>(packed & 1U));
}

void appendRange(base::Bytes& into, const Range& range)
{
    if (!range)
        return;
    appendVarint(into, range->first);
    appendVarint(into, range->second - range->first);
}

Range readRange(base::VarintReader& reader, bool there)
{
    if (!there)
        return std::nullopt;
    const schedule::Offset low = reader.next();
    return std::pair(low, low + reader.next());
}

void appendRow(base::Bytes& into, const schedule::LedgerRow& row)
{
    appendVarint(into, Row);
    appendVarint(into, row.zone.value);
    appendVarint(into, (row.scheduled ? hasScheduled : 0) | (row.working ? hasWorking : 0));
    appendRange(into, row.scheduled);
    appendRange(into, row.working);
    appendVarint(into, row.done);
    appendVarint(into, row.scheduledTriggers);
    appendVarint(into, row.workingTriggers);
}

void appendTimer(base::Bytes& into, const schedule::TimerRow& timer)
{
    appendVarint(into, Timer);
    appendVarint(into, timer.zone.value);
    appendVarint(into, zigzag(timer.nextCheck));
    appendVarint(into, zigzag(timer.lastGood));
    appendVarint(into, timer.expiresAt ? 1 : 0);
    if (timer.expiresAt)
        appendVarint(into, zigzag(*timer.expiresAt));
    appendVarint(into, timer.failures);
}

base::ZoneId readZone(base::VarintReader& reader)
{
    return base::ZoneId{static_cast<std::uint32_t>(reader.next())};
}

schedule::LedgerRow readRow(base::VarintReader& reader)
{
    schedule::LedgerRow row;
    row.zone = readZone(reader);
    const std::uint64_t there = reader.next();
    row.scheduled = readRange(reader, (there & hasScheduled) != 0);
    row.working = readRange(reader, (there & hasWorking) != 0);
    row.done = reader.next();
    row.scheduledTriggers = static_cast<pipeline::Triggers>(reader.next());
    row.workingTriggers = static_cast<pipeline::Triggers>(reader.next());
    return row;
}

schedule::TimerRow readTimer(base::VarintReader& reader)
{
    schedule::TimerRow timer;
    timer.zone = readZone(reader);
    timer.nextCheck = timeOf(reader.next());
    timer.lastGood = timeOf(reader.next());
    if (reader.next() != 0)
        timer.expiresAt = timeOf(reader.next());
    timer.failures = static_cast<std::uint32_t>(reader.next());
    return timer;
}

} // namespace

base::Bytes packLedgerGroup(const LedgerGroup& group)
{
    base::Bytes packed;
    for (const base::ZoneId zone : group.removed) {
        appendVarint(packed, Removed);
        appendVarint(packed, zone.value);
    }
    for (const schedule::LedgerRow& row : group.rows)
        appendRow(packed, row);
    for (const schedule::TimerRow& timer : group.timers)
        appendTimer(packed, timer);
    if (group.next) {
        appendVarint(packed, Next);
        appendVarint(packed, *group.next);
    }
    return packed;
}

base::Result<LedgerGroup> unpackLedgerGroup(base::ByteView packed)
{
    LedgerGroup group;
    base::VarintReader reader(packed);
    while (!reader.failed() && !reader.atEnd()) {
        switch (reader.next()) {
        case Removed:
            group.removed.push_back(readZone(reader));
            break;
        case Row:
            group.rows.push_back(readRow(reader));
            break;
        case Timer:
            group.timers.push_back(readTimer(reader));
            break;
        case Next:
            group.next = reader.next();
            break;
        default:
            return base::fail(base::ErrorCode::StoreCorrupt, "a word of the journal that nobody wrote");
        }
    }
    if (reader.failed())
        return base::fail(base::ErrorCode::StoreCorrupt, "a group of the journal that ends too soon");
    return group;
}

void LedgerChanges::add(const LedgerGroup& group)
{
    for (const base::ZoneId zone : group.removed) {
        rows.insert_or_assign(zone, std::nullopt);
        timers.insert_or_assign(zone, std::nullopt);
    }
    for (const schedule::LedgerRow& row : group.rows)
        rows.insert_or_assign(row.zone, row);
    for (const schedule::TimerRow& timer : group.timers)
        timers.insert_or_assign(timer.zone, timer);
    next = std::max(next, group.next.value_or(0));
}

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/latency_rollup.h"

#include "model/base/log.h"

#include <chrono>

namespace zonescope::store {
namespace {

constexpr std::size_t mostEntries = 20'000; // held in memory between groups; a group may hold more

} // namespace

std::int64_t hourOf(base::Timestamp at)
{
    return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count();
}

std::size_t LatencyRollup::KeyHash::operator()(const Key& key) const noexcept
{
    std::uint64_t value = static_cast<std::uint64_t>(key.hour) << 40 ^
                          static_cast<std::uint64_t>(key.owner) << 4 ^
                          static_cast<std::uint64_t>(key.stage) << 1 ^ static_cast<std::uint64_t>(key.by);
    value *= 0x9e3779b97f4a7c15U; // spreads neighbouring owners over the buckets
    return static_cast<std::size_t>(value ^ value >> 32);
}

LatencyRollup::LatencyRollup(Database& database)
    : m_find(database.prepare("SELECT histogram FROM latency WHERE by=? AND owner=? AND stage=? AND hour=?"))
    , m_put(database.prepare("INSERT OR REPLACE INTO latency(by, owner, stage, hour, histogram) "
                             "VALUES(?,?,?,?,?)"))
{
}

base::Result<LatencyRollup::Entry*> LatencyRollup::entry(const Key& key)
{
    auto found = m_entries.find(key);
    if (found == m_entries.end()) {
        m_find.start(key.by, key.owner, key.stage, key.hour);
        const auto row = m_find.next();
        if (!row)
            return tl::unexpected<base::Error>(row.error());
        Entry fresh;
        if (*row) {
            if (auto stored = pipeline::Histogram::unpack(m_find.blob(0)))
                fresh.histogram = std::move(*stored);
            else // one hour of one zone is lost; refusing all new data would be worse
                base::log(base::LogCategory::Store, base::LogLevel::Warning,
                          "history.sqlite: a damaged latency histogram was started anew");
        }
        m_find.reset();
        found = m_entries.emplace(key, std::move(fresh)).first;
    }
    if (!found->second.changed) {
        found->second.changed = true;
        m_changed.push_back(key);
    }
    return &found->second;
}

base::Status LatencyRollup::addArrival(const Key& key, const pipeline::EdgeArrival& arrival)
{
    const auto into = entry(key);
    if (!into)
        return tl::unexpected<base::Error>(into.error());
    if (arrival.delay)
        (*into)->histogram.add(*arrival.delay);
    else
        (*into)->histogram.addFailure();
    return {};
}

base::Status LatencyRollup::add(const pipeline::Change& change)
{
    const std::int64_t hour = hourOf(change.startedAt);
    for (const pipeline::Stage stage : pipeline::stages) {
        const auto& time = change.stage.at(static_cast<std::size_t>(stage));
        if (stage == pipeline::Stage::Observe || !time)
            continue; // Observe holds the edges' delays, below
        const auto into = entry({LatencyOwner::Zone, change.zone.value, stage, hour});
        if (!into)
            return tl::unexpected<base::Error>(into.error());
        (*into)->histogram.add(*time);
    }
    for (const pipeline::EdgeArrival& arrival : change.edges) {
        if (!arrival.delay && !arrival.failure)
            continue;
        constexpr auto observe = pipeline::Stage::Observe;
        auto done = addArrival({LatencyOwner::Zone, change.zone.value, observe, hour}, arrival);
        if (done)
            done = addArrival({LatencyOwner::Edge, arrival.edge.value, observe, hour}, arrival);
        if (!done)
            return done;
    }
    return {};
}

base::Status LatencyRollup::write()
{
    for (const Key& key : m_changed) {
        Entry& entry = m_entries.at(key);
        const base::Bytes packed = entry.histogram.pack();
        if (auto done = m_put.execute(key.by, key.owner, key.stage, key.hour, base::viewOf(packed)); !done)
            return done;
        entry.changed = false;
    }
    m_changed.clear();
    if (m_entries.size() > mostEntries)
        m_entries.clear();
    return {};
}

void LatencyRollup::clear()
{
    m_entries.clear();
    m_changed.clear();
}

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/store/sqlite.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zonescope::store {

/// Who owns a row of the table latency. On disk: append only.
enum class LatencyOwner : std::uint8_t { Zone = 0, Edge = 1 };

std::int64_t hourOf(base::Timestamp at); ///< hours since 1970, rounded down

/// SQL: "known" are the owners of parameter ?3, "stages" all stages. The table's key begins with both, so a
/// time is found owner by owner without an index on hours, which took as much room as every fifth sample.
inline constexpr std::string_view latencyOwners =
    "WITH RECURSIVE known(owner) AS (SELECT min(owner) FROM latency WHERE by=?3 UNION ALL "
    "SELECT (SELECT min(owner) FROM latency WHERE by=?3 AND owner>known.owner) FROM known "
    "WHERE known.owner IS NOT NULL), stages(stage) AS (VALUES(0),(1),(2),(3),(4),(5)) ";
static_assert(pipeline::stages.size() == 6);

/// Hourly histograms by (stage, zone) and (stage, edge). Never by (zone, edge): 242 MB instead of 25 MB for
/// 30 days, 1.4 samples a row (measured). Writer thread only.
class LatencyRollup
{
public:
    explicit LatencyRollup(Database& database);

    /// Counts every sample of a change that has become complete. An edge that never showed it and gave no
    /// failure (a newer change took over) counts as neither.
    base::Status add(const pipeline::Change& change);
    /// Writes what changed into the open transaction.
    base::Status write();
    /// After a rollback: forget what was never stored.
    void clear();

private:
    struct Key
    {
        LatencyOwner by;
        std::uint32_t owner;
        pipeline::Stage stage;
        std::int64_t hour;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash
    {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct Entry
    {
        pipeline::Histogram histogram;
        bool changed = false;
    };
    base::Result<Entry*> entry(const Key& key);
    base::Status addArrival(const Key& key, const pipeline::EdgeArrival& arrival);

    Statement m_find, m_put;
    std::unordered_map<Key, Entry, KeyHash> m_entries;
    std::vector<Key> m_changed;
};

} // namespace zonescope::store

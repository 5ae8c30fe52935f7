// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/sqlite.h"

#include <optional>

namespace zonescope::store {

/// Removes history older than a time, a slice at a call, so that accepted work never waits for it.
class Pruner
{
public:
    explicit Pruner(Database& database)
        : m_database(database)
    {
    }

    void begin(base::Timestamp olderThan);
    bool busy() const { return m_limit.has_value(); }
    /// Removes up to some thousand rows within the open transaction.
    base::Status slice();

private:
    base::Status sliceOfRows();
    base::Status finish();

    Database& m_database;
    std::optional<base::Timestamp> m_limit;
    std::size_t m_source = 0; ///< index into historySources; past the end: the small tables
};

} // namespace zonescope::store

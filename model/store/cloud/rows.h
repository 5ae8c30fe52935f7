// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/sqlite.h"

#include <string>

namespace zonescope::store {

/// Calls `each` for every row.
template <class Each>
base::Status forRows(Statement& rows, const Each& each)
{
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        if (const base::Status done = each(); !done)
            return done;
    }
}

inline std::string textOf(const Statement& row, int column)
{
    return std::string(row.text(column));
}

} // namespace zonescope::store

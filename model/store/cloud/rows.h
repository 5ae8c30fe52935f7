// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/sqlite.h"

#include <string>

namespace zonescope::store {

/// A column that outlives the row.
inline std::string textOf(const Statement& row, int column)
{
    return std::string(row.text(column));
}

} // namespace zonescope::store

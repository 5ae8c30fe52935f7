// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/store/sqlite.h"

#include <span>

namespace zonescope::store {

/// Brings a database from any older format to the newest, one numbered step after the other (PRAGMA
/// user_version), each step in a transaction of its own.
/// Errors: StoreOpen (a newer Zonescope wrote it, or it is no file of ours), StoreReadOnly, StoreFull, ...
base::Status migrate(Database& database, std::span<const char* const> steps);

/// Step i leads from format i to i + 1. Never edit a step that was released: append one.
std::span<const char* const> workMigrations();
std::span<const char* const> historyMigrations();

} // namespace zonescope::store

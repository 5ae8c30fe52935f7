// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/sqlite.h"
#include "model/zone/configuration.h"

namespace zonescope::store {

/// What users manage in the tables of work.sqlite. No secrets here: the secret file has them.
/// Errors: StoreCorrupt when stored rows make no valid configuration (the detail names the row).
base::Result<zone::Configuration> loadConfiguration(const Database& database);

/// Writes what differs, in one transaction: 10,000 added zones are 10,000 rows and a few columns, not a new
/// file.
base::Status saveDifference(Database& database, const zone::Configuration& stored,
                            const zone::Configuration& wanted);

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/pipeline/path_record.h"
#include "model/store/sqlite.h"

#include <vector>

namespace zonescope::store {

/// Rounds of probes in history.sqlite.
inline constexpr std::string_view putPathSql =
    "INSERT INTO path_round(at, target, tcp, route, length, sent, received, best, worst, usual, nsid, hops) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)";
base::Status putPath(Statement& statement, const pipeline::PathRecord& record);

/// Of one target, oldest first; the newest `limit` of the period. An empty period is all of time.
base::Result<std::vector<pipeline::PathRecord>> readPaths(const Database& database,
                                                          const net::Endpoint& target,
                                                          const pipeline::Period& period, std::size_t limit);
/// The newest of each target.
base::Result<std::vector<pipeline::PathRecord>> readNewestPaths(const Database& database);

} // namespace zonescope::store

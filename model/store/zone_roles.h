// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <cstdint>
#include <string_view>

namespace zonescope::store {

/// The lists of a zone in the table zone_member. The numbers are on disk: append only.
enum class ZoneRole : std::uint8_t { Primary = 0, Edge = 1, NotifyFrom = 2, TransferTo = 3 };

/// The engine's limits by the names they have in the table engine_limit.
template <class Limits, class Visit>
void forEachLimit(Limits& limits, Visit&& visit)
{
    visit(std::string_view("max_transfers"), limits.maxTransfers);
    visit(std::string_view("transfer_threads"), limits.transferThreads);
    visit(std::string_view("max_soa_queries_per_second"), limits.maxSoaQueriesPerSecond);
    visit(std::string_view("history_days"), limits.historyDays);
    visit(std::string_view("kept_versions"), limits.keptVersions);
    visit(std::string_view("answers_per_second"), limits.answersPerSecond);
    visit(std::string_view("answer_slip"), limits.answerSlip);
    visit(std::string_view("serve_threads"), limits.serveThreads);
    visit(std::string_view("connection_log_days"), limits.connectionLogDays);
    visit(std::string_view("connection_log_megabytes"), limits.connectionLogMegabytes);
}

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/store/sqlite.h"
#include "model/store/words.h"

#include <optional>
#include <string_view>

namespace zonescope::store {

// Rows of history.sqlite as values, each with the columns it wants in its order.

inline constexpr std::string_view attemptColumns =
    "id, zone, apex, primary_server, address, key_name, kind, started_at, duration, from_serial, to_serial, "
    "records, bytes, messages, rcode, extended_error, extended_text, error, detail, triggers, tcp_rtt, "
    "tcp_rtt_var, tcp_min_rtt, tcp_receive_rtt, tcp_retransmits, tcp_out_of_order, tcp_send_window, "
    "tcp_receive_space, tcp_bytes_received, tcp_bytes_acked, tcp_delivery_rate, transport, nsid, route, "
    "cookie, verdict, flow";
/// Errors: StoreCorrupt.
base::Result<std::optional<pipeline::TransferAttempt>> readAttempt(const Statement& row, Words& words);

inline constexpr std::string_view eventColumns =
    "id, at, stage, severity, kind, zone, primary_server, edge, change_id, from_serial, to_serial, address, "
    "transfer_kind, records, duration, error, detail, via, before_value, "
    "after_value";
/// Nothing: a kind of event that only a newer Zonescope knows. Errors: StoreCorrupt.
base::Result<std::optional<pipeline::Event>> readEvent(const Statement& row, Words& words);

inline constexpr std::string_view changeColumns =
    "id, zone, started_at, from_serial, to_serial, triggers, primary_server, kind, added, removed, complete, "
    "samples";
pipeline::Change readChange(const Statement& row);  ///< without its samples
base::ByteView changeSamples(const Statement& row); ///< for unpackSamples

/// Columns: hour, owner, stage.
pipeline::HourlyLatency readLatency(const Statement& row, bool byEdge, pipeline::Histogram histogram);
/// Columns: zone, edge, primary_server, serial, failure, from_time, to_time.
pipeline::SerialSpan readSpan(const Statement& row, Words& words);

} // namespace zonescope::store

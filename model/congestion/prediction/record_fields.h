// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/records.h"

#include <string_view>

namespace zonescope::congestion {

enum class FieldOutcome : std::uint8_t { Taken, Unknown, Malformed };

// Columns of CSV and keys of JSON by name; case does not matter, and the names that ss, the kernel and
// iperf3 use are known too. Times end in _us, _ms or _s. Unknown names are skipped by the callers.

FieldOutcome setField(PassiveRecord& record, std::string_view name, std::string_view value);
FieldOutcome setField(RumRecord& record, std::string_view name, std::string_view value);

/// True when at least one column of that name set belongs to such a record.
bool isPassiveField(std::string_view name);
bool isRumField(std::string_view name);

/// Why a record cannot be used, empty when it can: a passive one needs octets and a round-trip time or a busy
/// time, a page its load time.
std::string_view complaint(const PassiveRecord& record);
std::string_view complaint(const RumRecord& record);

} // namespace zonescope::congestion

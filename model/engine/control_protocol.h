// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/control_server.h"
#include "model/engine/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace zonescope::engine {

// What goes over the local socket. A request is one line:
//   {"request": "status"}
//   {"request": "transfer", "zone": "example.org", "full": true}
//   {"request": "history", "zone": "example.org"}
//   {"request": "test-change", "zone": "example.org"}
// The answer is "ok" or "error" on a line of its own, then one JSON value until the end of the stream. What
// is not known is null. Times are ISO 8601 in UTC, fields that end in Ms are milliseconds; state, kind,
// outcome and error code are the stable words of the database. Names are not translated.
//
// status   {"engine": {running, notifyAt[], serveAt[], transfersOpen, zonesScheduled, transfersPerMinute,
//                      notifiesAccepted, notifiesRefused, probesSent, storeError,
//                      configurationError},
//           "zones": [{name, state, heldSerial, heldSince, primarySerial, primarySerialAt, primarySeen,
//                      announcedSerial, announcedAt, edgesCurrent, edgesTotal, visibleEverywhereAt,
//                      behindSince, nextCheck, expiresAt, lastError, lastErrorSince, lastErrorPrimary,
//                      working, scheduled, recordCount, mergedTriggers,
//                      edges[]: {name, address, serial, serialSince, lastAnswer, error, errorSince, nsid,
//                                zoneVersion, expire, notify: {state, serial, attempts, at, error}}}],
//           "primaries": [{name, addresses[], proxy, seenFrom, lastAnswer, lastError, lastErrorSince,
//                          accessLines: {bind, knot, nsd, powerdns}}]}  seenFrom: our address as it sees us
// transfer {zone, outcome: "new-version" | "unchanged" | "failed" | "cancelled", serial, error, transfers[]}
// history  {zone, changes[]: {id, startedAt, fromSerial, toSerial, kind, primary, triggers, added, removed,
//                             complete, stagesMs: {notify, schedule, transfer, build, publish, observe},
//                             edges[]: {name, delayMs, uncertaintyMs, failure}},
//           transfers[]: {id, startedAt, durationMs, primary, address, key, kind, fromSerial, toSerial,
//                         records, bytes, messages, rcode, extendedError, extendedErrorText, transport, nsid,
//                         error}}
// test-change {zone, record, text, primary, address, tookMs}
// an error is {code, detail, advice}; a failed request is {"error": {...}}

std::string encodeRequest(const ControlRequest& request);
/// Errors: SyntaxError, UnknownField, MissingField, InvalidValue.
base::Result<ControlRequest> decodeRequest(std::string_view line);

std::string encodeStatus(const EngineStatus& engine, const std::vector<zone::ZoneStatus>& zones,
                         const zone::Configuration& configuration,
                         const std::vector<zone::PrimaryStatus>& primaries = {});

struct TransferOutcome
{
    std::string zone;
    std::string_view outcome;
    std::optional<std::uint32_t> serial;
    std::optional<base::Error> error;
    std::vector<pipeline::TransferAttempt> attempts;
};
std::string encodeTransfer(const TransferOutcome& outcome, const zone::Configuration& configuration);
std::string encodeHistory(const std::string& zone, const std::vector<pipeline::Change>& changes,
                          const std::vector<pipeline::TransferAttempt>& attempts,
                          const zone::Configuration& configuration);
std::string encodeTestChange(const std::string& zone, const TestChangeAnswer& answer,
                             const zone::Configuration& configuration);
std::string encodeError(const base::Error& error);

/// "current", "refreshing", "behind", "failing", "expired", "paused", "unknown".
std::string_view zoneStateName(zone::ZoneState state);

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/base/strong_id.h"
#include "model/dns/name.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::zone {

/// What an operator reads first. Worst wins: Expired > Failing > Behind > Refreshing > Current.
enum class ZoneState : std::uint8_t { Unknown, Current, Refreshing, Behind, Failing, Expired, Paused };

/// What became of the NOTIFY that told an edge of a version.
struct EdgeNotice
{
    enum class State : std::uint8_t { Waiting, Acknowledged, Refused, Unanswered };
    State state = State::Waiting;
    std::uint32_t serial = 0;
    std::uint32_t attempts = 0;       ///< messages sent for this serial
    base::Timestamp at;               ///< of the state
    std::optional<base::Error> error; ///< Refused: what it said; Unanswered: TimedOut, ConnectionRefused, ...

    friend bool operator==(const EdgeNotice&, const EdgeNotice&) = default;
};

/// One edge's view of one zone, from the wire, never from a log.
struct EdgeSerial
{
    base::EdgeId edge;
    std::optional<std::uint32_t> serial;        ///< nothing: it never answered with one
    std::optional<base::Timestamp> serialSince; ///< when it was first seen with this serial
    std::optional<base::Timestamp> lastAnswer;
    std::optional<base::Error> error; ///< why the last probe gave no serial
    std::optional<base::Timestamp> errorSince;
    std::optional<EdgeNotice> notice = {}; ///< nothing: it is not told by NOTIFY
    std::string nsid = {};     ///< octets by which its node names itself (RFC 5001); empty: it does not
    bool givesVersion = false; ///< it says ZONEVERSION (RFC 9660)
    std::optional<std::uint32_t> expire =
        {}; ///< seconds until it drops the zone (RFC 7314); nothing: it does not say

    friend bool operator==(const EdgeSerial&, const EdgeSerial&) = default;
};

/// What the checks of the content found in the version that is held, one for each kind of fault.
struct ContentFinding
{
    enum class Level : std::uint8_t { Notice, Warning, Error } level = Level::Notice;
    base::ErrorCode code = base::ErrorCode::Internal;
    dns::Name owner;         ///< the first
    std::uint64_t count = 0; ///< owners or records
    std::string detail;      ///< names up to five; English

    friend bool operator==(const ContentFinding&, const ContentFinding&) = default;
};

/// The apex is published with addresses of what it is an alias of.
struct FlattenedStatus
{
    dns::Name target;
    std::optional<base::Timestamp> at; ///< of the last good answer; nothing: there was none
    std::uint32_t addresses = 0;
    std::optional<base::Error> error; ///< of the last lookup: the last good addresses are kept

    friend bool operator==(const FlattenedStatus&, const FlattenedStatus&) = default;
};

/// What is laid over the transferred version before it is published.
struct LocalStatus
{
    std::optional<std::uint32_t> publishedSerial; ///< when it is not the held one
    std::uint32_t overrides = 0;                  ///< RRsets of our own
    std::vector<std::string> conflicts;           ///< of those with the transferred ones; English
    std::optional<FlattenedStatus> flattened;

    friend bool operator==(const LocalStatus&, const LocalStatus&) = default;
};

/// Latest status of one zone: what a table row needs, copyable, crosses to the window in batches.
/// Three serials named by their truth: held (we serve it), seen at the primary, announced by a NOTIFY.
struct ZoneStatus
{
    base::ZoneId zone;
    ZoneState state = ZoneState::Unknown;
    std::optional<std::uint32_t> heldSerial;
    std::optional<base::Timestamp> heldSince; ///< last change became ours
    std::optional<std::uint32_t> primarySerial;
    std::optional<base::Timestamp> primarySerialAt;
    base::PrimaryId primarySeen;                  ///< which primary said so
    std::optional<std::uint32_t> announcedSerial; ///< from the SOA of a NOTIFY: a hint only
    std::optional<base::Timestamp> announcedAt;
    std::vector<EdgeSerial> edges;                      ///< one for each edge of the zone
    std::uint32_t edgesCurrent = 0;                     ///< edges at heldSerial or newer
    std::optional<base::Timestamp> visibleEverywhereAt; ///< when the last edge got heldSerial
    std::optional<base::Timestamp> behindSince;         ///< since when some edge or we are behind
    std::optional<base::Timestamp> nextCheck;
    std::optional<base::Timestamp> expiresAt;
    std::optional<base::Error> lastError; ///< nothing while all is well
    std::optional<base::Timestamp> lastErrorSince;
    base::PrimaryId lastErrorPrimary;
    bool working = false;
    bool scheduled = false;
    std::uint64_t recordCount = 0;
    std::uint64_t mergedTriggers = 0;          ///< triggers that a waiting one already covered
    std::vector<ContentFinding> findings = {}; ///< worst first
    LocalStatus local = {};

    friend bool operator==(const ZoneStatus&, const ZoneStatus&) = default;
};

/// Latest status of one primary address.
struct PrimaryStatus
{
    base::PrimaryId primary;
    std::optional<base::Timestamp> lastAnswer;
    std::optional<base::Duration> soaLatency;
    std::optional<base::Timestamp> lastNotify;
    std::uint64_t notifies = 0;
    std::uint64_t changesByNotify = 0;
    std::uint64_t changesByPolling = 0; ///< > 0 while notifies stay away: its NOTIFY does not reach us
    std::uint64_t transfersOk = 0;
    std::uint64_t transfersFailed = 0;
    std::uint32_t openTransfers = 0;
    std::optional<base::Error> lastError; ///< nothing after a success
    std::optional<base::Timestamp> lastErrorSince;
    std::uint32_t zonesAffected = 0;
    std::optional<net::IpAddress> seenFrom; ///< the address it sees us come from: for its access list

    friend bool operator==(const PrimaryStatus&, const PrimaryStatus&) = default;
};

} // namespace zonescope::zone

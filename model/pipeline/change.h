// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/base/strong_id.h"
#include "model/dns/name.h"
#include "model/net/endpoint.h"
#include "model/net/tcp_info.h"
#include "model/pipeline/stage.h"
#include "model/pipeline/transfer_flow.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::pipeline {

/// Why a zone's transfer was asked for. Bits: one queue row carries all the reasons merged into it.
enum class Trigger : std::uint8_t {
    Notify = 1,  ///< a primary told us
    Refresh = 2, ///< SOA timers
    Retry = 4,
    Forced = 8,      ///< an operator, incremental
    ForcedFull = 16, ///< an operator, AXFR
    Added = 32,      ///< the zone is new or has no data
    Recovered = 64,  ///< replayed from the ledger after a restart
};
using Triggers = std::uint8_t; ///< set of Trigger bits

constexpr bool has(Triggers set, Trigger one)
{
    return (set & static_cast<Triggers>(one)) != 0;
}

enum class TransferKind : std::uint8_t { SoaOnly, Ixfr, Axfr, AxfrStyleIxfr };
std::string_view transferKindName(TransferKind kind); ///< "soa", "ixfr", "axfr", "axfr-style-ixfr"

/// How an attempt's last messages travelled. TcpNotTls: TLS was wished for and did not come about.
enum class Transport : std::uint8_t { Udp, Tcp, Tls, TcpNotTls };
std::string_view transportName(Transport transport); ///< "udp", "tcp", "tls", "tcp-not-tls"

/// One attempt against one address: a row of the transfer history.
struct TransferAttempt
{
    std::uint64_t id = 0; ///< assigned by the engine, unique over restarts
    base::ZoneId zone;
    dns::Name apex;
    base::PrimaryId primary;
    net::Endpoint address;
    std::string keyName; ///< display form, empty when unsigned
    TransferKind kind = TransferKind::SoaOnly;
    base::Timestamp startedAt;
    base::Duration duration{0};
    std::optional<std::uint32_t> fromSerial;
    std::optional<std::uint32_t> toSerial;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint32_t messages = 0;
    std::uint16_t rcode = 0;
    std::optional<std::uint16_t> extendedError; ///< RFC 8914 info code
    std::string extendedErrorText;
    std::optional<base::Error> error;       ///< nothing: it worked
    std::optional<net::TcpInfo> tcpInfo;    ///< at the end; counters are of this attempt alone
    std::optional<TransferFlow> flow;       ///< over TCP only
    std::optional<TransferVerdict> verdict; ///< of a transfer over TCP
    Triggers triggers = 0;
    Transport transport = Transport::Tcp;
    std::string nsid;        ///< which node answered (RFC 5001): text, or hex when it is none
    std::uint64_t route = 0; ///< name of the way to the server at that time; 0: not known

    friend bool operator==(const TransferAttempt&, const TransferAttempt&) = default;
};

/// A running transfer, for progress lines. Latest value per zone wins.
struct TransferProgress
{
    enum class Phase : std::uint8_t {
        Queued,
        Connecting,
        AskingSoa,
        Receiving,
        Building,
        Publishing,
        Done,
        Failed,
        Cancelled
    };

    base::ZoneId zone;
    Phase phase = Phase::Queued;
    TransferKind kind = TransferKind::SoaOnly;
    base::PrimaryId primary;
    net::Endpoint address;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint32_t messages = 0;
    base::Timestamp startedAt;

    friend bool operator==(const TransferProgress&, const TransferProgress&) = default;
};

/// When one edge was first seen with the change's serial. delay is from the beginning of the change (its
/// first stage); uncertainty is the time since the probe before: the edge changed somewhere in that interval.
struct EdgeArrival
{
    base::EdgeId edge;
    std::optional<base::Duration> delay; ///< nothing: not seen yet, or failed
    base::Duration uncertainty{0};
    std::optional<base::ErrorCode> failure; ///< why it could not be seen

    friend bool operator==(const EdgeArrival&, const EdgeArrival&) = default;
};

/// The history of one change of one zone: the time spent in each stage and every edge's arrival.
/// stage[i] is the duration of that stage; nothing when the stage was not passed (found by polling: no
/// notify).
struct Change
{
    std::uint64_t id = 0; ///< unique over restarts; the trace id of all its events
    base::ZoneId zone;
    std::optional<std::uint32_t> fromSerial;
    std::uint32_t toSerial = 0;
    base::Timestamp startedAt; ///< NOTIFY received, or the check that found it
    Triggers triggers = 0;
    base::PrimaryId primary;
    TransferKind kind = TransferKind::Axfr;
    std::array<std::optional<base::Duration>, stages.size()> stage{};
    std::vector<EdgeArrival> edges;
    std::uint64_t added = 0;   ///< records
    std::uint64_t removed = 0; ///< records
    bool complete = false;     ///< every edge arrived, or a newer change took over

    friend bool operator==(const Change&, const Change&) = default;
};

enum class Severity : std::uint8_t { Info, Notice, Warning, Error };

/// One line of Activity: meaning, never text for people. ui/text makes the sentence.
struct Event
{
    std::uint64_t id = 0;
    base::Timestamp at;
    Stage stage = Stage::Notify;
    Severity severity = Severity::Info;

    enum class Kind : std::uint8_t {
        NotifyAccepted,
        NotifyMerged,
        NotifyRefused,
        CheckUnchanged,
        CheckFailed,
        TransferStarted,
        TransferDone,
        TransferFailed,
        FellBackToAxfr,
        TriedNextPrimary,
        BuildFinding,
        Published,
        PublishFailed,
        VisibleAtEdge,
        VisibleEverywhere,
        EdgeLate,
        EdgeFailing,
        EdgeRecovered,
        ZoneExpired,
        ZoneRecovered,
        ZoneAdded,
        ZoneRemoved,
        ConfigurationChanged,
        StoreFailed,
        StoreRecovered,
        EngineStarted,
        EngineStopped,
        AnnouncedNotServed,
        TransferCancelled,
        SerialBackwards,
        ReportWritten,
        FellBackToTcp,
        ProxyWithoutUdp,
        ConfigurationReloaded,
        ConfigurationRefused,
        TestChangeSent,   ///< to `address`; after: the text of its record; with `error`: refused
        PathRouteChanged, ///< before, after: names of routes
        PathRttChanged,   ///< before, after: microseconds
        PathNodeChanged,  ///< before, after: NSID
        HostDropsRose,
        CloudDriftOpened, ///< records: objects; before: the first of them
        CloudDriftClosed,
        CloudChanged,       ///< before: what, after: how it ended; written to a provider by us
        CloudRevertDecided, ///< records: drifts; before: the first, after: "reason" or "reason: detail"
        CloudKillSwitch,    ///< after: "on" or "off"
    } kind = Kind::NotifyAccepted;
    base::ZoneId zone;
    base::PrimaryId primary;
    base::EdgeId edge;
    std::uint64_t change = 0; ///< trace id, 0 none
    std::optional<std::uint32_t> fromSerial;
    std::optional<std::uint32_t> toSerial;
    std::optional<net::Endpoint> address;
    std::optional<net::Endpoint> via; ///< the load balancer that spoke for `address` (PROXY protocol)
    std::optional<TransferKind> transferKind;
    std::uint64_t records = 0;
    std::optional<base::Duration> duration;
    std::optional<base::Error> error; ///< cause; its code carries the advice
    std::string before;               ///< of something that changed, as its kind says
    std::string after;

    friend bool operator==(const Event&, const Event&) = default;
};
std::string_view eventKindName(Event::Kind kind); ///< "transfer-done": the word in the database and in JSON
std::optional<Event::Kind> eventKindFromName(std::string_view name);

} // namespace zonescope::pipeline

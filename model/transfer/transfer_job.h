// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"
#include "model/net/socks5_session.h"
#include "model/pipeline/change.h"
#include "model/zone/configuration.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace zonescope::transfer {

using JobId = std::uint64_t;

/// One primary as a job sees it: copied values, so an edit during the transfer changes the next job, never
/// this one.
struct Target
{
    base::PrimaryId primary;
    std::vector<net::Endpoint> addresses; ///< tried in order
    std::optional<dns::TsigKey> key;
    bool axfrOnly = false;
    std::uint16_t maxTransfers = 5; ///< connections to this primary at the same time, over all jobs
    std::optional<net::IpAddress> source;
    std::optional<net::SocksProxy> proxy;
    bool ixfrOverUdp = false;        ///< the first IXFR goes over UDP
    bool everyMessageSigned = false; ///< with a key
    zone::TlsSettings tls;           ///< not Off: everything over TLS, on its port of every address
};

/// What to do for one zone. One job runs SOA check -> IXFR -> AXFR and moves on to the next primary by
/// itself.
struct TransferJob
{
    enum class Mode : std::uint8_t {
        IfNewer,     ///< transfer only when a primary's serial is newer
        Incremental, ///< operator's F5: as IfNewer, but skips every back-off
        Full,        ///< operator's Shift+F5: AXFR whatever the serial
    };

    JobId id = 0;
    base::ZoneId zone;
    dns::Name apex;
    zone::ZoneVersionPtr held;   ///< nothing: AXFR
    bool heldExpired = false;    ///< an older serial is welcome
    std::vector<Target> targets; ///< notifiers first
    Mode mode = Mode::IfNewer;
    bool askEverybody = false; ///< a primary at our serial does not end it: another may be newer
    std::optional<std::uint32_t>
        announcedSerial; ///< a NOTIFY's hint: which primary answers is asked on when it is behind
    /// Nothing is held, nothing was announced and many wait: the whole zone is asked for at once. Only when
    /// that fails does the same address get the SOA query that else comes first.
    bool withoutCheck = false;
    zone::TransferLimits limits;
    pipeline::Triggers triggers = 0;
    zone::PartSink parts; ///< of a whole zone, on the transfer thread; unverified until the job is finished
};

/// What one primary said to the SOA check; without one, what its transfer says instead.
struct SoaAnswer
{
    base::PrimaryId primary;
    net::Endpoint address;
    std::uint32_t serial = 0;
    base::Duration latency{0};
    std::optional<std::uint32_t> ednsExpire;  ///< RFC 7314, seconds
    std::optional<std::uint32_t> zoneVersion; ///< RFC 9660: the serial of the copy that the answer came from
    std::string nsid;                         ///< RFC 5001: which node it was, as people read it
};

struct TransferResult
{
    enum class Outcome : std::uint8_t { Unchanged, NewVersion, Failed, Cancelled };

    JobId job = 0;
    base::ZoneId zone;
    Outcome outcome = Outcome::Failed;
    zone::ZoneVersionPtr version; ///< NewVersion only
    zone::Tolerated tolerated;
    pipeline::TransferKind kind = pipeline::TransferKind::SoaOnly;
    base::PrimaryId primary; ///< who gave it, or who confirmed our serial
    net::Endpoint address;
    std::vector<SoaAnswer> soaAnswers;
    /// The address each primary saw us come from, where that is known.
    std::map<base::PrimaryId, net::IpAddress> seenFrom;
    std::vector<pipeline::TransferAttempt>
        attempts;                     ///< every attempt in order, good and bad; ids not yet assigned
    std::optional<base::Error> error; ///< the last one, when nothing worked
    base::PrimaryId errorPrimary;
    base::Timestamp startedAt;  ///< job taken up
    base::Timestamp finishedAt; ///< last octet verified and indexed
    std::uint64_t added = 0;    ///< records, IXFR only
    std::uint64_t removed = 0;
};

} // namespace zonescope::transfer

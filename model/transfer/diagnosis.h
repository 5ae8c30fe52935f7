// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/preflight.h"
#include "model/transfer/soa_answer.h"

#include <optional>

namespace zonescope::transfer {

/// What the first message of an AXFR said; the connection was closed after it.
struct AxfrEvidence
{
    bool connected = false;
    bool began = false; ///< a good first message with the zone's SOA
    std::optional<base::Error> error;
    dns::Rcode rcode = dns::Rcode::NoError;
    std::optional<std::uint32_t> serial;
    std::optional<std::int64_t> clockSkew;
};

/// What the three probes of a preflight found. A probe that was not made is nothing.
struct Evidence
{
    SoaReply unsignedSoa;
    std::optional<SoaReply> signedSoa; ///< only with a key
    std::optional<AxfrEvidence> axfr;
};

struct Diagnosis
{
    PreflightVerdict verdict = PreflightVerdict::Failed;
    std::optional<std::uint32_t> serial;
    std::optional<base::Error> error; ///< of the probe that decided
    std::optional<std::int64_t> skewSeconds;
};

/// The rcode alone never tells why a primary refuses: NOTAUTH is "zone not there" at all four of BIND, Knot,
/// NSD and PowerDNS, "not in the ACL" at Knot and PowerDNS, "wrong key" at all, "not loaded" at NSD and
/// PowerDNS. The three answers together do. Pure: the first row of a rule table that fits.
Diagnosis diagnose(const Evidence& evidence);

} // namespace zonescope::transfer

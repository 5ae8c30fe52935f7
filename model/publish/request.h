// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/edns.h"
#include "model/dns/key_ring.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>

namespace zonescope::publish {

/// A message as it came.
struct Asked
{
    base::ByteView message;
    bool tcp = false;
    net::IpAddress from;
    base::Timestamp at; ///< for TSIG
};

/// A query read as far as an answer needs it. `fault` other than NoError: answer with that rcode and nothing
/// else; the question is there when it could be read.
struct Request
{
    dns::Header header;
    std::optional<dns::Question> question;
    std::optional<dns::Edns> edns;
    std::optional<std::uint32_t>
        clientSerial;                ///< IXFR: the SOA in the authority section (RFC 1995 section 3)
    dns::RequestVerdict tsig;        ///< unsignedRequest unless a TSIG record was there
    std::optional<dns::TsigKey> key; ///< the key that verified
    dns::Rcode fault = dns::Rcode::NoError;
};

/// Nothing: no answer may be sent (too short for a header, or itself an answer). Pure.
std::optional<Request> readRequest(const Asked& asked, const dns::KeyRing& keys);

} // namespace zonescope::publish

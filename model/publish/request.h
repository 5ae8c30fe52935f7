// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/key_ring.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace zonescope::publish {

/// A message as it came.
struct Asked
{
    base::ByteView message;
    bool tcp = false;
    net::IpAddress from;
    base::Timestamp at; ///< for TSIG, cookies and EXPIRE
};

/// The OPT record of a query, as far as a server answers it.
struct EdnsAsked
{
    std::uint16_t udpSize = 0;
    std::uint8_t version = 0;
    bool dnssecOk = false;
    bool nsid = false;        ///< RFC 5001
    bool expire = false;      ///< RFC 7314
    bool zoneVersion = false; ///< RFC 9660
    base::ByteView cookie;    ///< RFC 7873; empty: none. Well-formed. In the message's memory.
};

/// A query read as far as an answer needs it. `fault` other than NoError: answer with that rcode and nothing
/// else; the question is there when it could be read. Reading an ordinary query allocates nothing.
struct Request
{
    dns::Header header;
    std::string_view qname; ///< uncompressed, in the message's memory; empty: no question could be read
    dns::Type qtype = dns::Type::A;
    dns::Class qclass = dns::Class::IN;
    std::optional<EdnsAsked> edns;
    std::optional<std::uint32_t>
        clientSerial;                ///< IXFR: the SOA in the authority section (RFC 1995 section 3)
    dns::RequestVerdict tsig;        ///< unsignedRequest unless a TSIG record was there
    std::optional<dns::TsigKey> key; ///< the key that verified
    dns::Rcode fault = dns::Rcode::NoError;
};

/// Nothing: no answer may be sent (too short for a header, or itself an answer). Pure. The request points
/// into the message.
std::optional<Request> readRequest(const Asked& asked, const dns::KeyRing& keys);

} // namespace zonescope::publish

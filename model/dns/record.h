// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/dns/name.h"
#include "model/dns/types.h"

#include <cstdint>

namespace zonescope::dns {

/// One resource record, owned. rdata is uncompressed wire form with its case preserved.
/// Hot paths use RecordView (message_reader.h); this is for everything else.
struct Record
{
    Name owner;
    Type type = Type::A;
    Class recordClass = Class::IN;
    std::uint32_t ttl = 0; ///< seconds
    base::Bytes rdata;

    friend bool operator==(const Record&, const Record&) = default;
};

/// RFC 1035 section 3.3.13. Times in seconds.
struct Soa
{
    Name primaryName;
    Name mailbox;
    std::uint32_t serial = 0;
    std::uint32_t refresh = 0;
    std::uint32_t retry = 0;
    std::uint32_t expire = 0;
    std::uint32_t minimum = 0;

    /// Errors: MalformedRecord (13-octet SOA rdata and the like; see dns CVE list).
    static base::Result<Soa> fromRdata(base::ByteView rdata);
    base::Bytes toRdata() const;

    friend bool operator==(const Soa&, const Soa&) = default;
};

} // namespace zonescope::dns

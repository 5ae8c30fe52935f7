// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/byte_writer.h"
#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/dns/tsig_mac.h"

#include <cstdint>
#include <optional>

namespace zonescope::dns {

/// The fields of a TSIG record (RFC 8945 section 4.2).
struct TsigRecord
{
    Name key;
    Name algorithm;
    std::uint64_t timeSigned = 0; ///< seconds since 1970
    std::uint16_t fudge = 300;    ///< RFC 8945 section 10 recommends it
    base::Bytes mac;
    std::uint16_t originalId = 0;
    std::uint16_t error = 0;
    base::Bytes other;
    std::size_t offset = 0; ///< where it begins in its message

    /// What the first MAC of an exchange covers after the message (section 4.3.3).
    base::Bytes variables() const;
    /// What later MACs of a stream cover (section 5.3.1).
    base::Bytes timers() const;
    /// For BADTIME: the server's clock.
    std::optional<std::uint64_t> serverTime() const;
};

/// The TSIG record of a message, nothing when it has none. One walk over the record headers (about 7 ns
/// each), no name is decompressed. Errors: TsigMalformed, also when it is not the last thing in the message
/// or not the only one.
base::Result<std::optional<TsigRecord>> findTsig(base::ByteView message);

/// Feeds a message as it was before it was signed: TSIG cut off, ARCOUNT lowered, original id restored.
/// Precondition: `record` came from findTsig(message).
void updateUnsigned(TsigMac& mac, base::ByteView message, const TsigRecord& record);
/// Feeds a MAC with its length in front, as later MACs cover earlier ones; an empty one not at all.
void updatePrior(TsigMac& mac, std::string_view prior);

/// Appends the record and raises ARCOUNT. Precondition: a whole header, fewer than 65535 additional records.
base::Bytes appendTsig(base::Bytes message, const TsigRecord& record);

std::uint64_t secondsOf(base::Timestamp time);
std::uint16_t messageId(base::ByteView message);

} // namespace zonescope::dns

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"

#include <optional>

namespace zonescope::publish {

/// What the messages of a transfer have in common.
struct TransferFrame
{
    dns::Header header;            ///< of the answer; counts are filled in
    dns::Question question;        ///< AXFR or IXFR
    std::optional<dns::Edns> edns; ///< in the first message only (RFC 5936 section 2.2.5)
    std::optional<dns::TsigKey> key;
    base::Bytes requestMac; ///< with key
};

/// Makes the messages of a zone transfer one by one. No input or output, one thread.
class TransferOut
{
public:
    virtual ~TransferOut() = default;
    /// The next message, signed when a key is set; nothing after the last, or when failed().
    virtual std::optional<base::Bytes> next(base::Timestamp now) = 0;
    /// True when a record fits no message at all: the stream cannot be completed and must be cut off.
    virtual bool failed() const = 0;
};

// A compression pointer reaches 16,383 octets: beyond that a larger message saves nothing.
inline constexpr std::size_t fullTransferMessage = 16000;
inline constexpr std::size_t largestTransferMessage = 65535;
inline constexpr std::size_t roomForTsig = 640; // two names of 255 octets, 64 of MAC, fixed fields
inline constexpr std::size_t roomForOpt = 320;  // NSID of a configured name, EXPIRE, a cookie

} // namespace zonescope::publish

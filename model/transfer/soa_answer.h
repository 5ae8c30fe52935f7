// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/query.h"

#include <cstdint>
#include <optional>

namespace zonescope::transfer {

/// What a server said to an SOA query, good or bad.
struct SoaReply
{
    std::optional<dns::Soa> soa; ///< only when verified and authoritative
    std::optional<base::Error> error;
    dns::Rcode rcode = dns::Rcode::NoError;
    std::optional<dns::Edns> edns;
    bool authoritative = false;
    bool carriedTsig = false;              ///< a TSIG record was there, whatever it said
    std::optional<std::int64_t> clockSkew; ///< seconds the server's clock is ahead, after BADTIME
};

enum class SoaReading : std::uint8_t {
    NotOurs,  ///< stray or forged: keep waiting (CVE-2023-29483)
    Doubtful, ///< ours by id and question, but malformed or not verified: wait for a better one, then believe
              ///< it
    UseTcp,   ///< TC set
    BadCookie,   ///< the server wants its cookie (RFC 7873 section 5.3), which came with this answer
    WithoutEdns, ///< FORMERR, NOTIMP or BADVERS to EDNS (RFC 6891 section 7): ask again without
    Answered,    ///< see the reply
};

/// Reads one answer. Over TCP there is nobody else to wait for: NotOurs and Doubtful become Answered with an
/// error. Pure.
SoaReading readSoaAnswer(base::ByteView message, const Query& query, bool tcp, base::Timestamp now,
                         SoaReply& reply);

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/error.h"
#include "model/dns/name.h"

#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::observe {

/// The question of a probe: SOA, RD clear (an edge must answer from what it holds, not ask others), with
/// NSID (RFC 5001), EXPIRE (RFC 7314) and ZONEVERSION (RFC 9660) requested when `edns`. Pure.
base::Bytes writeProbe(const dns::Name& apex, std::uint16_t id, bool edns);

/// What an edge said.
struct ProbeAnswer
{
    std::optional<std::uint32_t> serial;
    std::optional<base::Error> error; ///< set when there is no serial
    std::optional<std::uint16_t> extendedError;
    std::string nsid;
    bool givesVersion = false;           ///< ZONEVERSION came along
    std::optional<std::uint32_t> expire; ///< EDNS EXPIRE, seconds
    bool truncated = false;              ///< TC: ask again over TCP
    bool ednsNotUnderstood = false; ///< FORMERR or NOTIMP without OPT: ask again without (RFC 6891 section 7)
};

/// Reads the answer to writeProbe(apex, ...). Errors: RcodeRefused and the other rcodes, NotAuthoritative
/// (AA clear, or a referral), WrongQuestion, Truncated, Malformed....
ProbeAnswer readProbeAnswer(base::ByteView message, const dns::Name& apex);

} // namespace zonescope::observe

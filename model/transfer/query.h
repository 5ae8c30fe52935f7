// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"

#include <cstdint>
#include <optional>

namespace zonescope::transfer {

/// A request that was sent, with what is needed to recognise and verify its answers. Pure value.
struct Query
{
    base::Bytes message; ///< complete, signed when there is a key
    std::uint16_t id = 0;
    dns::Question question;
    bool edns = false;
    std::optional<dns::TsigKey> key;
    base::Bytes mac; ///< of the signed request
};

/// SOA with EDNS EXPIRE (RFC 7314) and NSID (RFC 5001) requested; AXFR; IXFR with our SOA in the authority
/// section (RFC 1995 section 3). The id is unpredictable.
Query makeSoaQuery(const dns::Name& apex, bool edns, const std::optional<dns::TsigKey>& key,
                   base::Timestamp now);
Query makeAxfrQuery(const dns::Name& apex, bool edns, const std::optional<dns::TsigKey>& key,
                    base::Timestamp now);
Query makeIxfrQuery(const dns::Name& apex, const dns::Record& heldSoa, bool edns,
                    const std::optional<dns::TsigKey>& key, base::Timestamp now);

/// The code for an answer's rcode. Precondition: not NoError.
base::ErrorCode errorOfRcode(dns::Rcode rcode);
/// "NOTAUTH, EDE 18 Prohibited: not in ACL": for details of errors.
std::string describeRefusal(dns::Rcode rcode, const std::optional<dns::Edns>& edns);

} // namespace zonescope::transfer

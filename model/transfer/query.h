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
    base::Bytes mac;    ///< of the signed request
    base::Bytes cookie; ///< RFC 7873; empty: none was sent
};

/// What an SOA query depends on besides zone and key.
struct SoaQueryVia
{
    bool tcp = false;   ///< asks how long the connection is kept (RFC 7828)
    base::Bytes cookie; ///< over UDP: ours, with the server's if we have one
};

/// Of a query: nobody off the path guesses it (RFC 5452).
std::uint16_t unpredictableId();

/// SOA with EDNS EXPIRE (RFC 7314), NSID (RFC 5001) and ZONEVERSION (RFC 9660) requested; AXFR; IXFR with our
/// SOA in the authority section (RFC 1995 section 3). The id is unpredictable.
Query makeSoaQuery(const dns::Name& apex, bool edns, const std::optional<dns::TsigKey>& key,
                   base::Timestamp now, const SoaQueryVia& via = {});
Query makeAxfrQuery(const dns::Name& apex, bool edns, const std::optional<dns::TsigKey>& key,
                    base::Timestamp now);
Query makeIxfrQuery(const dns::Name& apex, const dns::Record& heldSoa, bool edns,
                    const std::optional<dns::TsigKey>& key, base::Timestamp now, bool udp = false);

/// Whether one answer is signed as its query asks for; without a key everything is. `clockSkew`: seconds that
/// the server's clock is ahead, after BADTIME. Errors: those of dns::TsigStreamVerifier.
base::Status verifyAnswer(base::ByteView message, const Query& query, base::Timestamp now,
                          std::optional<std::int64_t>* clockSkew = nullptr);
/// Why an answer with this RCODE refuses; `verified` as verifyAnswer() said.
base::Error refusalOf(dns::Rcode rcode, const std::optional<dns::Edns>& edns, const base::Status& verified);

/// An NSID as people read it: text when it is printable, else hex.
std::string nsidText(std::string_view nsid);
/// How long the server said it keeps an idle connection.
std::optional<base::Duration> idleTimeOf(const std::optional<dns::Edns>& edns);

/// "NOTAUTH, EDE 18 Prohibited: not in ACL": for details of errors.
std::string describeRefusal(dns::Rcode rcode, const std::optional<dns::Edns>& edns);

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/dns/key_ring.h"
#include "model/net/endpoint.h"
#include "model/zone/configuration.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::notify {

/// What the decision may look at. Borrowed for the call.
struct NotifyView
{
    const zone::Configuration& configuration;
    const dns::KeyRing& keys;
    base::Timestamp now;
};

/// A NOTIFY that will be obeyed: the zone's SOA is checked, nothing more. The serial is a hint (RFC 1996
/// section 3.7): it is shown and compared, never stored as the zone's.
struct AcceptedNotify
{
    base::ZoneId zone;
    /// Who sent it: primaries of the zone with the sender's address (several when they share one and neither
    /// key nor port tells them apart), or with the key that signed. Empty: somebody an ACL admits.
    std::vector<base::PrimaryId> primaries;
    std::optional<std::uint32_t> serial;
    bool isSigned = false;
};

/// What to do with one message.
struct NotifyDecision
{
    base::Bytes reply; ///< empty: silence
    /// Instead of `reply` when the accepted work could not be made durable. Only with `accepted`.
    base::Bytes replyWhenNotDurable;
    std::optional<AcceptedNotify> accepted;
    bool keyProved = false;             ///< the message was signed by one who has a key of ours
    std::optional<base::Error> refusal; ///< why not, for the log and Activity; nothing when accepted
    base::ZoneId zone;                  ///< the zone it was about, when that is one of ours
};

/// RFC 1996, the same over UDP and TCP. Pure; microseconds. In this order:
///   shorter than a header, or QR set            silence (an answer is never answered: no loops)
///   opcode QUERY / other                        REFUSED / NOTIMP
///   not exactly one question, malformed         FORMERR
///   class not IN, qtype not SOA (RFC 9859)      NOTIMP
///   EDNS version not 0                          BADVERS
///   TSIG present and wrong                      NOTAUTH with the TSIG error (RFC 8945 section 5.2)
///   zone unknown                                NOTAUTH
///   sender neither primary nor in notifyFrom    REFUSED
///   primary or ACL has keys, none of them signed REFUSED
/// Answers are signed when the request was.
NotifyDecision decide(base::ByteView message, const net::Endpoint& source, const NotifyView& view);

/// Over UDP, where the sender's address may be forged, an answer is never larger than what it answers, unless
/// the sender proved that it has a key of ours (an untruncated MAC, the time in BADTIME). Pure.
bool mayAnswer(const NotifyDecision& decision, std::size_t querySize);

} // namespace zonescope::notify

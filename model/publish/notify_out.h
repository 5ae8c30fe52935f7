// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/dns/record.h"
#include "model/dns/tsig.h"

#include <cstdint>
#include <optional>

namespace zonescope::publish {

/// One attempt to tell an edge of a new version.
struct NotifyStep
{
    base::Duration pause;    ///< before it
    bool tcp = false;        ///< a firewall or a full queue may swallow datagrams: every other round over TCP
    base::Duration patience; ///< for the answer
};

/// The first attempts within seconds, then ever rarer, for as long as the edge does not know (RFC 1996
/// section 3.6 leaves the pace to us). `refused`: the edge said no, and asking again at once is no use. Pure.
NotifyStep notifyStep(unsigned attempt, bool refused);
/// After this many attempts without an answer the edge counts as unreachable.
inline constexpr unsigned attemptsBeforeUnanswered = 4;

/// A NOTIFY (RFC 1996 section 3) with the new SOA as its answer section, signed when there is a key.
struct NotifyMessage
{
    base::Bytes message;
    base::Bytes mac; ///< of the signature, to verify the answer with
};
NotifyMessage makeNotify(std::uint16_t id, const dns::Record& soa, const std::optional<dns::TsigKey>& key,
                         base::Timestamp now);

/// What an edge's message means to the NOTIFY that is under way.
struct NotifyAnswer
{
    enum class Kind : std::uint8_t {
        NotOurs, ///< not the answer, or one that anybody could have forged: go on waiting
        Acknowledged,
        Refused,  ///< with `error`
        Truncated ///< ask over TCP
    };
    Kind kind = Kind::NotOurs;
    base::Error error;
};
/// Pure. Errors of a refusal: RcodeRefused and the like, Tsig... when the edge or we do not take the key.
NotifyAnswer readNotifyAnswer(base::ByteView message, std::uint16_t id, const dns::Name& apex,
                              const std::optional<dns::TsigKey>& key, const base::Bytes& mac,
                              base::Timestamp now);

} // namespace zonescope::publish

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/answer_writer.h"
#include "model/publish/published_zones.h"
#include "model/publish/request.h"
#include "model/publish/server_cookie.h"
#include "model/publish/transfer_out.h"
#include "model/publish/zone_lookup.h"
#include "model/zone/configuration.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace zonescope::publish {

/// Who may what, and who we say we are. An immutable snapshot.
struct Access
{
    std::shared_ptr<const dns::KeyRing> keys;
    zone::ConfigurationPtr configuration;              ///< maps key names to the ids that ACLs list
    std::string nsid;                                  ///< RFC 5001; empty: not answered
    std::shared_ptr<const ServerCookies> cookies = {}; ///< nothing: cookies are not answered
};

/// What goes back. Neither a message nor a transfer: silence.
struct Reply
{
    base::Bytes message;
    std::unique_ptr<TransferOut> transfer; ///< TCP only: its messages follow

    bool silent() const { return message.empty() && !transfer; }
};

/// Answers one message after the other and keeps its memory: an ordinary answer allocates nothing. Never
/// waits, never throws. One thread.
class Answerer
{
public:
    struct Answer
    {
        base::ByteView message; ///< until the next call
        std::unique_ptr<TransferOut> transfer;
        bool knownClient = false; ///< proved its address with a cookie of ours, or came over TCP

        bool silent() const { return message.empty() && !transfer; }
    };
    Answer answer(const Asked& asked, const PublishedZones& zones, const Access& access);
    /// Instead of the answer just given: empty and truncated, so that a client whose address is its own asks
    /// again over TCP and one whose address was forged costs its victim no more than what it sent.
    base::ByteView truncated(const Asked& asked, const Access& access);

private:
    friend class Answering;
    std::optional<Request> m_request;
    AnswerWriter m_writer;
    Lookup m_lookup;
    base::Bytes m_signed; ///< messages that carry a TSIG
};

/// The answer to one message. Pure but for reading `zones`.
Reply answer(const Asked& asked, const PublishedZones& zones, const Access& access);

} // namespace zonescope::publish

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"
#include "model/zone/zone_version.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::test {

/// The version that a zone file describes. Stops the test program when the text is bad: it is the test's own.
zone::ZoneVersionPtr versionOf(std::string_view apex, std::string_view text);

struct Query
{
    std::string name;
    dns::Type type = dns::Type::A;
    std::optional<dns::Edns> edns = {};
    bool recursionDesired = false;
    dns::Class questionClass = dns::Class::IN;
    std::optional<std::uint32_t> ixfrSerial = {};
};
base::Bytes write(const Query& query, std::uint16_t id = 0x1234);

/// An answer as tests compare it: records as text, owner in lower case, sorted within each section.
struct Answer
{
    dns::Header header;
    dns::Rcode rcode = dns::Rcode::NoError;
    std::optional<dns::Question> question;
    std::optional<dns::Edns> edns;
    std::vector<std::string> answers;
    std::vector<std::string> authorities;
    std::vector<std::string> additionals; ///< without OPT and TSIG
    bool signedAnswer = false;
    std::size_t size = 0;

    /// "NOERROR aa | www.example. 300 IN A 192.0.2.1 | ..." for messages of a failed comparison.
    std::string text() const;
};
base::Result<Answer> read(base::ByteView message);

/// One question, one answer over real sockets. Errors: TimedOut and what sockets say.
base::Result<base::Bytes> exchange(const net::Endpoint& server, const base::Bytes& query, bool tcp);

} // namespace zonescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace zonescope::servers {

/// One request as a script sees it.
struct Request
{
    dns::Header header;
    dns::Question question;
    bool tcp = false;
    net::Endpoint from;
    std::uint64_t connection = 0;            ///< TCP only: counts connections from 1
    std::optional<std::uint32_t> ixfrSerial; ///< serial of the SOA in the authority section
    std::optional<dns::Edns> edns;
    std::optional<dns::Name> keyName; ///< the key that verified
    bool badKey = false;              ///< a TSIG was there and did not verify
    base::Bytes mac;                  ///< of the request, to sign answers over
    base::Bytes message;              ///< as it came
};

/// One message of an answer, still to be written. Flags and sections are free to be wrong.
struct Draft
{
    dns::Header header; ///< counts are filled in
    std::optional<dns::Question> question;
    std::vector<dns::Record> answers;
    std::vector<dns::Record> authorities;
    std::optional<dns::Edns> edns;

    /// A correct frame for an answer to the request: same id and question, QR and AA set.
    static Draft answerTo(const Request& request, dns::Rcode rcode = dns::Rcode::NoError);
    base::Bytes write() const;
};

/// One step of what a server does with a connection (or a datagram) after a request.
struct Step
{
    enum class Kind : std::uint8_t {
        Send,     ///< octets of one message: framed with its length over TCP
        SendRaw,  ///< octets as they are, no framing
        Drip,     ///< like SendRaw, one octet each `pause`
        Wait,     ///< `pause`
        Stall,    ///< nothing more, connection stays open
        Close,    ///< FIN
        Reset,    ///< RST
        Generate, ///< `generate(n)` for n = 0, 1, ... gives framed messages until it gives none
    };
    Kind kind = Kind::Send;
    base::Bytes bytes;
    bool sign = true; ///< Send, Generate: with the key of the request, if that was signed
    std::chrono::microseconds pause{0};
    std::function<std::optional<base::Bytes>(std::uint64_t n)> generate;

    static Step send(const Draft& draft) { return sendBytes(draft.write()); }
    static Step sendBytes(base::Bytes message);
    static Step
    sendUnsigned(base::Bytes message); ///< not signed here: it is unsigned or carries its own TSIG
    static Step raw(base::Bytes octets);
    static Step drip(base::Bytes octets, std::chrono::microseconds pause);
    static Step wait(std::chrono::microseconds pause);
    static Step stall();
    static Step close();
    static Step reset();
    static Step generator(std::function<std::optional<base::Bytes>(std::uint64_t n)> generate);
};

/// What to do instead of the proper answer; nothing: answer properly. Runs on the server's thread and must
/// not call the server. After the last step a TCP connection waits for the next request.
using Script = std::function<std::optional<std::vector<Step>>(const Request&)>;

} // namespace zonescope::servers

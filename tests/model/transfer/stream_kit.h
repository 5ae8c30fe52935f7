// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/text.h"
#include "model/transfer/query.h"
#include "model/transfer/wire.h"
#include "model/transfer/xfr_reader.h"
#include "model/zone/zone_version.h"
#include "tests/servers/script.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What the tests of this folder share: the zone z. of the case list, streams of it, and a wire without
// sockets.

namespace zonescope::transfer {

using Records = std::vector<dns::Record>;
using Messages = std::vector<base::Bytes>;

inline const base::Timestamp testTime = base::fromMicroseconds(1'767'225'600'000'000);

inline dns::Name name(std::string_view text)
{
    return dns::Name::fromText(text).value();
}

/// Zone file lines, relative to z.
inline Records lines(const std::string& text)
{
    return dns::recordsFromText(text, name("z."), 300).value();
}

/// S(n) of the case list.
inline dns::Record soa(std::uint32_t serial, std::string_view owner = "z.")
{
    const dns::Soa soa{name("ns1.z."), name("host.z."), serial, 3600, 600, 86400, 300};
    return {name(owner), dns::Type::SOA, dns::Class::IN, 300, soa.toRdata()};
}

/// B(x) of the case list.
inline Records body(const std::string& tag)
{
    return lines("@ NS ns1\nns1 A 192.0.2.1\nm TXT \"" + tag + "\"\n");
}

inline dns::Record txt(const std::string& owner, const std::string& tag)
{
    return lines(owner + " TXT \"" + tag + "\"\n").front();
}

inline Records operator+(Records left, const Records& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}
inline Records operator+(Records left, const dns::Record& right)
{
    left.push_back(right);
    return left;
}
inline Records operator+(const dns::Record& left, const Records& right)
{
    return Records{left} + right;
}
inline Messages operator+(Messages left, const Messages& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

/// A difference sequence of an incremental answer.
inline Records difference(std::uint32_t from, std::uint32_t to, const Records& removed, const Records& added)
{
    return Records{soa(from)} + removed + Records{soa(to)} + added;
}

inline zone::ZoneVersionPtr versionOf(std::uint32_t serial, const Records& records)
{
    zone::ZoneLoader loader(name("z."));
    static_cast<void>(loader.add(soa(serial)));
    for (const dns::Record& record : records)
        static_cast<void>(loader.add(record));
    return loader.finish().value();
}

/// All records of a version as sorted text lines: equal text means equal zones.
inline std::vector<std::string> dump(const zone::ZoneVersion& version)
{
    std::vector<std::string> out;
    version.forEach([&](zone::OwnerView owner) {
        owner.forEachRrset([&](zone::RrsetView set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                out.push_back(dns::recordText({owner.name(version.apex()), set.type(), dns::Class::IN,
                                               set.ttl(), base::Bytes(base::textOf(set.rdata(i)))}));
            return true;
        });
        return true;
    });
    std::sort(out.begin(), out.end());
    return out;
}

/// The text of the TXT record at m.z., which tells the bodies apart.
inline std::string tagOf(const zone::ZoneVersion& version)
{
    const auto owner = version.find(name("m.z."));
    const auto set = owner ? owner->find(dns::Type::TXT) : std::nullopt;
    return set ? std::string(base::textOf(set->rdata(0).subspan(1))) : std::string();
}

/// An answer's message for a query, to be bent by a test before it is written.
inline servers::Draft draftFor(const Query& query, const Records& answers)
{
    servers::Draft draft;
    draft.header.id = query.id;
    draft.header.response = true;
    draft.header.authoritative = true;
    draft.question = query.question;
    draft.answers = answers;
    return draft;
}

inline Messages oneMessage(const Query& query, const Records& answers)
{
    return {draftFor(query, answers).write()};
}

inline Messages oneRecordEach(const Query& query, const Records& answers)
{
    Messages messages;
    for (const dns::Record& record : answers) {
        servers::Draft draft = draftFor(query, {record});
        if (!messages.empty())
            draft.question.reset();
        messages.push_back(draft.write());
    }
    return messages;
}

/// A reader run over a whole stream.
struct Reading
{
    std::optional<XfrProduct> product;
    std::optional<base::Error>
        error; ///< of the message that failed, of finish(), or of the stream that stopped
};
inline Reading readAll(XfrReader& reader, const Messages& messages)
{
    Reading reading;
    for (const base::Bytes& message : messages)
        if (const base::Status accepted = reader.accept(base::viewOf(message), testTime); !accepted) {
            reading.error = accepted.error();
            return reading;
        }
    if (!reader.ended()) {
        reading.error = reader.cutOff("the primary closed the connection");
        return reading;
    }
    auto product = reader.finish();
    if (product)
        reading.product = std::move(*product);
    else
        reading.error = product.error();
    return reading;
}

/// Remembers what a session asked for.
class FakeWire final : public Wire
{
public:
    void sendUdp(const net::Endpoint& to, const std::optional<net::IpAddress>&,
                 base::ByteView message) override
    {
        udpOpen = true;
        lastTo = to;
        ++udpSent;
        lastMessage = base::Bytes(base::textOf(message));
    }
    void closeUdp() override { udpOpen = false; }
    void connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>&) override
    {
        tcpOpen = true;
        lastTo = to;
        ++connects;
    }
    void sendTcp(base::ByteView message) override
    {
        ++tcpSent;
        lastMessage = base::Bytes(base::textOf(message));
    }
    void connectTls(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                    const zone::TlsSettings& tls) override
    {
        connectTcp(to, source);
        tlsAsked.push_back(tls.mode);
    }
    void closeTcp() override { tcpOpen = false; }
    void releaseTcp(std::optional<base::Duration> idle) override
    {
        tcpOpen = false;
        ++released;
        releasedFor = idle;
    }
    std::optional<net::TcpInfo> tcpInfo() const override
    {
        return tcpOpen ? std::optional(info) : std::nullopt;
    }
    std::optional<net::IpAddress> localAddress() const override { return std::nullopt; }
    Arrival lastArrival() const override { return arrival; }
    std::optional<base::Duration> rested() const override { return slept; }

    std::optional<base::Duration> releasedFor; ///< as said at the last release
    bool udpOpen = false;
    bool tcpOpen = false;
    int udpSent = 0;
    int tcpSent = 0;
    int connects = 0;
    int released = 0;
    std::vector<zone::TlsMode> tlsAsked;
    net::Endpoint lastTo;
    base::Bytes lastMessage;
    net::TcpInfo info; ///< what the kernel says of the connection
    Arrival arrival;
    std::optional<base::Duration> slept;
};

/// A request as it lies on the wire, read back by the server's eyes.
inline servers::Request requestOf(const base::Bytes& message)
{
    servers::Request request;
    auto reader = dns::MessageReader::open(base::viewOf(message)).value();
    request.header = reader.header();
    request.question = reader.nextQuestion().value().value();
    for (auto record = reader.nextRecord(); record && *record; record = reader.nextRecord()) {
        if ((**record).type == dns::Type::OPT)
            request.edns = dns::Edns::fromRecord(**record).value();
        if (reader.section() == dns::Section::Authority && (**record).type == dns::Type::SOA)
            request.ixfrSerial = dns::Soa::fromRdata((**record).rdata).value().serial;
    }
    return request;
}

} // namespace zonescope::transfer

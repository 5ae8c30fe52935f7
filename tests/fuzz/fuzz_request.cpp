// SPDX-License-Identifier: GPL-3.0-or-later
// Any datagram or TCP message to the built-in server and to the NOTIFY listener: the answer is a message of
// its own, for the same id, no longer than it may be. The first octet chooses transport and sender.
#include "model/dns/text.h"
#include "model/notify/notify_policy.h"
#include "model/publish/answer_policy.h"
#include "tests/fuzz/fuzz_check.h"

#include <tuple>

using namespace zonescope;

namespace {

const base::Timestamp now = base::fromMicroseconds(1767225600'000000);
constexpr const char* zoneText = R"(@ 300 SOA ns1 hostmaster 5 3600 600 86400 60
@ 300 NS ns1
@ 300 NS ns2.sub
ns1 300 A 192.0.2.1
* 300 TXT "any"
a.b.c 300 AAAA 2001:db8::1
alias 300 CNAME ns1
loop 300 CNAME loop
tree 300 DNAME c
sub 300 NS ns2.sub
ns2.sub 300 A 192.0.2.2
sub 300 DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
big 300 TXT "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
)";

struct Server
{
    publish::PublishedZones zones;
    publish::Access access;
    zone::Configuration configuration;
    dns::KeyRing keys;
    publish::Answerer answerer;

    Server()
    {
        const dns::Name apex = *dns::Name::fromText("example.");
        zone::ZoneLoader loader(apex);
        FUZZ_CHECK(dns::parseZoneText(zoneText, apex, 300,
                                      [&](const dns::Record& record) { std::ignore = loader.add(record); }));
        keys.add(*dns::TsigKey::fromText("hmac-sha256:k:c2VjcmV0"));
        zone::Primary primary;
        primary.name = "p";
        primary.addresses = {*net::Endpoint::fromText("192.0.2.53", 53)};
        const auto id = configuration.put(primary);
        zone::Zone zone;
        zone.apex = apex;
        zone.primaries = {*id};
        const auto zoneId = configuration.put(zone);
        FUZZ_CHECK(id && zoneId);
        publish::PublishedZone published;
        published.zone = *zoneId;
        published.apex = apex;
        published.version = *loader.finish();
        zones.publish(std::move(published));
        access = {std::make_shared<const dns::KeyRing>(keys),
                  std::make_shared<const zone::Configuration>(configuration), "fuzz"};
    }
};

Server& server()
{
    static Server only;
    return only;
}

void checkReply(base::ByteView asked, base::ByteView reply)
{
    FUZZ_CHECK(reply.size() >= 12 && asked.size() >= 12);
    FUZZ_CHECK(reply[0] == asked[0] && reply[1] == asked[1]);
    FUZZ_CHECK((reply[2] & 0x80) != 0);
    auto reader = dns::MessageReader::open(reply);
    FUZZ_CHECK(reader.has_value());
    while (true) {
        const auto question = reader->nextQuestion();
        FUZZ_CHECK(question.has_value());
        if (!*question)
            break;
    }
    while (true) {
        const auto record = reader->nextRecord();
        FUZZ_CHECK(record.has_value());
        if (!*record)
            break;
    }
    FUZZ_CHECK(reader->trailingOctets() == 0);
}

void askServer(base::ByteView message, bool tcp, const net::IpAddress& from)
{
    Server& s = server();
    const publish::Asked asked{message, tcp, from, now};
    auto answer = s.answerer.answer(asked, s.zones, s.access);
    if (answer.transfer) {
        FUZZ_CHECK(tcp);
        return;
    }
    if (answer.silent())
        return;
    checkReply(message, answer.message);
    FUZZ_CHECK(tcp || answer.message.size() <= 1232);
    if (!tcp)
        checkReply(message, s.answerer.truncated(asked, s.access));
}

void tellListener(base::ByteView message, const net::IpAddress& from)
{
    Server& s = server();
    const auto decision = notify::decide(message, {from, 5353}, {s.configuration, s.keys, now});
    FUZZ_CHECK(!decision.accepted || !decision.refusal);
    FUZZ_CHECK(!decision.accepted || !decision.reply.empty());
    if (!decision.reply.empty())
        checkReply(message, base::viewOf(decision.reply));
    if (!decision.replyWhenNotDurable.empty())
        checkReply(message, base::viewOf(decision.replyWhenNotDurable));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    static const net::IpAddress primary = *net::IpAddress::fromText("192.0.2.53");
    static const net::IpAddress loopback = *net::IpAddress::fromText("127.0.0.1");
    const net::IpAddress& from = (data[0] & 2) != 0 ? primary : loopback;
    const base::ByteView message(data + 1, size - 1);
    askServer(message, (data[0] & 1) != 0, from);
    tellListener(message, from);
    return 0;
}

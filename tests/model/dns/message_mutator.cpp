// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/dns/message_mutator.h"

#include "model/dns/edns.h"
#include "model/dns/message_writer.h"
#include "model/dns/text.h"

namespace zonescope::dns::test {

const std::vector<Record>& sampleRecords()
{
    static const std::vector<Record> all = recordsFromText(
                                               R"(@ SOA ns Host\.master 1 2 3 4 5
@ NS ns
@ MX 10 Mail
@ TXT "a b" "" "c"
www A 192.0.2.1
www AAAA 2001:db8::1
alias CNAME www
1 PTR www
info HINFO "a" "b"
mi MINFO r e
rp RP m t
afs AFSDB 1 www
rt RT 10 www
px TYPE26 \# 8 000a 0161 00 0162 00
_sip._udp SRV 0 5 5060 www
e NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:x@example!" rep
kx KX 10 www
dn DNAME other.example.
@ CAA 0 issue "ca.example"
u URI 10 1 "ftp://x/"
ds DS 12345 13 2 ABCDEF
@ DNSKEY 257 3 13 AAAA
@ RRSIG A 13 2 3600 20380119031408 20260101000000 12345 example. AAAA
@ NSEC a A NS SOA TYPE1234
n3 NSEC3 1 1 12 AABB 2t7b4g4vsa5smi47k61mv5bv1a22bojr A
@ NSEC3PARAM 1 0 0 AA
ssh SSHFP 4 2 ABCDEF
_443._tcp TLSA 3 1 1 ABCDEF
svc HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1
svc2 SVCB 0 pool
cs CSYNC 66 3 A NS
@ ZONEMD 1 1 1 ABCDEF
loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
apl APL 1:192.0.2.0/24
eui EUI48 00-11-22-33-44-55
lp LP 10 www
nid NID 10 0014:4fff:ff20:ee64
wks TYPE11 \# 6 c0000201 06 40
nxt TYPE30 \# 12 0177 07 6578616d706c65 00 40
x TYPE65280 \# 4 c00c0102
)",
                                               Name::fromText("example.").value())
                                               .value();
    return all;
}

base::Bytes sampleMessage(std::mt19937& random)
{
    const auto pick = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    Header h;
    h.id = static_cast<std::uint16_t>(pick(65535));
    h.response = pick(3) != 0;
    MessageWriter writer(h);
    if (pick(4) != 0)
        writer.question({Name::fromText("Example.").value(), Type::AXFR, Class::IN});
    auto section = Section::Answer;
    for (int i = pick(12); i > 0; --i) {
        if (section != Section::Additional && pick(5) == 0)
            section = static_cast<Section>(static_cast<int>(section) + 1);
        writer.record(section, sampleRecords().at(static_cast<std::size_t>(
                                   pick(static_cast<int>(sampleRecords().size()) - 1))));
    }
    if (pick(2) == 0) {
        Edns edns;
        edns.nsid = "x";
        edns.errors = {{20, "no"}};
        edns.write(writer);
    }
    return writer.finish();
}

base::Bytes mutated(base::Bytes message, std::mt19937& random)
{
    const auto pick = [&](std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most)(random);
    };
    for (std::size_t changes = pick(4); changes > 0 && !message.empty(); --changes) {
        const std::size_t at = pick(message.size() - 1);
        switch (pick(6)) {
        case 0:
            message[at] = static_cast<char>(pick(255));
            break;
        case 1:
            message[at] = static_cast<char>(message[at] ^ (1 << pick(7)));
            break;
        case 2: // a pointer, mostly backwards
            message.replace(at, 2, {static_cast<char>(0xc0), static_cast<char>(pick(at < 255 ? at : 255))});
            break;
        case 3:
            message.resize(at);
            break;
        case 4:
            message.insert(at, 1, static_cast<char>(pick(255)));
            break;
        case 5:
            message.erase(at, pick(3));
            break;
        default: // counts
            if (message.size() >= 12)
                message[4 + 2 * pick(3) + 1] = static_cast<char>(pick(3));
            break;
        }
    }
    return message;
}

} // namespace zonescope::dns::test

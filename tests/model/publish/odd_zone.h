// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace zonescope::test {

inline constexpr const char* oddApex = "odd.example";

/// A zone with every corner of RFC 1034 section 4.3.2, RFC 4592 and RFC 6672 that a server can get wrong.
/// No spelling differs by case only, and no data hides below a DNAME: servers refuse to load that.
inline std::string oddZone()
{
    std::string text = R"($ORIGIN odd.example.
$TTL 300
@ 3600 SOA ns1 hostmaster 7 3600 600 86400 120
@ NS ns1
@ NS ns2.other.example.
@ A 192.0.2.1
@ MX 10 mail
@ MX 20 mail.other.example.
@ MX 30 mail
@ TXT "v=spf1 -all"
ns1 A 192.0.2.53
ns1 AAAA 2001:db8::53
mail A 192.0.2.25
www 60 A 192.0.2.80
www 60 A 192.0.2.81
www 60 AAAA 2001:db8::80
Mixed.Case A 192.0.2.90
under.empty.non.terminal TXT "below three empty names"
alias CNAME www
alias2 CNAME alias
alias3 CNAME alias2
away CNAME www.other.example.
dangling CNAME nowhere
loop1 CNAME loop2
loop2 CNAME loop1
self CNAME self
toempty CNAME empty.non.terminal
todeleg CNAME host.child
towild CNAME something.wild
todname CNAME a.tree
tochild CNAME child
_sip._tcp SRV 0 5 5060 www
_sip._tcp SRV 1 5 5060 sip.other.example.
_sip._tcp SRV 2 5 5061 www
*.wild A 192.0.2.100
*.wild MX 10 mail
host.wild TXT "stops the wildcard for A"
sub.ent.wild TXT "ent.wild is empty"
*.walias CNAME www
*.wnowhere CNAME nowhere
deep.*.star TXT "the asterisk has an owner below it only"
a\.b TXT "dot in a label"
sp\032ace TXT "space in a label"
\000\001nul TXT "zero octets in a label"
child NS ns.child
child NS ns1
child NS ns.child2
child DS 12345 8 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
ns.child A 192.0.2.200
ns.child AAAA 2001:db8::200
hidden.child TXT "occluded"
child2 NS ns.child2
ns.child2 A 192.0.2.201
lame NS ns.elsewhere.example.
tree DNAME target
a.target A 192.0.2.110
b.target CNAME a.target
far DNAME far.example.
swing DNAME swang
swang DNAME swing
grow DNAME grow.grow
long DNAME aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddddddddddddd
web HTTPS 1 . alpn=h2
unknown TYPE65280 \# 4 01020304
ptr PTR www
)";
    for (int i = 0; i < 60; ++i)
        text += "large TXT \"record number " + std::to_string(i) + " of an RRset that fits no datagram\"\n";
    return text;
}

} // namespace zonescope::test

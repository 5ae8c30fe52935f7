// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zonescope::dns {

/// RR TYPE (RFC 1035 section 3.2.2 and the IANA registry). Any 16-bit value is valid: unknown types are
/// opaque (RFC 3597). Only the values our code branches on have names.
enum class Type : std::uint16_t {
    A = 1,
    NS = 2,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    MX = 15,
    TXT = 16,
    AAAA = 28,
    SRV = 33,
    NAPTR = 35,
    DNAME = 39,
    OPT = 41,
    DS = 43,
    RRSIG = 46,
    NSEC = 47,
    DNSKEY = 48,
    NSEC3 = 50,
    NSEC3PARAM = 51,
    CDS = 59,
    CSYNC = 62,
    ZONEMD = 63,
    SVCB = 64,
    HTTPS = 65,
    TSIG = 250,
    IXFR = 251,
    AXFR = 252,
    ANY = 255,
    CAA = 257,
};

enum class Class : std::uint16_t { IN = 1, CH = 3, NONE = 254, ANY = 255 };

/// RFC 1035 section 4.1.1, RFC 1996, RFC 2136, RFC 8945, RFC 6891. The extended 12-bit form.
enum class Rcode : std::uint16_t {
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    YxDomain = 6,
    NotAuth = 9,
    NotZone = 10,
    BadSig = 16 /* also BADVERS in OPT */,
    BadKey = 17,
    BadTime = 18,
    BadTrunc = 22,
    BadCookie = 23,
};

enum class Opcode : std::uint8_t { Query = 0, Status = 2, Notify = 4, Update = 5 };

/// "NOTAUTH", "REFUSED", "RCODE4095".
std::string rcodeText(Rcode rcode);
/// EDE info code in words (RFC 8914 section 4), "Not Authoritative" for 20; "EDE 4711" when unassigned.
std::string extendedErrorText(std::uint16_t infoCode);

} // namespace zonescope::dns

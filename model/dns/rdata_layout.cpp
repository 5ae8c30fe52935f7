// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/rdata_layout.h"

#include <array>

namespace zonescope::dns {
namespace {

using Rest = RdataLayout::Rest;

constexpr std::size_t tableSize = 262;

struct Table
{
    std::array<RdataLayout, tableSize> rows{};
    std::array<bool, tableSize> onlyIn{}; ///< layout defined for class IN only
};

constexpr RdataLayout fixed(std::uint8_t head, Rest rest = Rest::Nothing)
{
    return {.head = head, .rest = rest};
}
/// RFC 1035 types: the only ones whose names may be sent compressed (RFC 3597 section 4).
constexpr RdataLayout wellKnown(std::uint8_t head, std::uint8_t names, std::uint8_t tail = 0)
{
    return {.head = head,
            .names = names,
            .tail = tail,
            .rest = Rest::Nothing,
            .decompress = true,
            .compress = true};
}
/// Types of RFC 3597 section 4 and 7 that old servers still compress: read, never written that way.
constexpr RdataLayout lenient(std::uint8_t head, std::uint8_t names, Rest rest = Rest::Nothing)
{
    return {.head = head, .names = names, .rest = rest, .decompress = true};
}
/// Types whose names are never compressed.
constexpr RdataLayout plain(std::uint8_t head, std::uint8_t names, std::uint8_t tail = 0,
                            Rest rest = Rest::Nothing)
{
    return {.head = head, .names = names, .tail = tail, .rest = rest};
}
constexpr RdataLayout strings(std::uint8_t count, Rest rest = Rest::Nothing)
{
    return {.strings = count, .rest = rest};
}

constexpr Table makeTable()
{
    Table t;
    auto& r = t.rows;
    r[1] = fixed(4);                        // A
    r[2] = wellKnown(0, 1);                 // NS
    r[3] = r[4] = r[2];                     // MD, MF
    r[5] = wellKnown(0, 1);                 // CNAME
    r[6] = wellKnown(0, 2, 20);             // SOA
    r[7] = r[8] = r[9] = r[2];              // MB, MG, MR
    r[11] = fixed(5, Rest::Anything);       // WKS
    r[12] = wellKnown(0, 1);                // PTR
    r[13] = strings(2);                     // HINFO
    r[14] = wellKnown(0, 2);                // MINFO
    r[15] = wellKnown(2, 1);                // MX
    r[16] = strings(1, Rest::Strings);      // TXT
    r[17] = lenient(0, 2);                  // RP
    r[18] = lenient(2, 1);                  // AFSDB
    r[19] = strings(1);                     // X25
    r[20] = strings(1, Rest::Strings);      // ISDN
    r[21] = lenient(2, 1);                  // RT
    r[24] = lenient(18, 1, Rest::Anything); // SIG
    r[25] = fixed(4, Rest::Anything);       // KEY
    r[26] = lenient(2, 2);                  // PX
    r[27] = strings(3);                     // GPOS
    r[28] = fixed(16);                      // AAAA
    r[29] = fixed(16);                      // LOC, version 0, the only one there is
    r[30] = lenient(0, 1, Rest::Anything);  // NXT
    r[33] = lenient(6, 1);                  // SRV
    r[35] = {.head = 4, .strings = 3, .names = 1, .rest = Rest::Nothing, .decompress = true}; // NAPTR
    r[36] = lenient(2, 1);                                                                    // KX
    r[37] = fixed(5, Rest::Anything);                                                         // CERT
    r[39] = lenient(0, 1);                                                                    // DNAME
    r[43] = fixed(4, Rest::Anything);                                                         // DS
    r[44] = fixed(2, Rest::Anything);                                                         // SSHFP
    r[45] = fixed(3, Rest::Anything);                                                         // IPSECKEY
    r[46] = plain(18, 1, 0, Rest::Anything);                                                  // RRSIG
    r[47] = plain(0, 1, 0, Rest::TypeBitmaps);                                                // NSEC
    r[48] = fixed(4, Rest::Anything);                                                         // DNSKEY
    r[49] = fixed(3, Rest::Anything);                                                         // DHCID
    r[50] = {.head = 4, .strings = 2, .rest = Rest::TypeBitmaps}; // NSEC3: salt and hash are length-prefixed
    r[51] = {.head = 4, .strings = 1, .rest = Rest::Nothing};     // NSEC3PARAM
    r[52] = r[53] = fixed(3, Rest::Anything);                     // TLSA, SMIMEA
    r[59] = r[43];                                                // CDS
    r[60] = r[48];                                                // CDNSKEY
    r[61] = fixed(1, Rest::Anything);                             // OPENPGPKEY
    r[62] = fixed(6, Rest::TypeBitmaps);                          // CSYNC
    r[63] = fixed(6, Rest::Anything);                             // ZONEMD
    r[64] = r[65] = plain(2, 1, 0, Rest::ServiceParameters);      // SVCB, HTTPS
    r[99] = r[16];                                                // SPF
    r[104] = fixed(10);                                           // NID
    r[105] = fixed(6);                                            // L32
    r[106] = fixed(10);                                           // L64
    r[107] = plain(2, 1);                                         // LP
    r[108] = fixed(6);                                            // EUI48
    r[109] = fixed(8);                                            // EUI64
    r[250] = plain(0, 1, 16, Rest::Anything);                     // TSIG
    r[256] = fixed(4, Rest::Anything);                            // URI
    r[257] = {.head = 1, .strings = 1, .rest = Rest::Anything};   // CAA
    for (const std::size_t type : {1, 11, 28, 33, 35, 36})
        t.onlyIn.at(type) = true;
    return t;
}

constexpr Table table = makeTable();
constexpr RdataLayout opaque{};

} // namespace

const RdataLayout& rdataLayout(Type type, Class recordClass)
{
    const auto number = static_cast<std::size_t>(type);
    if (number >= tableSize || (table.onlyIn.at(number) && recordClass != Class::IN))
        return opaque;
    return table.rows.at(number);
}

} // namespace zonescope::dns

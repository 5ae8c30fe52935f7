// SPDX-License-Identifier: GPL-3.0-or-later
// Presentation form through libknot. Zone files are in zone_text.cpp.
#include "model/dns/text.h"

#include "model/dns/ascii.h"
#include "model/dns/rdata_expander.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

extern "C" {
#include <libknot/descriptor.h>
#include <libknot/rrset-dump.h>
}

namespace zonescope::dns {
namespace {

/// \# 4 C0000201 (RFC 3597 section 5): every type and every rdata has this form.
std::string genericText(base::ByteView rdata)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text = "\\# " + std::to_string(rdata.size());
    if (!rdata.empty())
        text += ' ';
    for (const std::uint8_t octet : rdata) {
        text += digits[octet >> 4];
        text += digits[octet & 0xf];
    }
    return text;
}

/// One record as libknot holds it: length, octets, padded to an even size.
class KnotRdata
{
public:
    KnotRdata(Type type, base::ByteView rdata)
        : m_storage((sizeof(std::uint16_t) + rdata.size() + 1) / sizeof(std::uint16_t) + 1)
    {
        auto* const record = reinterpret_cast<knot_rdata_t*>(m_storage.data()); // NOLINT: libknot's layout
        knot_rdata_init(record, static_cast<std::uint16_t>(rdata.size()), rdata.data());
        knot_rrset_init(&m_set, m_root.data(), static_cast<std::uint16_t>(type), KNOT_CLASS_IN, 0);
        m_set.rrs.count = 1;
        m_set.rrs.size = static_cast<std::uint32_t>(knot_rdata_size(record->len));
        m_set.rrs.rdata = record;
    }
    KnotRdata(const KnotRdata&) = delete;
    KnotRdata& operator=(const KnotRdata&) = delete;

    const knot_rrset_t& set() const { return m_set; }

private:
    std::vector<std::uint16_t> m_storage;
    std::array<std::uint8_t, 1> m_root{};
    knot_rrset_t m_set{};
};

knot_dump_style_t plainStyle()
{
    knot_dump_style_t style = KNOT_DUMP_STYLE_DEFAULT;
    style.wrap = false;
    style.verbose = false;
    style.human_timestamp = true;
    // Where 32-bit times are unwrapped: 2038 makes them mean 1970 to 2106 whatever the clock says.
    style.now = 1ULL << 31;
    return style;
}

/// Nothing when libknot does not know the type or the rdata does not fit it.
std::optional<std::string> knotText(Type type, base::ByteView rdata)
{
    const knot_dump_style_t style = plainStyle();
    const KnotRdata record(type, rdata);
    std::array<char, 1024> small{};
    int length = knot_rrset_txt_dump_data(&record.set(), 0, small.data(), small.size(), &style);
    if (length >= 0)
        return std::string(small.data(), static_cast<std::size_t>(length));
    // Too little room and a bad rdata look the same to some of libknot's dumpers. The most text an octet
    // makes is a type bitmap of all ones: eight times "TYPE65535 ".
    constexpr std::size_t mostPerOctet = 80;
    for (const std::size_t room :
         {small.size() + 5 * rdata.size(), small.size() + mostPerOctet * rdata.size()}) {
        std::string large(room, '\0');
        length = knot_rrset_txt_dump_data(&record.set(), 0, large.data(), large.size(), &style);
        if (length >= 0) {
            large.resize(static_cast<std::size_t>(length));
            return large;
        }
    }
    return std::nullopt;
}

/// False for rdata that libknot writes as something else than it is: then the generic form is the true one.
bool hasTrueText(Type type, base::ByteView rdata)
{
    if (type == Type::TSIG || rdataFault(type, Class::IN, rdata))
        return false;
    if (type == Type::NSEC3) // salt, then a hash that base32 cannot write when it is empty
        return rdata[5U + rdata[4]] != 0;
    if (type == Type::CAA) // RFC 8659 section 4.1.1: one or more letters and digits
        return rdata[1] != 0 &&
               std::all_of(rdata.begin() + 2, rdata.begin() + 2 + rdata[1], [](std::uint8_t c) {
                   return isDigit(static_cast<char>(c)) || (lowerAscii(static_cast<char>(c)) >= 'a' &&
                                                            lowerAscii(static_cast<char>(c)) <= 'z');
               });
    return true;
}

/// True when a zone file with this text gives the same octets back. libknot writes some LOC, APL, IPSECKEY
/// and service parameters that nothing reads (latitudes of 587 degrees, prefixes of 101 bits for IPv4, empty
/// ALPN names); asking costs 20 us, so only the types where it happens are asked.
bool comesBack(Type type, base::ByteView rdata, const std::string& text)
{
    constexpr auto loc = static_cast<Type>(29);
    constexpr auto apl = static_cast<Type>(42);
    constexpr auto ipsecKey = static_cast<Type>(45);
    if (type != loc && type != apl && type != ipsecKey && type != Type::SVCB && type != Type::HTTPS)
        return true;
    const auto back = recordsFromText(". 0 IN " + typeText(type) + ' ' + text, Name());
    return back && back->size() == 1 && back->front().rdata == base::textOf(rdata);
}

/// libknot writes these mnemonics in type lists, libzscanner and others do not read them there.
std::string spelledOut(Type type, std::string text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> unread{{{"NULL", "TYPE10"},
                                                                                   {"SIG", "TYPE24"},
                                                                                   {"OPT", "TYPE41"},
                                                                                   {"TKEY", "TYPE249"},
                                                                                   {"TSIG", "TYPE250"},
                                                                                   {"IXFR", "TYPE251"},
                                                                                   {"AXFR", "TYPE252"},
                                                                                   {"ANY", "TYPE255"}}};
    const bool isList = type == Type::NSEC || type == Type::NSEC3 || type == Type::CSYNC;
    if (!isList && type != Type::RRSIG)
        return text;
    std::string result;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        std::string_view word = rest.substr(0, end);
        // Of an RRSIG only the first word is a type: its last is base64 and may spell AXFR.
        if (isList || result.empty())
            for (const auto& [mnemonic, generic] : unread)
                if (word == mnemonic)
                    word = generic;
        result.append(word).append(rest.substr(end, 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return result;
}

} // namespace

std::string typeText(Type type)
{
    std::array<char, 32> text{};
    if (knot_rrtype_to_string(static_cast<std::uint16_t>(type), text.data(), text.size()) <= 0)
        return "TYPE" + std::to_string(static_cast<int>(type));
    return text.data();
}

base::Result<Type> typeFromText(std::string_view text)
{
    std::uint16_t number = 0;
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos ||
        knot_rrtype_from_string(terminated.c_str(), &number) != 0)
        return base::fail(base::ErrorCode::InvalidValue,
                          "unknown record type '" + terminated.substr(0, 40) + "'");
    return static_cast<Type>(number);
}

std::string classText(Class recordClass)
{
    std::array<char, 32> text{};
    if (knot_rrclass_to_string(static_cast<std::uint16_t>(recordClass), text.data(), text.size()) <= 0)
        return "CLASS" + std::to_string(static_cast<int>(recordClass));
    return text.data();
}

std::string rdataText(Type type, base::ByteView rdata)
{
    if (rdata.empty() || rdata.size() > 65535 || !hasTrueText(type, rdata))
        return genericText(rdata);
    auto text = knotText(type, rdata);
    if (!text || !comesBack(type, rdata, *text))
        return genericText(rdata);
    while (text->ends_with(' ')) // libknot leaves one behind CAA and URI
        text->pop_back();
    return spelledOut(type, std::move(*text));
}

std::string recordText(const Record& record)
{
    const std::string rdata = rdataText(record.type, base::viewOf(record.rdata));
    // The generic form goes with the generic type: readers refuse "NULL \# 1 00" and accept "TYPE10 \# 1 00".
    const std::string type = rdata.starts_with("\\#") ? "TYPE" + std::to_string(static_cast<int>(record.type))
                                                      : typeText(record.type);
    return record.owner.toText() + ' ' + std::to_string(record.ttl) + ' ' + classText(record.recordClass) +
           ' ' + type + ' ' + rdata;
}

} // namespace zonescope::dns

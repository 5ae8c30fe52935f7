// SPDX-License-Identifier: GPL-3.0-or-later
// Presentation form through libknot. Zone files are in zone_text.cpp.
#include "model/dns/text.h"

#include <array>
#include <optional>

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
    if (rdata.empty() || rdata.size() > 65535)
        return genericText(rdata);
    auto text = knotText(type, rdata);
    if (!text)
        return genericText(rdata);
    while (text->ends_with(' ')) // libknot leaves one behind CAA and URI
        text->pop_back();
    return *text;
}

std::string recordText(const Record& record)
{
    return record.owner.toText() + ' ' + std::to_string(record.ttl) + ' ' + classText(record.recordClass) +
           ' ' + typeText(record.type) + ' ' + rdataText(record.type, base::viewOf(record.rdata));
}

} // namespace zonescope::dns

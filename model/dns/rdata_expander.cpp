// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/rdata_expander.h"

#include "model/dns/wire_name.h"

#include <cstring>

namespace zonescope::dns {
namespace {

constexpr std::size_t largestRdata = 65535;

/// Character strings (a length octet each) up to the end.
bool onlyStrings(base::ByteView octets)
{
    while (!octets.empty()) {
        if (octets[0] + 1U > octets.size())
            return false;
        octets = octets.subspan(octets[0] + 1U);
    }
    return true;
}

/// RFC 9460 section 2.2: key, length, value; keys strictly increasing.
bool onlyServiceParameters(base::ByteView octets)
{
    int lastKey = -1;
    while (!octets.empty()) {
        if (octets.size() < 4)
            return false;
        const int key = octets[0] << 8 | octets[1];
        const std::size_t length = static_cast<std::size_t>(octets[2]) << 8 | octets[3];
        if (key <= lastKey || octets.size() - 4 < length)
            return false;
        lastKey = key;
        octets = octets.subspan(4 + length);
    }
    return true;
}

/// RFC 4034 section 4.1.2: window number, 1 to 32 octets of bits, the last not zero; windows strictly
/// increasing.
bool onlyTypeBitmaps(base::ByteView octets)
{
    int lastWindow = -1;
    while (!octets.empty()) {
        if (octets.size() < 2 || octets[0] <= lastWindow || octets[1] < 1 || octets[1] > 32 ||
            octets.size() - 2 < octets[1] || octets[1U + octets[1]] == 0)
            return false;
        lastWindow = octets[0];
        octets = octets.subspan(2U + octets[1]);
    }
    return true;
}

const char* checkRest(RdataLayout::Rest rest, base::ByteView octets)
{
    switch (rest) {
    case RdataLayout::Rest::Nothing:
        return octets.empty() ? nullptr : "rdata longer than its type allows";
    case RdataLayout::Rest::Anything:
        return nullptr;
    case RdataLayout::Rest::Strings:
        return onlyStrings(octets) ? nullptr : "character string runs past the rdata";
    case RdataLayout::Rest::ServiceParameters:
        return onlyServiceParameters(octets) ? nullptr
                                             : "service parameters cut off or not in increasing order";
    case RdataLayout::Rest::TypeBitmaps:
        return onlyTypeBitmaps(octets)
                   ? nullptr
                   : "type bitmap cut off, with trailing zeros or with its windows not in increasing order";
    }
    return nullptr;
}

/// Octets before the first name; nothing fits when larger than the rdata.
std::size_t leadingSize(const RdataLayout& layout, base::ByteView rdata)
{
    std::size_t at = layout.head;
    for (int i = 0; i < layout.strings && at < rdata.size(); ++i)
        at += rdata[at] + 1U;
    return at;
}

/// True when strings stop before the rdata's end is reached although one is still missing.
bool stringMissing(const RdataLayout& layout, base::ByteView rdata)
{
    std::size_t at = layout.head;
    for (int i = 0; i < layout.strings; ++i) {
        if (at >= rdata.size())
            return true;
        at += rdata[at] + 1U;
    }
    return false;
}

ExpandedRdata expandNames(const RdataLayout& layout, base::ByteView message, std::size_t begin,
                          std::size_t size, std::size_t leading, base::Bytes& scratch)
{
    // Names grow to 255 octets at most; everything else is copied as it is.
    const std::size_t room = size + layout.names * longestWireName + expansionRoom;
    if (scratch.size() < room)
        scratch.resize(room);
    std::memcpy(scratch.data(), message.data() + begin, leading);
    const std::size_t end = begin + size;
    std::size_t at = begin + leading;
    std::size_t written = leading;
    for (int i = 0; i < layout.names; ++i) {
        const ExpandedName name = expandName(message, at, end, scratch.data() + written);
        if (name.fault != NameFault::None)
            return {{}, "no valid name where the type has one"};
        written += name.length;
        at = name.next;
    }
    if (end - at < layout.tail)
        return {{}, "rdata shorter than its type needs"};
    if (const char* fault = checkRest(layout.rest, message.subspan(at + layout.tail, end - at - layout.tail)))
        return {{}, fault};
    std::memcpy(scratch.data() + written, message.data() + at, end - at);
    written += end - at;
    if (written > largestRdata)
        return {{}, "rdata longer than 65535 octets once its names are written out"};
    return {base::viewOf(std::string_view(scratch.data(), written)), nullptr};
}

} // namespace

ExpandedRdata expandRdata(const RdataLayout& layout, base::ByteView message, std::size_t begin,
                          std::size_t size, base::Bytes& scratch)
{
    const base::ByteView rdata = message.subspan(begin, size);
    std::size_t at = leadingSize(layout, rdata);
    if (at > size || (layout.strings > 0 && stringMissing(layout, rdata)))
        return {{}, "rdata shorter than its type needs"};
    for (int i = 0; i < layout.names; ++i) {
        const std::size_t length = plainNameLength(rdata.subspan(at));
        if (length == 0) {
            if (layout.decompress)
                return expandNames(layout, message, begin, size, leadingSize(layout, rdata), scratch);
            return {{}, "no valid uncompressed name where the type has one"};
        }
        at += length;
    }
    if (size - at < layout.tail)
        return {{}, "rdata shorter than its type needs"};
    if (const char* fault = checkRest(layout.rest, rdata.subspan(at + layout.tail)))
        return {{}, fault};
    return {rdata, nullptr};
}

const char* rdataFault(Type type, Class recordClass, base::ByteView rdata)
{
    RdataLayout layout = rdataLayout(type, recordClass);
    layout.decompress = false;
    base::Bytes unused;
    return expandRdata(layout, rdata, 0, rdata.size(), unused).fault;
}

} // namespace zonescope::dns

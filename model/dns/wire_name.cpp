// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/wire_name.h"

#include <cstring>

namespace zonescope::dns {
namespace {

/// A label of 2 to 64 octets, length octet included. Blocks of a constant size become two vector moves; a
/// copy of exactly `size` octets becomes "rep movsb", which costs three times the rest of the decompression.
void copyLabel(char* to, const std::uint8_t* from, std::size_t size, std::size_t available)
{
    constexpr std::size_t shortBlock = 16;
    constexpr std::size_t longestLabel = 64;
    if (available >= longestLabel) {
        std::memcpy(to, from, shortBlock);
        if (size > shortBlock)
            std::memcpy(to + shortBlock, from + shortBlock, longestLabel - shortBlock);
        return;
    }
    for (std::size_t i = 0; i < size; ++i)
        to[i] = static_cast<char>(from[i]);
}

} // namespace

ExpandedName expandName(base::ByteView message, std::size_t at, std::size_t end, char* out)
{
    constexpr unsigned pointerBits = 0xc0;
    constexpr std::size_t headerSize = 12;
    constexpr int mostPointers = 128;

    const std::uint8_t* const octets = message.data();
    std::size_t length = 0;
    std::size_t next = 0;    // known at the first pointer
    std::size_t lowest = at; // every pointer must go below this
    int pointers = 0;
    auto cutOff = NameFault::Truncated;
    for (;;) {
        if (at >= end)
            return {cutOff};
        const unsigned first = octets[at];
        if (first == 0) {
            out[length] = '\0';
            return {NameFault::None, pointers == 0 ? at + 1 : next, length + 1};
        }
        if (first < 64) {
            const std::size_t size = first + 1;
            if (size > end - at)
                return {cutOff};
            if (length + size >= longestWireName) // the root label must still fit
                return {NameFault::Malformed};
            copyLabel(out + length, octets + at, size, message.size() - at);
            length += size;
            at += size;
            continue;
        }
        // 01 and 10: the label types that RFC 1035 left open and RFC 6891 section 5 closed.
        if ((first & pointerBits) != pointerBits)
            return {NameFault::Malformed};
        if (end - at < 2)
            return {cutOff};
        const std::size_t target = (first & ~pointerBits) << 8 | octets[at + 1];
        if (target >= lowest || target < headerSize || ++pointers > mostPointers)
            return {NameFault::Malformed};
        if (pointers == 1)
            next = at + 2;
        // The earlier name must have ended before this one began, or it is none.
        end = lowest;
        cutOff = NameFault::Malformed;
        lowest = at = target;
    }
}

} // namespace zonescope::dns

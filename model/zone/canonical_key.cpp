// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/canonical_key.h"

#include "model/dns/ascii.h"
#include "model/dns/wire_name.h"

#include <array>
#include <cstdint>

namespace zonescope::zone {

bool KeyMaker::make(std::string_view ownerWire)
{
    m_size = 0;
    m_cased = {};
    if (ownerWire.size() < m_apex.size())
        return false;
    const std::size_t end = ownerWire.size() - m_apex.size();
    std::array<std::uint8_t, dns::longestWireName / 2 + 1> labels{};
    std::size_t count = 0;
    std::size_t at = 0;
    for (; at < end; at += static_cast<std::uint8_t>(ownerWire[at]) + 1U)
        labels[count++] = static_cast<std::uint8_t>(at);
    if (at != end || !dns::equalIgnoringCase(ownerWire.substr(end), m_apex))
        return false;
    bool upper = false;
    char* out = m_key.data();
    while (count-- > 0) {
        if (out != m_key.data())
            *out++ = '\0';
        const char* from = ownerWire.data() + labels[count] + 1;
        for (const char* to = from + static_cast<std::uint8_t>(from[-1]); from != to; ++from) {
            const char c = *from;
            upper |= c >= 'A' && c <= 'Z';
            if (c == '\0' || c == '\x01') { // RFC 4034 section 6.1 order needs 0x00 for the end of a label
                *out++ = '\x01';
                *out++ = static_cast<char>(c + 1);
            } else {
                *out++ = dns::lowerAscii(c);
            }
        }
    }
    m_size = static_cast<std::size_t>(out - m_key.data());
    if (upper)
        m_cased = ownerWire.substr(0, end);
    return true;
}

} // namespace zonescope::zone

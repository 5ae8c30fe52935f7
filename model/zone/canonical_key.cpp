// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/canonical_key.h"

#include "model/dns/ascii.h"
#include "model/dns/wire_name.h"

#include <array>
#include <cstdint>

namespace zonescope::zone {

bool KeyMaker::make(std::string_view ownerWire)
{
    m_key.clear();
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
    while (count-- > 0) {
        if (!m_key.empty())
            m_key += '\0';
        const std::size_t begin = labels[count] + 1U;
        for (std::size_t i = begin; i < begin + static_cast<std::uint8_t>(ownerWire[begin - 1]); ++i) {
            const char c = ownerWire[i];
            upper |= c >= 'A' && c <= 'Z';
            if (c == '\0' || c == '\x01') { // RFC 4034 section 6.1 order needs 0x00 for the end of a label
                m_key += '\x01';
                m_key += static_cast<char>(c + 1);
            } else {
                m_key += dns::lowerAscii(c);
            }
        }
    }
    if (upper)
        m_cased = ownerWire.substr(0, end);
    return true;
}

} // namespace zonescope::zone

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/edns.h"

#include <array>
#include <cstring>

namespace zonescope::publish {

inline constexpr std::size_t longestNsid = 255;

/// The options of an answer's OPT record, as octets.
class OptionsMade
{
public:
    void add(dns::OptionCode code, base::ByteView data)
    {
        if (m_size + 4 + data.size() > m_octets.size())
            return;
        u16(static_cast<std::uint16_t>(code));
        u16(static_cast<std::uint16_t>(data.size()));
        if (!data.empty())
            std::memcpy(m_octets.data() + m_size, data.data(), data.size());
        m_size += data.size();
    }
    base::ByteView view() const { return {m_octets.data(), m_size}; }

private:
    void u16(std::uint16_t value)
    {
        m_octets[m_size++] = static_cast<std::uint8_t>(value >> 8);
        m_octets[m_size++] = static_cast<std::uint8_t>(value);
    }
    std::array<std::uint8_t, longestNsid + 65> m_octets; // NSID and the fixed ones
    std::size_t m_size = 0;
};

inline std::array<std::uint8_t, 4> bigEndian(std::uint32_t value)
{
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

} // namespace zonescope::publish

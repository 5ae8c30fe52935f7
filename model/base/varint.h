// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <cstdint>

namespace zonescope::base {

/// LEB128: seven bits an octet, low ones first. Small numbers, and most are small, take one octet.
inline void appendVarint(Bytes& into, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        into.push_back(static_cast<char>(value | 0x80));
    into.push_back(static_cast<char>(value));
}

/// Reads what appendVarint wrote, and plain octets between. A read past the end gives 0 and failed() stays
/// set.
class VarintReader
{
public:
    explicit VarintReader(ByteView bytes)
        : m_bytes(bytes)
    {
    }

    bool failed() const { return m_failed; }
    bool atEnd() const { return m_bytes.empty(); }
    std::size_t remaining() const { return m_bytes.size(); }

    std::uint64_t next()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty())
                break;
            const std::uint8_t octet = m_bytes.front();
            m_bytes = m_bytes.subspan(1);
            value |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
            if (octet < 0x80)
                return value;
        }
        m_failed = true;
        return 0;
    }
    ByteView take(std::uint64_t count)
    {
        if (count > m_bytes.size()) {
            m_failed = true;
            return {};
        }
        const ByteView part = m_bytes.first(static_cast<std::size_t>(count));
        m_bytes = m_bytes.subspan(static_cast<std::size_t>(count));
        return part;
    }

private:
    ByteView m_bytes;
    bool m_failed = false;
};

} // namespace zonescope::base

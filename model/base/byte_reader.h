// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

namespace zonescope::base {

/// The one way to read foreign bytes: every length check lives here.
/// A read past the end gives zeros, sets failed() and stays failed, so a parser may read a whole fixed
/// header first and look once. Integers are big-endian (RFC 1035 section 2.3.2).
class ByteReader
{
public:
    explicit ByteReader(ByteView bytes)
        : m_bytes(bytes)
    {
    }

    bool failed() const { return m_failed; }
    bool atEnd() const { return m_position == m_bytes.size(); }
    std::size_t position() const { return m_position; }
    std::size_t remaining() const { return m_bytes.size() - m_position; }
    ByteView all() const { return m_bytes; }

    std::uint8_t u8() { return static_cast<std::uint8_t>(integer<1>()); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(integer<2>()); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(integer<4>()); }
    std::uint64_t u48() { return integer<6>(); }

    ByteView take(std::size_t count)
    {
        if (count > remaining()) {
            fail();
            return {};
        }
        const ByteView part = m_bytes.subspan(m_position, count);
        m_position += count;
        return part;
    }
    void skip(std::size_t count) { take(count); }
    void seek(std::size_t position)
    {
        if (position > m_bytes.size())
            fail();
        else
            m_position = position;
    }
    void fail()
    {
        m_failed = true;
        m_position = m_bytes.size();
    }

private:
    // The width is a template parameter so that the loop unrolls: four reads a record on the hot path.
    template <std::size_t width>
    std::uint64_t integer()
    {
        if (width > remaining()) {
            fail();
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value = value << 8 | m_bytes[m_position + i];
        m_position += width;
        return value;
    }

    ByteView m_bytes;
    std::size_t m_position = 0;
    bool m_failed = false;
};

} // namespace zonescope::base

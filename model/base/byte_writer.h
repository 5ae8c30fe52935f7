// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <utility>

namespace zonescope::base {

/// Appends big-endian integers and octets to an owned buffer.
class ByteWriter
{
public:
    void u8(std::uint8_t v) { m_bytes.push_back(static_cast<char>(v)); }
    void u16(std::uint16_t v) { integer(v, 2); }
    void u32(std::uint32_t v) { integer(v, 4); }
    void u48(std::uint64_t v) { integer(v, 6); }
    void bytes(ByteView v) { m_bytes.append(textOf(v)); }
    void bytes(std::string_view v) { m_bytes.append(v); }
    /// Overwrites two octets written before (lengths and counts known only later).
    void patchU16(std::size_t position, std::uint16_t v)
    {
        m_bytes.at(position) = static_cast<char>(v >> 8);
        m_bytes.at(position + 1) = static_cast<char>(v & 0xff);
    }
    void truncate(std::size_t size) { m_bytes.resize(size); }
    void reserve(std::size_t size) { m_bytes.reserve(size); }

    std::size_t size() const { return m_bytes.size(); }
    ByteView view() const { return viewOf(m_bytes); }
    Bytes release() { return std::move(m_bytes); }

private:
    void integer(std::uint64_t v, int width)
    {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
            m_bytes.push_back(static_cast<char>(v >> shift & 0xff));
    }

    Bytes m_bytes;
};

} // namespace zonescope::base

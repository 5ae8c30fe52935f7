// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zonescope::publish {

/// A name that lies somewhere else, uncompressed, with the places where its labels begin: an answer cuts it
/// at labels many times and copies nothing. Valid as long as what it was made from.
class PlainName
{
public:
    /// Precondition: valid uncompressed wire form, root label included.
    void set(std::string_view wire)
    {
        m_wire = wire;
        m_count = 0;
        for (std::size_t at = 0; wire[at] != '\0'; at += static_cast<std::uint8_t>(wire[at]) + 1U)
            m_labels[m_count++] = static_cast<std::uint8_t>(at);
    }

    std::string_view wire() const { return m_wire; }
    std::size_t labels() const { return m_count; } ///< without the root label
    /// The ancestor (or the name itself) with this many labels. Precondition: count <= labels().
    std::string_view last(std::size_t count) const
    {
        return count == 0 ? m_wire.substr(m_wire.size() - 1) : m_wire.substr(m_labels[m_count - count]);
    }
    /// The label that is `index` away from the root: 0 is the top-level one. Without its length octet.
    std::string_view fromRoot(std::size_t index) const
    {
        const std::size_t at = m_labels[m_count - 1 - index];
        return m_wire.substr(at + 1, static_cast<std::uint8_t>(m_wire[at]));
    }

private:
    std::string_view m_wire;
    std::array<std::uint8_t, 128> m_labels; // 127 labels of one octet fill a name; not cleared: time
    std::size_t m_count = 0;
};

} // namespace zonescope::publish

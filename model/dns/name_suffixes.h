// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zonescope::dns {

/// A name cut at its labels, with a hash of what follows each cut: under these a writer finds what it wrote
/// before (RFC 1035 section 4.1.4). Number 0 is the whole name; the root is none of them.
class NameSuffixes
{
public:
    /// Precondition: valid uncompressed wire form, root label included.
    explicit NameSuffixes(std::string_view wire)
        : m_wire(wire)
    {
        for (std::size_t at = 0; wire[at] != '\0'; at += static_cast<std::uint8_t>(wire[at]) + 1U)
            m_offsets[m_count++] = static_cast<std::uint8_t>(at);
        // From the root side, so that each label is hashed once (FNV-1a).
        std::uint32_t hash = 2166136261U;
        std::size_t end = wire.size() - 1;
        for (std::size_t i = m_count; i-- > 0; end = m_offsets[i]) {
            for (std::size_t at = m_offsets[i]; at < end; ++at)
                hash = (hash ^ static_cast<std::uint8_t>(wire[at])) * 16777619U;
            m_hashes[i] = hash;
        }
    }

    std::size_t count() const { return m_count; }
    std::size_t offset(std::size_t index) const { return m_offsets[index]; }
    std::uint32_t hash(std::size_t index) const { return m_hashes[index]; }
    std::string_view suffix(std::size_t index) const { return m_wire.substr(m_offsets[index]); }
    /// The labels before the suffix with this number; of count(): all labels, without the root.
    std::string_view before(std::size_t index) const
    {
        return m_wire.substr(0, index == m_count ? m_wire.size() - 1 : m_offsets[index]);
    }

private:
    std::string_view m_wire;
    // 127 labels of one octet fill a name. Not cleared: that would take as long as the rest.
    std::array<std::uint8_t, 128> m_offsets;
    std::array<std::uint32_t, 128> m_hashes;
    std::size_t m_count = 0;
};

} // namespace zonescope::dns

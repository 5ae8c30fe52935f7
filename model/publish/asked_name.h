// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/ascii.h"
#include "model/publish/plain_name.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zonescope::publish {

/// A name at or below an apex with its canonical key (dns::Name::canonicalKey), made once and cut at labels
/// afterwards. Depth 0 is the apex, depth() the name itself.
class AskedName
{
public:
    /// Precondition: valid uncompressed wire form, at or below an apex of this many labels.
    void set(std::string_view wire, std::size_t apexLabels)
    {
        m_name.set(wire);
        m_apexLabels = apexLabels;
        m_ends[0] = 0;
        std::size_t at = 0;
        for (std::size_t depth = 1; depth <= this->depth(); ++depth) {
            if (depth > 1)
                m_key[at++] = '\0';
            for (const char c : m_name.fromRoot(apexLabels + depth - 1)) {
                if (c == '\0' || c == '\x01') { // 0x00 ends a label in keys
                    m_key[at++] = '\x01';
                    m_key[at++] = static_cast<char>(c + 1);
                } else {
                    m_key[at++] = dns::lowerAscii(c);
                }
            }
            m_ends[depth] = static_cast<std::uint16_t>(at);
        }
    }

    std::size_t depth() const { return m_name.labels() - m_apexLabels; }
    std::string_view wire() const { return m_name.wire(); }
    /// The ancestor of this depth, in the case it was asked with.
    std::string_view wireAt(std::size_t depth) const { return m_name.last(m_apexLabels + depth); }
    std::string_view key() const { return keyAt(depth()); }
    std::string_view keyAt(std::size_t depth) const { return {m_key.data(), m_ends[depth]}; }

private:
    PlainName m_name;
    std::size_t m_apexLabels = 0;
    // Not cleared: that would take as long as the search.
    std::array<char, 512> m_key; ///< 503 octets for a name whose every octet is escaped
    std::array<std::uint16_t, 128> m_ends;
};

/// The key of "*" below the key `encloser`, written to `room`.
using WildcardRoom = std::array<char, 516>;
inline std::string_view wildcardKey(std::string_view encloser, WildcardRoom& room)
{
    std::size_t at = encloser.copy(room.data(), encloser.size());
    if (at > 0)
        room[at++] = '\0';
    room[at++] = '*';
    return {room.data(), at};
}

} // namespace zonescope::publish

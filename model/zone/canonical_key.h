// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace zonescope::zone {

/// dns::Name::canonicalKey for the load of a million records: from the wire form straight into a buffer that
/// is reused.
class KeyMaker
{
public:
    /// `apexWire`: uncompressed wire form.
    explicit KeyMaker(std::string_view apexWire)
        : m_apex(apexWire)
    {
    }
    /// False when the owner is not at or below the apex. Precondition: valid uncompressed wire form.
    bool make(std::string_view ownerWire);

    std::string_view key() const { return {m_key.data(), m_size}; }
    /// Relative wire form when it holds upper-case letters, else empty. A view into `ownerWire`.
    std::string_view cased() const { return m_cased; }

private:
    std::string m_apex;
    std::array<char, 512> m_key{}; ///< 503 octets for a name whose every octet is escaped
    std::size_t m_size = 0;
    std::string_view m_cased;
};

} // namespace zonescope::zone

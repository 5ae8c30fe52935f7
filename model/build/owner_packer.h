// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/rrset_packer.h"
#include "model/zone/owner_walk.h"

#include <span>
#include <string>
#include <vector>

namespace zonescope::build {

/// Packs owner after owner of one zone; keeps its buffers. The form is described in rrset_packer.h.
class OwnerPacker
{
public:
    explicit OwnerPacker(base::ZoneId zone);

    const std::string& metaKey() const { return m_prefix; }
    /// Appends what follows the zone id in the key of an entry.
    static void appendOwner(std::string& key, std::string_view canonicalKey, dns::Type group);

    /// The entries of one owner in ascending key order. The views hold during the call.
    template <class Put>
    void pack(zone::OwnerView owner, const Put& put)
    {
        begin(owner);
        if (!m_addresses.empty()) {
            packSets(dns::Type::A, m_addresses);
            put(std::string_view(m_key), m_value);
        }
        for (const zone::SetWalk& set : m_others) {
            packSets(set.type, {&set, 1});
            put(std::string_view(m_key), m_value);
        }
    }

private:
    void begin(zone::OwnerView owner);
    void packSets(dns::Type group, std::span<const zone::SetWalk> sets);

    std::string m_prefix;
    std::string m_key;
    std::string m_room;       ///< for a value; grows only
    std::string_view m_value; ///< into m_room
    std::string_view m_cased; ///< until it is written with the first entry of the owner
    std::vector<zone::SetWalk> m_addresses;
    std::vector<zone::SetWalk> m_others;
};

/// Value of the meta entry.
std::string packMeta(const zone::ZoneVersion& version);

} // namespace zonescope::build

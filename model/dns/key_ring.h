// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/tsig.h"

#include <unordered_map>

namespace zonescope::dns {

/// All keys with their secrets, by name. An immutable snapshot is handed to each thread; never persisted,
/// never printed.
class KeyRing
{
public:
    void add(TsigKey key) { m_keys.insert_or_assign(key.name, std::move(key)); }
    const TsigKey* find(const Name& name) const
    {
        const auto found = m_keys.find(name);
        return found == m_keys.end() ? nullptr : &found->second;
    }
    std::size_t size() const { return m_keys.size(); }

private:
    std::unordered_map<Name, TsigKey> m_keys;
};

} // namespace zonescope::dns

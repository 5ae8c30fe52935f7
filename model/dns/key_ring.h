// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"
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

    /// Secrets of another kind, under the id they have in the secret file: passwords of proxies.
    void addPassword(base::KeyId id, base::Bytes password)
    {
        m_passwords.insert_or_assign(id, std::move(password));
    }
    const base::Bytes* password(base::KeyId id) const
    {
        const auto found = m_passwords.find(id);
        return found == m_passwords.end() ? nullptr : &found->second;
    }

private:
    std::unordered_map<Name, TsigKey> m_keys;
    std::unordered_map<base::KeyId, base::Bytes> m_passwords;
};

} // namespace zonescope::dns

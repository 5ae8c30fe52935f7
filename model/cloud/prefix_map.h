// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/resource.h"

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

namespace zonescope::cloud {

/// Values by prefix, asked by address: one hash table a length in use, looked up from the longest to the
/// shortest. A question costs one look a length (a cloud has about ten), whatever the number of prefixes.
template <class Value>
class PrefixMap
{
public:
    void add(const net::Prefix& prefix, Value value)
    {
        m_byLength[orderOf(prefix.address.family(), prefix.length)][prefix.address].push_back(
            std::move(value));
    }

    /// Calls `each(value, length)` from the longest match to the shortest until it says false.
    template <class Each>
    void match(const net::IpAddress& address, const Each& each) const
    {
        for (const auto& [order, table] : m_byLength) {
            if (family(order) != address.family())
                continue;
            const auto found = table.find(networkOf(address, lengthIn(order)).address);
            if (found == table.end())
                continue;
            for (const Value& value : found->second)
                if (!each(value, lengthIn(order)))
                    return;
        }
    }
    /// The first value of the longest match, or null.
    const Value* longest(const net::IpAddress& address) const
    {
        const Value* found = nullptr;
        match(address, [&](const Value& value, unsigned) {
            found = &value;
            return false;
        });
        return found;
    }
    bool empty() const { return m_byLength.empty(); }

private:
    // Longest first: the map's order is the order of looking.
    static int orderOf(net::Family family, unsigned length)
    {
        return (family == net::Family::V6 ? 1000 : 0) - static_cast<int>(length);
    }
    static net::Family family(int order) { return order > 500 ? net::Family::V6 : net::Family::V4; }
    static unsigned lengthIn(int order) { return static_cast<unsigned>(order > 500 ? 1000 - order : -order); }

    std::map<int, std::unordered_map<net::IpAddress, std::vector<Value>>> m_byLength;
};

} // namespace zonescope::cloud

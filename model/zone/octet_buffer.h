// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace zonescope::zone {

/// memcpy for the few octets of most rdata and keys: a call costs more than the copy. `to` and `from` do not
/// overlap.
inline char* copyOctets(char* to, const char* from, std::size_t count)
{
    const auto twice = [&]<class Word>(Word) { // two words that may overlap each other cover it
        Word first;
        Word last;
        std::memcpy(&first, from, sizeof first);
        std::memcpy(&last, from + count - sizeof last, sizeof last);
        std::memcpy(to, &first, sizeof first);
        std::memcpy(to + count - sizeof last, &last, sizeof last);
    };
    if (count > 16)
        std::memcpy(to, from, count);
    else if (count >= 8)
        twice(std::uint64_t{});
    else if (count >= 4)
        twice(std::uint32_t{});
    else
        for (std::size_t i = 0; i < count; ++i)
            to[i] = from[i];
    return to + count;
}

/// Octets that are appended, a million times, through a pointer: std::string writes zeros first or is a call
/// for each piece. Keeps its room when cleared.
class OctetBuffer
{
public:
    std::size_t size() const { return m_size; }
    const char* data() const { return m_octets.get(); }
    std::string_view view() const { return {m_octets.get(), m_size}; }
    void clear() { m_size = 0; }

    /// Where to write at most `most` octets; end() tells how far it went.
    char* room(std::size_t most)
    {
        if (m_room - m_size < most)
            grow(most);
        return m_octets.get() + m_size;
    }
    void end(const char* at) { m_size = static_cast<std::size_t>(at - m_octets.get()); }
    void append(std::string_view octets)
    {
        end(copyOctets(room(octets.size()), octets.data(), octets.size()));
    }

private:
    void grow(std::size_t most)
    {
        const std::size_t size = std::max(m_size + most, m_room * 2);
        auto larger = std::make_unique_for_overwrite<char[]>(size);
        if (m_size != 0)
            std::memcpy(larger.get(), m_octets.get(), m_size);
        m_octets = std::move(larger);
        m_room = size;
    }

    std::unique_ptr<char[]> m_octets;
    std::size_t m_size = 0;
    std::size_t m_room = 0;
};

} // namespace zonescope::zone

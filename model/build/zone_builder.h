// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/strong_id.h"
#include "model/build/publication.h"
#include "model/build/zone_checks.h"
#include "model/zone/octet_buffer.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::build {

/// Entries ready for the store, one buffer. Moved, never copied; immutable once built, any thread.
class EntryBatch
{
public:
    void put(std::string_view key, std::string_view value)
    {
        char* at = m_octets.room(key.size() + value.size());
        at = zone::copyOctets(at, key.data(), key.size());
        m_octets.end(zone::copyOctets(at, value.data(), value.size()));
        m_items.push_back(
            {static_cast<std::uint32_t>(value.size()), static_cast<std::uint16_t>(key.size()), false});
    }
    void remove(std::string_view key);
    void reserve(std::size_t entries, std::size_t octets);

    std::size_t puts() const { return m_items.size() - m_removes; }
    std::size_t removes() const { return m_removes; }
    std::size_t octets() const { return m_octets.size(); }
    bool empty() const { return m_items.empty(); }

    /// In the order they were added: put(key, value) and remove(key) give base::Status; the first error
    /// stops.
    template <class Put, class Remove>
    base::Status replay(Put&& put, Remove&& remove) const
    {
        const char* at = m_octets.data();
        for (const Item& item : m_items) {
            const std::string_view key(at, item.keySize);
            const std::string_view value(at + item.keySize, item.valueSize);
            at += key.size() + value.size();
            if (base::Status done = item.remove ? remove(key) : put(key, value); !done)
                return done;
        }
        return {};
    }

private:
    struct Item
    {
        std::uint32_t valueSize = 0;
        std::uint16_t keySize = 0;
        bool remove = false;
    };
    zone::OctetBuffer m_octets;
    std::vector<Item> m_items;
    std::size_t m_removes = 0;
};

/// The owners of a larger one are looked at after it is published, if nothing that is wrong with them forbids
/// that: with a million records this is a sixth of the time from the primary to the answer.
inline constexpr std::uint64_t checkedAtOnce = 10'000; ///< records

struct BuildInput
{
    base::ZoneId zone;
    CheckInput versions;
    bool packed = false; ///< the whole was packed part by part while it came: checks only
    Recipe recipe = {};  ///< of what is published; what is stored is what was transferred
};

struct BuildResult
{
    std::vector<Finding> findings; ///< worst first
    bool publishable = false;      ///< false: a finding forbids it, `entries` is empty
    /// True: `entries` are the difference to the previous version; false: the whole zone.
    bool difference = false;
    EntryBatch entries;
    Publication publication; ///< nothing in it: not publishable
    /// To be looked at once it is published: what the difference may have broken elsewhere (see
    /// needsWholeCheck()), what it may have mended among the many faults known before, or the owners of a
    /// large new zone; the latter two when it is not strict.
    bool checkWhole = false;
    std::uint64_t ownersTouched = 0;
    std::uint64_t recordsAdded = 0;
    std::uint64_t recordsRemoved = 0;
};

/// The build stage: checks, the digest among them, lays over what is ours, then packs the difference to the
/// previous version, or the whole zone when there is none or when more than half of it changed. Pure: any
/// thread, no clock, no disk.
BuildResult build(const BuildInput& input);
/// The whole zone, whatever was before: when the store does not hold the previous version.
EntryBatch packWhole(base::ZoneId zone, const zone::ZoneVersion& version);

} // namespace zonescope::build

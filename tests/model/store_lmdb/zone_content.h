// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/key_value_store.h"

#include <map>
#include <string>

namespace zonescope::store {

using base::ZoneId;
using publish::EntryWriter;
using publish::ZoneWrite;

using Content = std::map<std::string, std::string>;

inline std::string keyOf(std::uint32_t zone, int number)
{
    return publish::zonePrefix(ZoneId{zone}) + std::to_string(10000 + number);
}

/// A version of a zone that follows from its serial alone, so that a reader can tell what must be there.
inline Content contentOf(std::uint32_t zone, std::uint32_t serial)
{
    Content content;
    for (int i = 0; i < 60; ++i)
        content[keyOf(zone, i)] = "first";
    // Each version touches two entries, removes one and brings one back.
    for (std::uint32_t s = 2; s <= serial; ++s) {
        content[keyOf(zone, 0)] = "serial " + std::to_string(s);
        content[keyOf(zone, static_cast<int>(s * 7 % 60))] = std::string(s % 90, 'x') + std::to_string(s);
        if (s % 3 != 0)
            content.erase(keyOf(zone, static_cast<int>(1 + s * 11 % 59)));
    }
    return content;
}

inline ZoneWrite fullOf(std::uint32_t zone, std::uint32_t serial)
{
    return {ZoneId{zone}, serial, std::nullopt, [=](EntryWriter& writer) {
                base::Status done;
                for (const auto& [key, value] : contentOf(zone, serial))
                    if (done)
                        done = writer.put(key, value);
                return done;
            }};
}

inline ZoneWrite stepOf(std::uint32_t zone, std::uint32_t onto)
{
    return {ZoneId{zone}, onto + 1, onto, [=](EntryWriter& writer) {
                const Content before = contentOf(zone, onto);
                const Content after = contentOf(zone, onto + 1);
                base::Status done;
                for (const auto& [key, value] : after)
                    if (const auto old = before.find(key);
                        done && (old == before.end() || old->second != value))
                        done = writer.put(key, value);
                for (const auto& [key, value] : before)
                    if (done && !after.contains(key))
                        done = writer.remove(key);
                return done;
            }};
}

inline base::Status commit(publish::KeyValueStore& store, const ZoneWrite& write)
{
    auto report = store.commit({write});
    return report ? report->zones.front() : base::Status(tl::unexpected(report.error()));
}

inline Content load(const publish::KeyValueStore& store, std::uint32_t zone)
{
    Content content;
    const auto stored = store.loadZone(ZoneId{zone}, [&](std::string_view key, std::string_view value) {
        content.emplace(key, value);
        return true;
    });
    if (!stored)
        content["error"] = base::toString(stored.error());
    else if (stored->entries != content.size())
        content["error"] = "the row does not say what is there";
    return content;
}

inline std::uint32_t serialOf(const publish::KeyValueStore& store, std::uint32_t zone)
{
    const auto found = store.findZone(ZoneId{zone});
    return found && *found ? (*found)->serial : 0;
}

} // namespace zonescope::store

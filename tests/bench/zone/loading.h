// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"
#include "tests/kit/zone_generator.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace zonescope::bench {

inline const dns::Name& apex()
{
    static const dns::Name name = *dns::Name::fromText("zone.example.");
    return name;
}

inline zone::ZoneVersionPtr generated(std::uint64_t records, std::uint32_t serial)
{
    zone::ZoneLoader loader(apex());
    kit::generateZone({.apex = apex(), .records = records, .serial = serial}, [&](const dns::Record& record) {
        if (!loader.add(record))
            std::abort();
    });
    return loader.finish().value();
}

/// `count` new names and the same version with them.
inline zone::ZoneVersionPtr changed(const zone::ZoneVersionPtr& from, std::uint32_t count)
{
    const std::uint32_t serial = from->serial();
    zone::Changeset change{serial, serial + 1, {}, {}, {}};
    change.soa = kit::generateZone({.apex = apex(), .records = 3, .serial = serial + 1}).front();
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::string owner =
            "h" + std::to_string(i * 2654435761U % 100'000'000U) + "x." + std::to_string(serial);
        change.added.push_back(
            {*dns::Name::fromText(owner + ".zone.example."), dns::Type::A, dns::Class::IN, 300, "abcd"});
    }
    return zone::apply(from, change).value();
}

} // namespace zonescope::bench

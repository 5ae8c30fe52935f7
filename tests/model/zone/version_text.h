// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/text.h"
#include "model/zone/zone_version.h"

#include <string>
#include <vector>

namespace zonescope::tests {

/// A version of the zone file text; aborts the test when there is none.
inline zone::ZoneVersionPtr versionOf(const std::string& text, const dns::Name& apex)
{
    zone::ZoneLoader loader(apex);
    const auto parsed = dns::parseZoneText(text, apex, 300, [&](const dns::Record& record) {
        if (const auto added = loader.add(record); !added)
            qFatal("%s", base::toString(added.error()).c_str());
    });
    if (!parsed)
        qFatal("%s", base::toString(parsed.error()).c_str());
    auto version = loader.finish();
    if (!version)
        qFatal("%s", base::toString(version.error()).c_str());
    return *version;
}

/// Every record in canonical order, a line each.
inline std::string textOf(const zone::ZoneVersion& version)
{
    std::string text;
    version.forEach([&](zone::OwnerView owner) {
        const dns::Name name = owner.name(version.apex());
        owner.forEachRrset([&](zone::RrsetView set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                text += dns::recordText({name, set.type(), dns::Class::IN, set.ttl(i),
                                         base::Bytes(base::textOf(set.rdata(i)))}) +
                        "\n";
            return true;
        });
        return true;
    });
    return text;
}

} // namespace zonescope::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/zone_builder.h"
#include "model/dns/text.h"
#include "tests/kit/result_macros.h"

#include <QStringList>

// Versions of example.org from text, and findings as text.

namespace zonescope::build {

inline const dns::Name apexName = *dns::Name::fromText("example.org.");
inline constexpr const char* soa = "@ 3600 SOA ns1 hostmaster 5 3600 600 86400 300\n";
inline constexpr const char* sound = "@ NS ns.elsewhere.example.\n";

inline zone::ZoneVersionPtr zoneOf(const std::string& text, zone::Tolerated* tolerated = nullptr)
{
    zone::ZoneLoader loader(apexName);
    const auto parsed = dns::parseZoneText(text, apexName, 300, [&](const dns::Record& r) {
        if (!loader.add(r))
            qFatal("refused");
    });
    if (!parsed)
        qFatal("%s", base::toString(parsed.error()).c_str());
    auto version = loader.finish();
    if (tolerated)
        *tolerated = loader.tolerated();
    return version.value();
}
inline zone::ZoneVersionPtr withSerial(const std::string& serial, const std::string& more = {})
{
    return zoneOf("@ 3600 SOA ns1 hostmaster " + serial + " 3600 600 86400 300\n" + sound + more);
}
/// "warning zone-missing-address www.example.org. 2", a line each.
inline QString lines(const std::vector<Finding>& findings)
{
    QStringList list;
    for (const Finding& f : findings) {
        const char* level = f.level == Level::Error     ? "error"
                            : f.level == Level::Warning ? "warning"
                                                        : "notice";
        list << QString("%1 %2 %3 %4")
                    .arg(level, QString::fromStdString(std::string(base::errorName(f.code))),
                         QString::fromStdString(f.owner.toText()))
                    .arg(f.count);
    }
    return list.join("\n");
}

} // namespace zonescope::build

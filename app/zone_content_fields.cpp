// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/zone_content_fields.h"

#include <array>

namespace zonescope::app {
namespace {

/// The enumerators by their words, in their order.
template <class Enum, std::size_t Count>
Enum readWord(Fields& fields, std::string_view name, Enum fallback,
              const std::array<std::string_view, Count>& words)
{
    if (!fields.member(name))
        return fallback;
    return fields.convert<Enum>(name, false, [&](const std::string& text) -> base::Result<Enum> {
        std::string known;
        for (std::size_t i = 0; i < Count; ++i) {
            if (words[i] == text)
                return static_cast<Enum>(i);
            known += (i == 0 ? "\"" : ", \"") + std::string(words[i]) + "\"";
        }
        return base::fail(ErrorCode::InvalidValue, "expected one of " + known + ", found \"" + text + "\"");
    });
}

} // namespace

void readZoneContent(Fields& fields, zone::Zone& zone)
{
    constexpr std::array<std::string_view, 3> checks{"off", "if-present", "required"};
    constexpr std::array<std::string_view, 3> digests{"none", "sha384", "sha512"};
    constexpr std::array<std::string_view, 3> roles{"none", "consumer", "producer"};
    zone.zonemdCheck = readWord(fields, "zonemd", zone.zonemdCheck, checks);
    zone.zonemdDigest = readWord(fields, "zonemdDigest", zone.zonemdDigest, digests);
    zone.strict = fields.flag("strict", zone.strict);
    for (const std::string& line : fields.list<std::string>(
             "overrides", false, [](const std::string& text) { return base::Result<std::string>(text); }))
        zone.overrides += line + "\n";
    zone.resolvers = fields.list<net::Endpoint>(
        "resolvers", false, [](const std::string& text) { return net::Endpoint::fromText(text); });
    zone.catalog = readWord(fields, "catalog", zone.catalog, roles);
    zone.group = fields.text("group", false);
    fields.member("templates");
    fields.member("listedIn");
}

} // namespace zonescope::app

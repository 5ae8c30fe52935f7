// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_remarks.h"

#include <algorithm>

namespace zonescope::app {
namespace {

/// Through a proxy the source is the one towards the proxy.
bool sourceFitsNowhere(const zone::Primary& primary)
{
    return primary.source && !primary.proxy &&
           std::ranges::none_of(primary.addresses, [&](const net::Endpoint& at) {
               return at.address.family() == primary.source->family();
           });
}

} // namespace

std::vector<std::string> configRemarks(const zone::Configuration& configuration)
{
    std::vector<std::string> remarks;
    for (const auto& [id, key] : configuration.keys())
        if (dns::isWeak(key.algorithm))
            remarks.push_back("key " + key.name.toDisplay() + ": " +
                              std::string(dns::tsigAlgorithmText(key.algorithm)) +
                              " is weak; use hmac-sha256 where the other side can");
    for (const auto& [id, primary] : configuration.primaries())
        if (sourceFitsNowhere(primary))
            remarks.push_back("primary " + primary.name + ": none of its addresses can be reached from " +
                              primary.source->toText());
    for (const auto& [id, zone] : configuration.zones())
        if (zone->primaries.empty() && zone->catalog != zone::CatalogRole::Producer)
            remarks.push_back("zone " + zone->apex.toDisplay() + " has no primary");
    return remarks;
}

} // namespace zonescope::app

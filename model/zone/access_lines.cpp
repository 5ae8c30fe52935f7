// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/access_lines.h"

#include <algorithm>

namespace zonescope::zone {
namespace {

struct Us
{
    std::string leave = "our-address"; ///< for what may transfer
    std::string hear = "our-address";  ///< for where NOTIFY goes
    std::string port = "53";

    /// As PowerDNS writes it; the others have a place of their own for the port.
    std::string hearWithPort() const
    {
        return (hear.find(':') == std::string::npos ? hear : "[" + hear + "]") + ":" + port;
    }
};

/// The listener of the same family as the primary's first address; a wildcard tells the port only.
Us usTowards(const Primary& primary, const std::vector<net::Endpoint>& notifyAt,
             const std::optional<net::IpAddress>& seenFrom)
{
    Us us;
    std::optional<net::IpAddress> leave = seenFrom;
    std::optional<net::IpAddress> hear;
    if (!primary.proxy) { // else the source is only what the proxy sees
        hear = leave = primary.source ? primary.source : leave;
    }
    for (const net::Endpoint& endpoint : notifyAt) {
        if (!primary.addresses.empty() &&
            endpoint.address.family() != primary.addresses.front().address.family())
            continue;
        us.port = std::to_string(endpoint.port);
        if (!endpoint.address.isUnspecified()) // a listener of its own, wherever transfers leave from
            hear = endpoint.address;
        break;
    }
    if (leave)
        us.leave = leave->toText();
    else if (hear && !primary.proxy)
        us.leave = hear->toText();
    if (hear)
        us.hear = hear->toText();
    return us;
}

std::string exampleZone(const Configuration& configuration, PrimaryId primary)
{
    for (const auto& [id, zone] : configuration.zones())
        if (std::ranges::find(zone->primaries, primary) != zone->primaries.end())
            return zone->apex.toDisplay();
    return "example.org";
}

} // namespace

AccessLines accessLines(const Configuration& configuration, PrimaryId id,
                        const std::vector<net::Endpoint>& notifyAt,
                        const std::optional<net::IpAddress>& seenFrom)
{
    AccessLines lines;
    const Primary* primary = configuration.primary(id);
    if (!primary)
        return lines;
    const Us us = usTowards(*primary, notifyAt, seenFrom);
    const Key* known = primary->key ? configuration.key(*primary->key) : nullptr;
    const std::string key = known ? known->name.toDisplay() : std::string();
    const std::string zone = exampleZone(configuration, id);
    const std::string address = "    address: " + us.leave + "\n";
    const std::string knotKey = known ? "    key: " + key + "\n" : std::string();
    const std::string nsdKey = known ? key : "NOKEY";

    lines.bind = "zone \"" + zone + "\" { …\n    allow-transfer { " +
                 (known ? "key \"" + key + "\"" : us.leave) + "; };\n    also-notify { " + us.hear +
                 " port " + us.port + (known ? " key \"" + key + "\"" : std::string()) + "; };\n};\n";
    lines.knot = "remote:\n  - id: zonescope\n    address: " + us.hear + "@" + us.port + "\n" + knotKey +
                 "acl:\n  - id: zonescope\n" + address + knotKey +
                 "    action: transfer\nzone:\n  - domain: " + zone +
                 "\n    notify: zonescope\n    acl: zonescope\n";
    lines.nsd = "zone:\n    name: \"" + zone + "\"\n    notify: " + us.hear + "@" + us.port + " " + nsdKey +
                "\n    provide-xfr: " + us.leave + " " + nsdKey + "\n";
    lines.powerDns = "pdnsutil set-meta " + zone + " ALSO-NOTIFY " + us.hearWithPort() + "\n" +
                     (known ? "pdnsutil activate-tsig-key " + zone + " " + key + " primary\n"
                            : "pdnsutil set-meta " + zone + " ALLOW-AXFR-FROM " + us.leave + "\n");
    return lines;
}

} // namespace zonescope::zone

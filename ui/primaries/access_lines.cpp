// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/primaries/access_lines.h"

#include "model/zone/access_lines.h"

namespace zonescope::ui::primaries {

QString accessLines(const zone::Configuration& configuration, base::PrimaryId primary,
                    const std::vector<net::Endpoint>& ours, const std::optional<net::IpAddress>& seenFrom)
{
    if (configuration.primary(primary) == nullptr)
        return {};
    const zone::AccessLines lines = zone::accessLines(configuration, primary, ours, seenFrom);
    return QString::fromStdString("# BIND\n" + lines.bind + "\n# Knot DNS\n" + lines.knot + "\n# NSD\n" +
                                  lines.nsd + "\n# PowerDNS\n" + lines.powerDns);
}

} // namespace zonescope::ui::primaries

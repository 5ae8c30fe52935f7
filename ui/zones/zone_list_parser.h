// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/name.h"
#include "model/net/endpoint.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::ui::zones {

/// One zone read from a list, a CSV file or a piece of named.conf.
struct ListedZone
{
    int line = 0; ///< from 1
    dns::Name apex;
    std::string primaryName;              ///< a word that is not an address: a primary we may already know
    std::optional<net::Endpoint> primary; ///< "192.0.2.1", "192.0.2.1:5353", or behind "name="
    std::string key;                      ///< name of the key, empty when unsigned
    std::vector<std::string> edges;       ///< names, or "name=address"
};

enum class ListProblem : std::uint8_t {
    BadName,
    BadAddress,
    TooManyFields,
    UnclosedQuote,
    UnclosedBlock,
    Repeated,
    LineTooLong,
    TooManyLines,
    NotText,
};

struct ListFinding
{
    int line = 0;
    ListProblem problem = ListProblem::BadName;
    std::string text; ///< the part that could not be read, cut to 80 octets
};

struct ZoneList
{
    std::vector<ListedZone> zones;
    std::vector<ListFinding> findings;
};

/// Reads whatever somebody pastes. The form is recognised:
///   zone list   zone primary[:port] [key] [edge;edge;...]      one zone a line, # comments
///   CSV         zone,primary,key,edges                         also with ; or tab, quotes, a header line
///   named.conf  zone "x" { type secondary; primaries { 192.0.2.1 port 5353 key k1; }; };
/// Pure; bad lines become findings with their number and never stop the rest. Any octets may come in.
ZoneList readZoneList(std::string_view text);

/// The same for one form, when the caller knows it.
ZoneList readZoneLines(std::string_view text);
ZoneList readZoneCsv(std::string_view text);
ZoneList readNamedConf(std::string_view text);

} // namespace zonescope::ui::zones

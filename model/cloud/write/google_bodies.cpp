// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/google_bodies.h"

#include "model/cloud/json.h"
#include "model/cloud/mapping.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace zonescope::cloud {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

/// Output only in the API's schema.
constexpr std::array<std::string_view, 9> filledIn{"creationTimestamp", "id",       "kind",
                                                   "selfLink",          "warnings", "routeStatus",
                                                   "routeType",         "asPaths",  "nextHopPeering"};

void put(Writer& writer, std::string_view text)
{
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

std::string textOf(const rapidjson::StringBuffer& buffer)
{
    return {buffer.GetString(), buffer.GetSize()};
}

std::string portsText(const PortRange& range)
{
    return range.first == range.last ? std::to_string(range.first)
                                     : std::to_string(range.first) + "-" + std::to_string(range.last);
}

std::string protocolText(int protocol)
{
    switch (protocol) {
    case anyProtocol:
        return "all";
    case 6:
        return "tcp";
    case 17:
        return "udp";
    case 1:
        return "icmp";
    default:
        return std::to_string(protocol);
    }
}

/// Protocols with their ports; equal for every range when one firewall rule says it all.
using Protocols = std::map<int, std::set<PortRange>>;

void putProtocols(Writer& writer, const Protocols& protocols)
{
    writer.StartArray();
    for (const auto& [protocol, ranges] : protocols) {
        writer.StartObject();
        writer.Key("IPProtocol");
        put(writer, protocolText(protocol));
        if (!ranges.contains(PortRange{})) {
            writer.Key("ports");
            writer.StartArray();
            for (const PortRange& range : ranges)
                put(writer, portsText(range));
            writer.EndArray();
        }
        writer.EndObject();
    }
    writer.EndArray();
}

bool isPlain(const Rule& rule, const Rule& like)
{
    return rule.remoteGroups.empty() && rule.ingress == like.ingress && rule.allow == like.allow &&
           rule.priority == like.priority && rule.onlyTo == like.onlyTo;
}

} // namespace

std::optional<std::string> googleInsertBody(std::string_view raw, std::string_view name)
{
    const auto tree = parseJson(raw);
    if (!tree || !tree->IsObject())
        return std::nullopt;
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    for (const auto& m : tree->GetObject()) {
        const std::string_view field = textView(m.name);
        if (std::ranges::find(filledIn, field) != filledIn.end())
            continue;
        writer.Key(field.data(), static_cast<rapidjson::SizeType>(field.size()));
        if (field == "name" && !name.empty())
            put(writer, name);
        else
            m.value.Accept(writer);
    }
    writer.EndObject();
    return textOf(buffer);
}

std::optional<std::string> googlePatchBody(std::string_view raw, const std::vector<Rule>& rules)
{
    const auto tree = parseJson(raw);
    if (!tree || !tree->IsObject() || rules.empty())
        return std::nullopt;
    const Rule& first = rules.front();
    std::map<std::string, Protocols> byRange;
    for (const Rule& rule : rules) {
        if (!isPlain(rule, first))
            return std::nullopt;
        for (const net::Prefix& remote : rule.remotes)
            for (const PortRange& range : rule.ports)
                byRange[remote.toText()][rule.protocol].insert(range);
    }
    if (byRange.empty() || std::ranges::any_of(byRange, [&](const auto& range) {
            return range.second != byRange.begin()->second;
        }))
        return std::nullopt;
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key(first.allow ? "allowed" : "denied");
    putProtocols(writer, byRange.begin()->second);
    writer.Key(first.ingress ? "sourceRanges" : "destinationRanges");
    writer.StartArray();
    for (const auto& [range, protocols] : byRange)
        put(writer, range);
    writer.EndArray();
    writer.EndObject();
    return textOf(buffer);
}

} // namespace zonescope::cloud

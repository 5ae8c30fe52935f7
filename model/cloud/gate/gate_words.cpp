// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/gate.h"

#include "model/cloud/json_writer.h"

#include <array>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, guardRailCount> rails{
    "whole-space",   "outside-allow-list", "next-hop-down", "management-cut", "default-route",
    "more-specific", "return-path-lost",   "opens-world",   "too-many"};
constexpr std::array<std::string_view, 3> flows{"gained", "lost", "moved"};
constexpr std::array<std::string_view, 3> verdicts{"pass", "confirm", "refuse"};
constexpr std::array<std::string_view, 4> verbs{"add", "remove", "create", "delete"};

using Writer = JsonWriter;

void putChanges(Writer& writer, const ChangePlan& plan)
{
    writer.Key("changes");
    writer.StartArray();
    for (const PlannedChange& change : plan.changes) {
        writer.StartObject();
        put(writer, "verb", verbs[static_cast<std::size_t>(change.verb)]);
        put(writer, "provider", providerWord(change.provider));
        put(writer, "resource", change.resource);
        if (!change.part.empty()) {
            put(writer, "part", change.part.front().identity);
            put(writer, "value", change.part.front().value);
        }
        if (!change.address.empty())
            put(writer, "address", change.address);
        writer.EndObject();
    }
    writer.EndArray();
}

void putPrefixes(Writer& writer, const char* name, const std::vector<net::Prefix>& prefixes)
{
    writer.Key(name);
    writer.StartArray();
    for (const net::Prefix& prefix : prefixes) {
        const std::string text = prefix.toText();
        writer.String(text.c_str(), static_cast<rapidjson::SizeType>(text.size()));
    }
    writer.EndArray();
}

void putSettings(Writer& writer, const UsedSettings& used)
{
    writer.Key("settings");
    writer.StartObject();
    put(writer, "from", used.from);
    putPrefixes(writer, "allowed", used.settings.allowed);
    putPrefixes(writer, "management", used.settings.management);
    writer.Key("most_changes");
    writer.Uint64(used.settings.mostChanges);
    writer.EndObject();
}

} // namespace

std::string_view guardRailWord(GuardRail rail)
{
    return rails[static_cast<std::size_t>(rail)];
}

std::string_view flowKindWord(FlowKind kind)
{
    return flows[static_cast<std::size_t>(kind)];
}

std::string_view gateVerdictWord(GateVerdict verdict)
{
    return verdicts[static_cast<std::size_t>(verdict)];
}

bool isCritical(GuardRail rail)
{
    return rail <= GuardRail::ManagementCut;
}

std::string gateJson(const GateResult& result, const ChangePlan& plan, const UsedSettings* used)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    put(writer, "verdict", gateVerdictWord(result.verdict));
    putChanges(writer, plan);
    if (used)
        putSettings(writer, *used);
    writer.Key("guard_rails");
    writer.StartArray();
    for (const RailFinding& finding : result.rails) {
        writer.StartObject();
        put(writer, "rail", guardRailWord(finding.rail));
        writer.Key("critical");
        writer.Bool(isCritical(finding.rail));
        put(writer, "object", finding.object);
        put(writer, "evidence", finding.evidence);
        writer.EndObject();
    }
    writer.EndArray();
    writer.Key("flows");
    writer.StartArray();
    for (const FlowChange& flow : result.flows) {
        writer.StartObject();
        put(writer, "change", flowKindWord(flow.kind));
        put(writer, "from", flow.from);
        put(writer, "to", flow.to);
        put(writer, "what", flow.what);
        writer.EndObject();
    }
    writer.EndArray();
    writer.Key("subnets");
    writer.Uint64(result.subnets);
    writer.Key("interfaces");
    writer.Uint64(result.interfaces);
    writer.Key("names");
    writer.Uint64(result.names);
    writer.Key("complete");
    writer.Bool(!result.cut);
    writer.Key("not_modelled");
    writer.StartArray();
    for (const std::string& text : result.notModelled)
        writer.String(text.c_str(), static_cast<rapidjson::SizeType>(text.size()));
    writer.EndArray();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

} // namespace zonescope::cloud

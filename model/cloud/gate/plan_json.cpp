// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/plan_json.h"

#include "model/cloud/json.h"
#include "model/cloud/json_writer.h"

namespace zonescope::cloud {
namespace {

using Writer = JsonWriter;
using cloud::put; // beside the one for lists below

void put(Writer& writer, const char* name, const std::vector<std::string>& values)
{
    writer.Key(name);
    writer.StartArray();
    for (const std::string& value : values)
        writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
    writer.EndArray();
}

std::vector<std::string> textsOf(const std::vector<net::Prefix>& prefixes)
{
    std::vector<std::string> texts;
    for (const net::Prefix& prefix : prefixes)
        texts.push_back(prefix.toText());
    return texts;
}

void putRoute(Writer& writer, const Route& route)
{
    writer.StartObject();
    put(writer, "destination", route.destination ? route.destination->toText() : std::string());
    put(writer, "list", route.destinationList);
    put(writer, "target_kind", static_cast<std::int64_t>(route.targetKind));
    put(writer, "target", route.target);
    put(writer, "priority", static_cast<std::int64_t>(route.priority));
    put(writer, "only_to", route.onlyTo);
    writer.EndObject();
}

void putRule(Writer& writer, const Rule& rule)
{
    writer.StartObject();
    put(writer, "id", rule.id);
    put(writer, "ingress", static_cast<std::int64_t>(rule.ingress));
    put(writer, "allow", static_cast<std::int64_t>(rule.allow));
    put(writer, "priority", static_cast<std::int64_t>(rule.priority));
    put(writer, "protocol", static_cast<std::int64_t>(rule.protocol));
    writer.Key("ports"); // first, last, first, last, ...
    writer.StartArray();
    for (const PortRange& range : rule.ports) {
        writer.Uint(range.first);
        writer.Uint(range.last);
    }
    writer.EndArray();
    put(writer, "remotes", textsOf(rule.remotes));
    put(writer, "groups", rule.remoteGroups);
    put(writer, "locals", textsOf(rule.locals));
    put(writer, "only_to", rule.onlyTo);
    writer.EndObject();
}

std::int64_t numberOf(const Json& object, const char* name)
{
    const Json* value = member(object, name);
    return value && value->IsInt64() ? value->GetInt64() : 0;
}

std::vector<std::string> listOf(const Json& object, const char* name)
{
    std::vector<std::string> texts;
    const Json* list = member(object, name);
    if (list && list->IsArray())
        for (const Json& text : list->GetArray())
            texts.push_back(scalarText(text));
    return texts;
}

Route routeOf(const Json& json)
{
    Route route;
    route.destination = prefixFromText(memberText(json, "destination"));
    route.destinationList = memberText(json, "list");
    const auto kind = numberOf(json, "target_kind");
    if (kind >= 0 && kind <= static_cast<std::int64_t>(TargetKind::Other))
        route.targetKind = static_cast<TargetKind>(kind);
    route.target = memberText(json, "target");
    route.priority = static_cast<std::uint32_t>(numberOf(json, "priority"));
    route.onlyTo = listOf(json, "only_to");
    return route;
}

std::vector<net::Prefix> prefixesOf(const Json& object, const char* name)
{
    std::vector<net::Prefix> prefixes;
    for (const std::string& text : listOf(object, name))
        if (const auto prefix = prefixFromText(text))
            prefixes.push_back(*prefix);
    return prefixes;
}

std::vector<PortRange> portsOf(const Json& rule)
{
    const Json* list = member(rule, "ports");
    if (!list || !list->IsArray()) // of an older program, which kept one range
        return {{static_cast<std::uint16_t>(numberOf(rule, "first_port")),
                 static_cast<std::uint16_t>(numberOf(rule, "last_port"))}};
    std::vector<PortRange> ranges;
    for (rapidjson::SizeType i = 0; i + 1 < list->Size(); i += 2)
        if ((*list)[i].IsUint() && (*list)[i + 1].IsUint())
            ranges.push_back({static_cast<std::uint16_t>((*list)[i].GetUint()),
                              static_cast<std::uint16_t>((*list)[i + 1].GetUint())});
    return ranges;
}

Rule ruleOf(const Json& json)
{
    Rule rule;
    rule.id = memberText(json, "id");
    rule.ingress = numberOf(json, "ingress") != 0;
    rule.allow = numberOf(json, "allow") != 0;
    rule.priority = static_cast<std::uint32_t>(numberOf(json, "priority"));
    rule.protocol = static_cast<int>(numberOf(json, "protocol"));
    rule.ports = portsOf(json);
    rule.remotes = prefixesOf(json, "remotes");
    rule.remoteGroups = listOf(json, "groups");
    rule.locals = prefixesOf(json, "locals");
    rule.onlyTo = listOf(json, "only_to");
    return rule;
}

std::optional<PlannedChange> changeOf(const Json& json)
{
    const auto provider = providerFromWord(memberText(json, "provider"));
    const auto kind = kindFromWord(memberText(json, "resource_kind"));
    const std::string verb = memberText(json, "verb");
    if (!provider || !kind || (verb != "add" && verb != "remove"))
        return std::nullopt;
    PlannedChange change;
    change.verb = verb == "add" ? ChangeVerb::AddPart : ChangeVerb::RemovePart;
    change.provider = *provider;
    change.resourceKind = *kind;
    change.account = memberText(json, "account");
    change.region = memberText(json, "region");
    change.resource = memberText(json, "resource");
    Part part;
    part.identity = memberText(json, "part");
    part.value = memberText(json, "value");
    if (const Json* routes = member(json, "routes"); routes && routes->IsArray())
        for (const Json& route : routes->GetArray())
            part.routes.push_back(routeOf(route));
    if (const Json* rules = member(json, "rules"); rules && rules->IsArray())
        for (const Json& rule : rules->GetArray())
            part.rules.push_back(ruleOf(rule));
    if (part.routes.empty() && part.rules.empty())
        return std::nullopt;
    change.part = {std::move(part)};
    if (const std::string raw = memberText(json, "made"); !raw.empty())
        change.made = wholeFromRaw(change.provider, change.resourceKind, raw);
    return change;
}

} // namespace

std::string planJson(const ChangePlan& plan)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartArray();
    for (const PlannedChange& change : plan.changes) {
        if (change.part.empty())
            continue;
        writer.StartObject();
        put(writer, "verb", change.verb == ChangeVerb::AddPart ? "add" : "remove");
        put(writer, "provider", providerWord(change.provider));
        put(writer, "resource_kind", kindWord(change.resourceKind));
        put(writer, "account", change.account);
        put(writer, "region", change.region);
        put(writer, "resource", change.resource);
        put(writer, "part", change.part.front().identity);
        put(writer, "value", change.part.front().value);
        if (!change.made.empty())
            put(writer, "made", change.made.front().raw);
        writer.Key("routes");
        writer.StartArray();
        for (const Route& route : change.part.front().routes)
            putRoute(writer, route);
        writer.EndArray();
        writer.Key("rules");
        writer.StartArray();
        for (const Rule& rule : change.part.front().rules)
            putRule(writer, rule);
        writer.EndArray();
        writer.EndObject();
    }
    writer.EndArray();
    return {buffer.GetString(), buffer.GetSize()};
}

std::optional<ChangePlan> planFromJson(std::string_view text)
{
    const auto json = parseJson(text);
    if (!json || !json->IsArray())
        return std::nullopt;
    ChangePlan plan;
    for (const Json& item : json->GetArray()) {
        auto change = changeOf(item);
        if (!change)
            return std::nullopt;
        plan.changes.push_back(std::move(*change));
    }
    return plan;
}

} // namespace zonescope::cloud

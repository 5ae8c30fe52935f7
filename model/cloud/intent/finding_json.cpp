// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/finding_json.h"

#include "model/cloud/json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace zonescope::cloud {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, const char* name, std::string_view value)
{
    writer.Key(name);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void putMembers(Writer& writer, const DriftFinding& finding)
{
    put(writer, "kind", driftKindWord(finding.kind));
    put(writer, "provider", providerWord(finding.provider));
    put(writer, "resource_kind", kindWord(finding.resourceKind));
    put(writer, "account", finding.account);
    put(writer, "region", finding.region);
    put(writer, "resource", finding.resource);
    put(writer, "name", finding.name);
    put(writer, "part", finding.part);
    put(writer, "owner", finding.owner);
    put(writer, "intent", finding.intent);
    if (!finding.expectedRaw.empty())
        put(writer, "expected", finding.expectedRaw);
    if (!finding.actualRaw.empty())
        put(writer, "actual", finding.actualRaw);
    writer.Key("fields");
    writer.StartArray();
    for (const DriftField& field : finding.fields) {
        writer.StartObject();
        put(writer, "name", field.name);
        put(writer, "expected", field.expected);
        put(writer, "actual", field.actual);
        writer.EndObject();
    }
    writer.EndArray();
}

} // namespace

std::string findingJson(const DriftFinding& finding)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    putMembers(writer, finding);
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::optional<DriftFinding> findingFromJson(std::string_view text)
{
    const auto json = parseJson(text);
    if (!json)
        return std::nullopt;
    const auto kind = driftKindFromWord(memberText(*json, "kind"));
    const auto provider = providerFromWord(memberText(*json, "provider"));
    const auto resourceKind = kindFromWord(memberText(*json, "resource_kind"));
    const Json* fields = member(*json, "fields");
    if (!kind || !provider || !resourceKind || !fields || !fields->IsArray())
        return std::nullopt;
    DriftFinding finding;
    finding.kind = *kind;
    finding.provider = *provider;
    finding.resourceKind = *resourceKind;
    finding.account = memberText(*json, "account");
    finding.region = memberText(*json, "region");
    finding.resource = memberText(*json, "resource");
    finding.name = memberText(*json, "name");
    finding.part = memberText(*json, "part");
    finding.owner = memberText(*json, "owner");
    finding.intent = memberText(*json, "intent");
    finding.expectedRaw = memberText(*json, "expected");
    finding.actualRaw = memberText(*json, "actual");
    for (const Json& field : fields->GetArray())
        finding.fields.push_back(
            {memberText(field, "name"), memberText(field, "expected"), memberText(field, "actual")});
    return finding;
}

std::string driftJson(const std::vector<DriftEvent>& events)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key("drift");
    writer.StartArray();
    for (const DriftEvent& event : events) {
        writer.StartObject();
        put(writer, "state", driftStateWord(event.state));
        writer.Key("first_seen_us");
        writer.Int64(base::toMicroseconds(event.firstSeen));
        writer.Key("last_seen_us");
        writer.Int64(base::toMicroseconds(event.lastSeen));
        if (event.state == DriftState::Closed) {
            writer.Key("closed_us");
            writer.Int64(base::toMicroseconds(event.closedAt));
        }
        putMembers(writer, event.finding);
        writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

} // namespace zonescope::cloud

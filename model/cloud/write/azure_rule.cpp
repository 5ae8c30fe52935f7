// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/azure_rule.h"

#include "model/cloud/json_path.h"
#include "model/cloud/json_writer.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
using Writer = JsonWriter;

/// "...Prefix" for one, "...Prefixes" for several: Azure takes only one of the two.
void putSome(Writer& writer, const std::string& one, const std::string& many,
             const std::vector<std::string>& values)
{
    if (values.size() == 1)
        return put(writer, one.c_str(), values.front());
    writer.Key(many.c_str());
    writer.StartArray();
    for (const std::string& value : values)
        writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
    writer.EndArray();
}

/// "*" stands for both families.
std::vector<std::string> addressTexts(const std::vector<net::Prefix>& prefixes,
                                      const std::vector<std::string>& words)
{
    const auto whole = [](const net::Prefix& prefix) { return prefix.length == 0; };
    std::vector<std::string> texts(words);
    if (std::ranges::any_of(prefixes, whole))
        return {"*"};
    for (const net::Prefix& prefix : prefixes)
        texts.push_back(prefix.toText());
    if (texts.empty())
        texts.emplace_back("*");
    return texts;
}

std::vector<std::string> portTexts(const std::vector<PortRange>& ranges)
{
    std::vector<std::string> texts;
    for (const PortRange& range : ranges) {
        if (range == PortRange{})
            return {"*"};
        texts.push_back(range.first == range.last
                            ? std::to_string(range.first)
                            : std::to_string(range.first) + "-" + std::to_string(range.last));
    }
    return texts.empty() ? std::vector<std::string>{"*"} : texts;
}

const char* protocolWord(int protocol)
{
    switch (protocol) {
    case anyProtocol:
        return "*";
    case 6:
        return "Tcp";
    case 17:
        return "Udp";
    case 1:
        return "Icmp";
    case 50:
        return "Esp";
    case 51:
        return "Ah";
    default:
        return nullptr;
    }
}

} // namespace

base::Status checkAzureRule(const Json& existing, const std::string& what)
{
    static const JsonPath groups("sourceApplicationSecurityGroups[]|destinationApplicationSecurityGroups[]");
    static const JsonPath ports("sourcePortRange|sourcePortRanges[]");
    if (!groups.find(existing).empty())
        return base::fail(ErrorCode::Unsupported,
                          what + ": application security groups are not modelled; use the az command");
    for (const std::string& text : ports.texts(existing))
        if (text != "*" && text != "0-65535")
            return base::fail(ErrorCode::Unsupported,
                              what + ": source ports are not modelled; use the az command");
    return {};
}

base::Result<std::string> azureRuleBody(const Rule& rule, const Json* existing)
{
    const char* protocol = protocolWord(rule.protocol);
    const auto isId = [](const std::string& word) { return word.find('/') != std::string::npos; };
    if (!protocol || std::ranges::any_of(rule.remoteGroups, isId) || std::ranges::any_of(rule.onlyTo, isId))
        return base::fail(ErrorCode::Unsupported, "rule " + rule.id + " cannot be written from here");
    const auto remotes = addressTexts(rule.remotes, rule.remoteGroups);
    const auto locals = addressTexts(rule.locals, rule.onlyTo);
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key("properties");
    writer.StartObject();
    put(writer, "protocol", protocol);
    put(writer, "sourcePortRange", "*");
    putSome(writer, "destinationPortRange", "destinationPortRanges", portTexts(rule.ports));
    putSome(writer, "sourceAddressPrefix", "sourceAddressPrefixes", rule.ingress ? remotes : locals);
    putSome(writer, "destinationAddressPrefix", "destinationAddressPrefixes",
            rule.ingress ? locals : remotes);
    put(writer, "access", rule.allow ? "Allow" : "Deny");
    put(writer, "direction", rule.ingress ? "Inbound" : "Outbound");
    writer.Key("priority");
    writer.Uint(rule.priority);
    static const JsonPath description("description");
    if (const std::string text = existing ? description.text(*existing) : std::string(); !text.empty())
        put(writer, "description", text);
    writer.EndObject();
    writer.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize());
}

} // namespace zonescope::cloud

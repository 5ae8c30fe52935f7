// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/azure_writer.h"

#include "model/cloud/json_path.h"
#include "model/cloud/json_writer.h"
#include "model/cloud/mapping.h"
#include "model/cloud/sigv4.h"
#include "model/cloud/write/azure_rule.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

constexpr const char* version = "?api-version=2023-09-01";
constexpr const char* tables = "microsoft.network/routetables";
constexpr const char* groups = "microsoft.network/networksecuritygroups";
constexpr base::Duration betweenLooks{2'000'000};
constexpr int mostLooks = 60;

/// Azure's word for where a route leads; empty: not from here.
std::string hopType(const Route& route)
{
    switch (route.targetKind) {
    case TargetKind::Local:
        return "VnetLocal";
    case TargetKind::VpnGateway:
        return "VirtualNetworkGateway";
    case TargetKind::InternetGateway:
        return "Internet";
    case TargetKind::Address:
        return "VirtualAppliance";
    case TargetKind::Drop:
        return "None";
    default:
        return {};
    }
}

std::string destinationOf(const Route& route)
{
    return route.destination ? route.destination->toText() : route.destinationList;
}

std::string bodyOf(const Route& route)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    writer.StartObject();
    writer.Key("properties");
    writer.StartObject();
    put(writer, "addressPrefix", destinationOf(route));
    put(writer, "nextHopType", hopType(route));
    if (route.targetKind == TargetKind::Address)
        put(writer, "nextHopIpAddress", route.target);
    writer.EndObject();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

/// "zonescope-10-9-0-0-16": letters, digits and dashes, as names have to be.
std::string newName(const Route& route)
{
    std::string name = "zonescope-" + destinationOf(route);
    std::ranges::replace_if(
        name, [](char c) { return c == '.' || c == '/' || c == ':'; }, '-');
    return name;
}

/// The item of the table's list that is for this destination.
const Json* routeFor(const Json& table, const std::string& destination)
{
    static const JsonPath routes("routes[]");
    static const JsonPath prefix("addressPrefix");
    for (const Json* route : routes.find(table)) {
        const auto parsed = prefixFromText(prefix.text(*route));
        if ((parsed ? parsed->toText() : prefix.text(*route)) == destination)
            return route;
    }
    return nullptr;
}

/// Of a route: the one for this destination. Of a rule: the one of this name.
const Json* thereFor(const Json& raw, const Part& part)
{
    if (!part.routes.empty())
        return routeFor(raw, destinationOf(part.routes.front()));
    static const JsonPath rules("securityRules[]");
    for (const Json* rule : rules.find(raw))
        if (memberText(*rule, "name") == part.rules.front().id)
            return rule;
    return nullptr;
}

base::Result<std::string> bodyFor(const Part& part, const Json* there)
{
    if (!part.rules.empty())
        return azureRuleBody(part.rules.front(), there);
    const Route& route = part.routes.front();
    if (hopType(route).empty())
        return base::fail(ErrorCode::Unsupported,
                          part.identity + ": the target " + route.target + " cannot be written");
    return bodyOf(route);
}

/// Whether a new rule takes the priority of one that is removed.
bool takesPriority(const std::vector<PlannedChange>& changes)
{
    const auto collide = [](const PlannedChange& a, const PlannedChange& b) {
        const Part& added = a.part.front();
        const Part& removed = b.part.front();
        return a.verb == ChangeVerb::AddPart && b.verb == ChangeVerb::RemovePart && !added.rules.empty() &&
               !removed.rules.empty() && added.identity != removed.identity &&
               added.rules.front().priority == removed.rules.front().priority &&
               added.rules.front().ingress == removed.rules.front().ingress;
    };
    return std::ranges::any_of(changes, [&](const PlannedChange& a) {
        return std::ranges::any_of(changes, [&](const PlannedChange& b) { return collide(a, b); });
    });
}

} // namespace

AzureWriter::AzureWriter(AzureWriteAccess access)
    : m_access(std::move(access))
    , m_calls(bearerDialect, m_access.token, m_access.http, m_access.wait)
{
    while (m_access.endpoint.ends_with('/'))
        m_access.endpoint.pop_back();
}

base::Result<Resource> AzureWriter::read(const PlannedChange& change)
{
    if (change.resourceKind != Kind::RouteTable && change.resourceKind != Kind::Filter)
        return base::fail(ErrorCode::Unsupported, "only route tables and security groups can be written");
    for (int look = 0; look < mostLooks; ++look) {
        auto json = m_calls.ask({"GET", m_access.endpoint + change.resource + version, {}, {}});
        if (!json)
            return tl::unexpected(json.error());
        std::vector<Resource> resources;
        normalise(*json, change.resourceKind == Kind::Filter ? groups : tables,
                  {Provider::Azure, change.account, change.region, {}}, {}, resources);
        if (resources.empty() || resources.front().id != change.resource)
            return base::fail(ErrorCode::SyntaxError, "Azure answered about something else");
        if (resources.front().state != "Updating")
            return std::move(resources.front());
        if (!m_access.wait(betweenLooks))
            return base::fail(ErrorCode::Cancelled);
    }
    return base::fail(ErrorCode::TimedOut, change.resource + " is still being updated");
}

base::Result<WriteCall> AzureWriter::callFor(const Resource& now, const Json& raw,
                                             const PlannedChange& change) const
{
    const Part& part = change.part.front();
    const bool adds = change.verb == ChangeVerb::AddPart;
    const bool isRule = part.routes.empty();
    const Json* there = thereFor(raw, part);
    // Also for a removal: what cannot be put back exactly is not taken away either.
    if (there && isRule)
        if (const auto exact = checkAzureRule(*there, part.identity); !exact)
            return tl::unexpected(exact.error());
    auto body = adds || isRule ? bodyFor(part, there) : base::Result<std::string>(std::string());
    if (!body)
        return tl::unexpected(body.error());
    const std::string name = there    ? memberText(*there, "name")
                             : isRule ? part.rules.front().id
                                      : newName(part.routes.front());
    WriteCall call;
    call.what = (adds ? "puts " : "removes ") + part.identity + " to " + part.value + " at " + now.id;
    call.request = {adds ? "PUT" : "DELETE",
                    m_access.endpoint + now.id + (isRule ? "/securityRules/" : "/routes/") +
                        percentEncoded(name) + version,
                    {},
                    adds ? std::move(*body) : std::string()};
    const std::string tag = there ? memberText(*there, "etag") : std::string();
    if (!there)
        call.request.headers.emplace_back("If-None-Match", "*");
    else if (!tag.empty())
        call.request.headers.emplace_back("If-Match", tag);
    return call;
}

base::Result<std::vector<WriteCall>> AzureWriter::calls(const Resource& now,
                                                        const std::vector<PlannedChange>& changes) const
{
    const auto raw = parseJson(now.raw);
    if (!raw)
        return tl::unexpected(raw.error());
    std::vector<WriteCall> all;
    // Additions first: nothing that shall go on is cut off in between. Where Azure lets no two rules have one
    // priority, the old one has to go before.
    std::vector<ChangeVerb> order{ChangeVerb::AddPart, ChangeVerb::RemovePart};
    if (takesPriority(changes))
        std::ranges::reverse(order);
    for (const ChangeVerb verb : order)
        for (const PlannedChange& change : changes) {
            const bool replaced = std::ranges::any_of(changes, [&](const PlannedChange& other) {
                return other.verb != change.verb &&
                       other.part.front().identity == change.part.front().identity;
            });
            if (change.verb != verb || (replaced && verb == ChangeVerb::RemovePart))
                continue; // an addition replaces it
            auto call = callFor(now, *raw, change);
            if (!call)
                return tl::unexpected(call.error());
            all.push_back(std::move(*call));
        }
    return all;
}

base::Status AzureWriter::dryRun(const WriteCall&)
{
    return base::fail(ErrorCode::Unsupported, "Azure knows no dry run for a single route or rule");
}

base::Status AzureWriter::perform(const WriteCall& call)
{
    return m_calls.perform(call.request);
}

} // namespace zonescope::cloud

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/azure_writer.h"

#include "model/cloud/json_path.h"
#include "model/cloud/mapping.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

constexpr const char* version = "?api-version=2023-09-01";
constexpr const char* tables = "microsoft.network/routetables";
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

void put(rapidjson::Writer<rapidjson::StringBuffer>& writer, const char* name, const std::string& value)
{
    writer.Key(name);
    writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

std::string bodyOf(const Route& route)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
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
    if (change.resourceKind != Kind::RouteTable)
        return base::fail(ErrorCode::Unsupported, "only route tables can be written");
    for (int look = 0; look < mostLooks; ++look) {
        auto json = m_calls.ask({"GET", m_access.endpoint + change.resource + version, {}, {}});
        if (!json)
            return tl::unexpected(json.error());
        std::vector<Resource> resources;
        normalise(*json, tables, {Provider::Azure, change.account, change.region, {}}, {}, resources);
        if (resources.empty() || resources.front().id != change.resource)
            return base::fail(ErrorCode::SyntaxError, "Azure answered about something else");
        if (resources.front().state != "Updating")
            return std::move(resources.front());
        if (!m_access.wait(betweenLooks))
            return base::fail(ErrorCode::Cancelled);
    }
    return base::fail(ErrorCode::TimedOut, change.resource + " is still being updated");
}

base::Result<std::vector<WriteCall>> AzureWriter::calls(const Resource& now,
                                                        const std::vector<PlannedChange>& changes) const
{
    const auto raw = parseJson(now.raw);
    if (!raw)
        return tl::unexpected(raw.error());
    std::vector<WriteCall> all;
    for (const ChangeVerb verb : {ChangeVerb::AddPart, ChangeVerb::RemovePart})
        for (const PlannedChange& change : changes) {
            const Part& part = change.part.front();
            const bool replaced = std::ranges::any_of(changes, [&](const PlannedChange& other) {
                return other.verb != change.verb && other.part.front().identity == part.identity;
            });
            if (change.verb != verb || (replaced && verb == ChangeVerb::RemovePart))
                continue; // an addition replaces it
            if (part.routes.empty())
                return base::fail(ErrorCode::Unsupported, part.identity + ": rules of Azure are not written");
            const Route& route = part.routes.front();
            const bool adds = verb == ChangeVerb::AddPart;
            if (adds && hopType(route).empty())
                return base::fail(ErrorCode::Unsupported,
                                  part.identity + ": the target " + route.target + " cannot be written");
            const Json* there = routeFor(*raw, destinationOf(route));
            const std::string name = there ? memberText(*there, "name") : newName(route);
            WriteCall call;
            call.what = (adds ? "puts " : "removes ") + part.identity + " to " + part.value + " at " + now.id;
            call.request = {adds ? "PUT" : "DELETE",
                            m_access.endpoint + now.id + "/routes/" + name + version,
                            {},
                            adds ? bodyOf(route) : std::string()};
            const std::string tag = there ? memberText(*there, "etag") : std::string();
            if (!there)
                call.request.headers.emplace_back("If-None-Match", "*");
            else if (!tag.empty())
                call.request.headers.emplace_back("If-Match", tag);
            all.push_back(std::move(call));
        }
    return all;
}

base::Status AzureWriter::dryRun(const WriteCall&)
{
    return base::fail(ErrorCode::Unsupported, "Azure knows no dry run for a single route");
}

base::Status AzureWriter::perform(const WriteCall& call)
{
    return m_calls.perform(call.request);
}

} // namespace zonescope::cloud

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/openstack_writer.h"

#include "model/cloud/json.h"
#include "model/cloud/mapping.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

struct Object
{
    const char* collection; ///< in our mapping
    const char* path;       ///< in the API
    const char* member;     ///< of an answer with one
    const char* routes;     ///< the attribute; null: rules
};

const Object* objectOf(Kind kind)
{
    static constexpr Object router{"routers", "routers", "router", "routes"};
    static constexpr Object subnet{"subnets", "subnets", "subnet", "host_routes"};
    static constexpr Object group{"security_groups", "security-groups", "security_group", nullptr};
    switch (kind) {
    case Kind::RouteTable:
        return &router;
    case Kind::Subnet:
        return &subnet;
    case Kind::Filter:
        return &group;
    default:
        return nullptr;
    }
}

void put(Writer& writer, const char* name, const std::string& value)
{
    writer.Key(name);
    writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

std::string revisionOf(const Json& object)
{
    return memberText(object, "revision_number");
}

void ifMatch(HttpRequest& request, const std::string& revision)
{
    if (!revision.empty())
        request.headers.emplace_back("If-Match", "revision_number=" + revision);
}

std::string protocolWord(int protocol)
{
    return protocol == 6 ? "tcp" : protocol == 17 ? "udp" : std::to_string(protocol);
}

/// Types of ICMP and the family of a rule for a group are not in our model: such a rule would come back
/// wider than it was.
base::Status checkExact(const Rule& rule, const std::string& what)
{
    if (rule.protocol == 1 || rule.protocol == 58)
        return base::fail(ErrorCode::Unsupported, what +
                                                      ": types of ICMP are not modelled; use the openstack "
                                                      "command");
    if (!rule.remoteGroups.empty() || rule.remotes.size() != 1)
        return base::fail(ErrorCode::Unsupported, what + ": the address family of a rule for a group is not "
                                                         "modelled; use the openstack command");
    return {};
}

std::string ruleBody(const Rule& rule, const std::string& group)
{
    const net::Prefix& remote = rule.remotes.front();
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key("security_group_rule");
    writer.StartObject();
    put(writer, "security_group_id", group);
    put(writer, "direction", rule.ingress ? "ingress" : "egress");
    put(writer, "ethertype", remote.address.family() == net::Family::V4 ? "IPv4" : "IPv6");
    if (rule.protocol != anyProtocol)
        put(writer, "protocol", protocolWord(rule.protocol));
    if (!rule.ports.empty() && rule.ports.front() != PortRange{}) {
        writer.Key("port_range_min");
        writer.Uint(rule.ports.front().first);
        writer.Key("port_range_max");
        writer.Uint(rule.ports.front().last);
    }
    put(writer, "remote_ip_prefix", remote.toText());
    writer.EndObject();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string routesBody(const Object& object, const std::vector<Route>& routes)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key(object.member);
    writer.StartObject();
    writer.Key(object.routes);
    writer.StartArray();
    for (const Route& route : routes) {
        writer.StartObject();
        put(writer, "destination", route.destination ? route.destination->toText() : std::string());
        put(writer, "nexthop", route.target);
        writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string sentence(const PlannedChange& change)
{
    const Part& part = change.part.front();
    std::string text = change.verb == ChangeVerb::AddPart ? "adds " : "removes ";
    text += part.identity;
    if (!part.value.empty())
        text += " to " + part.value;
    return text + " at " + change.resource;
}

} // namespace

OpenStackWriter::OpenStackWriter(OpenStackWriteAccess access)
    : m_access(std::move(access))
    , m_root(m_access.networkUrl)
    , m_calls(neutronDialect, m_access.token, m_access.http)
{
    while (m_root.ends_with('/'))
        m_root.pop_back();
    if (m_root.ends_with("/v2.0"))
        m_root.resize(m_root.size() - 5);
}

base::Result<Resource> OpenStackWriter::read(const PlannedChange& change)
{
    const Object* object = objectOf(change.resourceKind);
    if (!object)
        return base::fail(ErrorCode::Unsupported, "only routers, subnets and security groups can be written");
    auto json = m_calls.ask({"GET", url(std::string(object->path) + "/" + change.resource), {}, {}});
    if (!json)
        return tl::unexpected(json.error());
    if (!json->IsObject() || !json->HasMember(object->member))
        return base::fail(ErrorCode::SyntaxError, "Neutron's answer has no " + std::string(object->member));
    Json& found = (*json)[object->member];
    std::vector<Resource> resources;
    normalise(found, object->collection, {Provider::OpenStack, change.account, change.region, {}}, {},
              resources);
    if (resources.empty() || resources.front().id != change.resource)
        return base::fail(ErrorCode::SyntaxError, "Neutron answered about something else");
    return std::move(resources.front());
}

base::Result<WriteCall> OpenStackWriter::routesCall(const Resource& now,
                                                    const std::vector<PlannedChange>& changes) const
{
    const Object& object = *objectOf(now.kind);
    const SnapshotPtr after = applied({changes, {}}, *Snapshot::make({}, {}, {}, {now}));
    WriteCall call;
    for (const PlannedChange& change : changes)
        call.what += (call.what.empty() ? "" : ", ") + sentence(change);
    call.request = {"PUT",
                    url(std::string(object.path) + "/" + now.id),
                    {},
                    routesBody(object, after->resources().front().routes)};
    const auto raw = parseJson(now.raw);
    ifMatch(call.request, raw ? revisionOf(*raw) : std::string());
    return call;
}

base::Result<WriteCall> OpenStackWriter::ruleCall(const Resource& now, const PlannedChange& change) const
{
    const Rule& rule = change.part.front().rules.front();
    // Also for a removal: what cannot be put back exactly is not taken away either.
    if (const auto exact = checkExact(rule, change.part.front().identity); !exact)
        return tl::unexpected(exact.error());
    WriteCall call;
    call.what = sentence(change);
    if (change.verb == ChangeVerb::AddPart) {
        call.request = {"POST", url("security-group-rules"), {}, ruleBody(rule, now.id)};
        return call;
    }
    // The id of today; another rule that says the same may have taken its place.
    const std::vector<Part> parts = partsOf(now);
    const auto there = std::ranges::find(parts, change.part.front().identity, &Part::identity);
    if (there == parts.end())
        return base::fail(ErrorCode::Superseded, change.part.front().identity + " is not there any more");
    const std::string id = there->rules.front().id;
    call.request = {"DELETE", url("security-group-rules/" + id), {}, {}};
    const auto raw = parseJson(now.raw);
    const Json* rules = raw ? member(*raw, "security_group_rules") : nullptr;
    if (rules && rules->IsArray())
        for (const Json& json : rules->GetArray())
            if (memberText(json, "id") == id)
                ifMatch(call.request, revisionOf(json));
    return call;
}

base::Result<std::vector<WriteCall>> OpenStackWriter::calls(const Resource& now,
                                                            const std::vector<PlannedChange>& changes) const
{
    const Object* object = objectOf(now.kind);
    if (!object)
        return base::fail(ErrorCode::Unsupported, "only routers, subnets and security groups can be written");
    std::vector<WriteCall> all;
    if (object->routes) {
        auto call = routesCall(now, changes);
        if (!call)
            return tl::unexpected(call.error());
        all.push_back(std::move(*call));
        return all;
    }
    // What is to be added comes first: nothing that shall go on is cut off in between.
    for (const ChangeVerb verb : {ChangeVerb::AddPart, ChangeVerb::RemovePart})
        for (const PlannedChange& change : changes) {
            if (change.verb != verb)
                continue;
            auto call = ruleCall(now, change);
            if (!call)
                return tl::unexpected(call.error());
            all.push_back(std::move(*call));
        }
    return all;
}

base::Status OpenStackWriter::dryRun(const WriteCall&)
{
    return base::fail(ErrorCode::Unsupported, "Neutron knows no dry run");
}

base::Status OpenStackWriter::perform(const WriteCall& call)
{
    return m_calls.perform(call.request);
}

} // namespace zonescope::cloud

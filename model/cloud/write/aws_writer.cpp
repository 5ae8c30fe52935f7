// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/aws_writer.h"

#include "model/cloud/aws_xml.h"
#include "model/cloud/reply_reader.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Describe
{
    Kind kind;
    const char* action;
    const char* idParameter;
    const char* collection;
};
constexpr std::array describes{
    Describe{Kind::RouteTable, "DescribeRouteTables", "RouteTableId.1", "RouteTables"},
    Describe{Kind::Filter, "DescribeSecurityGroups", "GroupId.1", "SecurityGroups"},
    Describe{Kind::NetworkAcl, "DescribeNetworkAcls", "NetworkAclId.1", "NetworkAcls"}};

base::Error errorOf(const HttpReply& reply, const std::string& action)
{
    const auto fault = awsFaultIn(reply.body);
    const std::string code = fault ? fault->code : "HTTP " + std::to_string(reply.status);
    const std::string detail = action + ": " + code + (fault ? ": " + fault->message : "");
    static constexpr std::array<std::string_view, 5> denied{
        "UnauthorizedOperation", "AccessDenied", "AuthFailure", "InvalidClientTokenId", "ExpiredToken"};
    if (std::ranges::find(denied, code) != denied.end())
        return {ErrorCode::PermissionDenied, detail};
    if (code.ends_with(".NotFound"))
        return {ErrorCode::NotFound, detail};
    if (code.ends_with(".Duplicate") || code.ends_with("AlreadyExists"))
        return {ErrorCode::Superseded, detail};
    return {reply.status >= 500 ? ErrorCode::ConnectionClosed : ErrorCode::InvalidValue, detail};
}

void addDestination(const Route& route, Parameters& parameters)
{
    if (!route.destination)
        parameters.emplace_back("DestinationPrefixListId", route.destinationList);
    else
        parameters.emplace_back(route.destination->address.family() == net::Family::V4
                                    ? "DestinationCidrBlock"
                                    : "DestinationIpv6CidrBlock",
                                route.destination->toText());
}

/// The parameter that takes the target; empty: not from here.
std::string targetParameter(const Route& route)
{
    switch (route.targetKind) {
    case TargetKind::InternetGateway:
    case TargetKind::VpnGateway:
        return "GatewayId";
    case TargetKind::EgressOnlyGateway:
        return "EgressOnlyInternetGatewayId";
    case TargetKind::Nat:
        return "NatGatewayId";
    case TargetKind::Peering:
        return "VpcPeeringConnectionId";
    case TargetKind::Hub:
        return route.target.starts_with("arn:") ? "CoreNetworkArn" : "TransitGatewayId";
    case TargetKind::Interface:
        return "NetworkInterfaceId";
    case TargetKind::Instance:
        return "InstanceId";
    case TargetKind::Endpoint:
        return "VpcEndpointId";
    default:
        return {};
    }
}

base::Status checkExact(const Rule& rule, const std::string& what)
{
    if (rule.protocol == 1 || rule.protocol == 58)
        return base::fail(ErrorCode::Unsupported,
                          what + ": types of ICMP are not modelled; use the aws command");
    return {};
}

class CallMaker
{
public:
    explicit CallMaker(const Resource& now)
        : m_now(now)
    {
    }

    base::Status add(const std::vector<PlannedChange>& changes, const PlannedChange& change)
    {
        const Part& part = change.part.front();
        const auto twin = std::ranges::find_if(changes, [&](const PlannedChange& other) {
            return other.verb != change.verb && other.part.front().identity == part.identity;
        });
        const bool replaces = twin != changes.end();
        if (replaces && change.verb == ChangeVerb::RemovePart)
            return {}; // the addition replaces it
        if (!part.routes.empty())
            return addRoute(change, replaces);
        if (m_now.kind == Kind::NetworkAcl)
            return addEntry(change, replaces);
        return addRule(change);
    }
    std::vector<WriteCall> take() { return std::move(m_calls); }

private:
    void call(const PlannedChange& change, const char* action, Parameters parameters)
    {
        const Part& part = change.part.front();
        WriteCall made;
        made.what = std::string(action) + " " + part.identity +
                    (part.value.empty() ? "" : " to " + part.value) + " at " + change.resource;
        made.aws = AwsCall{"ec2", m_now.region, action, ec2Version, std::move(parameters), {}};
        m_calls.push_back(std::move(made));
    }

    base::Status addRoute(const PlannedChange& change, bool replaces)
    {
        if (m_now.kind != Kind::RouteTable)
            return base::fail(ErrorCode::Unsupported, "routes of " + m_now.id + " are not written from here");
        const Route& route = change.part.front().routes.front();
        Parameters parameters{{"RouteTableId", m_now.id}};
        addDestination(route, parameters);
        if (change.verb == ChangeVerb::RemovePart) {
            call(change, "DeleteRoute", std::move(parameters));
            return {};
        }
        const std::string name = targetParameter(route);
        if (name.empty())
            return base::fail(ErrorCode::Unsupported, change.part.front().identity + ": the target " +
                                                          route.target + " cannot be written from here");
        parameters.emplace_back(name, route.target);
        call(change, replaces ? "ReplaceRoute" : "CreateRoute", std::move(parameters));
        return {};
    }

    base::Status addRule(const PlannedChange& change)
    {
        const Part& part = change.part.front();
        const Rule& rule = part.rules.front();
        if (const auto exact = checkExact(rule, part.identity); !exact)
            return exact;
        Parameters parameters{{"GroupId", m_now.id}};
        const std::string permission = "IpPermissions.1.";
        parameters.emplace_back(permission + "IpProtocol",
                                rule.protocol == anyProtocol ? "-1" : std::to_string(rule.protocol));
        if (rule.protocol == 6 || rule.protocol == 17) {
            parameters.emplace_back(permission + "FromPort", std::to_string(rule.ports.front().first));
            parameters.emplace_back(permission + "ToPort", std::to_string(rule.ports.front().last));
        }
        if (!rule.remotes.empty()) {
            const net::Prefix& remote = rule.remotes.front();
            const bool four = remote.address.family() == net::Family::V4;
            parameters.emplace_back(permission + (four ? "IpRanges.1.CidrIp" : "Ipv6Ranges.1.CidrIpv6"),
                                    remote.toText());
        } else if (!rule.remoteGroups.empty()) {
            const std::string& group = rule.remoteGroups.front();
            parameters.emplace_back(
                permission + (group.starts_with("pl-") ? "PrefixListIds.1.PrefixListId" : "Groups.1.GroupId"),
                group);
        }
        const bool adds = change.verb == ChangeVerb::AddPart;
        call(change,
             rule.ingress ? (adds ? "AuthorizeSecurityGroupIngress" : "RevokeSecurityGroupIngress")
                          : (adds ? "AuthorizeSecurityGroupEgress" : "RevokeSecurityGroupEgress"),
             std::move(parameters));
        return {};
    }

    base::Status addEntry(const PlannedChange& change, bool replaces)
    {
        const Part& part = change.part.front();
        const Rule& rule = part.rules.front();
        if (const auto exact = checkExact(rule, part.identity); !exact)
            return exact;
        Parameters parameters{{"NetworkAclId", m_now.id},
                              {"RuleNumber", std::to_string(rule.priority)},
                              {"Egress", rule.ingress ? "false" : "true"}};
        if (change.verb == ChangeVerb::RemovePart) {
            call(change, "DeleteNetworkAclEntry", std::move(parameters));
            return {};
        }
        parameters.emplace_back("Protocol",
                                rule.protocol == anyProtocol ? "-1" : std::to_string(rule.protocol));
        parameters.emplace_back("RuleAction", rule.allow ? "allow" : "deny");
        for (const net::Prefix& remote : rule.remotes)
            parameters.emplace_back(
                remote.address.family() == net::Family::V4 ? "CidrBlock" : "Ipv6CidrBlock", remote.toText());
        if (rule.protocol == 6 || rule.protocol == 17) {
            parameters.emplace_back("PortRange.From", std::to_string(rule.ports.front().first));
            parameters.emplace_back("PortRange.To", std::to_string(rule.ports.front().last));
        }
        call(change, replaces ? "ReplaceNetworkAclEntry" : "CreateNetworkAclEntry", std::move(parameters));
        return {};
    }

    const Resource& m_now;
    std::vector<WriteCall> m_calls;
};

/// What the preview shows: the request without date and signature.
HttpRequest shownRequest(const AwsCall& call, const std::string& endpoint)
{
    HttpRequest shown = signedRequest(call, {"hidden", "hidden", {}}, endpoint, {});
    std::erase_if(shown.headers, [](const auto& header) {
        return header.first == "Authorization" || header.first == "X-Amz-Date";
    });
    return shown;
}

} // namespace

AwsWriter::AwsWriter(AwsWriteAccess access)
    : m_access(std::move(access))
    , m_client(m_access.http)
{
}

base::Result<HttpReply> AwsWriter::send(const AwsCall& call)
{
    for (const bool again : {false, true}) {
        if (m_access.role) {
            auto keys = m_access.role(again);
            if (!keys)
                return tl::unexpected(keys.error());
            m_access.keys = std::move(*keys);
        }
        auto reply =
            m_client.perform(signedRequest(call, m_access.keys, m_access.endpoint, m_access.clock->wall()));
        if (!m_access.role || again || !reply || reply->status < 400)
            return reply;
        const auto fault = awsFaultIn(reply->body);
        if (!fault || (fault->code != "RequestExpired" && !fault->code.starts_with("ExpiredToken")))
            return reply;
    }
    return base::fail(ErrorCode::PermissionDenied);
}

base::Result<Resource> AwsWriter::read(const PlannedChange& change)
{
    const auto found = std::ranges::find(describes, change.resourceKind, &Describe::kind);
    if (found == describes.end())
        return base::fail(ErrorCode::Unsupported,
                          "only route tables, security groups and network ACLs can be written");
    const auto reply =
        send({"ec2", change.region, found->action, ec2Version, {{found->idParameter, change.resource}}, {}});
    if (!reply)
        return tl::unexpected(reply.error());
    if (reply->status != 200)
        return tl::unexpected(errorOf(*reply, found->action));
    auto tree = parseAwsXml(reply->body);
    if (!tree)
        return tl::unexpected(tree.error());
    auto read = readTree(*tree, {Provider::Aws, change.account, change.region, {}});
    if (!read)
        return tl::unexpected(read.error());
    const auto resource = std::ranges::find(read->resources, change.resource, &Resource::id);
    if (resource == read->resources.end())
        return base::fail(ErrorCode::NotFound, change.resource + " is not there any more");
    return std::move(*resource);
}

base::Result<std::vector<WriteCall>> AwsWriter::calls(const Resource& now,
                                                      const std::vector<PlannedChange>& changes) const
{
    CallMaker maker(now);
    // Additions first: nothing that shall go on is cut off in between.
    for (const ChangeVerb verb : {ChangeVerb::AddPart, ChangeVerb::RemovePart})
        for (const PlannedChange& change : changes)
            if (change.verb == verb)
                if (const auto done = maker.add(changes, change); !done)
                    return tl::unexpected(done.error());
    std::vector<WriteCall> all = maker.take();
    for (WriteCall& call : all)
        call.request = shownRequest(*call.aws, m_access.endpoint);
    return all;
}

base::Status AwsWriter::dryRun(const WriteCall& call)
{
    AwsCall asked = *call.aws;
    asked.parameters.emplace_back("DryRun", "true");
    const auto reply = send(asked);
    if (!reply)
        return tl::unexpected(reply.error());
    const auto fault = awsFaultIn(reply->body);
    if (fault && fault->code == "DryRunOperation")
        return {};
    // Some who speak this protocol ignore the parameter.
    if (reply->status == 200)
        return base::fail(ErrorCode::Internal, asked.action + ": the dry run was carried out");
    return tl::unexpected(errorOf(*reply, asked.action));
}

base::Status AwsWriter::perform(const WriteCall& call)
{
    const auto reply = send(*call.aws);
    if (!reply)
        return tl::unexpected(reply.error());
    if (reply->status != 200)
        return tl::unexpected(errorOf(*reply, call.aws->action));
    return {};
}

} // namespace zonescope::cloud

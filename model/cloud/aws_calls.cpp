// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_calls.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

// Page sizes are the largest each operation takes. Without one, three of them have a bucket half as large.
constexpr std::array lists{
    AwsList{"ec2", "DescribeVpcs", "Vpcs"},
    AwsList{"ec2", "DescribeSubnets", "Subnets"},
    AwsList{"ec2", "DescribeRouteTables", "RouteTables", 100},
    AwsList{"ec2", "DescribeSecurityGroups", "SecurityGroups"},
    AwsList{"ec2", "DescribeNetworkAcls", "NetworkAcls"},
    AwsList{"ec2", "DescribeInternetGateways", "InternetGateways"},
    AwsList{"ec2", "DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways", 255},
    AwsList{"ec2", "DescribeNatGateways", "NatGateways"},
    AwsList{"ec2", "DescribeVpnGateways", "VpnGateways", 0},
    AwsList{"ec2", "DescribeVpnConnections", "VpnConnections", 0},
    AwsList{"ec2", "DescribeCustomerGateways", "CustomerGateways", 0},
    AwsList{"ec2", "DescribeTransitGateways", "TransitGateways"},
    AwsList{"ec2", "DescribeTransitGatewayAttachments", "TransitGatewayAttachments"},
    AwsList{"ec2", "DescribeTransitGatewayVpcAttachments", "TransitGatewayVpcAttachments"},
    AwsList{"ec2", "DescribeTransitGatewayPeeringAttachments", "TransitGatewayPeeringAttachments"},
    AwsList{"ec2", "DescribeVpcPeeringConnections", "VpcPeeringConnections"},
    AwsList{"ec2", "DescribeVpcEndpoints", "VpcEndpoints"},
    AwsList{"ec2", "DescribeNetworkInterfaces", "NetworkInterfaces"},
    AwsList{"ec2", "DescribeAddresses", "Addresses", 0},
    AwsList{"ec2", "DescribeInstances", "Instances"},
    AwsList{"ec2", "DescribeTransitGatewayRouteTables", "TransitGatewayRouteTables"},
    AwsList{"ec2", "DescribeManagedPrefixLists", "ManagedPrefixLists", 100},
    AwsList{"elasticloadbalancing", "DescribeLoadBalancers", "LoadBalancers", 400},
    AwsList{"elasticloadbalancing", "DescribeTargetGroups", "TargetGroups", 400},
    AwsList{"route53", "/2013-04-01/hostedzone", "HostedZones", 100, true},
};
constexpr std::array contents{
    AwsList{"ec2", "SearchTransitGatewayRoutes", "TransitGatewayRouteTables", 0, false,
            "TransitGatewayRouteTables", "TransitGatewayRouteTableId",
            "Filter.1.Name=state&Filter.1.Value.1=active&Filter.1.Value.2=blackhole"},
    AwsList{"ec2", "GetManagedPrefixListEntries", "ManagedPrefixLists", 100, false, "ManagedPrefixLists",
            "PrefixListId"},
    AwsList{"route53", "/2013-04-01/hostedzone/{id}/rrset", "ResourceRecordSets", 300, true, "HostedZones"},
};

void set(AwsCall& call, const std::string& name, const std::string& value)
{
    const auto found = std::ranges::find(call.parameters, name, &std::pair<std::string, std::string>::first);
    if (found != call.parameters.end())
        found->second = value;
    else
        call.parameters.emplace_back(name, value);
}

void addMore(AwsCall& call, std::string_view more)
{
    while (!more.empty()) {
        const std::size_t end = std::min(more.find('&'), more.size());
        const std::string_view pair = more.substr(0, end);
        call.parameters.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        more.remove_prefix(std::min(end + 1, more.size()));
    }
}

std::string form(const std::vector<std::pair<std::string, std::string>>& parameters)
{
    std::string text;
    for (const auto& [name, value] : parameters)
        text += (text.empty() ? "" : "&") + percentEncoded(name) + "=" + percentEncoded(value);
    return text;
}

/// Records have a cursor of three parts, zones one of one.
std::string nextOfRoute53(const Json& answer, AwsCall& call)
{
    if (memberText(answer, "IsTruncated") != "true")
        return {};
    struct Part
    {
        const char* field;
        const char* parameter;
    };
    std::string token;
    for (const Part& part : {Part{"NextMarker", "marker"}, Part{"NextRecordName", "name"},
                             Part{"NextRecordType", "type"}, Part{"NextRecordIdentifier", "identifier"}})
        if (const std::string value = memberText(answer, part.field); !value.empty()) {
            set(call, part.parameter, value);
            token += value + " ";
        }
    return token;
}

} // namespace

std::span<const AwsList> awsLists()
{
    return lists;
}

std::span<const AwsList> awsContents()
{
    return contents;
}

AwsCall callFor(const AwsList& list, const std::string& region, const std::string& parent)
{
    AwsCall call;
    call.service = list.service;
    call.region = list.global ? "us-east-1" : region;
    call.action = list.action;
    const bool rest = list.service == "route53";
    call.version = rest ? "" : list.service == "ec2" ? ec2Version : "2015-12-01";
    if (const std::size_t at = call.action.find("{id}"); at != std::string::npos)
        call.action.replace(at, 4, percentEncoded(parent));
    else if (!parent.empty())
        call.parameters.emplace_back(list.idParameter, parent);
    addMore(call, list.more);
    if (list.pageSize > 0)
        call.parameters.emplace_back(rest                    ? "maxitems"
                                     : list.service == "ec2" ? "MaxResults"
                                                             : "PageSize",
                                     std::to_string(list.pageSize));
    return call;
}

std::string nextPage(const AwsList& list, const Json& answer, AwsCall& call)
{
    if (list.service == "route53")
        return nextOfRoute53(answer, call);
    const bool ec2 = list.service == "ec2";
    const std::string token = memberText(answer, ec2 ? "NextToken" : "NextMarker");
    if (!token.empty())
        set(call, ec2 ? "NextToken" : "Marker", token);
    return token;
}

void setPage(AwsCall& call, const std::string& token)
{
    set(call, "NextToken", token);
}

HttpRequest signedRequest(const AwsCall& call, const AwsKeys& keys, const std::string& endpoint,
                          base::Timestamp now)
{
    const std::string own = call.service == "route53"
                                ? "https://route53.amazonaws.com"
                                : "https://" + call.service + "." + call.region + ".amazonaws.com";
    std::string root = endpoint.empty() ? own : endpoint;
    while (root.ends_with('/'))
        root.pop_back();
    const bool rest = call.version.empty();
    SignableRequest signable;
    signable.method = rest ? "GET" : "POST";
    signable.path = rest ? call.action : "/";
    signable.headers = {{"Host", hostOf(root)}};
    if (rest) {
        signable.query = call.parameters;
    } else {
        auto parameters = call.parameters;
        parameters.insert(parameters.begin(), {{"Action", call.action}, {"Version", call.version}});
        signable.body = form(parameters);
        signable.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    }
    const std::string authorization = signV4(signable, keys, call.region, call.service, now);
    HttpRequest request{signable.method, root + signable.path, std::move(signable.headers),
                        std::move(signable.body)};
    if (rest && !call.parameters.empty())
        request.url += "?" + form(call.parameters);
    request.headers.emplace_back("Authorization", authorization);
    return request;
}

} // namespace zonescope::cloud

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/cloud_view.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

struct AwsCommand
{
    std::string_view collection;
    std::string_view command; ///< up to the id
};
constexpr std::array awsCommands{
    AwsCommand{"Vpcs", "ec2 describe-vpcs --vpc-ids"},
    AwsCommand{"Subnets", "ec2 describe-subnets --subnet-ids"},
    AwsCommand{"RouteTables", "ec2 describe-route-tables --route-table-ids"},
    AwsCommand{"SecurityGroups", "ec2 describe-security-groups --group-ids"},
    AwsCommand{"SecurityGroupRules", "ec2 describe-security-group-rules --security-group-rule-ids"},
    AwsCommand{"NetworkAcls", "ec2 describe-network-acls --network-acl-ids"},
    AwsCommand{"InternetGateways", "ec2 describe-internet-gateways --internet-gateway-ids"},
    AwsCommand{"EgressOnlyInternetGateways",
               "ec2 describe-egress-only-internet-gateways --egress-only-internet-gateway-ids"},
    AwsCommand{"NatGateways", "ec2 describe-nat-gateways --nat-gateway-ids"},
    AwsCommand{"VpnGateways", "ec2 describe-vpn-gateways --vpn-gateway-ids"},
    AwsCommand{"VpnConnections", "ec2 describe-vpn-connections --vpn-connection-ids"},
    AwsCommand{"CustomerGateways", "ec2 describe-customer-gateways --customer-gateway-ids"},
    AwsCommand{"TransitGateways", "ec2 describe-transit-gateways --transit-gateway-ids"},
    AwsCommand{"TransitGatewayAttachments",
               "ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids"},
    AwsCommand{"TransitGatewayVpcAttachments",
               "ec2 describe-transit-gateway-vpc-attachments --transit-gateway-attachment-ids"},
    AwsCommand{"TransitGatewayRouteTables",
               "ec2 describe-transit-gateway-route-tables --transit-gateway-route-table-ids"},
    AwsCommand{"VpcPeeringConnections", "ec2 describe-vpc-peering-connections --vpc-peering-connection-ids"},
    AwsCommand{"VpcEndpoints", "ec2 describe-vpc-endpoints --vpc-endpoint-ids"},
    AwsCommand{"NetworkInterfaces", "ec2 describe-network-interfaces --network-interface-ids"},
    AwsCommand{"Addresses", "ec2 describe-addresses --allocation-ids"},
    AwsCommand{"ManagedPrefixLists", "ec2 get-managed-prefix-list-entries --prefix-list-id"},
    AwsCommand{"Instances", "ec2 describe-instances --instance-ids"},
    AwsCommand{"LoadBalancers", "elbv2 describe-load-balancers --load-balancer-arns"},
    AwsCommand{"TargetGroups", "elbv2 describe-target-groups --target-group-arns"},
    AwsCommand{"HostedZones", "route53 get-hosted-zone --id"},
};

/// Ids come from strangers: nothing in one may end the argument.
std::string quoted(std::string_view text)
{
    const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./:").find(c) != std::string_view::npos;
    });
    if (plain)
        return std::string(text);
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string awsCommand(const Resource& r)
{
    const auto found =
        std::ranges::find(awsCommands, std::string_view(r.collection), &AwsCommand::collection);
    if (found == awsCommands.end())
        return {};
    std::string command = "aws " + std::string(found->command) + " " + quoted(r.id);
    if (r.region != "global")
        command += " --region " + quoted(r.region);
    return command + " --output json";
}

std::string openStackCommand(const Resource& r)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> nouns{
        {{"networks", "network"},
         {"subnets", "subnet"},
         {"ports", "port"},
         {"routers", "router"},
         {"security_groups", "security group"},
         {"floatingips", "floating ip"},
         {"subnetpools", "subnet pool"},
         {"vpnservices", "vpn service"},
         {"ipsec_site_connections", "vpn ipsec site connection"}}};
    for (const auto& [collection, noun] : nouns)
        if (collection == r.collection)
            return "openstack " + std::string(noun) + " show -f json " + quoted(r.id);
    return {};
}

/// gcloud's groups are called almost like the parts of the URL.
std::string googleCommand(const Resource& r)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> groups{
        {{"compute#network", "networks"},
         {"compute#subnetwork", "networks subnets"},
         {"compute#route", "routes"},
         {"compute#firewall", "firewall-rules"},
         {"compute#router", "routers"},
         {"compute#vpnTunnel", "vpn-tunnels"},
         {"compute#forwardingRule", "forwarding-rules"},
         {"compute#address", "addresses"},
         {"compute#instance", "instances"}}};
    for (const auto& [kind, group] : groups)
        if (kind == r.collection)
            return "gcloud compute " + std::string(group) + " describe " +
                   quoted("https://www.googleapis.com/compute/v1/" + r.id) + " --format=json";
    return {};
}

} // namespace

CloudViewPtr makeView(SnapshotPtr snapshot, const std::vector<HeldZone>& held,
                      const std::vector<SnapshotPtr>& earlier)
{
    auto view = std::make_shared<CloudView>();
    view->model = std::make_shared<const NetworkModel>(snapshot);
    view->search = std::make_shared<const SearchIndex>(snapshot);
    view->findings = checkAll(*view->model);
    view->dns = joinDns(*view->model, held, earlier);
    view->snapshot = std::move(snapshot);
    return view;
}

std::string commandFor(const Resource& resource)
{
    switch (resource.provider) {
    case Provider::Aws:
        return awsCommand(resource);
    case Provider::Google:
        return googleCommand(resource);
    case Provider::Azure:
        return resource.id.starts_with('/') ? "az resource show --ids " + quoted(resource.id) + " -o json"
                                            : std::string();
    case Provider::OpenStack:
        return openStackCommand(resource);
    }
    return {};
}

} // namespace zonescope::cloud

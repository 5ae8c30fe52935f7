// SPDX-License-Identifier: GPL-3.0-or-later
// What one would type to see a resource at its provider, for all four.
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
    AwsCommand{"Regions", "ec2 describe-regions --region-names"},
    AwsCommand{"Accounts", "organizations describe-account --account-id"},
    AwsCommand{"PrefixLists", "ec2 describe-prefix-lists --prefix-list-ids"},
    AwsCommand{"TransitGatewayPeeringAttachments",
               "ec2 describe-transit-gateway-peering-attachments --transit-gateway-attachment-ids"},
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
    if (r.collection == "ResourceRecordSets") {
        std::string command = "aws route53 list-resource-record-sets --hosted-zone-id " +
                              quoted(r.parent.empty() ? "ZONE-ID" : r.parent);
        if (!r.dnsNames.empty())
            command += " --start-record-name " + quoted(r.dnsNames.front()) + " --start-record-type " +
                       quoted(r.state) + " --max-items 1";
        return command + " --output json";
    }
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
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> nouns{
        {{"networks", "network"},
         {"subnets", "subnet"},
         {"ports", "port"},
         {"routers", "router"},
         {"security_groups", "security group"},
         {"floatingips", "floating ip"},
         {"subnetpools", "subnet pool"},
         {"vpnservices", "vpn service"},
         {"ipsec_site_connections", "vpn ipsec site connection"},
         {"address_groups", "address group"},
         {"endpoint_groups", "vpn endpoint group"},
         {"ikepolicies", "vpn ike policy"},
         {"ipsecpolicies", "vpn ipsec policy"},
         {"bgp_speakers", "bgp speaker"},
         {"bgp_peers", "bgp peer"},
         {"rbac_policies", "network rbac"},
         {"loadbalancers", "loadbalancer"},
         {"security_group_rules", "security group rule"},
         {"zones", "zone"},
         {"projects", "project"}}};
    if (r.collection == "recordsets") {
        const auto zone = std::ranges::find(r.relations, RelationKind::ContainedIn, &Relation::kind);
        if (zone != r.relations.end())
            return "openstack recordset show -f json " + quoted(zone->target) + " " + quoted(r.id);
    }
    for (const auto& [collection, noun] : nouns)
        if (collection == r.collection)
            return "openstack " + std::string(noun) + " show -f json " + quoted(r.id);
    return {};
}

/// gcloud's groups are called almost like the parts of the URL.
std::string googleCommand(const Resource& r)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 15> groups{
        {{"compute#network", "networks"},
         {"compute#subnetwork", "networks subnets"},
         {"compute#route", "routes"},
         {"compute#firewall", "firewall-rules"},
         {"compute#router", "routers"},
         {"compute#vpnTunnel", "vpn-tunnels"},
         {"compute#forwardingRule", "forwarding-rules"},
         {"compute#address", "addresses"},
         {"compute#instance", "instances"},
         {"compute#vpnGateway", "vpn-gateways"},
         {"compute#targetVpnGateway", "target-vpn-gateways"},
         {"compute#externalVpnGateway", "external-vpn-gateways"},
         {"compute#interconnectAttachment", "interconnects attachments"},
         {"compute#firewallPolicy", "network-firewall-policies"},
         {"compute#region", "regions"}}};
    // What stands inside another resource is seen with that one.
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> inside{
        {{"zonescope#networkInterface", "instances"},
         {"zonescope#routerNat", "routers"},
         {"zonescope#networkPeering", "networks"}}};
    for (const auto& [kind, group] : inside)
        if (kind == r.collection && !r.parent.empty())
            return "gcloud compute " + std::string(group) + " describe " +
                   quoted("https://www.googleapis.com/compute/v1/" + r.parent) + " --format=json";
    const std::string project = r.account.empty() ? std::string() : " --project=" + quoted(r.account);
    if (r.collection == "compute#project")
        return "gcloud compute project-info describe" + project + " --format=json";
    if (r.collection == "dns#managedZone")
        return "gcloud dns managed-zones describe " + quoted(r.name) + project + " --format=json";
    if (r.collection == "dns#resourceRecordSet" && !r.dnsNames.empty())
        return "gcloud dns record-sets list --zone=" + quoted(r.parent.empty() ? "ZONE" : r.parent) +
               " --name=" + quoted(r.dnsNames.front() + ".") + project + " --format=json";
    for (const auto& [kind, group] : groups)
        if (kind == r.collection)
            return "gcloud compute " + std::string(group) + " describe " +
                   quoted("https://www.googleapis.com/compute/v1/" + r.id) + " --format=json";
    return {};
}

} // namespace

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

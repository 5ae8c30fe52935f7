// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/terraform_types.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

constexpr auto aws = Provider::Aws;
constexpr auto google = Provider::Google;
constexpr auto azure = Provider::Azure;
constexpr auto openStack = Provider::OpenStack;
using T = TerraformType;

constexpr std::array table{
    T{"aws_vpc", aws, "Vpcs", "cidr_block>CidrBlock; instance_tenancy>InstanceTenancy"},
    T{"aws_default_vpc", aws, "Vpcs", "cidr_block>CidrBlock"},
    T{"aws_subnet", aws, "Subnets",
      "cidr_block>CidrBlock; vpc_id>VpcId; availability_zone>AvailabilityZone; "
      "map_public_ip_on_launch>MapPublicIpOnLaunch"},
    T{"aws_default_subnet", aws, "Subnets", "cidr_block>CidrBlock; vpc_id>VpcId"},
    T{"aws_route_table", aws, "RouteTables", "vpc_id>VpcId", shapeAwsRouteTable, true},
    T{"aws_default_route_table", aws, "RouteTables", "vpc_id>VpcId", shapeAwsRouteTable, true},
    T{"aws_route", aws, "RouteTables", "", shapeAwsRoute, false, "route_table_id"},
    T{"aws_ec2_transit_gateway_route", aws, "TransitGatewayRouteTables", "", shapeAwsHubRoute, false,
      "transit_gateway_route_table_id"},
    T{"aws_security_group", aws, "SecurityGroups", "vpc_id>VpcId; name>GroupName; description>Description",
      shapeAwsGroup, true},
    T{"aws_default_security_group", aws, "SecurityGroups", "vpc_id>VpcId", shapeAwsGroup, true},
    T{"aws_security_group_rule", aws, "SecurityGroups", "", shapeAwsGroupRule, false, "security_group_id"},
    T{"aws_vpc_security_group_ingress_rule", aws, "SecurityGroups", "", shapeAwsIngressRule, false,
      "security_group_id"},
    T{"aws_vpc_security_group_egress_rule", aws, "SecurityGroups", "", shapeAwsEgressRule, false,
      "security_group_id"},
    T{"aws_network_acl", aws, "NetworkAcls", "vpc_id>VpcId", shapeAwsAcl, true},
    T{"aws_default_network_acl", aws, "NetworkAcls", "vpc_id>VpcId", shapeAwsAcl, true},
    T{"aws_network_acl_rule", aws, "NetworkAcls", "", shapeAwsAclRule, false, "network_acl_id"},
    T{"aws_internet_gateway", aws, "InternetGateways"},
    T{"aws_egress_only_internet_gateway", aws, "EgressOnlyInternetGateways"},
    T{"aws_nat_gateway", aws, "NatGateways", "subnet_id>SubnetId; connectivity_type>ConnectivityType"},
    T{"aws_eip", aws, "Addresses", "public_ip>PublicIp"},
    T{"aws_vpn_gateway", aws, "VpnGateways"},
    T{"aws_customer_gateway", aws, "CustomerGateways", "bgp_asn>BgpAsn; ip_address>IpAddress; type>Type"},
    T{"aws_vpn_connection", aws, "VpnConnections", "customer_gateway_id>CustomerGatewayId; type>Type"},
    T{"aws_vpc_peering_connection", aws, "VpcPeeringConnections",
      "vpc_id>RequesterVpcInfo.VpcId; peer_vpc_id>AccepterVpcInfo.VpcId; accept_status>Status.Code"},
    T{"aws_ec2_transit_gateway", aws, "TransitGateways", "amazon_side_asn>Options.AmazonSideAsn"},
    T{"aws_ec2_transit_gateway_route_table", aws, "TransitGatewayRouteTables",
      "transit_gateway_id>TransitGatewayId"},
    T{"aws_ec2_transit_gateway_vpc_attachment", aws, "TransitGatewayVpcAttachments",
      "transit_gateway_id>TransitGatewayId; vpc_id>VpcId"},
    T{"aws_vpc_endpoint", aws, "VpcEndpoints",
      "vpc_id>VpcId; service_name>ServiceName; vpc_endpoint_type>VpcEndpointType"},
    T{"aws_network_interface", aws, "NetworkInterfaces",
      "subnet_id>SubnetId; private_ip>PrivateIpAddress; source_dest_check>SourceDestCheck"},
    T{"aws_ec2_managed_prefix_list", aws, "ManagedPrefixLists", "name>PrefixListName"},
    T{"aws_instance", aws, "Instances", "subnet_id>SubnetId; private_ip>PrivateIpAddress"},
    T{"aws_lb", aws, "LoadBalancers", "name>LoadBalancerName; vpc_id>VpcId; dns_name>DNSName"},
    T{"aws_route53_zone", aws, "HostedZones"},

    T{"openstack_networking_network_v2", openStack, "networks",
      "name>name; admin_state_up>admin_state_up; shared>shared; mtu>mtu; "
      "port_security_enabled>port_security_enabled"},
    T{"openstack_networking_subnet_v2", openStack, "subnets",
      "name>name; cidr>cidr; network_id>network_id; gateway_ip>gateway_ip; enable_dhcp>enable_dhcp"},
    T{"openstack_networking_subnet_route_v2", openStack, "subnets", "", shapeOpenStackHostRoute, false,
      "subnet_id"},
    T{"openstack_networking_router_v2", openStack, "routers",
      "name>name; admin_state_up>admin_state_up; external_network_id>external_gateway_info.network_id",
      nullptr, true},
    T{"openstack_networking_router_route_v2", openStack, "routers", "", shapeOpenStackRoute, false,
      "router_id"},
    T{"openstack_networking_secgroup_v2", openStack, "security_groups", "name>name; description>description",
      nullptr, true},
    T{"openstack_networking_secgroup_rule_v2", openStack, "security_groups", "", shapeOpenStackRule, false,
      "security_group_id"},
    T{"openstack_networking_port_v2", openStack, "ports",
      "name>name; network_id>network_id; admin_state_up>admin_state_up; mac_address>mac_address"},
    T{"openstack_networking_floatingip_v2", openStack, "floatingips", "address>floating_ip_address"},
    T{"openstack_dns_zone_v2", openStack, "zones", "name>name"},

    T{"google_compute_network", google, "compute#network",
      "name>name; auto_create_subnetworks>autoCreateSubnetworks; routing_mode>routingConfig.routingMode"},
    T{"google_compute_subnetwork", google, "compute#subnetwork",
      "name>name; ip_cidr_range>ipCidrRange; network>network; "
      "private_ip_google_access>privateIpGoogleAccess"},
    T{"google_compute_route", google, "compute#route",
      "name>name; network>network; dest_range>destRange; priority>priority; next_hop_ip>nextHopIp; "
      "next_hop_gateway>nextHopGateway; next_hop_instance>nextHopInstance; "
      "next_hop_vpn_tunnel>nextHopVpnTunnel; next_hop_ilb>nextHopIlb"},
    T{"google_compute_firewall", google, "compute#firewall",
      "name>name; network>network; direction>direction; priority>priority", shapeGoogleFirewall, true},
    T{"google_compute_router", google, "compute#router", "name>name; network>network"},
    T{"google_compute_address", google, "compute#address", "name>name; address>address"},
    T{"google_compute_vpn_tunnel", google, "compute#vpnTunnel", "name>name; peer_ip>peerIp"},

    T{"azurerm_virtual_network", azure, "microsoft.network/virtualnetworks",
      "name>name; location>location; address_space>addressSpace.addressPrefixes"},
    T{"azurerm_subnet", azure, "microsoft.network/virtualnetworks/subnets",
      "name>name; address_prefixes>addressPrefixes"},
    T{"azurerm_route_table", azure, "microsoft.network/routetables", "name>name; location>location",
      shapeAzureRouteTable, true},
    T{"azurerm_route", azure, "microsoft.network/routetables", "", shapeAzureRoute, false, "id"},
    T{"azurerm_network_security_group", azure, "microsoft.network/networksecuritygroups",
      "name>name; location>location", shapeAzureGroup, true},
    T{"azurerm_network_security_rule", azure, "microsoft.network/networksecuritygroups", "", shapeAzureRule,
      false, "id"},
    T{"azurerm_public_ip", azure, "microsoft.network/publicipaddresses",
      "name>name; location>location; ip_address>ipAddress"},
    T{"azurerm_network_interface", azure, "microsoft.network/networkinterfaces",
      "name>name; location>location"},
    T{"azurerm_nat_gateway", azure, "microsoft.network/natgateways", "name>name; location>location"},
    T{"azurerm_dns_zone", azure, "microsoft.network/dnszones", "name>name"},
    T{"azurerm_private_dns_zone", azure, "microsoft.network/privatednszones", "name>name"},
};

} // namespace

const TerraformType* terraformType(std::string_view type)
{
    const auto found = std::ranges::find(table, type, &TerraformType::type);
    return found == table.end() ? nullptr : &*found;
}

void putAt(Json& object, std::string_view path, const Json& value, JsonDocument& memory)
{
    Json* at = &object;
    for (;;) {
        const std::size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        Json key(name.data(), static_cast<rapidjson::SizeType>(name.size()), memory.GetAllocator());
        if (!at->HasMember(key))
            at->AddMember(Json(key, memory.GetAllocator()), Json(rapidjson::kObjectType),
                          memory.GetAllocator());
        at = &(*at)[key];
        if (dot == std::string_view::npos)
            break;
        if (!at->IsObject())
            at->SetObject();
        path.remove_prefix(dot + 1);
    }
    at->CopyFrom(value, memory.GetAllocator());
}

} // namespace zonescope::cloud

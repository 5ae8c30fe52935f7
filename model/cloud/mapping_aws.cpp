// SPDX-License-Identifier: GPL-3.0-or-later
// Names as the AWS command line prints them; aws_xml.cpp gives the wire's XML the same names.
#include "model/cloud/mapping.h"
#include "model/cloud/rules.h"

#include <array>

namespace zonescope::cloud {
namespace {

constexpr auto aws = Provider::Aws;

constexpr std::array table{
    KindMapping{aws, Kind::Region, "Regions", "RegionName", "RegionName", "OptInStatus", "", "", "Endpoint"},
    KindMapping{aws, Kind::Account, "Accounts", "Id", "Name", "Status"},
    KindMapping{aws, Kind::Network, "Vpcs", "VpcId", "", "State",
                "CidrBlock|CidrBlockAssociationSet[].CidrBlock|Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock"},
    KindMapping{aws, Kind::Subnet, "Subnets", "SubnetId", "", "State",
                "CidrBlock|Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock", "", "", "in VpcId"},
    KindMapping{aws, Kind::RouteTable, "RouteTables", "RouteTableId", "", "", "", "", "",
                "in VpcId; assoc Associations[].SubnetId|Associations[].GatewayId", "", readAwsRoutes},
    KindMapping{
        aws, Kind::Filter, "SecurityGroups", "GroupId", "GroupName", "", "", "", "",
        "in VpcId; ref IpPermissions[].UserIdGroupPairs[].GroupId|IpPermissionsEgress[].UserIdGroupPairs[]."
        "GroupId|IpPermissions[].PrefixListIds[].PrefixListId|IpPermissionsEgress[].PrefixListIds[]."
        "PrefixListId",
        "", nullptr, readAwsSecurityGroup},
    KindMapping{aws, Kind::Other, "SecurityGroupRules", "SecurityGroupRuleId", "Description", "", "", "", "",
                "in GroupId"},
    KindMapping{aws, Kind::NetworkAcl, "NetworkAcls", "NetworkAclId", "", "", "", "", "",
                "in VpcId; assoc Associations[].SubnetId", "", nullptr, readAwsNetworkAcl},
    KindMapping{aws, Kind::InternetGateway, "InternetGateways", "InternetGatewayId", "",
                "Attachments[].State", "", "", "", "att Attachments[].VpcId"},
    KindMapping{aws, Kind::InternetGateway, "EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId", "",
                "Attachments[].State", "", "", "", "att Attachments[].VpcId"},
    KindMapping{
        aws, Kind::NatGateway, "NatGateways", "NatGatewayId", "", "State", "",
        "NatGatewayAddresses[].PublicIp|NatGatewayAddresses[].PrivateIp", "",
        "in SubnetId|VpcId; ref NatGatewayAddresses[].AllocationId|NatGatewayAddresses[].NetworkInterfaceId"},
    KindMapping{aws, Kind::VpnGateway, "VpnGateways", "VpnGatewayId", "", "State", "", "", "",
                "att VpcAttachments[].VpcId"},
    KindMapping{aws, Kind::VpnTunnel, "VpnConnections", "VpnConnectionId", "", "State",
                "Routes[].DestinationCidrBlock",
                "VgwTelemetry[].OutsideIpAddress|Options.TunnelOptions[].OutsideIpAddress", "",
                "att VpnGatewayId|TransitGatewayId; tunnel CustomerGatewayId"},
    KindMapping{aws, Kind::VpnPeer, "CustomerGateways", "CustomerGatewayId", "DeviceName", "State", "",
                "IpAddress"},
    KindMapping{aws, Kind::Hub, "TransitGateways", "TransitGatewayId", "Description", "State",
                "Options.TransitGatewayCidrBlocks[]"},
    KindMapping{aws, Kind::HubAttachment, "TransitGatewayAttachments", "TransitGatewayAttachmentId", "",
                "State", "", "", "",
                "att TransitGatewayId|ResourceId; assoc Association.TransitGatewayRouteTableId"},
    KindMapping{aws, Kind::HubAttachment, "TransitGatewayVpcAttachments", "TransitGatewayAttachmentId", "",
                "State", "", "", "", "att TransitGatewayId|VpcId; assoc SubnetIds[]"},
    KindMapping{aws, Kind::HubAttachment, "TransitGatewayPeeringAttachments", "TransitGatewayAttachmentId",
                "", "State", "", "", "",
                "att RequesterTgwInfo.TransitGatewayId; peer AccepterTgwInfo.TransitGatewayId"},
    KindMapping{aws, Kind::HubRouteTable, "TransitGatewayRouteTables", "TransitGatewayRouteTableId", "",
                "State", "", "", "", "in TransitGatewayId", "", readAwsHubRoutes},
    KindMapping{aws, Kind::Peering, "VpcPeeringConnections", "VpcPeeringConnectionId", "", "Status.Code", "",
                "", "", "peer RequesterVpcInfo.VpcId|AccepterVpcInfo.VpcId"},
    KindMapping{aws, Kind::Endpoint, "VpcEndpoints", "VpcEndpointId", "ServiceName", "State", "", "",
                "DnsEntries[].DnsName",
                "in VpcId; assoc SubnetIds[]|RouteTableIds[]|Groups[].GroupId; att NetworkInterfaceIds[]"},
    KindMapping{
        aws, Kind::Interface, "NetworkInterfaces", "NetworkInterfaceId", "", "Status", "",
        "PrivateIpAddress|PrivateIpAddresses[].PrivateIpAddress|Association.PublicIp|PrivateIpAddresses[]."
        "Association.PublicIp|Ipv6Addresses[].Ipv6Address",
        "PrivateDnsName|Association.PublicDnsName",
        "in SubnetId|VpcId; assoc Groups[].GroupId; att Attachment.InstanceId"},
    KindMapping{aws, Kind::PublicAddress, "Addresses", "AllocationId|PublicIp", "", "", "", "PublicIp", "",
                "att NetworkInterfaceId|InstanceId"},
    KindMapping{aws, Kind::PrefixList, "ManagedPrefixLists", "PrefixListId", "PrefixListName", "State",
                "Entries[].Cidr"},
    KindMapping{aws, Kind::PrefixList, "PrefixLists", "PrefixListId", "PrefixListName", "", "Cidrs[]"},
    KindMapping{aws, Kind::Instance, "Instances", "InstanceId", "", "State.Name", "",
                "PrivateIpAddress|PublicIpAddress|Ipv6Address", "PublicDnsName|PrivateDnsName",
                "in SubnetId|VpcId; assoc SecurityGroups[].GroupId"},
    KindMapping{aws, Kind::LoadBalancer, "LoadBalancers", "LoadBalancerArn", "LoadBalancerName", "State.Code",
                "", "", "DNSName", "in VpcId; assoc AvailabilityZones[].SubnetId|SecurityGroups[]"},
    KindMapping{aws, Kind::Other, "TargetGroups", "TargetGroupArn", "TargetGroupName", "", "", "", "",
                "in VpcId; att LoadBalancerArns[]"},
    KindMapping{aws, Kind::DnsZone, "HostedZones", "Id", "Name", "", "", "", "Name", "assoc VPCs[].VPCId"},
    KindMapping{aws, Kind::DnsRecord, "ResourceRecordSets", "", "Name", "Type", "", "ResourceRecords[].Value",
                "Name", "resolve AliasTarget.DNSName|ResourceRecords[].Value"},
};

} // namespace

std::span<const KindMapping> awsMappings()
{
    return table;
}

} // namespace zonescope::cloud

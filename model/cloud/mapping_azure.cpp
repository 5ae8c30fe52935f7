// SPDX-License-Identifier: GPL-3.0-or-later
// Names of Azure Resource Manager. JsonPath looks below "properties", so the flatter form of az fits as well;
// az also writes some capitals differently (privateIpAddress), hence the alternatives.
#include "model/cloud/mapping.h"
#include "model/cloud/rules.h"

#include <array>

namespace zonescope::cloud {
namespace {

constexpr auto azure = Provider::Azure;
constexpr const char* provisioning = "provisioningState";
constexpr const char* recordAddresses =
    "ARecords[].ipv4Address|aRecords[].ipv4Address|AAAARecords[].ipv6Address|aaaaRecords[].ipv6Address";
constexpr const char* recordTargets =
    "resolve "
    "ARecords[].ipv4Address|aRecords[].ipv4Address|AAAARecords[].ipv6Address|aaaaRecords[].ipv6Address|"
    "CNAMERecord.cname|cnameRecord.cname|targetResource.id";

constexpr KindMapping record(std::string_view type)
{
    return {azure, Kind::DnsRecord, type, "id", "name", "type", "", recordAddresses, "fqdn", recordTargets};
}

constexpr std::array table{
    KindMapping{azure, Kind::Account, "microsoft.resources/subscriptions", "id", "name|displayName", "state"},
    KindMapping{azure, Kind::Network, "microsoft.network/virtualnetworks", "id", "name", provisioning,
                "addressSpace.addressPrefixes[]", "", "", "",
                "subnets>microsoft.network/virtualnetworks/subnets; virtualNetworkPeerings>"
                "microsoft.network/virtualnetworks/virtualnetworkpeerings"},
    KindMapping{azure, Kind::Subnet, "microsoft.network/virtualnetworks/subnets", "id", "name", provisioning,
                "addressPrefix|addressPrefixes[]", "", "",
                "assoc networkSecurityGroup.id|routeTable.id|natGateway.id"},
    KindMapping{azure, Kind::Peering, "microsoft.network/virtualnetworks/virtualnetworkpeerings", "id",
                "name", "peeringState", "remoteAddressSpace.addressPrefixes[]", "", "",
                "peer remoteVirtualNetwork.id"},
    KindMapping{azure, Kind::RouteTable, "microsoft.network/routetables", "id", "name", provisioning, "", "",
                "", "assoc subnets[].id", "", readAzureRoutes},
    KindMapping{azure, Kind::Filter, "microsoft.network/networksecuritygroups", "id", "name", provisioning,
                "", "", "", "assoc subnets[].id|networkInterfaces[].id", "", nullptr, readAzureSecurityGroup},
    KindMapping{azure, Kind::Interface, "microsoft.network/networkinterfaces", "id", "name", provisioning, "",
                "ipConfigurations[].privateIPAddress|ipConfigurations[].privateIpAddress",
                "dnsSettings.internalFqdn|dnsSettings.fqdn",
                "in ipConfigurations[].subnet.id; assoc "
                "networkSecurityGroup.id|ipConfigurations[].publicIPAddress.id|"
                "ipConfigurations[].publicIpAddress.id; att virtualMachine.id"},
    KindMapping{azure, Kind::Instance, "microsoft.compute/virtualmachines", "id", "name", provisioning, "",
                "", "", "assoc networkProfile.networkInterfaces[].id"},
    KindMapping{azure, Kind::PublicAddress, "microsoft.network/publicipaddresses", "id", "name", provisioning,
                "", "ipAddress", "dnsSettings.fqdn", "att ipConfiguration.id; ref natGateway.id"},
    KindMapping{azure, Kind::NatGateway, "microsoft.network/natgateways", "id", "name", provisioning, "", "",
                "", "assoc subnets[].id; ref publicIpAddresses[].id"},
    KindMapping{azure, Kind::LoadBalancer, "microsoft.network/loadbalancers", "id", "name", provisioning, "",
                "frontendIPConfigurations[].privateIPAddress|frontendIpConfigurations[].privateIpAddress", "",
                "in frontendIPConfigurations[].subnet.id; ref frontendIPConfigurations[].publicIPAddress.id|"
                "frontendIpConfigurations[].publicIpAddress.id"},
    KindMapping{azure, Kind::LoadBalancer, "microsoft.network/applicationgateways", "id", "name",
                "operationalState", "", "frontendIPConfigurations[].privateIPAddress", "",
                "in gatewayIPConfigurations[].subnet.id; ref frontendIPConfigurations[].publicIPAddress.id"},
    KindMapping{azure, Kind::VpnGateway, "microsoft.network/virtualnetworkgateways", "id", "name",
                provisioning, "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes[]",
                "bgpSettings.bgpPeeringAddress", "",
                "in ipConfigurations[].subnet.id; ref ipConfigurations[].publicIPAddress.id"},
    KindMapping{azure, Kind::VpnPeer, "microsoft.network/localnetworkgateways", "id", "name", provisioning,
                "localNetworkAddressSpace.addressPrefixes[]", "gatewayIpAddress", "fqdn"},
    KindMapping{azure, Kind::VpnTunnel, "microsoft.network/connections", "id", "name", "connectionStatus", "",
                "", "",
                "att virtualNetworkGateway1.id; tunnel localNetworkGateway2.id|virtualNetworkGateway2.id"},
    KindMapping{azure, Kind::Hub, "microsoft.network/virtualhubs", "id", "name", provisioning,
                "addressPrefix", "", "", "in virtualWan.id"},
    KindMapping{azure, Kind::Endpoint, "microsoft.network/privateendpoints", "id", "name", provisioning, "",
                "", "customDnsConfigs[].fqdn", "in subnet.id; att networkInterfaces[].id"},
    KindMapping{azure, Kind::InternetGateway, "microsoft.network/azurefirewalls", "id", "name", provisioning,
                "", "ipConfigurations[].privateIPAddress", "",
                "in ipConfigurations[].subnet.id; ref ipConfigurations[].publicIPAddress.id"},
    KindMapping{azure, Kind::DnsZone, "microsoft.network/dnszones", "id", "name", "zoneType", "", "", "name"},
    KindMapping{azure, Kind::DnsZone, "microsoft.network/privatednszones", "id", "name", provisioning, "", "",
                "name"},
    KindMapping{azure, Kind::Other, "microsoft.network/privatednszones/virtualnetworklinks", "id", "name",
                "virtualNetworkLinkState", "", "", "", "assoc virtualNetwork.id"},
    record("microsoft.network/dnszones/a"),
    record("microsoft.network/dnszones/aaaa"),
    record("microsoft.network/dnszones/cname"),
    record("microsoft.network/privatednszones/a"),
    record("microsoft.network/privatednszones/aaaa"),
    record("microsoft.network/privatednszones/cname"),
};

} // namespace

std::span<const KindMapping> azureMappings()
{
    return table;
}

} // namespace zonescope::cloud

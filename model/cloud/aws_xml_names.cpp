// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_xml_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace zonescope::cloud {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// All sorted: looked up by halving.
constexpr auto renamed = std::to_array<Pair>({
    {"addressesSet", "Addresses"},
    {"associatedSubnetSet", "AssociatedSubnets"},
    {"associationSet", "Associations"},
    {"attachedApplianceSet", "AttachedAppliances"},
    {"attachmentSet", "Attachments"},
    {"attachments", "VpcAttachments"},
    {"blockDeviceMapping", "BlockDeviceMappings"},
    {"customerGatewaySet", "CustomerGateways"},
    {"default", "IsDefault"},
    {"dnsEntrySet", "DnsEntries"},
    {"egressOnlyInternetGatewaySet", "EgressOnlyInternetGateways"},
    {"elasticGpuAssociationSet", "ElasticGpuAssociations"},
    {"elasticInferenceAcceleratorAssociationSet", "ElasticInferenceAcceleratorAssociations"},
    {"entrySet", "Entries"},
    {"geographySet", "Geography"},
    {"groupDescription", "Description"},
    {"groupSet", "Groups"},
    {"groups", "UserIdGroupPairs"},
    {"ikeVersionSet", "IkeVersions"},
    {"instanceState", "State"},
    {"instancesSet", "Instances"},
    {"internetGatewaySet", "InternetGateways"},
    {"ipPrefixSet", "IpPrefixes"},
    {"ipv4PrefixSet", "Ipv4Prefixes"},
    {"ipv6AddressesSet", "Ipv6Addresses"},
    {"ipv6PrefixSet", "Ipv6Prefixes"},
    {"licenseSet", "Licenses"},
    {"natGatewayAddressSet", "NatGatewayAddresses"},
    {"natGatewaySet", "NatGateways"},
    {"networkAclSet", "NetworkAcls"},
    {"networkInterfaceIdSet", "NetworkInterfaceIds"},
    {"networkInterfaceSet", "NetworkInterfaces"},
    {"phase1DHGroupNumberSet", "Phase1DHGroupNumbers"},
    {"phase1EncryptionAlgorithmSet", "Phase1EncryptionAlgorithms"},
    {"phase1IntegrityAlgorithmSet", "Phase1IntegrityAlgorithms"},
    {"phase2DHGroupNumberSet", "Phase2DHGroupNumbers"},
    {"phase2EncryptionAlgorithmSet", "Phase2EncryptionAlgorithms"},
    {"phase2IntegrityAlgorithmSet", "Phase2IntegrityAlgorithms"},
    {"prefixListSet", "PrefixLists"},
    {"privateDnsSpecifiedDomainSet", "PrivateDnsSpecifiedDomains"},
    {"privateIpAddressSet", "PrivateIpAddresses"},
    {"privateIpAddressesSet", "PrivateIpAddresses"},
    {"productCode", "ProductCodeId"},
    {"propagatingVgwSet", "PropagatingVgws"},
    {"reason", "StateTransitionReason"},
    {"regionEndpoint", "Endpoint"},
    {"regionInfo", "Regions"},
    {"reservationSet", "Reservations"},
    {"routeSet", "Routes"},
    {"routeTableIdSet", "RouteTableIds"},
    {"routeTableSet", "RouteTables"},
    {"secondaryInterfaceSet", "SecondaryInterfaces"},
    {"securityGroupInfo", "SecurityGroups"},
    {"securityGroupRuleSet", "SecurityGroupRules"},
    {"subnetIdSet", "SubnetIds"},
    {"subnetSet", "Subnets"},
    {"tagSet", "Tags"},
    {"transitGatewaySet", "TransitGateways"},
    {"tunnelOptionSet", "TunnelOptions"},
    {"vpcEndpointSet", "VpcEndpoints"},
    {"vpcPeeringConnectionSet", "VpcPeeringConnections"},
    {"vpcSet", "Vpcs"},
    {"vpnConnectionSet", "VpnConnections"},
    {"vpnGatewaySet", "VpnGateways"},
});
/// The same element, called otherwise in one place: "context/element".
constexpr auto renamedThere = std::to_array<Pair>({
    {"instancesSet/dnsName", "PublicDnsName"},
    {"instancesSet/groupSet", "SecurityGroups"},
    {"instancesSet/ipAddress", "PublicIpAddress"},
    {"networkInterfaceSet/tagSet", "TagSet"},
    {"productCodes/type", "ProductCodeType"},
});
constexpr auto lists = std::to_array<std::string_view>({"AdditionalClaims",
                                                        "AlpnPolicy",
                                                        "AvailabilityZones",
                                                        "Certificates",
                                                        "DefaultActions",
                                                        "HostedZoneSummaries",
                                                        "HostedZones",
                                                        "Listeners",
                                                        "LoadBalancerAddresses",
                                                        "LoadBalancerArns",
                                                        "LoadBalancers",
                                                        "ResourceRecordSets",
                                                        "ResourceRecords",
                                                        "SecurityGroups",
                                                        "SourceNatIpv6Prefixes",
                                                        "TargetGroups",
                                                        "TargetHealthDescriptions",
                                                        "Values",
                                                        "addressesSet",
                                                        "associatedSubnetSet",
                                                        "associationSet",
                                                        "associations",
                                                        "attachedApplianceSet",
                                                        "attachmentSet",
                                                        "attachments",
                                                        "blockDeviceMapping",
                                                        "cidrBlockAssociationSet",
                                                        "cidrBlockSet",
                                                        "customerGatewaySet",
                                                        "dnsEntrySet",
                                                        "egressOnlyInternetGatewaySet",
                                                        "elasticGpuAssociationSet",
                                                        "elasticInferenceAcceleratorAssociationSet",
                                                        "entrySet",
                                                        "geographySet",
                                                        "groupSet",
                                                        "groups",
                                                        "ikeVersionSet",
                                                        "instancesSet",
                                                        "internetGatewaySet",
                                                        "ipPermissions",
                                                        "ipPermissionsEgress",
                                                        "ipPrefixSet",
                                                        "ipRanges",
                                                        "ipv4PrefixSet",
                                                        "ipv6AddressesSet",
                                                        "ipv6CidrBlockAssociationSet",
                                                        "ipv6CidrBlockSet",
                                                        "ipv6PrefixSet",
                                                        "ipv6Ranges",
                                                        "licenseSet",
                                                        "natGatewayAddressSet",
                                                        "natGatewaySet",
                                                        "networkAclSet",
                                                        "networkInterfaceIdSet",
                                                        "networkInterfaceSet",
                                                        "phase1DHGroupNumberSet",
                                                        "phase1EncryptionAlgorithmSet",
                                                        "phase1IntegrityAlgorithmSet",
                                                        "phase2DHGroupNumberSet",
                                                        "phase2EncryptionAlgorithmSet",
                                                        "phase2IntegrityAlgorithmSet",
                                                        "prefixListIds",
                                                        "prefixListSet",
                                                        "privateDnsSpecifiedDomainSet",
                                                        "privateIpAddressSet",
                                                        "privateIpAddressesSet",
                                                        "productCodes",
                                                        "propagatingVgwSet",
                                                        "regionInfo",
                                                        "reservationSet",
                                                        "routeSet",
                                                        "routeTableIdSet",
                                                        "routeTableSet",
                                                        "routes",
                                                        "secondaryInterfaceSet",
                                                        "securityGroupInfo",
                                                        "securityGroupRuleSet",
                                                        "subnetIdSet",
                                                        "subnetIds",
                                                        "subnetSet",
                                                        "tagSet",
                                                        "transitGatewayAttachments",
                                                        "transitGatewayCidrBlocks",
                                                        "transitGatewayPeeringAttachments",
                                                        "transitGatewayRouteTablePropagations",
                                                        "transitGatewayRouteTables",
                                                        "transitGatewaySet",
                                                        "transitGatewayVpcAttachments",
                                                        "tunnelOptionSet",
                                                        "vgwTelemetry",
                                                        "vpcEndpointSet",
                                                        "vpcPeeringConnectionSet",
                                                        "vpcSet",
                                                        "vpnConnectionSet",
                                                        "vpnGatewaySet"});
constexpr auto booleans = std::to_array<std::string_view>({"Enabled",
                                                           "EvaluateTargetHealth",
                                                           "HealthCheckEnabled",
                                                           "IgnoreClientCertificateExpiry",
                                                           "IsDefault",
                                                           "IsTruncated",
                                                           "MultiValueAnswer",
                                                           "PrivateZone",
                                                           "UseExistingClientSecret",
                                                           "additionalRoutesAvailable",
                                                           "allowDnsResolutionFromRemoteVpc",
                                                           "allowEgressFromLocalClassicLinkToRemoteVpc",
                                                           "allowEgressFromLocalVpcToRemoteClassicLink",
                                                           "assignIpv6AddressOnCreation",
                                                           "bgpLogEnabled",
                                                           "configured",
                                                           "default",
                                                           "defaultAssociationRouteTable",
                                                           "defaultForAz",
                                                           "defaultPropagationRouteTable",
                                                           "deleteOnTermination",
                                                           "denyAllIgwTraffic",
                                                           "ebsOptimized",
                                                           "egress",
                                                           "enaSrdEnabled",
                                                           "enaSrdUdpEnabled",
                                                           "enaSupport",
                                                           "enableAcceleration",
                                                           "enableDns64",
                                                           "enableResourceNameDnsAAAARecord",
                                                           "enableResourceNameDnsARecord",
                                                           "enableTunnelLifecycleControl",
                                                           "enabled",
                                                           "hiddenByDefault",
                                                           "ipamPrefixListResolverSyncEnabled",
                                                           "ipv6Native",
                                                           "isDefault",
                                                           "isEgress",
                                                           "isPrimary",
                                                           "isPrimaryIpv6",
                                                           "logEnabled",
                                                           "main",
                                                           "managed",
                                                           "mapCustomerOwnedIpOnLaunch",
                                                           "mapPublicIpOnLaunch",
                                                           "primary",
                                                           "privateDnsEnabled",
                                                           "privateDnsOnlyForInboundResolverEndpoint",
                                                           "requesterManaged",
                                                           "sourceDestCheck",
                                                           "staticRoutesOnly"});
constexpr auto numbers = std::to_array<std::string_view>({"Bias",
                                                          "DurationSeconds",
                                                          "HealthCheckIntervalSeconds",
                                                          "HealthCheckTimeoutSeconds",
                                                          "HealthyThresholdCount",
                                                          "Order",
                                                          "ResourceRecordSetCount",
                                                          "SessionTimeout",
                                                          "TTL",
                                                          "TargetControlPort",
                                                          "UnhealthyThresholdCount",
                                                          "Weight",
                                                          "acceptedRouteCount",
                                                          "amazonSideAsn",
                                                          "amiLaunchIndex",
                                                          "availableIpAddressCount",
                                                          "coreCount",
                                                          "deviceIndex",
                                                          "dpdTimeoutSeconds",
                                                          "ebsCardIndex",
                                                          "enaQueueCount",
                                                          "enableLniAtDeviceIndex",
                                                          "from",
                                                          "fromPort",
                                                          "httpPutResponseHopLimit",
                                                          "maxEntries",
                                                          "networkCardIndex",
                                                          "partitionNumber",
                                                          "phase1LifetimeSeconds",
                                                          "phase2LifetimeSeconds",
                                                          "rekeyFuzzPercentage",
                                                          "rekeyMarginTimeSeconds",
                                                          "replayWindowSize",
                                                          "ruleNumber",
                                                          "tcpEstablishedTimeout",
                                                          "threadsPerCore",
                                                          "to",
                                                          "toPort",
                                                          "udpStreamTimeout",
                                                          "udpTimeout",
                                                          "version"});

std::string_view find(auto& pairs, std::string_view key)
{
    const auto found = std::ranges::lower_bound(pairs, key, {}, &Pair::first);
    return found != pairs.end() && found->first == key ? found->second : std::string_view();
}

} // namespace

std::string awsMemberName(std::string_view element, std::string_view context)
{
    std::string there(context);
    there.append("/").append(element);
    if (const std::string_view name = find(renamedThere, there); !name.empty())
        return std::string(name);
    if (const std::string_view name = find(renamed, element); !name.empty())
        return std::string(name);
    std::string name(element);
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

bool isAwsList(std::string_view element)
{
    return std::ranges::binary_search(lists, element);
}

bool isAwsBoolean(std::string_view element)
{
    return std::ranges::binary_search(booleans, element);
}

bool isAwsNumber(std::string_view element, std::string_view parent)
{
    if (element == "code" || element == "type" || element == "value")
        return (element == "code" && parent == "instanceState") || parent == "icmpTypeCode";
    if (element == "Port") // of a redirection it is "#{port}" or a number in quotes
        return parent != "RedirectConfig";
    return std::ranges::binary_search(numbers, element);
}

} // namespace zonescope::cloud

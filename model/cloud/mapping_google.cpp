// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the Compute and Cloud DNS APIs; gcloud prints the same.
#include "model/cloud/mapping.h"
#include "model/cloud/rules.h"

#include <array>

namespace zonescope::cloud {
namespace {

constexpr auto google = Provider::Google;

constexpr std::array table{
    KindMapping{google, Kind::Account, "compute#project", "selfLink", "name"},
    KindMapping{google, Kind::Region, "compute#region", "selfLink", "name", "status"},
    KindMapping{google, Kind::Network, "compute#network", "selfLink", "name", "",
                "IPv4Range|internalIpv6Range", "", "", "", "peerings>zonescope#networkPeering"},
    KindMapping{google, Kind::Peering, "zonescope#networkPeering", "", "name", "state", "", "", "",
                "peer network"},
    KindMapping{
        google, Kind::Subnet, "compute#subnetwork", "selfLink", "name", "state",
        "ipCidrRange|secondaryIpRanges[].ipCidrRange|ipv6CidrRange|internalIpv6Prefix|externalIpv6Prefix", "",
        "", "in network"},
    KindMapping{
        google, Kind::Route, "compute#route", "selfLink", "name", "", "destRange", "", "",
        "in network; route "
        "nextHopGateway|nextHopInstance|nextHopIlb|nextHopVpnTunnel|nextHopPeering|nextHopHub|nextHopNetwork",
        "", readGoogleRoute},
    KindMapping{google, Kind::Filter, "compute#firewall", "selfLink", "name", "", "", "", "", "in network",
                "", nullptr, readGoogleFirewall},
    KindMapping{google, Kind::Other, "compute#firewallPolicy", "selfLink", "name|displayName|shortName", "",
                "", "", "", "assoc associations[].attachmentTarget"},
    KindMapping{google, Kind::BgpRouter, "compute#router", "selfLink", "name", "",
                "bgp.advertisedIpRanges[].range", "interfaces[].ipRange|bgpPeers[].ipAddress", "",
                "in network", "nats>zonescope#routerNat"},
    KindMapping{google, Kind::NatGateway, "zonescope#routerNat", "", "name", "", "", "", "",
                "assoc subnetworks[].name; ref natIps[]"},
    KindMapping{google, Kind::VpnGateway, "compute#vpnGateway", "selfLink", "name", "", "",
                "vpnInterfaces[].ipAddress", "", "in network"},
    KindMapping{google, Kind::VpnGateway, "compute#targetVpnGateway", "selfLink", "name", "status", "", "",
                "", "in network; assoc forwardingRules[]"},
    KindMapping{google, Kind::VpnPeer, "compute#externalVpnGateway", "selfLink", "name", "", "",
                "interfaces[].ipAddress"},
    KindMapping{
        google, Kind::VpnTunnel, "compute#vpnTunnel", "selfLink", "name", "status", "remoteTrafficSelector[]",
        "", "",
        "att vpnGateway|targetVpnGateway; tunnel peerExternalGateway|peerGcpGateway|peerIp; ref router"},
    KindMapping{google, Kind::HubAttachment, "compute#interconnectAttachment", "selfLink", "name", "state",
                "", "cloudRouterIpAddress|customerRouterIpAddress", "", "att router"},
    KindMapping{google, Kind::PublicAddress, "compute#address", "selfLink", "name", "status", "", "address",
                "", "att users[]; in subnetwork|network"},
    KindMapping{google, Kind::LoadBalancer, "compute#forwardingRule", "selfLink", "name", "", "", "IPAddress",
                "serviceName", "in subnetwork|network; ref backendService|target"},
    KindMapping{google, Kind::Instance, "compute#instance", "selfLink", "name", "status", "", "", "hostname",
                "in networkInterfaces[].subnetwork", "networkInterfaces>zonescope#networkInterface"},
    KindMapping{google, Kind::Interface, "zonescope#networkInterface", "", "name", "",
                "aliasIpRanges[].ipCidrRange",
                "networkIP|accessConfigs[].natIP|ipv6Address|ipv6AccessConfigs[].externalIpv6", "",
                "in subnetwork|network"},
    KindMapping{google, Kind::DnsZone, "dns#managedZone", "id|name", "name", "visibility", "", "", "dnsName",
                "assoc privateVisibilityConfig.networks[].networkUrl"},
    KindMapping{google, Kind::DnsRecord, "dns#resourceRecordSet", "", "name", "type", "", "rrdatas[]", "name",
                "resolve rrdatas[]"},
};

} // namespace

std::span<const KindMapping> googleMappings()
{
    return table;
}

} // namespace zonescope::cloud

// SPDX-License-Identifier: GPL-3.0-or-later
// Names of Neutron's, Designate's and Octavia's APIs.
#include "model/cloud/mapping.h"
#include "model/cloud/rules.h"

#include <array>

namespace zonescope::cloud {
namespace {

constexpr auto openStack = Provider::OpenStack;

constexpr std::array table{
    KindMapping{openStack, Kind::Account, "projects", "id", "name"},
    KindMapping{openStack, Kind::Network, "networks", "id", "name", "status"},
    KindMapping{openStack, Kind::Subnet, "subnets", "id", "name", "", "cidr", "gateway_ip", "",
                "in network_id; ref subnetpool_id", "", readOpenStackHostRoutes},
    KindMapping{openStack, Kind::Interface, "ports", "id", "name", "status",
                "allowed_address_pairs[].ip_address", "fixed_ips[].ip_address", "dns_assignment[].fqdn",
                "in fixed_ips[].subnet_id|network_id; assoc security_groups[]; att device_id"},
    KindMapping{openStack, Kind::RouteTable, "routers", "id", "name", "status", "",
                "external_gateway_info.external_fixed_ips[].ip_address", "",
                "att external_gateway_info.network_id", "", readOpenStackRoutes},
    KindMapping{openStack, Kind::Filter, "security_groups", "id", "name", "", "", "", "",
                "ref security_group_rules[].remote_group_id|security_group_rules[].remote_address_group_id",
                "", nullptr, readOpenStackSecurityGroup},
    KindMapping{openStack, Kind::Other, "security_group_rules", "id", "description", "", "", "", "",
                "in security_group_id; ref remote_group_id"},
    KindMapping{openStack, Kind::PublicAddress, "floatingips", "id", "floating_ip_address", "status", "",
                "floating_ip_address", "", "att port_id|router_id; in floating_network_id"},
    KindMapping{openStack, Kind::PrefixList, "subnetpools", "id", "name", "", "prefixes[]"},
    KindMapping{openStack, Kind::PrefixList, "address_groups", "id", "name", "", "addresses[]"},
    KindMapping{openStack, Kind::VpnGateway, "vpnservices", "id", "name", "status", "",
                "external_v4_ip|external_v6_ip", "", "att router_id; assoc subnet_id"},
    KindMapping{openStack, Kind::VpnTunnel, "ipsec_site_connections", "id", "name", "status", "peer_cidrs[]",
                "", "",
                "att vpnservice_id; tunnel peer_address; ref "
                "ikepolicy_id|ipsecpolicy_id|peer_ep_group_id|local_ep_group_id"},
    KindMapping{openStack, Kind::Other, "endpoint_groups", "id", "name"},
    KindMapping{openStack, Kind::Other, "ikepolicies", "id", "name"},
    KindMapping{openStack, Kind::Other, "ipsecpolicies", "id", "name"},
    KindMapping{openStack, Kind::BgpRouter, "bgp_speakers", "id", "name", "", "", "", "",
                "att networks[]; ref peers[]"},
    KindMapping{openStack, Kind::VpnPeer, "bgp_peers", "id", "name", "", "", "peer_ip"},
    KindMapping{openStack, Kind::Other, "rbac_policies", "id", "action", "", "", "", "", "ref object_id"},
    KindMapping{openStack, Kind::Instance, "servers", "id", "name", "status", "", "addresses{}.[].addr"},
    KindMapping{openStack, Kind::LoadBalancer, "loadbalancers", "id", "name", "operating_status", "",
                "vip_address", "", "in vip_subnet_id|vip_network_id; att vip_port_id"},
    KindMapping{openStack, Kind::DnsZone, "zones", "id", "name", "status", "", "", "name"},
    KindMapping{openStack, Kind::DnsRecord, "recordsets", "id", "name", "type", "", "records[]", "name",
                "in zone_id; resolve records[]"},
};

} // namespace

std::span<const KindMapping> openStackMappings()
{
    return table;
}

} // namespace zonescope::cloud

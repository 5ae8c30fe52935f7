# SPDX-License-Identifier: GPL-3.0-or-later
"""network.py make|list|credential    with OS_* variables: makes a network with everything we read, or says which ids there
are, as OpenStack's own SDK sees them; or makes an application credential."""
import json
import sys

import openstack

cloud = openstack.connect()
net = cloud.network


def post(path, kind, **fields):
    reply = net.post(path, json={kind: fields})
    if reply.status_code >= 300:
        sys.exit(f"{path}: {reply.status_code} {reply.text}")
    return reply.json()[kind]["id"]


def make():
    outside = post("/networks", "network", **{"name": "outside", "router:external": True,
                                              "provider:network_type": "flat", "provider:physical_network": "up"})
    post("/subnets", "subnet", network_id=outside, cidr="203.0.113.0/24", ip_version=4, name="outside-v4")
    blue = post("/networks", "network", name="blue")
    subnet = post("/subnets", "subnet", network_id=blue, cidr="10.70.0.0/23", ip_version=4, name="blue-v4")
    apart = post("/networks", "network", name="green")  # no router leads there
    post("/subnets", "subnet", network_id=apart, cidr="10.71.0.0/24", ip_version=4, name="green-v4")
    router = post("/routers", "router", name="edge", external_gateway_info={"network_id": outside})
    net.put(f"/routers/{router}/add_router_interface", json={"subnet_id": subnet})
    group = post("/security-groups", "security_group", name="web")
    post("/security-group-rules", "security_group_rule", security_group_id=group, direction="ingress",
         protocol="tcp", port_range_min=443, port_range_max=443, remote_ip_prefix="0.0.0.0/0")
    ports = net.post("/ports", json={"ports": [{"network_id": blue, "name": f"p{i}", "security_groups": [group]}
                                               for i in range(25)]}).json()["ports"]
    net.put(f"/routers/{router}/add_extraroutes",
            json={"router": {"routes": [{"destination": "10.90.0.0/16", "nexthop": "10.70.0.9"}]}})
    post("/floatingips", "floatingip", floating_network_id=outside, port_id=ports[0]["id"])
    post("/address-groups", "address_group", name="office", addresses=["192.0.2.0/24"])
    if net.get("/vpn/vpnservices").status_code == 200:
        ike = post("/vpn/ikepolicies", "ikepolicy", name="ike")
        ipsec = post("/vpn/ipsecpolicies", "ipsecpolicy", name="ipsec")
        service = post("/vpn/vpnservices", "vpnservice", name="vpn", router_id=router, subnet_id=subnet)
        post("/vpn/ipsec-site-connections", "ipsec_site_connection", name="site", psk="canary-real-psk",
             ikepolicy_id=ike, ipsecpolicy_id=ipsec, vpnservice_id=service, peer_address="198.51.100.9",
             peer_id="198.51.100.9", peer_cidrs=["10.20.0.0/16"], initiator="bi-directional")
    if net.get("/bgp-speakers").status_code == 200:
        speaker = post("/bgp-speakers", "bgp_speaker", name="bgp", local_as=64512, ip_version=4)
        peer = post("/bgp-peers", "bgp_peer", name="peer", peer_ip="192.0.2.1", remote_as=64513, auth_type="md5",
                    password="canary-bgp")
        net.put(f"/bgp-speakers/{speaker}/add_bgp_peer", json={"bgp_peer_id": peer})


def everything():
    found = {}
    for path in ("networks", "subnets", "ports", "routers", "security-groups", "floatingips", "address-groups",
                 "rbac-policies", "vpn/vpnservices", "vpn/ipsec-site-connections", "vpn/ikepolicies",
                 "vpn/ipsecpolicies", "bgp-speakers", "bgp-peers"):
        name = path.split("/")[-1].replace("-", "_")
        url, ids = f"/{path}?limit=10", []
        while url:
            reply = net.get(url)
            if reply.status_code != 200:
                break
            page = reply.json()
            ids += [item["id"] for item in page[name]]
            links = [link["href"] for link in page.get(name + "_links", []) if link["rel"] == "next"]
            url = links[0] if links and page[name] else None
        found[name] = ids
    print(json.dumps(found))


def credential():
    made = cloud.identity.create_application_credential(user=cloud.current_user_id, name="zonescope")
    print(json.dumps({"id": made.id, "secret": made.secret}))


{"make": make, "list": everything, "credential": credential}[sys.argv[1]]()

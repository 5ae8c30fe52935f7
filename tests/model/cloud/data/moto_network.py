# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a small network at the moto server of the given port with boto3, or lists (list) what is there: two strangers."""
import json
import sys

import boto3

port, what = sys.argv[1:3]
KEYS = dict(endpoint_url=f"http://127.0.0.1:{port}", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret")
REGIONS = ["eu-central-1", "us-east-1"]
LISTS = {"Vpcs": ("describe_vpcs", "VpcId"), "Subnets": ("describe_subnets", "SubnetId"),
         "RouteTables": ("describe_route_tables", "RouteTableId"),
         "SecurityGroups": ("describe_security_groups", "GroupId"),
         "NetworkInterfaces": ("describe_network_interfaces", "NetworkInterfaceId"),
         "InternetGateways": ("describe_internet_gateways", "InternetGatewayId"),
         "VpnConnections": ("describe_vpn_connections", "VpnConnectionId"),
         "NatGateways": ("describe_nat_gateways", "NatGatewayId")}


def make():
    ec2 = boto3.client("ec2", region_name="eu-central-1", **KEYS)
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.20.1.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.create_nat_gateway(SubnetId=subnet, AllocationId=ec2.allocate_address(Domain="vpc")["AllocationId"])
    for host in range(10, 20):
        ec2.create_network_interface(SubnetId=subnet, PrivateIpAddress=f"10.20.1.{host}")
    peer = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="198.51.100.7", BgpAsn=65001)
    side = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    ec2.create_vpn_connection(Type="ipsec.1", VpnGatewayId=side,
                              CustomerGatewayId=peer["CustomerGateway"]["CustomerGatewayId"])
    names = boto3.client("route53", region_name="us-east-1", **KEYS)
    zone = names.create_hosted_zone(Name="example.org", CallerReference="1")["HostedZone"]["Id"]
    for start in range(0, 600, 200):  # more than one page of 300
        names.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
            {"Action": "CREATE", "ResourceRecordSet": {
                "Name": f"h{i}.example.org", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}}
            for i in range(start, start + 200)]})


def listed():
    found = {}
    for region in REGIONS:
        ec2 = boto3.client("ec2", region_name=region, **KEYS)
        for name, (call, key) in LISTS.items():
            found[f"{region} {name}"] = sorted(item[key] for item in getattr(ec2, call)()[name])
    return found


if what == "make":
    make()
else:
    print(json.dumps(listed()))

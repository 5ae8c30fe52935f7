// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/intent/drift_finder.h"
#include "model/cloud/intent/drift_tracker.h"
#include "tests/model/cloud/samples.h"

#include <QtTest>

// A small network and files about it, to be changed by one thing each.
namespace zonescope::cloud::driftsamples {

inline const base::Timestamp now = base::fromMicroseconds(1'795'269'960'000'000);

inline Resource made(Provider provider, const char* collection, const std::string& text)
{
    auto tree = parseJson(text);
    std::vector<Resource> all;
    normalise(*tree, collection, {provider, "acc", "eu-central-1", ""}, {}, all);
    return all.at(0);
}

inline std::string table(const std::string& routes)
{
    return R"({"RouteTableId":"rtb-1","VpcId":"vpc-1","Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","Origin":"CreateRouteTable","State":"active"})" +
           (routes.empty() ? "" : "," + routes) + "]}";
}

inline const std::string toInternet =
    R"({"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"active"})";
inline const std::string toPeer =
    R"({"DestinationCidrBlock":"10.9.0.0/16","VpcPeeringConnectionId":"pcx-1","Origin":"CreateRoute","State":"active"})";
inline const std::string learned =
    R"({"DestinationCidrBlock":"10.8.0.0/16","GatewayId":"vgw-1","Origin":"EnableVgwRoutePropagation","State":"active"})";

inline std::vector<Resource> estate(const std::string& routes = toInternet)
{
    return {
        made(
            Provider::Aws, "Vpcs",
            R"({"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","State":"available","Tags":[{"Key":"Name","Value":"prod"}]})"),
        made(Provider::Aws, "RouteTables", table(routes)),
        made(
            Provider::Aws, "SecurityGroups",
            R"({"GroupId":"sg-1","VpcId":"vpc-1","GroupName":"web","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0.0/8"},{"CidrIp":"192.0.2.0/24"}]}]})")};
}

inline std::vector<Scope> scopes(ScopeState tables = ScopeState::Ok)
{
    const auto scope = [](const char* what, ScopeState state) {
        return Scope{Provider::Aws, "acc", "eu-central-1", what, state, {}, now, 1};
    };
    return {scope("Vpcs", ScopeState::Ok), scope("RouteTables", tables),
            scope("SecurityGroups", ScopeState::Ok), scope("Subnets", ScopeState::Ok)};
}

inline SnapshotPtr snapshot(std::vector<Resource> resources, ScopeState tables = ScopeState::Ok)
{
    return Snapshot::make("prod", now, scopes(tables), std::move(resources));
}

inline IntentSource pinned(SnapshotPtr of)
{
    return {1, "pin", std::move(of), nullptr};
}

inline IntentSource file(const std::string& resources, const char* name = "prod.tfstate")
{
    auto read = readTerraform(R"({"version":4,"resources":[)" + resources + "]}", name);
    if (!read)
        qFatal("%s", base::toString(read.error()).c_str());
    return {2, name, nullptr,
            std::make_shared<const std::vector<Expectation>>(std::move(read->expectations))};
}

inline std::string managed(const std::string& type, const std::string& attributes)
{
    return R"({"mode":"managed","type":")" + type + R"(","name":"a","instances":[{"attributes":)" +
           attributes + "}]}";
}

inline const std::string emptyTable =
    managed("aws_route_table", R"({"id":"rtb-1","vpc_id":"vpc-1","route":[]})");
inline const std::string inlineTable =
    managed("aws_route_table",
            R"({"id":"rtb-1","vpc_id":"vpc-1","route":[{"cidr_block":"0.0.0.0/0","gateway_id":"igw-1"}]})");
inline const std::string besideRoute = managed(
    "aws_route", R"({"route_table_id":"rtb-1","destination_cidr_block":"0.0.0.0/0","gateway_id":"igw-1"})");

inline DriftReport drift(const std::vector<IntentSource>& intent, const SnapshotPtr& live,
                         const std::vector<DriftIgnore>& ignores = {}, const DriftSettings& settings = {})
{
    return findDrift(intent, *live, ignores, now, settings);
}

inline std::string said(const DriftReport& report)
{
    std::string text;
    for (const DriftFinding& f : report.findings) {
        text += f.key();
        for (const DriftField& field : f.fields)
            text += " [" + field.name + ": " + field.expected + " -> " + field.actual + "]";
        text += "; ";
    }
    return text;
}

} // namespace zonescope::cloud::driftsamples

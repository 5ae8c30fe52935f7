// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots that differ by one thing each, held against a pin and against files of Terraform.
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/intent/drift_samples.h"

#include <QElapsedTimer>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using namespace zonescope::cloud::driftsamples;

class TestDrift : public QObject
{
    Q_OBJECT

private slots:
    void unchangedIsNoDriftTwentyTimes();
    void pinnedPartsOneByOne();
    void pinnedFieldsOneByOne();
    void healthIsNobodysIntent();
    void propagatedRoutesAreNobodysIntent();
    void missingOnlyAfterACompleteReading();
    void unexpectedOnlyWhereThePinHadLooked();
    void insideOrBesideIsTheSame_data();
    void insideOrBesideIsTheSame();
    void filesSayWhoOwnsIt();
    void twoOwnersAreSaid();
    void fileWinsOverPin();
    void neutronsOwnRules();
    void azureIdsInAnyCase();
    void tagsSayWhoOwnsIt();
    void ignoredUntilTheDayEnds();
};

void TestDrift::unchangedIsNoDriftTwentyTimes()
{
    const auto pin = snapshot(estate());
    const std::vector<IntentSource> intent{
        pinned(pin), file(inlineTable + "," + besideRoute + "," +
                          managed("aws_vpc", R"({"id":"vpc-1","cidr_block":"10.0.0.0/16"})"))};
    std::vector<DriftEvent> events;
    for (int scan = 0; scan < 20; ++scan) {
        auto resources = estate();
        if (scan % 2 == 1) // providers answer in any order
            std::ranges::reverse(resources);
        const auto report = drift(intent, snapshot(std::move(resources)));
        QVERIFY2(report.findings.empty(), said(report).c_str());
        QVERIFY(report.compared > 3 && report.unknown.empty());
        const auto changes = advance(events, report, now, true);
        QVERIFY(events.empty() && changes.opened.empty() && changes.closed.empty());
    }
}

void TestDrift::pinnedPartsOneByOne()
{
    const auto pin = pinned(snapshot(estate()));
    QCOMPARE(said(drift({pin}, snapshot(estate("")))),
             std::string("missing aws/route-table/rtb-1 route 0.0.0.0/0 [target: igw-1 -> ]; "));
    QCOMPARE(said(drift({pin}, snapshot(estate(toInternet + "," + toPeer)))),
             std::string("unexpected aws/route-table/rtb-1 route 10.9.0.0/16 [target:  -> pcx-1]; "));
    const std::string elsewhere =
        R"({"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1","Origin":"CreateRoute","State":"active"})";
    QCOMPARE(said(drift({pin}, snapshot(estate(elsewhere)))),
             std::string("changed aws/route-table/rtb-1 route 0.0.0.0/0 [target: igw-1 -> nat-1]; "));
    const std::string dead =
        R"({"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"blackhole"})";
    QCOMPARE(
        said(drift({pin}, snapshot(estate(dead)))),
        std::string("changed aws/route-table/rtb-1 route 0.0.0.0/0 [target: igw-1 -> igw-1 (blackhole)]; "));

    // One range of a rule with two: the other stays.
    auto opened = estate();
    opened[2] = made(
        Provider::Aws, "SecurityGroups",
        R"({"GroupId":"sg-1","VpcId":"vpc-1","GroupName":"web","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0.0/8"},{"CidrIp":"0.0.0.0/0"}]}]})");
    const auto report = drift({pin}, snapshot(opened));
    QCOMPARE(report.findings.size(), 2U);
    QCOMPARE(report.findings[0].part, std::string("rule in allow tcp 443 from 0.0.0.0/0"));
    QVERIFY(report.findings[0].kind == DriftKind::Unexpected);
    QVERIFY(report.findings[1].kind == DriftKind::Missing);
}

void TestDrift::pinnedFieldsOneByOne()
{
    const auto pin = pinned(snapshot(estate()));
    auto changed = estate();
    changed[0] = made(
        Provider::Aws, "Vpcs",
        R"({"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","State":"pending","Tags":[{"Key":"Name","Value":"prod"}],"ETag":"x"})");
    QCOMPARE(said(drift({pin}, snapshot(changed))),
             std::string("changed aws/network/vpc-1  [State: \"available\" -> \"pending\"]; "));
    auto fewer = estate();
    fewer.erase(fewer.begin());
    QCOMPARE(said(drift({pin}, snapshot(fewer))), std::string("missing aws/network/vpc-1 ; "));
}

void TestDrift::healthIsNobodysIntent()
{
    const auto tunnel = [](const std::string& status, const std::string& gateway) {
        return Snapshot::make(
            "prod", now,
            {{Provider::Aws, "acc", "eu-central-1", "VpnConnections", ScopeState::Ok, {}, now, 1}},
            {made(Provider::Aws, "VpnConnections",
                  R"({"VpnConnectionId":"vpn-1","VpnGatewayId":")" + gateway +
                      R"(","State":"available","VgwTelemetry":[{"OutsideIpAddress":"192.0.2.1","Status":")" +
                      status + R"("}]})")});
    };
    QVERIFY(drift({pinned(tunnel("UP", "vgw-1"))}, tunnel("DOWN", "vgw-1")).findings.empty());
    QCOMPARE(said(drift({pinned(tunnel("UP", "vgw-1"))}, tunnel("DOWN", "vgw-2"))),
             std::string("changed aws/vpn-tunnel/vpn-1  [VpnGatewayId: \"vgw-1\" -> \"vgw-2\"]; "));
}

void TestDrift::propagatedRoutesAreNobodysIntent()
{
    const auto with = estate(toInternet + "," + learned);
    QVERIFY(drift({pinned(snapshot(estate()))}, snapshot(with)).findings.empty());
    QVERIFY(drift({pinned(snapshot(with))}, snapshot(estate())).findings.empty());
    QVERIFY(drift({file(inlineTable)}, snapshot(with)).findings.empty());
}

void TestDrift::missingOnlyAfterACompleteReading()
{
    auto fewer = estate();
    fewer.erase(fewer.begin() + 1);
    for (const IntentSource& intent : {pinned(snapshot(estate())), file(inlineTable)}) {
        for (const ScopeState state :
             {ScopeState::Denied, ScopeState::Unreachable, ScopeState::Stale, ScopeState::Broken}) {
            const auto report = drift({intent}, snapshot(fewer, state));
            QVERIFY2(report.findings.empty(), said(report).c_str());
            QVERIFY(report.unknown.contains("aws/route-table/rtb-1"));
        }
        QCOMPARE(said(drift({intent}, snapshot(fewer))), std::string("missing aws/route-table/rtb-1 ; "));
        // Stale data are of another day: what they say is no drift of today.
        QVERIFY(drift({intent}, snapshot(estate(""), ScopeState::Stale)).findings.empty());
        // Another account's snapshot says nothing about ours.
        const auto other = Snapshot::make(
            "other", now, {{Provider::Aws, "777", "eu-central-1", "RouteTables", ScopeState::Ok, {}, now, 0}},
            {});
        if (intent.pinned)
            QVERIFY(drift({intent}, other).findings.empty());
    }
    // A folder of files without route tables does not say that there are none.
    const auto folder = Snapshot::make(
        "folder", now, {{Provider::Aws, "acc", "eu-central-1", "vpcs.json", ScopeState::Ok, {}, now, 1}},
        {estate()[0]});
    QVERIFY(drift({pinned(snapshot(estate())), file(inlineTable)}, folder).findings.empty());
}

void TestDrift::unexpectedOnlyWhereThePinHadLooked()
{
    auto more = estate();
    more.push_back(made(Provider::Aws, "Subnets",
                        R"({"SubnetId":"subnet-9","VpcId":"vpc-1","CidrBlock":"10.0.9.0/24"})"));
    more.push_back(
        made(Provider::Aws, "Addresses", R"({"AllocationId":"eipalloc-1","PublicIp":"192.0.2.7"})"));
    // Subnets were read for the pin and there were none; addresses were never asked for.
    QCOMPARE(said(drift({pinned(snapshot(estate()))}, snapshot(more))),
             std::string("unexpected aws/subnet/subnet-9 ; "));
}

void TestDrift::insideOrBesideIsTheSame_data()
{
    QTest::addColumn<std::string>("resources");
    QTest::newRow("inside") << inlineTable;
    QTest::newRow("beside, the table's own list is empty") << emptyTable + "," + besideRoute;
    QTest::newRow("beside, and the table's list was refreshed") << inlineTable + "," + besideRoute;
    QTest::newRow("beside, before its table") << besideRoute + "," + emptyTable;
}

void TestDrift::insideOrBesideIsTheSame()
{
    QFETCH(std::string, resources);
    const auto intent = file(resources);
    QVERIFY2(drift({intent}, snapshot(estate())).findings.empty(),
             said(drift({intent}, snapshot(estate()))).c_str());
    QCOMPARE(said(drift({intent}, snapshot(estate("")))),
             std::string("missing aws/route-table/rtb-1 route 0.0.0.0/0 [target: igw-1 -> ]; "));
    QCOMPARE(said(drift({intent}, snapshot(estate(toInternet + "," + toPeer)))),
             std::string("unexpected aws/route-table/rtb-1 route 10.9.0.0/16 [target:  -> pcx-1]; "));
    // Two files together say as much as one.
    const auto alone = file(emptyTable, "tables.tfstate");
    QVERIFY(drift({alone, file(besideRoute, "routes.tfstate")}, snapshot(estate())).findings.empty());
}

void TestDrift::filesSayWhoOwnsIt()
{
    const auto report = drift({file(emptyTable + "," + besideRoute)}, snapshot(estate("")));
    QCOMPARE(report.findings.at(0).owner, std::string("prod.tfstate: aws_route.a"));
    // A lone route: nothing is said about the others of its table.
    QVERIFY(drift({file(besideRoute)}, snapshot(estate(toInternet + "," + toPeer))).findings.empty());
}

void TestDrift::twoOwnersAreSaid()
{
    const auto report =
        drift({file(inlineTable, "one.tfstate"), file(inlineTable, "two.tfstate")}, snapshot(estate()));
    QCOMPARE(report.findings.size(), 1U);
    QVERIFY(report.findings[0].kind == DriftKind::OwnedTwice);
    QCOMPARE(report.findings[0].fields[0].expected, std::string("one.tfstate: aws_route_table.a"));
    QCOMPARE(report.findings[0].fields[0].actual, std::string("two.tfstate: aws_route_table.a"));
}

void TestDrift::fileWinsOverPin()
{
    // The pin knew no peer route; the file wants it, and it is there.
    const auto both =
        emptyTable + "," + besideRoute + "," +
        managed(
            "aws_route",
            R"({"route_table_id":"rtb-1","destination_cidr_block":"10.9.0.0/16","vpc_peering_connection_id":"pcx-1"})");
    // A lone route in a file leaves the rest of its table to the pin.
    const auto lone =
        drift({pinned(snapshot(estate())), file(besideRoute)}, snapshot(estate(toInternet + "," + toPeer)));
    QCOMPARE(said(lone),
             std::string("unexpected aws/route-table/rtb-1 route 10.9.0.0/16 [target:  -> pcx-1]; "));
    QVERIFY(drift({pinned(snapshot(estate())), file(both)}, snapshot(estate(toInternet + "," + toPeer)))
                .findings.empty());
}

void TestDrift::neutronsOwnRules()
{
    const auto group = [](const std::string& rules) {
        return Snapshot::make(
            "os", now, {{Provider::OpenStack, "p", "", "security_groups", ScopeState::Ok, {}, now, 1}},
            {made(
                Provider::OpenStack, "security_groups",
                R"({"id":"5a","name":"web","security_group_rules":[{"id":"1","direction":"egress","ethertype":"IPv4"},{"id":"2","direction":"egress","ethertype":"IPv6"})" +
                    rules + "]}")});
    };
    const auto intent = file(
        managed("openstack_networking_secgroup_v2", R"({"id":"5a","name":"web"})") + "," +
        managed(
            "openstack_networking_secgroup_rule_v2",
            R"({"security_group_id":"5a","direction":"ingress","ethertype":"IPv4","protocol":"tcp","port_range_min":443,"port_range_max":443,"remote_ip_prefix":"0.0.0.0/0"})"));
    const std::string wanted =
        R"(,{"id":"3","direction":"ingress","ethertype":"IPv4","protocol":"tcp","port_range_min":443,"port_range_max":443,"remote_ip_prefix":"0.0.0.0/0"})";
    QVERIFY(drift({intent}, group(wanted)).findings.empty());
    // The same rule again under another id is the same rule.
    QVERIFY(drift({pinned(group(wanted))},
                  group(QString::fromStdString(wanted).replace("\"3\"", "\"33\"").toStdString()))
                .findings.empty());
    const auto report = drift(
        {intent},
        group(
            wanted +
            R"(,{"id":"4","direction":"ingress","ethertype":"IPv4","protocol":"tcp","port_range_min":22,"port_range_max":22})"));
    QCOMPARE(said(report),
             std::string("unexpected openstack/filter/5a rule in allow tcp 22 from 0.0.0.0/0; "));
}

void TestDrift::azureIdsInAnyCase()
{
    const auto live = Snapshot::make(
        "az", now, {},
        {made(
            Provider::Azure, "microsoft.network/routetables",
            R"({"id":"/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/routeTables/T","name":"T","location":"westeurope","properties":{"routes":[{"name":"d","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.0.4"}}]}})")});
    const auto intent = file(managed(
        "azurerm_route_table",
        R"({"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/t","name":"t","location":"westeurope","route":[{"name":"d","address_prefix":"0.0.0.0/0","next_hop_type":"VirtualAppliance","next_hop_in_ip_address":"10.0.0.5"}]})"));
    QCOMPARE(drift({intent}, live).findings.size(), 1U);
    QCOMPARE(drift({intent}, live).findings[0].fields[0].expected, std::string("10.0.0.5"));
}

void TestDrift::tagsSayWhoOwnsIt()
{
    DriftSettings settings;
    settings.ownedElsewhere = {"managed-by=*"};
    auto before = estate();
    before[0] =
        made(Provider::Aws, "Vpcs",
             R"({"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","Tags":[{"Key":"managed-by","Value":"pulumi"}]})");
    auto after = estate();
    const auto report = drift({pinned(snapshot(before))}, snapshot({after[1], after[2]}), {}, settings);
    QCOMPARE(report.findings.at(0).owner, std::string("managed-by=*"));
}

void TestDrift::ignoredUntilTheDayEnds()
{
    const auto pin = pinned(snapshot(estate()));
    const auto live = snapshot(estate(toInternet + "," + toPeer));
    DriftIgnore rule;
    rule.kind = "route-table";
    rule.part = "route 10.9.*";
    rule.reason = "test of the peering";
    rule.until = now + base::Duration(1);
    QVERIFY(drift({pin}, live, {rule}).findings.empty());
    QCOMPARE(drift({pin}, live, {rule}).ignored, 1U);
    DriftIgnore over = rule;
    over.until = now;
    QCOMPARE(drift({pin}, live, {over}).findings.size(), 1U);
    DriftIgnore tag;
    tag.tag = "Name=pr*";
    tag.field = "State";
    tag.until = rule.until;
    auto changed = estate();
    changed[0] = made(
        Provider::Aws, "Vpcs",
        R"({"VpcId":"vpc-1","CidrBlock":"10.1.0.0/16","State":"pending","Tags":[{"Key":"Name","Value":"prod"}]})");
    const auto report = drift({pin}, snapshot(changed), {tag});
    QCOMPARE(report.findings.at(0).fields.size(), 1U); // only that field is ignored
    QCOMPARE(report.findings.at(0).fields.at(0).name, std::string("CidrBlock"));
}

QTEST_GUILESS_MAIN(TestDrift)
#include "tst_drift.moc"

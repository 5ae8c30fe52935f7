// SPDX-License-Identifier: GPL-3.0-or-later
// Plans tried on data/networks/aws.json; what they do was worked out by hand.
#include "model/cloud/gate/gate.h"
#include "model/cloud/gate/gate_rails.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/planned.h"
#include "tests/model/cloud/samples.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

SnapshotPtr estate()
{
    static const SnapshotPtr snapshot = snapshotOf(sampleResources("networks/aws.json"));
    return snapshot;
}

PlannedChange change(const char* table, ChangeVerb verb, const Route& which)
{
    return routeChange(*estate()->find(table), verb, which);
}

PlannedChange ruleChange(const char* filter, ChangeVerb verb, Rule rule)
{
    Resource only = *estate()->find(filter);
    only.routes.clear();
    only.rules = {std::move(rule)};
    PlannedChange made = change(filter, verb, {});
    made.part = partsOf(only);
    return made;
}

Rule allow(int port, const char* from)
{
    Rule rule;
    rule.protocol = 6;
    rule.ports = {{static_cast<std::uint16_t>(port), static_cast<std::uint16_t>(port)}};
    rule.remotes = {*prefixFromText(from)};
    return rule;
}

bool has(const GateResult& result, GuardRail rail)
{
    return std::ranges::any_of(result.rails, [&](const RailFinding& f) { return f.rail == rail; });
}

bool has(const GateResult& result, FlowKind kind, const char* from, const char* to)
{
    return std::ranges::any_of(
        result.flows, [&](const FlowChange& f) { return f.kind == kind && f.from == from && f.to == to; });
}

} // namespace

class TestGate : public QObject
{
    Q_OBJECT

private slots:
    void harmlessPasses();
    void allOurPrefixesAnnouncedTheWrongWay();
    void allOurPrefixesAnnouncedInPieces();
    void allOurPrefixesWithdrawn();
    void lostFlowsAreSaid();
    void movedNextHops();
    void gainedFlowsAndOpenWorld();
    void deadNextHop();
    void allowList();
    void moreSpecific();
    void managementIsNotCut();
    void returnPath();
    void tooMany();
    void planFile();
    void revertAndItsInverse();
    void coveredInPieces();
};

void TestGate::harmlessPasses()
{
    const ChangePlan plan{
        {change("rtb-c", ChangeVerb::AddPart, route("203.0.113.0/24", TargetKind::Hub, "tgw-a"))}, {}};
    const GateResult result = checkPlan(plan, estate());
    QVERIFY2(result.verdict == GateVerdict::Pass, gateJson(result, plan).c_str());
    QCOMPARE(result.subnets, 1U); // subnet-hub has a next hop for it that it did not have
    QVERIFY(has(result, FlowKind::Moved, "subnet-hub", "203.0.113.0/24"));
    QVERIFY(checkPlan({}, estate()).verdict == GateVerdict::Pass);
}

/// Routes to everything that is ours, given to one table as if somebody outside had it: traffic of the whole
/// estate would leave through one gateway. Nothing about each single route looks wrong.
void TestGate::allOurPrefixesAnnouncedTheWrongWay()
{
    ChangePlan plan;
    for (const char* own : {"10.20.0.0/16", "10.30.0.0/16", "10.40.0.0/16"})
        plan.changes.push_back(
            change("rtb-web", ChangeVerb::AddPart, route(own, TargetKind::Peering, "pcx-ab")));
    const GateResult result = checkPlan(plan, estate());
    QVERIFY(result.verdict == GateVerdict::Refuse);
    QVERIFY(result.rails.front().rail == GuardRail::WholeSpace);
    QVERIFY(result.rails.front().evidence.find("all 3") != std::string::npos);

    // Two of three are an ordinary change of routing.
    plan.changes.pop_back();
    QVERIFY(!has(checkPlan(plan, estate()), GuardRail::WholeSpace));
}

void TestGate::allOurPrefixesAnnouncedInPieces()
{
    ChangePlan plan;
    // Halves, and one wide prefix for the rest; spread over two tables.
    plan.changes = {
        change("rtb-web", ChangeVerb::AddPart, route("10.20.0.0/17", TargetKind::Peering, "pcx-ab")),
        change("rtb-web", ChangeVerb::AddPart, route("10.20.128.0/17", TargetKind::Peering, "pcx-ab")),
        change("rtb-c", ChangeVerb::AddPart, route("10.30.0.0/15", TargetKind::Hub, "tgw-a")),
        change("rtb-c", ChangeVerb::AddPart, route("10.32.0.0/11", TargetKind::Hub, "tgw-a"))};
    QVERIFY(has(checkPlan(plan, estate()), GuardRail::WholeSpace));
}

void TestGate::allOurPrefixesWithdrawn()
{
    ChangePlan plan;
    for (const char* own : {"10.20.0.0/16", "10.30.0.0/16", "10.40.0.0/16"})
        plan.changes.push_back(
            change("rtb-app", ChangeVerb::RemovePart, route(own, TargetKind::Peering, "pcx-ab")));
    QVERIFY(checkPlan(plan, estate()).verdict == GateVerdict::Refuse);
}

void TestGate::lostFlowsAreSaid()
{
    const ChangePlan plan{
        {change("rtb-web", ChangeVerb::RemovePart, route("0.0.0.0/0", TargetKind::InternetGateway, "igw-a"))},
        {}};
    const GateResult result = checkPlan(plan, estate());
    QVERIFY(result.verdict == GateVerdict::Confirm);
    QVERIFY(has(result, GuardRail::DefaultRoute));
    QVERIFY2(has(result, FlowKind::Lost, "internet", "eni-web"), gateJson(result, plan).c_str());
    QVERIFY(result.subnets >= 1 && result.interfaces >= 1);
}

void TestGate::movedNextHops()
{
    const ChangePlan plan{
        {change("rtb-web", ChangeVerb::RemovePart, route("10.30.0.0/16", TargetKind::Peering, "pcx-ab")),
         change("rtb-web", ChangeVerb::AddPart, route("10.30.0.0/16", TargetKind::Hub, "tgw-a"))},
        {}};
    const GateResult result = checkPlan(plan, estate());
    const auto moved =
        std::ranges::find_if(result.flows, [](const FlowChange& f) { return f.kind == FlowKind::Moved; });
    QVERIFY(moved != result.flows.end());
    QCOMPARE(moved->what, std::string("pcx-ab -> tgw-a"));
}

void TestGate::gainedFlowsAndOpenWorld()
{
    const ChangePlan plan{{ruleChange("sg-web", ChangeVerb::AddPart, allow(23, "0.0.0.0/0"))}, {}};
    const GateResult result = checkPlan(plan, estate());
    QVERIFY(has(result, GuardRail::OpensWorld));
    QVERIFY2(has(result, FlowKind::Gained, "internet", "eni-web"), gateJson(result, plan).c_str());
    QVERIFY(result.verdict == GateVerdict::Confirm);
}

void TestGate::deadNextHop()
{
    const auto verdict = [](const Route& r) {
        return checkPlan({{change("rtb-web", ChangeVerb::AddPart, r)}, {}}, estate());
    };
    QVERIFY(has(verdict(route("203.0.113.0/24", TargetKind::Interface, "eni-gone")), GuardRail::NextHopDown));
    QVERIFY(has(verdict(route("203.0.113.0/24", TargetKind::Address, "10.99.0.1")), GuardRail::NextHopDown));
    QVERIFY(!has(verdict(route("203.0.113.0/24", TargetKind::Address, "10.20.1.9")), GuardRail::NextHopDown));
    QVERIFY(verdict(route("203.0.113.0/24", TargetKind::Interface, "eni-gone")).verdict ==
            GateVerdict::Refuse);
}

void TestGate::allowList()
{
    GateSettings settings;
    settings.allowed = {*prefixFromText("203.0.113.0/24")};
    const auto plan = [](const char* destination) {
        return ChangePlan{
            {change("rtb-c", ChangeVerb::AddPart, route(destination, TargetKind::Hub, "tgw-a"))}, {}};
    };
    QVERIFY(checkPlan(plan("203.0.113.128/25"), estate(), settings).verdict == GateVerdict::Pass);
    QVERIFY(has(checkPlan(plan("198.51.100.0/24"), estate(), settings), GuardRail::OutsideAllowList));
}

void TestGate::moreSpecific()
{
    const ChangePlan plan{
        {change("rtb-web", ChangeVerb::AddPart, route("10.20.3.0/24", TargetKind::Peering, "pcx-ab"))}, {}};
    QVERIFY(has(checkPlan(plan, estate()), GuardRail::MoreSpecific));
}

void TestGate::managementIsNotCut()
{
    GateSettings settings;
    settings.management = {*prefixFromText("198.51.100.77/32")};
    const ChangePlan plan{
        {change("rtb-web", ChangeVerb::RemovePart, route("0.0.0.0/0", TargetKind::InternetGateway, "igw-a"))},
        {}};
    const GateResult result = checkPlan(plan, estate(), settings);
    QVERIFY2(has(result, GuardRail::ManagementCut), gateJson(result, plan).c_str());
    QVERIFY(result.verdict == GateVerdict::Refuse);
}

void TestGate::returnPath()
{
    const ChangePlan plan{
        {change("rtb-b", ChangeVerb::RemovePart, route("10.20.2.0/24", TargetKind::Peering, "pcx-ab"))}, {}};
    const GateResult result = checkPlan(plan, estate());
    QVERIFY2(has(result, GuardRail::ReturnPathLost), gateJson(result, plan).c_str());
}

void TestGate::tooMany()
{
    GateSettings settings;
    settings.mostChanges = 2;
    ChangePlan plan;
    for (const char* d : {"203.0.113.0/26", "203.0.113.64/26", "203.0.113.128/26"})
        plan.changes.push_back(change("rtb-c", ChangeVerb::AddPart, route(d, TargetKind::Hub, "tgw-a")));
    QVERIFY(has(checkPlan(plan, estate(), settings), GuardRail::TooMany));
}

void TestGate::planFile()
{
    const std::string text =
        R"({"format_version":"1.2","planned_values":{},"resource_changes":[)"
        R"({"address":"aws_route.d","mode":"managed","type":"aws_route","name":"d","change":{"actions":["delete"],"before":{"route_table_id":"rtb-web","destination_cidr_block":"0.0.0.0/0","gateway_id":"igw-a"},"after":null}},)"
        R"({"address":"aws_security_group.web","mode":"managed","type":"aws_security_group","name":"web","change":{"actions":["update"],"before":{"id":"sg-web","ingress":[{"protocol":"tcp","from_port":80,"to_port":80,"cidr_blocks":["0.0.0.0/0"]}]},"after":{"id":"sg-web","ingress":[{"protocol":"tcp","from_port":80,"to_port":80,"cidr_blocks":["10.0.0.0/8"]}]}}},)"
        R"({"address":"aws_vpc.n","mode":"managed","type":"aws_vpc","name":"n","change":{"actions":["create"],"before":null,"after":{"cidr_block":"10.50.0.0/16"}}},)"
        R"({"address":"aws_subnet.s","mode":"managed","type":"aws_subnet","name":"s","change":{"actions":["update"],"before":{"id":"subnet-web","map_public_ip_on_launch":false},"after":{"id":"subnet-web","map_public_ip_on_launch":true}}}]})";
    const auto changes = readTerraformPlan(text, "plan.json");
    QVERIFY_RESULT(changes);
    const ChangePlan plan = planFromTerraform(*changes);
    QCOMPARE(plan.changes.size(), 4U); // a route away, a rule away and another instead, a network more
    QCOMPARE(plan.notModelled, (std::vector<std::string>{"aws_subnet.s: MapPublicIpOnLaunch"}));
    const GateResult result = checkPlan(plan, estate());
    QVERIFY(result.verdict == GateVerdict::Confirm);
    QVERIFY(has(result, FlowKind::Lost, "internet", "eni-web"));
    const QJsonObject json =
        QJsonDocument::fromJson(QByteArray::fromStdString(gateJson(result, plan))).object();
    QCOMPARE(json["verdict"].toString(), QStringLiteral("confirm"));
    QVERIFY(json["flows"].isArray() && json["guard_rails"].isArray());
}

void TestGate::revertAndItsInverse()
{
    DriftFinding finding;
    finding.kind = DriftKind::Changed;
    finding.resourceKind = Kind::RouteTable;
    finding.resource = "rtb-web";
    finding.part = "route 10.30.0.0/16";
    finding.expectedPart =
        change("rtb-web", ChangeVerb::AddPart, route("10.30.0.0/16", TargetKind::Hub, "tgw-a")).part;
    finding.actualPart =
        change("rtb-web", ChangeVerb::AddPart, route("10.30.0.0/16", TargetKind::Peering, "pcx-ab")).part;
    DriftFinding foreign = finding;
    foreign.owner = "prod.tfstate: aws_route.x";
    DriftFinding whole = finding;
    whole.part.clear();
    const ChangePlan plan = planToRevert({finding, foreign, whole});
    QCOMPARE(plan.changes.size(), 2U);
    QCOMPARE(plan.notModelled.size(), 2U);

    const auto there = applied(plan, *estate());
    const auto& routes = there->find("rtb-web")->routes;
    QVERIFY(std::ranges::any_of(routes, [](const Route& r) { return r.target == "tgw-a"; }));
    QVERIFY(std::ranges::none_of(routes, [](const Route& r) { return r.target == "pcx-ab"; }));
    const auto back = applied(inverseOf(plan), *there);
    QVERIFY(partsOf(*back->find("rtb-web")) == partsOf(*estate()->find("rtb-web")));
}

void TestGate::coveredInPieces()
{
    const auto p = [](const char* text) { return *prefixFromText(text); };
    QVERIFY(covered(p("10.0.0.0/8"), {p("0.0.0.0/1"), p("128.0.0.0/1")}));
    QVERIFY(covered(p("10.0.0.0/22"), {p("10.0.0.0/24"), p("10.0.1.0/24"), p("10.0.2.0/23")}));
    QVERIFY(!covered(p("10.0.0.0/22"), {p("10.0.0.0/24"), p("10.0.2.0/23")}));
    QVERIFY(!covered(p("10.0.0.0/8"), {}));
    QVERIFY(covered(p("2001:db8::/127"), {p("2001:db8::/128"), p("2001:db8::1/128")}));
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"

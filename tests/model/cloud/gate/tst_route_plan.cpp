// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator types about routes, on data/networks/aws.json.
#include "model/cloud/gate/gate.h"
#include "model/cloud/gate/route_plan.h"
#include "model/cloud/json.h"
#include "model/cloud/mapping.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using base::ErrorCode;

namespace {

SnapshotPtr estate()
{
    static const SnapshotPtr snapshot = snapshotOf(sampleResources("networks/aws.json"));
    return snapshot;
}

base::Result<ChangePlan> planOf(RouteAction action)
{
    return planOfRoutes({std::move(action)}, *estate());
}

} // namespace

class TestRoutePlan : public QObject
{
    Q_OBJECT

private slots:
    void aNewRoute();
    void anotherTargetIsAReplacement();
    void withdrawn();
    void mistakesAreSaid_data();
    void mistakesAreSaid();
    void allOurPrefixesTheWrongWayInOneForm();
    void tablesByName();
    void destinationsAsTheyAreTyped();
    void networksOfGoogleHoldRoutes();
    void mistakesAtGoogleAreSaid();
};

namespace {

constexpr const char* core = "projects/sim-project/global/networks/core";

/// A network with two routes of its own, one of Google's, and a tunnel.
SnapshotPtr google()
{
    const auto url = [](const std::string& path) {
        return "\"https://www.googleapis.com/compute/v1/projects/sim-project/" + path + "\"";
    };
    std::vector<Resource> all;
    const auto add = [&](const char* kind, const std::string& path, const std::string& name,
                         const std::string& more) {
        auto tree = parseJson("{\"name\":\"" + name + "\",\"selfLink\":" + url(path + name) + more + "}");
        normalise(*tree, kind, {Provider::Google, "sim-project", "", ""}, {}, all);
    };
    const std::string inCore = ",\"network\":" + url("global/networks/core");
    add("compute#network", "global/networks/", "core", "");
    add("compute#subnetwork", "regions/europe-west3/subnetworks/", "core",
        inCore + ",\"ipCidrRange\":\"10.50.0.0/20\"");
    add("compute#vpnTunnel", "regions/europe-west3/vpnTunnels/", "office", "");
    add("compute#route", "global/routes/", "out",
        inCore + ",\"destRange\":\"0.0.0.0/0\",\"priority\":900,\"tags\":[\"web\"],\"nextHopGateway\":" +
            url("global/gateways/default-internet-gateway"));
    add("compute#route", "global/routes/", "own",
        inCore + ",\"destRange\":\"10.50.0.0/20\",\"nextHopNetwork\":" + url("global/networks/core"));
    for (const char* name : {"two-a", "two-b"})
        add("compute#route", "global/routes/", name,
            inCore + ",\"destRange\":\"10.80.0.0/16\",\"nextHopIp\":\"10.50.0." +
                (name[4] == 'a' ? "4\"" : "5\""));
    return snapshotOf(std::move(all));
}

base::Result<ChangePlan> atGoogle(RouteAction action)
{
    return planOfRoutes({std::move(action)}, *google());
}

} // namespace

void TestRoutePlan::networksOfGoogleHoldRoutes()
{
    // Named like its subnet, which holds none.
    const auto made = atGoogle({"core", "10.90.0.0/16", "office", false});
    QVERIFY_RESULT(made);
    QCOMPARE(made->changes.size(), 1U);
    const PlannedChange& change = made->changes[0];
    QVERIFY(change.verb == ChangeVerb::AddPart && change.resourceKind == Kind::Route);
    QCOMPARE(change.resource, std::string("projects/sim-project/global/routes/zonescope-core-10-90-0-0-16"));
    QCOMPARE(change.account, std::string("sim-project"));
    QCOMPARE(change.part.at(0).routes.at(0).target,
             std::string("projects/sim-project/regions/europe-west3/vpnTunnels/office"));
    const auto after = applied(*made, *google());
    QCOMPARE(after->resources().size(), google()->resources().size() + 1);
    QVERIFY(after->find(change.resource)->routes.front().targetKind == TargetKind::VpnGateway);
    const auto addressed = atGoogle({core, "10.90.0.0/16", "10.50.0.9", false});
    QVERIFY_RESULT(addressed);
    QVERIFY(addressed->changes[0].made.at(0).raw.find("\"nextHopIp\":\"10.50.0.9\"") != std::string::npos);
    // What leads elsewhere keeps its name, priority and tags.
    const auto moved = atGoogle({core, "0.0.0.0/0", "10.50.0.9", false});
    QVERIFY_RESULT(moved);
    QCOMPARE(moved->changes.size(), 2U);
    QCOMPARE(moved->changes[1].resource, std::string("projects/sim-project/global/routes/out"));
    QCOMPARE(moved->changes[1].made.at(0).routes.at(0).priority, 900U);
    QCOMPARE(moved->changes[1].made.at(0).routes.at(0).onlyTo, std::vector<std::string>{"web"});
    const GateResult judged = checkPlan(*moved, google());
    QVERIFY(judged.verdict != GateVerdict::Pass); // it is the default route
    const auto withdrawn = atGoogle({core, "10.80.0.0/16", "10.50.0.5", true});
    QVERIFY_RESULT(withdrawn);
    QCOMPARE(withdrawn->changes.size(), 1U);
    QCOMPARE(withdrawn->changes[0].resource, std::string("projects/sim-project/global/routes/two-b"));
}

void TestRoutePlan::mistakesAtGoogleAreSaid()
{
    QVERIFY_ERROR(atGoogle({core, "10.91.0.0/16", "", true}), ErrorCode::NotFound);
    QVERIFY_ERROR(atGoogle({core, "10.50.0.0/20", "", true}), ErrorCode::Unsupported);
    QVERIFY_ERROR(atGoogle({core, "10.80.0.0/16", "", true}), ErrorCode::InvalidValue);
    QVERIFY_ERROR(atGoogle({core, "0.0.0.0/0", "office", true}), ErrorCode::Superseded);
    QVERIFY_ERROR(atGoogle({core, "0.0.0.0/0", "default-internet-gateway", false}), ErrorCode::Duplicate);
    QVERIFY_ERROR(atGoogle({core, "10.91.0.0/16", "nobody", false}), ErrorCode::InvalidValue);
    QVERIFY_ERROR(atGoogle({core, "10.91.0.0/16", "2001:db8::1", false}), ErrorCode::InvalidValue);
    QVERIFY_ERROR(atGoogle({core, "10.91.0.1/16", "office", false}), ErrorCode::InvalidPrefix);
}

void TestRoutePlan::aNewRoute()
{
    const auto plan = planOf({"rtb-web", "203.0.113.0/24", "pcx-ab", false});
    QVERIFY_RESULT(plan);
    QCOMPARE(plan->changes.size(), 1U);
    QVERIFY(plan->changes[0].verb == ChangeVerb::AddPart);
    QVERIFY(plan->changes[0].part[0].routes[0].targetKind == TargetKind::Peering);
    QCOMPARE(plan->changes[0].resource, std::string("rtb-web"));
}

void TestRoutePlan::anotherTargetIsAReplacement()
{
    const auto plan = planOf({"rtb-web", "0.0.0.0/0", "pcx-ab", false});
    QVERIFY_RESULT(plan);
    QCOMPARE(plan->changes.size(), 2U);
    QVERIFY(plan->changes[0].verb == ChangeVerb::RemovePart && plan->changes[1].verb == ChangeVerb::AddPart);
    QVERIFY_ERROR(planOf({"rtb-web", "0.0.0.0/0", "igw-a", false}), ErrorCode::Duplicate);
}

void TestRoutePlan::withdrawn()
{
    for (const char* target : {"", "igw-a"}) {
        const auto plan = planOf({"rtb-web", "0.0.0.0/0", target, true});
        QVERIFY_RESULT(plan);
        QCOMPARE(plan->changes.size(), 1U);
        QVERIFY(plan->changes[0].verb == ChangeVerb::RemovePart);
    }
    // Somebody gave it another target since: that is not the route that was meant.
    QVERIFY_ERROR(planOf({"rtb-web", "0.0.0.0/0", "pcx-ab", true}), ErrorCode::Superseded);
}

void TestRoutePlan::mistakesAreSaid_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("destination");
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("withdraw");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* table, const char* destination, const char* target,
                        bool withdraw, ErrorCode code, const char* says) {
        QTest::newRow(name) << table << destination << target << withdraw << int(code) << says;
    };
    row("no table", "rtb-nobody", "203.0.113.0/24", "igw-a", false, ErrorCode::NotFound, "rtb-nobody");
    row("not a table", "igw-a", "203.0.113.0/24", "igw-a", false, ErrorCode::NotFound, "igw-a");
    row("no prefix", "rtb-web", "everywhere", "igw-a", false, ErrorCode::InvalidPrefix, "everywhere");
    row("an address", "rtb-web", "203.0.113.1", "igw-a", false, ErrorCode::InvalidPrefix, "10.0.0.0/16");
    row("too long", "rtb-web", "203.0.113.0/33", "igw-a", false, ErrorCode::InvalidPrefix, "/33");
    row("host bits", "rtb-web", "10.1.2.3/8", "igw-a", false, ErrorCode::InvalidPrefix, "10.0.0.0/8");
    row("no target", "rtb-web", "203.0.113.0/24", "", false, ErrorCode::InvalidValue, "target");
    row("two families", "rtb-web", "203.0.113.0/24", "2001:db8::1", false, ErrorCode::InvalidValue,
        "families");
    row("not there", "rtb-web", "203.0.113.0/24", "", true, ErrorCode::NotFound, "no route");
    row("the provider's", "rtb-web", "10.20.0.0/16", "", true, ErrorCode::Unsupported, "provider's own");
}

void TestRoutePlan::mistakesAreSaid()
{
    QFETCH(const QString, table);
    QFETCH(const QString, destination);
    QFETCH(const QString, target);
    QFETCH(const bool, withdraw);
    QFETCH(const int, code);
    QFETCH(const QString, says);
    const auto plan =
        planOf({table.toStdString(), destination.toStdString(), target.toStdString(), withdraw});
    QVERIFY_ERROR(plan, ErrorCode(code));
    QVERIFY2(QString::fromStdString(plan.error().detail).contains(says), plan.error().detail.c_str());
}

/// The accident that this gate is for: nothing is wrong with each of these routes, all of them together send
/// the whole estate through one peering.
void TestRoutePlan::allOurPrefixesTheWrongWayInOneForm()
{
    std::vector<RouteAction> all;
    for (std::string& own :
         destinationsFromText("10.30.0.0/17 10.30.128.0/17, 10.40.0.0/16, 10.20.0.0/17,10.20.128.0/17"))
        all.push_back({"rtb-web", std::move(own), "pcx-ab", false});
    const auto plan = planOfRoutes(all, *estate());
    QVERIFY_RESULT(plan);
    const GateResult result = checkPlan(*plan, estate());
    QVERIFY(result.verdict == GateVerdict::Refuse);
    QVERIFY(result.rails.front().rail == GuardRail::WholeSpace);
    for (const RouteAction& one : all) {
        const auto single = planOfRoutes({one}, *estate());
        QVERIFY_RESULT(single);
        for (const RailFinding& finding : checkPlan(*single, estate()).rails)
            QVERIFY(finding.rail != GuardRail::WholeSpace);
    }
    all.push_back(all.front());
    QVERIFY_ERROR(planOfRoutes(all, *estate()), ErrorCode::Duplicate);
}

void TestRoutePlan::tablesByName()
{
    std::vector<Resource> two;
    for (const char* id : {"a", "b"}) {
        Resource router;
        router.provider = Provider::OpenStack;
        router.kind = Kind::RouteTable;
        router.id = id;
        router.name = "edge";
        two.push_back(router);
    }
    two[0].name = "core";
    const SnapshotPtr both = snapshotOf(two);
    const auto found = tableOf("edge", *both);
    QVERIFY_RESULT(found);
    QCOMPARE((*found)->id, std::string("b"));
    two[0].name = "edge";
    const auto twice = tableOf("edge", *snapshotOf(two));
    QVERIFY_ERROR(twice, ErrorCode::InvalidValue);
    QVERIFY(twice.error().detail.find("a, b") != std::string::npos);
    QVERIFY_ERROR(tableOf("", *both), ErrorCode::NotFound);
}

void TestRoutePlan::destinationsAsTheyAreTyped()
{
    QCOMPARE(destinationsFromText(" 10.0.0.0/8,,10.1.0.0/16\n\t2001:db8::/32 ;"),
             (std::vector<std::string>{"10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"}));
    QVERIFY(destinationsFromText(" , ").empty());
}

QTEST_GUILESS_MAIN(TestRoutePlan)
#include "tst_route_plan.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Drift at Google from the scan to the roll-back, against the simulator: read, changed behind our back,
// found, put right, taken back; with operations that take their time and ones that fail, throttling, tokens
// that run out and somebody who was quicker.
#include "model/cloud/gate/gate.h"
#include "model/cloud/gate/route_plan.h"
#include "tests/model/cloud/write/sim_corrections.h"

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

const std::string routes = std::string("google/") + cloudsim::googleProject + "/global/routes";
const std::string firewalls = std::string("google/") + cloudsim::googleProject + "/global/firewalls";

void drop(Estate& estate, const std::string& path, const char* name)
{
    QJsonArray& list = estate.list(path);
    list.removeAt(Estate::indexOf(list, "name", QLatin1String(name)));
}

const std::vector<Drift>& googleDrifts()
{
    static const std::vector<Drift> all{
        {"a route is gone",
         [](Estate& e) { drop(e, routes, "to-office"); },
         {QStringLiteral("POST global/routes")}},
        {"a route that nobody wanted",
         [](Estate& e) {
             QJsonObject more = named(e.find(routes), "to-office");
             more["name"] = "stray";
             more["destRange"] = "172.20.0.0/16";
             more["selfLink"] =
                 more["selfLink"].toString().replace(QLatin1String("to-office"), QLatin1String("stray"));
             e.list(routes).append(more);
         },
         {QStringLiteral("DELETE routes/stray")}},
        {"a route leads elsewhere",
         [](Estate& e) {
             change(e, routes, "to-office", [](QJsonObject& route) {
                 route.remove("nextHopVpnTunnel");
                 route["nextHopIp"] = "10.50.0.10";
             });
         },
         {QStringLiteral("POST global/routes"), QStringLiteral("DELETE routes/to-office"),
          QStringLiteral("POST global/routes"), QStringLiteral("DELETE routes/to-office-zonescope")}},
        {"a port was opened",
         [](Estate& e) {
             change(e, firewalls, "allow-web", [](QJsonObject& rule) {
                 rule["allowed"] =
                     QJsonArray{QJsonObject{{"IPProtocol", "tcp"}, {"ports", QJsonArray{"443", "22"}}}};
             });
         },
         {QStringLiteral("PATCH firewalls/allow-web")}},
        {"a firewall rule is gone",
         [](Estate& e) { drop(e, firewalls, "allow-web"); },
         {QStringLiteral("POST global/firewalls")}},
        {"a firewall rule that nobody wanted",
         [](Estate& e) {
             QJsonObject more = named(e.find(firewalls), "allow-web");
             more["name"] = "everything";
             more["allowed"] = QJsonArray{QJsonObject{{"IPProtocol", "all"}}};
             more["selfLink"] =
                 more["selfLink"].toString().replace(QLatin1String("allow-web"), QLatin1String("everything"));
             e.list(firewalls).append(more);
         },
         {QStringLiteral("DELETE firewalls/everything")}},
    };
    return all;
}

} // namespace

class TestSimGoogleCorrections : public QObject, private SimFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void driftIsPutRight_data();
    void driftIsPutRight();
    void routesAreInjected_data();
    void routesAreInjected();
    void waitsForOperations();
    void refusesBeforeDeleting();
    void standInIsRemovedWhenItFails();
    void whatOneRuleCannotSay();
    void throttledAndExpired();
};

void TestSimGoogleCorrections::driftIsPutRight_data()
{
    addRows(googleDrifts());
}

void TestSimGoogleCorrections::driftIsPutRight()
{
    QFETCH(int, index);
    const Drift& drift = googleDrifts()[static_cast<std::size_t>(index)];
    const ChangePlan plan = planFor(Provider::Google, drift.what);
    QVERIFY2(!plan.changes.empty(), plan.notModelled.empty() ? "" : plan.notModelled.front().c_str());
    const Estate drifted = m_simulator->estate();
    const auto google = writer(Provider::Google);
    const auto prepared = prepare(*google, plan);
    QVERIFY_RESULT(prepared);
    QCOMPARE(shown(*prepared), drift.calls);
    QVERIFY(!prepared->dryRun);
    QVERIFY(m_simulator->estate().lists == drifted.lists); // a preview changes nothing
    QVERIFY_RESULT(carryOut(*google, *prepared));
    QVERIFY(isInSync(Provider::Google));
    QVERIFY_RESULT(takeBack(*google, plan));
    QVERIFY(!isInSync(Provider::Google));
    QCOMPARE(m_simulator->estate().find(routes).size(), drifted.find(routes).size());
    QCOMPARE(m_simulator->estate().find(firewalls).size(), drifted.find(firewalls).size());
}

void TestSimGoogleCorrections::routesAreInjected_data()
{
    QTest::addColumn<QString>("destination");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("calls");
    QTest::newRow("a new one") << "10.88.0.0/16"
                               << "office" << QStringList{"POST global/routes"};
    QTest::newRow("withdrawn") << "192.168.0.0/16"
                               << "" << QStringList{"DELETE routes/to-office"};
    QTest::newRow("led elsewhere") << "192.168.0.0/16"
                                   << "10.50.0.10"
                                   << QStringList{"POST global/routes", "DELETE routes/to-office",
                                                  "POST global/routes", "DELETE routes/to-office-zonescope"};
}

/// What an operator says about a network, looked at, carried out, read again and taken back.
void TestSimGoogleCorrections::routesAreInjected()
{
    QFETCH(QString, destination);
    QFETCH(QString, target);
    QFETCH(QStringList, calls);
    const SnapshotPtr before = scan(Provider::Google);
    QVERIFY(before);
    const auto plan =
        planOfRoutes({{"core", destination.toStdString(), target.toStdString(), target.isEmpty()}}, *before);
    QVERIFY_RESULT(plan);
    QVERIFY(checkPlan(*plan, before).verdict != GateVerdict::Refuse);
    const auto google = writer(Provider::Google);
    const auto prepared = prepare(*google, *plan);
    QVERIFY_RESULT(prepared);
    QCOMPARE(shown(*prepared), calls);
    QVERIFY_RESULT(carryOut(*google, *prepared));
    const SnapshotPtr after = scan(Provider::Google);
    QVERIFY(after);
    const SnapshotPtr predicted = applied(*plan, *before);
    for (const PlannedChange& change : plan->changes) {
        const Resource* there = after->find(change.resource);
        QCOMPARE(there != nullptr, !target.isEmpty());
        if (there)
            QCOMPARE(there->routes.front().target, predicted->find(change.resource)->routes.front().target);
    }
    QVERIFY_RESULT(takeBack(*google, *plan));
    m_intended = before;
    QVERIFY(isInSync(Provider::Google));
}

void TestSimGoogleCorrections::waitsForOperations()
{
    const ChangePlan plan = planFor(Provider::Google, googleDrifts()[0].what);
    Behaviour slow;
    slow.operationLooks = 3;
    m_simulator->behave(slow);
    const auto google = writer(Provider::Google);
    const auto prepared = prepare(*google, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(*google, *prepared));
    QCOMPARE(m_waits, 3);
    QVERIFY(isInSync(Provider::Google));
}

void TestSimGoogleCorrections::refusesBeforeDeleting()
{
    const ChangePlan plan = planFor(Provider::Google, googleDrifts()[1].what);
    const auto google = writer(Provider::Google);
    const auto prepared = prepare(*google, plan);
    QVERIFY_RESULT(prepared);
    // Somebody uses the name for something else meanwhile.
    m_simulator->change([](Estate& e) {
        change(e, routes, "stray", [](QJsonObject& route) {
            route.remove("nextHopVpnTunnel");
            route["nextHopIp"] = "10.50.0.77";
        });
    });
    QVERIFY_ERROR(carryOut(*google, *prepared), ErrorCode::Superseded);
    QVERIFY(!named(m_simulator->estate().find(routes), "stray").isEmpty());
}

void TestSimGoogleCorrections::standInIsRemovedWhenItFails()
{
    const ChangePlan plan = planFor(Provider::Google, googleDrifts()[2].what);
    const QJsonArray before = m_simulator->estate().find(routes);
    const auto google = writer(Provider::Google);
    const auto prepared = prepare(*google, plan);
    QVERIFY_RESULT(prepared);
    // The stand-in and the deletion go through; then what is to be inserted is refused.
    QVERIFY_RESULT(google->perform(prepared->calls.at(0)));
    QCOMPARE(m_simulator->estate().find(routes).size(), before.size() + 1);
    Behaviour failing;
    failing.failedWrites = {"POST routes"};
    m_simulator->behave(failing);
    QVERIFY_RESULT(google->perform(prepared->calls.at(1)));
    const auto failed = google->perform(prepared->calls.at(2));
    QVERIFY_ERROR(failed, ErrorCode::InvalidValue);
    QVERIFY(QString::fromStdString(failed.error().detail).contains(QStringLiteral("RESOURCE_IN_USE")));
    QVERIFY(named(m_simulator->estate().find(routes), "to-office-zonescope").isEmpty());
    m_simulator->behave({});
    QVERIFY_RESULT(takeBack(*google, plan)); // what was there before comes back
    QCOMPARE(named(m_simulator->estate().find(routes), "to-office")["nextHopIp"].toString(),
             QStringLiteral("10.50.0.10"));
}

void TestSimGoogleCorrections::whatOneRuleCannotSay()
{
    m_intended = scan(Provider::Google);
    QVERIFY(m_intended);
    const Resource* web = nullptr;
    for (const Resource& resource : m_intended->resources())
        if (resource.kind == Kind::Filter)
            web = &resource;
    QVERIFY(web);
    // ssh from one place only, beside https from everywhere: two firewall rules of Google, not one.
    Resource more = *web;
    more.rules.front().ports = {{22, 22}};
    more.rules.front().remotes = {*prefixFromText("192.0.2.0/24")};
    const PlannedChange add{ChangeVerb::AddPart,
                            Provider::Google,
                            Kind::Filter,
                            web->account,
                            web->region,
                            web->id,
                            partsOf(more),
                            {},
                            {}};
    const auto google = writer(Provider::Google);
    QVERIFY_ERROR(prepare(*google, {{add}, {}}), ErrorCode::Unsupported);
    QVERIFY_ERROR(google->dryRun({}), ErrorCode::Unsupported);
}

void TestSimGoogleCorrections::throttledAndExpired()
{
    putRightAmongThrottling(Provider::Google, googleDrifts()[0]);
}

QTEST_GUILESS_MAIN(TestSimGoogleCorrections)
#include "tst_sim_google_corrections.moc"

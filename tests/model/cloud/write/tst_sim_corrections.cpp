// SPDX-License-Identifier: GPL-3.0-or-later
// Drift at Google and Azure from the scan to the roll-back, against the simulator: read, changed behind our
// back, found, put right, taken back; with operations that take their time and ones that fail, throttling,
// tokens that run out and somebody who was quicker.
#include "model/cloud/azure/azure_scan.h"
#include "model/cloud/gate/gate.h"
#include "model/cloud/gate/route_plan.h"
#include "model/cloud/google/google_scan.h"
#include "model/cloud/intent/drift_finder.h"
#include "model/cloud/write/azure_writer.h"
#include "model/cloud/write/corrector.h"
#include "model/cloud/write/google_writer.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <mutex>

using namespace zonescope;
using namespace zonescope::cloud;
using base::ErrorCode;
using cloudsim::Behaviour;
using cloudsim::Estate;
using cloudsim::Simulator;

namespace {

const std::string routes = std::string("google/") + cloudsim::googleProject + "/global/routes";
const std::string firewalls = std::string("google/") + cloudsim::googleProject + "/global/firewalls";
const std::string groups =
    std::string("azure/") + cloudsim::azureSubscription + "/microsoft.network/networksecuritygroups";

QJsonObject named(const QJsonArray& list, const char* name)
{
    const int at = Estate::indexOf(list, "name", QLatin1String(name));
    return at < 0 ? QJsonObject() : list[at].toObject();
}

void change(Estate& estate, const std::string& path, const char* name,
            const std::function<void(QJsonObject&)>& what)
{
    QJsonArray& list = estate.list(path);
    const int at = Estate::indexOf(list, "name", QLatin1String(name));
    QJsonObject object = list[at].toObject();
    what(object);
    list[at] = object;
}

void drop(Estate& estate, const std::string& path, const char* name)
{
    QJsonArray& list = estate.list(path);
    list.removeAt(Estate::indexOf(list, "name", QLatin1String(name)));
}

QJsonArray rulesOf(const Estate& estate)
{
    return named(estate.find(groups), "guard")["properties"].toObject()["securityRules"].toArray();
}

void setRules(Estate& estate, const QJsonArray& rules)
{
    change(estate, groups, "guard", [&](QJsonObject& group) {
        QJsonObject properties = group["properties"].toObject();
        properties["securityRules"] = rules;
        group["properties"] = properties;
    });
}

} // namespace

class TestSimCorrections : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void googleDrift_data();
    void googleDrift();
    void googleRoutesAreInjected_data();
    void googleRoutesAreInjected();
    void googleWaitsForOperations();
    void googleRefusesBeforeDeleting();
    void googleStandInIsRemovedWhenItFails();
    void googleWhatOneRuleCannotSay();
    void azureDrift_data();
    void azureDrift();
    void azureSomebodyWasQuicker();
    void azureWhatCannotBePutBack();
    void throttledAndExpired_data();
    void throttledAndExpired();

private:
    SnapshotPtr scan(Provider provider) const;
    std::unique_ptr<ProviderWriter> writer(Provider provider);
    base::Result<std::string> token(Provider provider) const;
    ChangePlan planFor(Provider provider, const std::function<void(Estate&)>& drift);
    bool isInSync(Provider provider) const;

    std::unique_ptr<Simulator> m_simulator;
    std::shared_ptr<const base::Clock> m_clock = std::make_shared<base::SystemClock>();
    SnapshotPtr m_intended;
    int m_waits = 0;
};

void TestSimCorrections::init()
{
    auto started = Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(started);
    m_simulator = std::move(*started);
    m_intended.reset();
    m_waits = 0;
}

SnapshotPtr TestSimCorrections::scan(Provider provider) const
{
    ScanSettings settings;
    settings.label = "simulated";
    settings.clock = m_clock;
    settings.wait = [](base::Duration) { return true; };
    if (provider == Provider::Azure) {
        AzureCredentials credentials{"tenant", "client", "sim-secret", {}, m_simulator->azureAuthority(), {}};
        credentials.manager = m_simulator->root();
        return scanAzure({credentials, {}, settings}).value_or(nullptr);
    }
    GoogleCredentials credentials;
    credentials.project = cloudsim::googleProject;
    credentials.tokenUri = m_simulator->googleToken();
    credentials.clientId = credentials.clientSecret = credentials.refreshToken = "user";
    return scanGoogle({credentials, {}, m_simulator->root(), settings}).value_or(nullptr);
}

base::Result<std::string> TestSimCorrections::token(Provider provider) const
{
    HttpClient client({});
    const auto reply = client.perform(
        provider == Provider::Azure
            ? azureTokenRequest({"tenant", "client", "sim-secret", {}, m_simulator->azureAuthority(), {}})
            : HttpRequest{"POST",
                          m_simulator->googleToken(),
                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s"});
    return reply ? readAccessToken(*reply) : tl::unexpected(reply.error());
}

std::unique_ptr<ProviderWriter> TestSimCorrections::writer(Provider provider)
{
    const auto held = std::make_shared<std::string>();
    TokenSource tokens = [this, provider, held](bool again) -> base::Result<std::string> {
        if (!held->empty() && !again)
            return *held;
        auto given = token(provider);
        if (given)
            *held = *given;
        return given;
    };
    // The simulator's buckets fill meanwhile; a hundred times asked, it hangs.
    WaitFor wait = [this](base::Duration wanted) {
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        const auto longest = std::min<base::Duration>(wanted, std::chrono::milliseconds(20));
        return !never.wait_for(lock, longest, [] { return false; }) && ++m_waits < 100;
    };
    if (provider == Provider::Azure)
        return std::make_unique<AzureWriter>(
            AzureWriteAccess{m_simulator->root(), std::move(tokens), {}, std::move(wait)});
    return std::make_unique<GoogleWriter>(
        GoogleWriteAccess{m_simulator->root(), std::move(tokens), {}, std::move(wait)});
}

/// What is there now is intended; then somebody changes something, and it is found.
ChangePlan TestSimCorrections::planFor(Provider provider, const std::function<void(Estate&)>& drift)
{
    m_intended = scan(provider);
    m_simulator->change(drift);
    const SnapshotPtr live = scan(provider);
    if (!m_intended || !live)
        return {};
    return planToRevert(findDrift({{1, "pinned", m_intended, nullptr}}, *live, {}, m_clock->wall()).findings);
}

bool TestSimCorrections::isInSync(Provider provider) const
{
    const SnapshotPtr live = scan(provider);
    return live &&
           findDrift({{1, "pinned", m_intended, nullptr}}, *live, {}, m_clock->wall()).findings.empty();
}

namespace {

struct Drift
{
    const char* name;
    std::function<void(Estate&)> what;
    QStringList calls; ///< as they are previewed: method and the end of the URL
};

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

QStringList shown(const PreparedCorrection& prepared)
{
    QStringList calls;
    for (const WriteCall& call : prepared.calls)
        calls += QString::fromStdString(call.request.method) + u' ' +
                 QString::fromStdString(call.request.url).section(u'?', 0, 0).section(u'/', -2);
    return calls;
}

void addRows(const std::vector<Drift>& all)
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << static_cast<int>(i);
}

} // namespace

void TestSimCorrections::googleDrift_data()
{
    addRows(googleDrifts());
}

void TestSimCorrections::googleDrift()
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

void TestSimCorrections::googleRoutesAreInjected_data()
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
void TestSimCorrections::googleRoutesAreInjected()
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

void TestSimCorrections::googleWaitsForOperations()
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

void TestSimCorrections::googleRefusesBeforeDeleting()
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

void TestSimCorrections::googleStandInIsRemovedWhenItFails()
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

void TestSimCorrections::googleWhatOneRuleCannotSay()
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

namespace {

QJsonObject azureRule(const char* name, int priority, const char* ports)
{
    return {{"name", name},
            {"properties", QJsonObject{{"protocol", "Tcp"},
                                       {"sourcePortRange", "*"},
                                       {"destinationPortRange", ports},
                                       {"sourceAddressPrefix", "192.0.2.0/24"},
                                       {"destinationAddressPrefix", "*"},
                                       {"access", "Allow"},
                                       {"priority", priority},
                                       {"direction", "Inbound"}}}};
}

const std::vector<Drift>& azureDrifts()
{
    static const std::vector<Drift> all{
        {"a rule is gone", [](Estate& e) { setRules(e, {}); }, {QStringLiteral("PUT securityRules/web")}},
        {"a rule that nobody wanted",
         [](Estate& e) {
             QJsonArray rules = rulesOf(e);
             rules.append(azureRule("ssh", 200, "22"));
             setRules(e, rules);
         },
         {QStringLiteral("DELETE securityRules/ssh")}},
        {"a rule says something else",
         [](Estate& e) { setRules(e, {azureRule("web", 130, "0-65535")}); },
         {QStringLiteral("PUT securityRules/web")}},
        {"another rule took its priority",
         [](Estate& e) { setRules(e, {azureRule("other", 130, "443")}); },
         {QStringLiteral("DELETE securityRules/other"), QStringLiteral("PUT securityRules/web")}},
    };
    return all;
}

} // namespace

void TestSimCorrections::azureDrift_data()
{
    addRows(azureDrifts());
}

void TestSimCorrections::azureDrift()
{
    QFETCH(int, index);
    const Drift& drift = azureDrifts()[static_cast<std::size_t>(index)];
    const ChangePlan plan = planFor(Provider::Azure, drift.what);
    QVERIFY2(!plan.changes.empty(), plan.notModelled.empty() ? "" : plan.notModelled.front().c_str());
    const auto azure = writer(Provider::Azure);
    const auto prepared = prepare(*azure, plan);
    QVERIFY_RESULT(prepared);
    QCOMPARE(shown(*prepared), drift.calls);
    for (const WriteCall& call : prepared->calls) { // each says what it starts from
        const QString text = QString::fromStdString(callText(call));
        QVERIFY2(text.contains(QStringLiteral("If-Match: W/")) ||
                     text.contains(QStringLiteral("If-None-Match: *")),
                 qPrintable(text));
    }
    QVERIFY_RESULT(carryOut(*azure, *prepared));
    QVERIFY(isInSync(Provider::Azure));
    QVERIFY_RESULT(takeBack(*azure, plan));
    QVERIFY(!isInSync(Provider::Azure));
}

void TestSimCorrections::azureSomebodyWasQuicker()
{
    const ChangePlan plan = planFor(Provider::Azure, azureDrifts()[2].what);
    const auto azure = writer(Provider::Azure);
    const auto prepared = prepare(*azure, plan);
    QVERIFY_RESULT(prepared);
    // After the last look: only the tag can notice it.
    m_simulator->change([](Estate& e) { setRules(e, {azureRule("web", 130, "8443")}); });
    const auto done = azure->perform(prepared->calls.at(0));
    QVERIFY_ERROR(done, ErrorCode::Superseded);
    QCOMPARE(rulesOf(m_simulator->estate())[0]
                 .toObject()["properties"]
                 .toObject()["destinationPortRange"]
                 .toString(),
             QStringLiteral("8443"));
}

void TestSimCorrections::azureWhatCannotBePutBack()
{
    const ChangePlan plan = planFor(Provider::Azure, [](Estate& e) {
        QJsonArray rules = rulesOf(e);
        QJsonObject narrow = azureRule("narrow", 210, "22");
        QJsonObject properties = narrow["properties"].toObject();
        properties["sourcePortRange"] = "1024-2048";
        narrow["properties"] = properties;
        rules.append(narrow);
        setRules(e, rules);
    });
    const auto azure = writer(Provider::Azure);
    QVERIFY_ERROR(prepare(*azure, plan), ErrorCode::Unsupported);
}

void TestSimCorrections::throttledAndExpired_data()
{
    QTest::addColumn<int>("provider");
    QTest::newRow("Google") << static_cast<int>(Provider::Google);
    QTest::newRow("Azure") << static_cast<int>(Provider::Azure);
}

void TestSimCorrections::throttledAndExpired()
{
    QFETCH(int, provider);
    const auto which = static_cast<Provider>(provider);
    const bool google = which == Provider::Google;
    const ChangePlan plan = planFor(which, google ? googleDrifts()[0].what : azureDrifts()[0].what);
    Behaviour hard;
    hard.callsPerSecond = 60;
    hard.bucket = 1;
    hard.tokenUses = 2;
    m_simulator->behave(hard);
    const auto writes = writer(which);
    const auto prepared = prepare(*writes, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(*writes, *prepared));
    m_simulator->behave({});
    QVERIFY(isInSync(which));
    QVERIFY(std::ranges::count(m_simulator->calls(), 401, &cloudsim::Call::status) > 0);
}

QTEST_GUILESS_MAIN(TestSimCorrections)
#include "tst_sim_corrections.moc"

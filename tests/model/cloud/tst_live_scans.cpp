// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts of four providers read over HTTP from the simulator: everything that is there, page by page,
// whatever fails meanwhile; and no secret in anything that is kept.
#include "model/cloud/difference.h"
#include "model/cloud/json.h"
#include "tests/cloudsim/http_server.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/simulated_clouds.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>

using namespace zonescope;
using namespace zonescope::cloud;
using cloudsim::Behaviour;
using cloudsim::Simulator;

class TestLiveScans : public QObject, private SimulatedClouds
{
    Q_OBJECT

private slots:
    void init();
    void everythingIsThere_data();
    void everythingIsThere();
    void smallPagesAndThrottlingLoseNothing_data() { everythingIsThere_data(); }
    void smallPagesAndThrottlingLoseNothing();
    void aDeniedListHidesNoOther_data() { everythingIsThere_data(); }
    void aDeniedListHidesNoOther();
    void aDeadListIsStale_data() { everythingIsThere_data(); }
    void aDeadListIsStale();
    void tokensAreRenewed_data();
    void tokensAreRenewed();
    void cancelledScansStop_data() { everythingIsThere_data(); }
    void cancelledScansStop();
    void wrongSecretsAreSaid();
    void applicationCredentialsSignIn();
    void anUnreachableRegionIsStale();
    void otherHostsGetNoToken();
    void plainHttpIsRefused();
    void rolesAreAssumed();
};

namespace {

/// The list whose trouble is looked at: as the simulator and as our scopes call it.
struct Troubled
{
    const char* call;
    const char* scope;
    Kind kind;
};
Troubled troubledOf(Provider provider)
{
    switch (provider) {
    case Provider::Aws:
        return {"DescribeSubnets", "Subnets", Kind::Subnet};
    case Provider::Google:
        return {"subnetworks", "compute#subnetwork", Kind::Subnet};
    case Provider::Azure:
        return {"routeTables", "Microsoft.Network/routeTables", Kind::RouteTable};
    case Provider::OpenStack:
        break;
    }
    return {"routers", "routers", Kind::RouteTable};
}

std::set<std::string> idsOf(const Snapshot& snapshot)
{
    std::set<std::string> ids;
    for (const Resource& resource : snapshot.resources())
        ids.insert(resource.id);
    return ids;
}

std::size_t count(const Snapshot& snapshot, Kind kind)
{
    return static_cast<std::size_t>(std::ranges::count(snapshot.resources(), kind, &Resource::kind));
}

const Scope* scopeOf(const Snapshot& snapshot, const std::string& what)
{
    const auto found = std::ranges::find(snapshot.scopes(), what, &Scope::what);
    return found == snapshot.scopes().end() ? nullptr : &*found;
}

} // namespace

void TestLiveScans::init()
{
    QVERIFY(start());
}

void TestLiveScans::everythingIsThere_data()
{
    QTest::addColumn<int>("provider");
    QTest::newRow("AWS") << static_cast<int>(Provider::Aws);
    QTest::newRow("Google Cloud") << static_cast<int>(Provider::Google);
    QTest::newRow("Azure") << static_cast<int>(Provider::Azure);
    QTest::newRow("OpenStack") << static_cast<int>(Provider::OpenStack);
}

void TestLiveScans::everythingIsThere()
{
    QFETCH(int, provider);
    const auto read = scan(static_cast<Provider>(provider));
    QVERIFY_RESULT(read);
    const Snapshot& snapshot = **read;
    for (const Scope& scope : snapshot.scopes())
        QVERIFY2(scope.state == ScopeState::Ok, (scope.what + ": " + scope.detail).c_str());
    // Every object of the estate that has an id of its own, whatever list it is in.
    const auto ids = idsOf(snapshot);
    const std::string mine = std::string(providerWord(static_cast<Provider>(provider))) + "/";
    std::size_t looked = 0;
    for (const auto& [path, list] : m_simulator->estate().lists) {
        if (!path.starts_with(mine) || path.find("ResourceRecordSets") != std::string::npos ||
            path.find("reservationSet") != std::string::npos ||
            path.find("resourcegroups") != std::string::npos)
            continue;
        for (const QJsonValue& item : list) {
            const QJsonObject object = item.toObject();
            bool found = false;
            for (const QString& key : object.keys())
                if (key.endsWith(QStringLiteral("Id")) || key == "id" || key == "selfLink" || key == "Id" ||
                    key.endsWith(QStringLiteral("Arn")))
                    found = found || ids.contains(foldedId(static_cast<Provider>(provider),
                                                           object[key].toString().toStdString()));
            if (object.keys().size() < 4 && !found)
                continue; // entries of a list, not resources
            QVERIFY2(found || path.find("/rrsets/") != std::string::npos ||
                         path.find("routeSet/") != std::string::npos,
                     (path + ": " + object["name"].toString().toStdString()).c_str());
            ++looked;
        }
    }
    QVERIFY2(looked >= 10, std::to_string(looked).c_str());
    QVERIFY(count(snapshot, Kind::DnsRecord) > 0);
    QVERIFY(count(snapshot, Kind::Instance) > 0 || provider == static_cast<int>(Provider::Azure));
    for (const Resource& resource : snapshot.resources())
        QVERIFY2(resource.raw.find("canary") == std::string::npos, resource.raw.c_str());
    QVERIFY(provider == static_cast<int>(Provider::Azure) ||
            std::ranges::any_of(snapshot.resources(), [](const Resource& r) { return !r.redacted.empty(); }));
}

void TestLiveScans::smallPagesAndThrottlingLoseNothing()
{
    QFETCH(int, provider);
    const auto whole = scan(static_cast<Provider>(provider));
    QVERIFY_RESULT(whole);
    Behaviour slow;
    // Azure's lists are of one page here: only asking twice within a second is too often.
    const bool azure = provider == static_cast<int>(Provider::Azure);
    slow.callsPerSecond = azure ? 1 : 20;
    slow.bucket = 1;
    slow.largestPage = 1;
    m_simulator->behave(slow);
    m_simulator->forgetCalls();
    for (int i = 0; i < (azure ? 2 : 1); ++i) {
        const auto read = scan(static_cast<Provider>(provider));
        QVERIFY_RESULT(read);
        for (const Scope& scope : (*read)->scopes())
            QVERIFY2(scope.state == ScopeState::Ok, (scope.what + ": " + scope.detail).c_str());
        QCOMPARE(idsOf(**read), idsOf(**whole));
    }
    std::set<int> statuses;
    for (const cloudsim::Call& call : m_simulator->calls())
        statuses.insert(call.status);
    QVERIFY2(statuses.contains(503) || statuses.contains(403) || statuses.contains(429) ||
                 statuses.contains(413),
             "nothing was throttled");
}

void TestLiveScans::aDeniedListHidesNoOther()
{
    QFETCH(int, provider);
    const Troubled troubled = troubledOf(static_cast<Provider>(provider));
    Behaviour behaviour;
    behaviour.denied = {troubled.call};
    m_simulator->behave(behaviour);
    const auto read = scan(static_cast<Provider>(provider));
    QVERIFY_RESULT(read);
    const Scope* scope = scopeOf(**read, troubled.scope);
    QVERIFY(scope);
    QCOMPARE(scope->state, ScopeState::Denied);
    QVERIFY2(scope->detail.size() > 20, scope->detail.c_str()); // names what is missing
    QCOMPARE(count(**read, Kind::Network) > 0, true);
    for (const Scope& other : (*read)->scopes())
        QVERIFY2(other.state == ScopeState::Ok || other.what == troubled.scope, other.what.c_str());
}

void TestLiveScans::aDeadListIsStale()
{
    QFETCH(int, provider);
    const Troubled troubled = troubledOf(static_cast<Provider>(provider));
    const auto before = scan(static_cast<Provider>(provider));
    QVERIFY_RESULT(before);
    Behaviour behaviour;
    behaviour.deadCalls = {troubled.call};
    m_simulator->behave(behaviour);
    const auto read = scan(static_cast<Provider>(provider), *before);
    QVERIFY_RESULT(read);
    const Scope* scope = scopeOf(**read, troubled.scope);
    QVERIFY(scope);
    QVERIFY2(scope->state == ScopeState::Stale, scope->detail.c_str());
    QCOMPARE(scope->readAt, scopeOf(**before, troubled.scope)->readAt); // as old as what is shown
    QCOMPARE(count(**read, troubled.kind), count(**before, troubled.kind));
    QVERIFY(differenceOf(**before, **read).changes.empty());
}

void TestLiveScans::tokensAreRenewed_data()
{
    QTest::addColumn<int>("provider");
    QTest::newRow("Google Cloud") << static_cast<int>(Provider::Google);
    QTest::newRow("Azure") << static_cast<int>(Provider::Azure);
    QTest::newRow("OpenStack") << static_cast<int>(Provider::OpenStack);
}

void TestLiveScans::tokensAreRenewed()
{
    QFETCH(int, provider);
    const auto whole = scan(static_cast<Provider>(provider));
    QVERIFY_RESULT(whole);
    Behaviour behaviour;
    behaviour.tokenUses = 12;
    behaviour.latency = std::chrono::milliseconds(2);
    m_simulator->behave(behaviour);
    m_simulator->forgetCalls();
    auto how = settings(nullptr, {});
    how.inFlight = 4; // with 64 each would use up the other's token
    const auto read = provider == static_cast<int>(Provider::Google)
                          ? scanGoogle({googleCredentials(), {}, m_simulator->root(), how})
                      : provider == static_cast<int>(Provider::Azure)
                          ? scanAzure({azureCredentials(), {}, how})
                          : scanOpenStack({openStackProfile(), {}, how});
    QVERIFY_RESULT(read);
    QCOMPARE(idsOf(**read), idsOf(**whole));
    const auto calls = m_simulator->calls();
    QVERIFY(std::ranges::count_if(calls, [](const cloudsim::Call& call) {
                return call.name == "token" || call.name == "tokens";
            }) > 1);
}

void TestLiveScans::cancelledScansStop()
{
    QFETCH(int, provider);
    Behaviour behaviour;
    behaviour.latency = std::chrono::milliseconds(300);
    m_simulator->behave(behaviour);
    const auto stop = [this] { return m_simulator->callCount() > 2; };
    QElapsedTimer timer;
    timer.start();
    QVERIFY_ERROR(scan(static_cast<Provider>(provider), nullptr, stop), base::ErrorCode::Cancelled);
    QVERIFY(timer.elapsed() < 20'000);
}

void TestLiveScans::wrongSecretsAreSaid()
{
    auto openStack = openStackProfile();
    openStack.password = "wrong";
    const auto refused = scanOpenStack({openStack, {}, settings(nullptr, {})});
    QVERIFY_ERROR(refused, base::ErrorCode::PermissionDenied);
    QVERIFY(refused.error().detail.find("wrong") == std::string::npos);
    auto azure = azureCredentials();
    azure.clientSecret = "wrong";
    QVERIFY_ERROR(scanAzure({azure, {}, settings(nullptr, {})}), base::ErrorCode::PermissionDenied);
    auto google = googleCredentials();
    google.privateKey = "no key";
    QVERIFY_ERROR(scanGoogle({google, {}, m_simulator->root(), settings(nullptr, {})}),
                  base::ErrorCode::InvalidValue);
}

void TestLiveScans::applicationCredentialsSignIn()
{
    const auto profiles = OpenStackProfiles::make("", "",
                                                  {{"OS_AUTH_URL", m_simulator->keystone()},
                                                   {"OS_AUTH_TYPE", "v3applicationcredential"},
                                                   {"OS_APPLICATION_CREDENTIAL_ID", "app"},
                                                   {"OS_APPLICATION_CREDENTIAL_SECRET", "sim-secret"}});
    QVERIFY_RESULT(profiles);
    const auto profile = profiles->find("");
    QVERIFY_RESULT(profile);
    const auto read = scanOpenStack({*profile, {}, settings(nullptr, {})});
    QVERIFY_RESULT(read);
    QVERIFY((*read)->find("rtr-edge"));
}

void TestLiveScans::anUnreachableRegionIsStale()
{
    const auto before = scan(Provider::Google);
    QVERIFY_RESULT(before);
    Behaviour behaviour;
    behaviour.deadRegions = {"us-east1"};
    m_simulator->behave(behaviour);
    const auto read = scan(Provider::Google, *before);
    QVERIFY_RESULT(read);
    QCOMPARE(count(**read, Kind::Subnet), count(**before, Kind::Subnet));
    QVERIFY(std::ranges::any_of((*read)->scopes(), [](const Scope& scope) {
        return scope.region == "us-east1" && scope.what == "compute#subnetwork" &&
               scope.state == ScopeState::Stale;
    }));
    QVERIFY(differenceOf(**before, **read).changes.empty());
    // And a region of AWS that is down.
    const auto aws = scan(Provider::Aws);
    behaviour.deadRegions = {"us-east-1"};
    QVERIFY_RESULT(aws);
    AwsProfile profile;
    profile.region = "eu-central-1";
    profile.keys = {"AKIA111122223333", "secret", {}};
    profile.endpoint = m_simulator->root();
    m_simulator->behave(behaviour);
    auto how = settings(*aws, {});
    how.wait = [](base::Duration) { return true; };
    const auto again = scanAws({profile, {"eu-central-1", "us-east-1"}, how});
    QVERIFY_RESULT(again);
    QVERIFY((*again)->find("vpc-us") && (*again)->find("vpc-shop"));
}

void TestLiveScans::otherHostsGetNoToken()
{
    std::atomic<int> strangers = 0;
    const auto stranger = cloudsim::HttpServer::start([&](const cloudsim::Request&) {
        ++strangers;
        return cloudsim::Answer{};
    });
    QVERIFY_RESULT(stranger);
    const std::string elsewhere = "http://127.0.0.1:" + std::to_string((*stranger)->port()) + "/more";
    const auto server = cloudsim::HttpServer::start([&](const cloudsim::Request& request) {
        cloudsim::Answer answer;
        answer.body = request.path.find("/oauth2/") != std::string::npos ? R"({"access_token":"t"})"
                      : request.path == "/subscriptions"
                          ? R"({"value":[{"id":"/subscriptions/s","subscriptionId":"s"}]})"
                          : R"({"value":[],"nextLink":")" + elsewhere + R"("})";
        return answer;
    });
    QVERIFY_RESULT(server);
    auto credentials = azureCredentials();
    credentials.manager = credentials.authority = "http://127.0.0.1:" + std::to_string((*server)->port());
    const auto read = scanAzure({credentials, {}, settings(nullptr, {})});
    QVERIFY_RESULT(read);
    QCOMPARE(strangers.load(), 0);
    QCOMPARE(scopeOf(**read, "Microsoft.Network/virtualNetworks")->state, ScopeState::Broken);
}

void TestLiveScans::plainHttpIsRefused()
{
    auto openStack = openStackProfile();
    openStack.authUrl = "http://192.0.2.1:5000/v3";
    QVERIFY_ERROR(scanOpenStack({openStack, {}, settings(nullptr, {})}), base::ErrorCode::InvalidValue);
    auto azure = azureCredentials();
    azure.authority = "http://192.0.2.1";
    QVERIFY_ERROR(scanAzure({azure, {}, settings(nullptr, {})}), base::ErrorCode::InvalidValue);
    auto google = googleCredentials();
    google.tokenUri = "http://192.0.2.1/token";
    QVERIFY_ERROR(scanGoogle({google, {}, "", settings(nullptr, {})}), base::ErrorCode::InvalidValue);
}

void TestLiveScans::rolesAreAssumed()
{
    m_simulator->change([](cloudsim::Estate& estate) {
        estate.list("aws/444455556666/eu-central-1/vpcSet") =
            QJsonArray{QJsonObject{{"vpcId", "vpc-other"}, {"cidrBlock", "10.0.0.0/16"}}};
    });
    AwsProfile profile;
    profile.keys = {"AKIA111122223333", "secret", {}};
    profile.endpoint = m_simulator->root();
    profile.roleArn = "arn:aws:iam::444455556666:role/reader";
    const auto read = scanAws({profile, {}, settings(nullptr, {})});
    QVERIFY_RESULT(read);
    QVERIFY((*read)->find("vpc-other") && !(*read)->find("vpc-shop"));
    QCOMPARE((*read)->find("vpc-other")->account, std::string("444455556666"));
}

QTEST_GUILESS_MAIN(TestLiveScans)
#include "tst_live_scans.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Routes put in and withdrawn without a window, at a simulated OpenStack, down to what it has afterwards.
#include "app/cloud_commands.h"
#include "app/route_command.h"
#include "model/cloud/openstack/openstack_scan.h"
#include "model/engine/intent_desk.h"
#include "model/store/cloud/cloud_store.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zonescope;
using base::ErrorCode;

class TestRouteCommand : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void onlyLooking();
    void offUntilItIsAllowed();
    void keptStays();
    void nobodyKeepsIt();
    void withdrawnAndBack();
    void harmIsRefused();
    void readItFirst();
    void theProviderRefuses();
    void killedInBetween();
    void mistakesAreSaid();

private:
    app::RouteOptions options(const char* to, const char* via)
    {
        app::RouteOptions made;
        made.table = m_router;
        made.destinations = to;
        made.target = via;
        made.withdraw = made.target.empty();
        made.folder = m_data->path();
        made.profile = "sim";
        return made;
    }
    base::Result<int> run(const app::RouteOptions& with, bool keep = false)
    {
        m_lines.clear();
        m_asked = 0;
        return app::changeRoutes(
            with, {m_clock, engine::ordinaryWriters(m_clock),
                   [this](const std::string& line) {
                       m_lines.push_back(QJsonDocument::fromJson(QByteArray::fromStdString(line)).object());
                   },
                   [this, keep](base::Duration within) {
                       ++m_asked;
                       m_routesMeanwhile = routes();
                       m_within = within;
                       return keep;
                   }});
    }
    /// "10.0.0.0/8 10.1.1.1", as the simulator has them.
    QStringList routes() const
    {
        QStringList all;
        for (const QJsonValue router : m_simulator->estate().find("openstack/routers"))
            if (router["id"].toString().toStdString() == m_router)
                for (const QJsonValue route : router["routes"].toArray())
                    all << route["destination"].toString() + u' ' + route["nexthop"].toString();
        all.sort();
        return all;
    }
    std::string hop() const; ///< an address that the router can reach

    std::unique_ptr<kit::TemporaryFolder> m_data;
    std::unique_ptr<cloudsim::Simulator> m_simulator;
    kit::FakeClock m_clock;
    std::string m_router;
    std::vector<QJsonObject> m_lines;
    QStringList m_routesMeanwhile;
    base::Duration m_within{};
    int m_asked = 0;
};

void TestRouteCommand::init()
{
    m_data = std::make_unique<kit::TemporaryFolder>();
    auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    m_simulator = std::move(*simulator);
    const auto file = m_data->path() / "clouds.yaml";
    kit::writeText(file, "clouds:\n  sim:\n    region_name: RegionOne\n    auth: {auth_url: \"" +
                             m_simulator->keystone() +
                             "\", username: reader, password: sim-secret, project_name: demo, "
                             "user_domain_name: Default, project_domain_name: Default}\n");
    qputenv("OS_CLIENT_CONFIG_FILE", QByteArray::fromStdString(file.string()));

    cloud::OpenStackScanRequest request;
    request.profile = cloud::OpenStackProfiles::ofThisUser().value().find("sim").value();
    request.settings.label = "sim";
    request.settings.clock = std::make_shared<base::SystemClock>();
    request.settings.wait = [](base::Duration) { return true; };
    const auto snapshot = cloud::scanOpenStack(request);
    QVERIFY_RESULT(snapshot);
    auto store = store::CloudStore::open(m_data->path() / "cloud.sqlite");
    QVERIFY_RESULT(store);
    QVERIFY_RESULT(store->save(**snapshot));
    m_router.clear();
    for (const cloud::Resource& resource : (*snapshot)->resources())
        if (resource.collection == "routers")
            m_router = resource.id;
    QVERIFY(!m_router.empty());
    QVERIFY_RESULT(app::allowWriting(m_data->path(), true, m_clock));
}

std::string TestRouteCommand::hop() const
{
    for (const QJsonValue port : m_simulator->estate().find("openstack/ports"))
        if (port["device_id"].toString().toStdString() == m_router) {
            const QString own = port["fixed_ips"][0]["ip_address"].toString();
            return (own.section(u'.', 0, 2) + QStringLiteral(".77")).toStdString();
        }
    return {};
}

/// A folder of what a command line printed is enough, and nothing is asked of anybody.
void TestRouteCommand::onlyLooking()
{
    std::filesystem::create_directory(m_data->path() / "aws");
    kit::writeText(m_data->path() / "aws" / "aws.json", cloud::sampleText("networks/aws.json"));
    app::RouteOptions look;
    look.table = "rtb-web";
    look.destinations = "203.0.113.0/24";
    look.target = "pcx-ab";
    look.snapshot = m_data->path() / "aws";
    const std::size_t before = m_simulator->callCount();
    auto code = run(look);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, 0);
    QCOMPARE(m_lines.size(), 1U);
    QCOMPARE(m_lines[0]["verdict"].toString(), QStringLiteral("pass"));
    // Everything that is ours, one harmless route at a time.
    look.destinations = "10.20.0.0/17,10.20.128.0/17,10.30.0.0/17,10.30.128.0/17,10.40.0.0/16";
    code = run(look);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, app::exitRefuse);
    QCOMPARE(m_lines[0]["guard_rails"][0]["rail"].toString(), QStringLiteral("whole-space"));
    QCOMPARE(m_simulator->callCount(), before);
}

void TestRouteCommand::offUntilItIsAllowed()
{
    QVERIFY_RESULT(app::allowWriting(m_data->path(), false, m_clock));
    auto wanted = options("10.97.0.0/16", hop().c_str());
    wanted.carryOut = wanted.confirmed = true;
    const QStringList before = routes();
    const auto code = run(wanted, true);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, 1);
    QVERIFY(m_lines.at(0)["problem"].toString().contains(QStringLiteral("switched off")));
    QCOMPARE(m_lines.size(), 1U);
    QCOMPARE(routes(), before);
    QVERIFY_ERROR(app::allowWriting(m_data->path() / "nowhere", true, m_clock), ErrorCode::NotFound);
}

void TestRouteCommand::keptStays()
{
    auto wanted = options("10.97.0.0/16", hop().c_str());
    QStringList after = routes();
    after << QString::fromStdString("10.97.0.0/16 " + hop());
    after.sort();
    auto code = run(wanted, true);
    QVERIFY_RESULT(code);
    QVERIFY(m_lines.at(0)["calls"][0].toString().contains(QStringLiteral("If-Match: revision_number=")));
    QVERIFY(!routes().contains(after.last()) && m_asked == 0); // only looked at
    wanted.carryOut = wanted.confirmed = true;
    wanted.keepWithin = std::chrono::seconds(30);
    code = run(wanted, true);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, 0);
    QCOMPARE(m_lines.size(), 3U);
    QCOMPARE(m_lines[1]["state"].toString(), QStringLiteral("pending"));
    QCOMPARE(m_lines[2]["state"].toString(), QStringLiteral("kept"));
    QCOMPARE(m_routesMeanwhile, after);
    QVERIFY(m_within == std::chrono::seconds(30));
    QCOMPARE(routes(), after);
}

void TestRouteCommand::nobodyKeepsIt()
{
    auto wanted = options("10.97.0.0/16", hop().c_str());
    wanted.carryOut = wanted.confirmed = true;
    const QStringList before = routes();
    const auto code = run(wanted, false);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, app::exitTakenBack);
    QCOMPARE(m_lines.back()["state"].toString(), QStringLiteral("taken-back"));
    QVERIFY(m_routesMeanwhile != before);
    QCOMPARE(routes(), before);
}

void TestRouteCommand::withdrawnAndBack()
{
    const QStringList before = routes();
    QVERIFY(!before.isEmpty());
    auto wanted = options(before[0].section(u' ', 0, 0).toUtf8(), "");
    wanted.carryOut = wanted.confirmed = true;
    auto code = run(wanted, false);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, app::exitTakenBack);
    QVERIFY(!m_routesMeanwhile.contains(before[0]));
    QCOMPARE(routes(), before);
    wanted.keep = true;
    code = run(wanted, false);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, 0);
    QCOMPARE(m_asked, 0);
    QVERIFY(!routes().contains(before[0]));
}

/// A next hop on no wire of ours: refused before anything is sent, confirmed or not.
void TestRouteCommand::harmIsRefused()
{
    auto wanted = options("10.97.0.0/16", "192.0.2.1");
    wanted.carryOut = wanted.confirmed = wanted.keep = true;
    const QStringList before = routes();
    const auto code = run(wanted);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, app::exitRefuse);
    QCOMPARE(routes(), before);
    QCOMPARE(m_lines.size(), 1U);
}

void TestRouteCommand::readItFirst()
{
    auto wanted = options("0.0.0.0/0", hop().c_str()); // a default route
    wanted.carryOut = wanted.keep = true;
    const QStringList before = routes();
    auto code = run(wanted);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, app::exitConfirm);
    QCOMPARE(routes(), before);
    wanted.confirmed = true;
    code = run(wanted);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, 0);
    QVERIFY(routes() != before);
}

void TestRouteCommand::theProviderRefuses()
{
    auto wanted = options("10.97.0.0/16", hop().c_str());
    wanted.carryOut = wanted.confirmed = wanted.keep = true;
    const QStringList before = routes();
    cloudsim::Behaviour behaviour;
    behaviour.denied = {"routers"};
    m_simulator->behave(behaviour);
    const auto code = run(wanted);
    QVERIFY_RESULT(code);
    QCOMPARE(*code, 1);
    QVERIFY(m_lines.at(0).contains(QStringLiteral("problem")));
    m_simulator->behave({});
    QCOMPARE(routes(), before);
}

/// What nobody kept because the command was killed is taken back by whoever opens the data folder next.
void TestRouteCommand::killedInBetween()
{
    const QStringList before = routes();
    {
        auto snapshots = store::CloudStore::open(m_data->path() / "cloud.sqlite");
        QVERIFY_RESULT(snapshots);
        engine::IntentDesk desk(
            m_data->path() / "cloud-intent.sqlite", m_clock, [](const pipeline::Event&) {},
            engine::ordinaryWriters(m_clock));
        const auto prepared = desk.answer(
            engine::PrepareCorrection{{}, {{m_router, "10.97.0.0/16", hop(), false}}, "sim", {}}, *snapshots);
        QVERIFY_RESULT(prepared);
        QVERIFY_RESULT(desk.answer(
            engine::ApplyCorrection{std::get<engine::CorrectionAnswer>(*prepared).prepared}, *snapshots));
    }
    QVERIFY(routes() != before);
    m_clock.advance(std::chrono::minutes(3));
    auto look = options("10.98.0.0/16", hop().c_str());
    QVERIFY_RESULT(run(look));
    QCOMPARE(routes(), before);
}

void TestRouteCommand::mistakesAreSaid()
{
    auto nobody = options("10.97.0.0/16", hop().c_str());
    nobody.profile.clear();
    QVERIFY_RESULT(run(nobody)); // what it would do is said all the same
    QVERIFY(m_lines.at(0)["problem"].toString().contains(QStringLiteral("name the profile")));
    QVERIFY(m_lines.at(0)["gate"].isObject());
    auto wanted = options("10.97.0.1/16", hop().c_str());
    QVERIFY_ERROR(run(wanted), ErrorCode::InvalidPrefix);
    wanted = options("10.97.0.0/16", hop().c_str());
    wanted.table = "no such router";
    QVERIFY_ERROR(run(wanted), ErrorCode::NotFound);
    wanted.folder = m_data->path() / "nowhere";
    QVERIFY_ERROR(run(wanted), ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestRouteCommand)
#include "tst_route_command.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Without a window: a simulated OpenStack is read again and again, and what may be is put right meanwhile.
#include "app/auto_revert_command.h"
#include "app/cloud_discover.h"
#include "model/engine/intent_desk.h"
#include "model/store/cloud/cloud_store.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zonescope;
using base::ErrorCode;

class TestAutoRevertCommand : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void setAndShown();
    void mistakesAreSaid();
    void readAndPutRight();
    void theSwitchFromOutside();

private:
    /// One reading of `zonescoped --discover`; what it printed.
    QJsonObject read();
    base::Result<QJsonObject> revert(const std::function<void(app::AutoRevertOptions&)>& what = {});
    void setUp();
    void addRoute();
    qsizetype routes() const
    {
        return m_simulator->estate().find("openstack/routers").at(0)["routes"].toArray().size();
    }

    std::unique_ptr<kit::TemporaryFolder> m_data;
    std::unique_ptr<cloudsim::Simulator> m_simulator;
    kit::FakeClock m_clock;
};

void TestAutoRevertCommand::init()
{
    m_data = std::make_unique<kit::TemporaryFolder>();
    auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    m_simulator = std::move(*simulator);
    const auto file = m_data->path() / "clouds.yaml";
    const std::string auth = ": {region_name: RegionOne, auth: {auth_url: \"" + m_simulator->keystone() +
                             "\", username: reader, password: sim-secret, project_name: demo, "
                             "user_domain_name: Default, project_domain_name: Default}}\n";
    kit::writeText(file, "clouds:\n  sim" + auth + "  writer" + auth);
    qputenv("OS_CLIENT_CONFIG_FILE", QByteArray::fromStdString(file.string()));
}

QJsonObject TestAutoRevertCommand::read()
{
    m_clock.advance(std::chrono::minutes(10));
    app::ServiceCommand command;
    command.provider = "openstack";
    command.profile = "sim";
    command.folder = m_data->path();
    std::string line;
    const auto code = app::discover(command, {m_clock, [] { return false; },
                                              [this](base::Duration) {
                                                  m_clock.advance(std::chrono::seconds(1));
                                                  return true;
                                              },
                                              [&](const std::string& json) { line = json; }});
    if (!code)
        qFatal("%s", base::toString(code.error()).c_str());
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
}

base::Result<QJsonObject>
TestAutoRevertCommand::revert(const std::function<void(app::AutoRevertOptions&)>& what)
{
    app::AutoRevertOptions options;
    options.folder = m_data->path();
    if (what)
        what(options);
    return app::autoRevert(options, m_clock).map([](const std::string& json) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    });
}

/// Pinned in a window, allowed and set by command.
void TestAutoRevertCommand::setUp()
{
    read();
    {
        auto snapshots = store::CloudStore::open(m_data->path() / "cloud.sqlite");
        QVERIFY_RESULT(snapshots);
        engine::IntentDesk desk(
            m_data->path() / "cloud-intent.sqlite", m_clock, [](const auto&) {},
            engine::ordinaryWriters(m_clock));
        QVERIFY_RESULT(desk.answer(engine::PinIntent{}, *snapshots));
        QVERIFY_RESULT(desk.answer(engine::AllowWriting{true}, *snapshots));
    }
    const auto set = revert([](app::AutoRevertOptions& options) {
        options.account = "OpenStack sim";
        options.mode = cloud::RevertMode::Auto;
        options.classes.emplace({cloud::RevertClass::RouteExtra});
        options.window = cloud::windowFromText("daily 00:00-24:00").value();
        options.profile = "writer";
    });
    QVERIFY_RESULT(set);
}

void TestAutoRevertCommand::addRoute()
{
    m_simulator->change([](cloudsim::Estate& estate) {
        QJsonArray& list = estate.list("openstack/routers");
        QJsonObject router = list[0].toObject();
        QJsonArray all = router["routes"].toArray();
        all.append(QJsonObject{{"destination", "10.91.0.0/16"}, {"nexthop", "10.70.0.9"}});
        router["routes"] = all;
        list[0] = router;
    });
}

void TestAutoRevertCommand::setAndShown()
{
    setUp();
    // What is not named stays as it is.
    const auto more = revert([](app::AutoRevertOptions& options) {
        options.account = "OpenStack sim";
        options.most = 5;
        options.cutFlows = true;
    });
    QVERIFY_RESULT(more);
    const auto shown = revert();
    QVERIFY_RESULT(shown);
    QVERIFY((*shown)["writing"].toBool() && !(*shown)["killed"].toBool());
    const QJsonObject account = (*shown)["accounts"].toArray().at(0).toObject();
    QCOMPARE(account["account"].toString(), QStringLiteral("OpenStack sim"));
    QCOMPARE(account["mode"].toString(), QStringLiteral("auto"));
    QCOMPARE(account["classes"].toArray(), QJsonArray{"route-extra"});
    QCOMPARE(account["window"].toString(), QStringLiteral("daily 00:00-00:00 UTC"));
    QCOMPARE(account["profile"].toString(), QStringLiteral("writer"));
    QCOMPARE(account["most"].toInt(), 5);
    QCOMPARE(account["hours"].toInt(), 24);
    QVERIFY(account["cut_flows"].toBool());
    QVERIFY(!account.contains("halted"));
}

void TestAutoRevertCommand::mistakesAreSaid()
{
    QVERIFY_ERROR(revert(), ErrorCode::NotFound); // nothing was ever read into it
    QVERIFY_ERROR(app::throwKillSwitch(m_data->path(), true), ErrorCode::NotFound);
    read();
    const auto reader = revert([](app::AutoRevertOptions& options) {
        options.account = "OpenStack sim";
        options.mode = cloud::RevertMode::Auto;
        options.classes.emplace({cloud::RevertClass::RouteExtra});
        options.profile = "sim";
    });
    QVERIFY_ERROR(reader, ErrorCode::InvalidValue);
    const auto nobody = revert([](app::AutoRevertOptions& options) {
        options.account = "OpenStack sim";
        options.mode = cloud::RevertMode::Propose;
    });
    QVERIFY_ERROR(nobody, ErrorCode::InvalidValue);
}

void TestAutoRevertCommand::readAndPutRight()
{
    setUp();
    addRoute();
    const QJsonObject first = read();
    QCOMPARE(first["auto_revert"]["decisions"][0]["reason"].toString(), QStringLiteral("not-confirmed"));
    const QJsonObject second = read();
    QCOMPARE(routes(), 1);
    const QJsonObject what = second["auto_revert"].toObject();
    QCOMPARE(what["decisions"][0]["step"].toString(), QStringLiteral("carry-out"));
    QCOMPARE(what["corrections"].toArray().size(), 1);
    QCOMPARE(what["corrections"][0]["state"].toString(), QStringLiteral("kept"));
    QCOMPARE(what["done"].toInt(), 1);
    const QJsonObject third = read(); // of this reading there is none
    QVERIFY(third["auto_revert"]["corrections"].toArray().isEmpty());
}

void TestAutoRevertCommand::theSwitchFromOutside()
{
    setUp();
    addRoute();
    QVERIFY_RESULT(app::throwKillSwitch(m_data->path(), true));
    read();
    const QJsonObject line = read();
    QCOMPARE(line["auto_revert"]["decisions"][0]["reason"].toString(), QStringLiteral("killed"));
    QVERIFY(line["auto_revert"]["killed"].toBool());
    QCOMPARE(routes(), 2);
    QVERIFY_RESULT(app::throwKillSwitch(m_data->path(), false));
    read();
    QCOMPARE(routes(), 1);
}

QTEST_GUILESS_MAIN(TestAutoRevertCommand)
#include "tst_auto_revert_command.moc"

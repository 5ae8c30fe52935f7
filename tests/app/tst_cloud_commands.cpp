// SPDX-License-Identifier: GPL-3.0-or-later
// What zonescoped says about clouds without a service.
#include "app/cloud_commands.h"
#include "app/cloud_discover.h"
#include "model/store/cloud/intent_store.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zonescope;

class TestCloudCommands : public QObject
{
    Q_OBJECT

private slots:
    void driftIsPrinted();
    void plansAreJudged_data();
    void plansAreJudged();
    void plansAreJudgedByTheRailsThatAreSet();
    void mistakesAreSaid();
    void accountsAreReadAndKept();
    void accountsAreReadAgainAndAgain();

private:
    static QJsonObject jsonOf(const app::CloudOutput& output)
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(output.json)).object();
    }
};

void TestCloudCommands::driftIsPrinted()
{
    kit::TemporaryFolder folder;
    QVERIFY_ERROR(app::printDrift(folder.path()), base::ErrorCode::NotFound);
    {
        auto store = store::IntentStore::open(folder.path() / "cloud-intent.sqlite");
        QVERIFY_RESULT(store);
        cloud::DriftEvent event;
        event.state = cloud::DriftState::Open;
        event.finding.kind = cloud::DriftKind::Missing;
        event.finding.resourceKind = cloud::Kind::RouteTable;
        event.finding.resource = "rtb-1";
        event.finding.part = "route 0.0.0.0/0";
        event.finding.fields = {{"target", "igw-1", ""}};
        std::vector<cloud::DriftEvent> events{event};
        QVERIFY_RESULT(store->saveEvents(events));
        QCOMPARE(events[0].id, 1);
        QVERIFY(store->events().value() == events);
    }
    const auto output = app::printDrift(folder.path());
    QVERIFY_RESULT(output);
    const QJsonObject drift = jsonOf(*output)["drift"].toArray().at(0).toObject();
    QCOMPARE(drift["kind"].toString(), QStringLiteral("missing"));
    QCOMPARE(drift["state"].toString(), QStringLiteral("open"));
    QCOMPARE(drift["fields"].toArray().at(0).toObject()["expected"].toString(), QStringLiteral("igw-1"));
}

void TestCloudCommands::plansAreJudged_data()
{
    QTest::addColumn<std::string>("destination");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<int>("code");
    QTest::newRow("harmless") << std::string("203.0.113.0/24") << std::string("tgw-a") << 0;
    QTest::newRow("into a part of its own network")
        << std::string("10.40.1.0/25") << std::string("tgw-a") << app::exitConfirm;
    QTest::newRow("to nowhere") << std::string("203.0.113.0/24") << std::string("tgw-gone")
                                << app::exitRefuse;
}

void TestCloudCommands::plansAreJudged()
{
    QFETCH(std::string, destination);
    QFETCH(std::string, target);
    QFETCH(int, code);
    kit::TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "cloud");
    kit::writeText(folder.path() / "cloud" / "aws.json", cloud::sampleText("networks/aws.json"));
    kit::writeText(
        folder.path() / "plan.json",
        R"({"format_version":"1.2","resource_changes":[{"address":"aws_route.d","mode":"managed","type":"aws_route","name":"d","change":{"actions":["create"],"before":null,"after":{"route_table_id":"rtb-c","destination_cidr_block":")" +
            destination + R"(","transit_gateway_id":")" + target + "\"}}}]}");
    const auto output = app::checkPlanFile(folder.path() / "plan.json", folder.path() / "cloud");
    QVERIFY_RESULT(output);
    QVERIFY2(output->exitCode == code, output->json.c_str());
    QVERIFY(jsonOf(*output)["changes"].toArray().size() == 1);
    QCOMPARE(jsonOf(*output)["settings"].toObject()["from"].toString(), QStringLiteral("built in"));
}

/// A plan that has nothing against it but what somebody set in a data folder.
void TestCloudCommands::plansAreJudgedByTheRailsThatAreSet()
{
    kit::TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "cloud");
    kit::writeText(folder.path() / "cloud" / "aws.json", cloud::sampleText("networks/aws.json"));
    const auto plan = folder.path() / "plan.json";
    kit::writeText(
        plan,
        R"({"format_version":"1.2","resource_changes":[{"address":"aws_route.d","mode":"managed","type":"aws_route","name":"d","change":{"actions":["create"],"before":null,"after":{"route_table_id":"rtb-c","destination_cidr_block":"203.0.113.0/24","transit_gateway_id":"tgw-a"}}}]})");
    const auto check = [&] { return app::checkPlanFile(plan, folder.path() / "cloud", folder.path()); };
    const auto unset = check();
    QVERIFY_RESULT(unset);
    QCOMPARE(unset->exitCode, 0);
    QCOMPARE(jsonOf(*unset)["settings"].toObject()["from"].toString(), QStringLiteral("built in"));
    {
        auto store = store::IntentStore::open(folder.path() / "cloud-intent.sqlite");
        QVERIFY_RESULT(store);
        QVERIFY_RESULT(store->setSetting("gate-allowed", "198.51.100.0/24"));
        QVERIFY_RESULT(store->setSetting("gate-most-changes", "7"));
    }
    const auto output = check();
    QVERIFY_RESULT(output);
    QVERIFY2(output->exitCode == app::exitRefuse, output->json.c_str());
    const auto settings = jsonOf(*output)["settings"].toObject();
    QCOMPARE(settings["from"].toString(), QString::fromStdString(folder.path().string()));
    QCOMPARE(settings["allowed"].toArray().at(0).toString(), QStringLiteral("198.51.100.0/24"));
    QCOMPARE(settings["most_changes"].toInt(), 7);
    QVERIFY_ERROR(app::checkPlanFile(plan, folder.path() / "cloud", folder.path() / "none"),
                  base::ErrorCode::NotFound);
}

void TestCloudCommands::mistakesAreSaid()
{
    kit::TemporaryFolder folder;
    kit::writeText(folder.path() / "plan.json", "{\"version\":4}");
    QVERIFY_ERROR(app::checkPlanFile(folder.path() / "plan.json", folder.path()),
                  base::ErrorCode::InvalidValue);
    QVERIFY_ERROR(app::checkPlanFile(folder.path() / "none.json", folder.path()),
                  base::ErrorCode::FileFailed);
}

namespace {

/// What the environment of a test says is the account.
app::ServiceCommand reading(const cloudsim::Simulator& simulator)
{
    qputenv("AWS_CONFIG_FILE", "/nonexistent");
    qputenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    qputenv("AWS_ACCESS_KEY_ID", "AKIA111122223333");
    qputenv("AWS_SECRET_ACCESS_KEY", "canary-secret-key");
    app::ServiceCommand command;
    command.action = app::ServiceCommand::Action::Discover;
    command.provider = "aws";
    command.endpoint = simulator.root();
    command.places = {"eu-central-1"};
    return command;
}

} // namespace

void TestCloudCommands::accountsAreReadAndKept()
{
    const auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    const kit::TemporaryFolder folder;
    app::ServiceCommand command = reading(**simulator);
    command.folder = folder.path();
    std::vector<std::string> lines;
    const base::SystemClock clock;
    const app::DiscoverContext context{clock, [] { return false; }, [](base::Duration) { return true; },
                                       [&](const std::string& line) { lines.push_back(line); }};
    const auto whole = app::discover(command, context);
    QVERIFY_RESULT(whole);
    QCOMPARE(*whole, 0);
    QCOMPARE(lines.size(), 1U);
    const auto first = QJsonDocument::fromJson(QByteArray::fromStdString(lines[0])).object();
    QVERIFY(first["resources"].toInt() > 5);
    QCOMPARE(first["snapshot"].toInt(), 1);
    for (const QJsonValue& list : first["lists"].toArray())
        QCOMPARE(list.toObject()["state"].toString(), QStringLiteral("ok"));
    QVERIFY(lines[0].find("canary") == std::string::npos);

    cloudsim::Behaviour denied;
    denied.denied = {"DescribeSubnets"};
    (*simulator)->behave(denied);
    const auto partly = app::discover(command, context);
    QVERIFY_RESULT(partly);
    QCOMPARE(*partly, app::exitPartly);
    const auto second = QJsonDocument::fromJson(QByteArray::fromStdString(lines[1])).object();
    QCOMPARE(second["resources"].toInt(), first["resources"].toInt()); // what was known stays
    bool said = false;
    for (const QJsonValue& list : second["lists"].toArray())
        said = said || (list.toObject()["list"].toString() == QStringLiteral("Subnets") &&
                        list.toObject()["state"].toString() == QStringLiteral("denied"));
    QVERIFY(said);
}

void TestCloudCommands::accountsAreReadAgainAndAgain()
{
    const auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    app::ServiceCommand command = reading(**simulator);
    command.every = 5;
    std::size_t printed = 0;
    const base::SystemClock clock;
    const app::DiscoverContext context{
        clock, [] { return false; },
        [&](base::Duration duration) { return duration != std::chrono::minutes(5) || printed < 3; },
        [&](const std::string&) { ++printed; }};
    QVERIFY_RESULT(app::discover(command, context));
    QCOMPARE(printed, 3U);
    command.every = 0;
    command.provider = "google"; // no credentials here
    qputenv("GOOGLE_APPLICATION_CREDENTIALS", "/nonexistent");
    qputenv("CLOUDSDK_CONFIG", "/nonexistent");
    QVERIFY_ERROR(app::discover(command, context), base::ErrorCode::NotFound);
    QCOMPARE(printed, 3U);
}

QTEST_GUILESS_MAIN(TestCloudCommands)
#include "tst_cloud_commands.moc"

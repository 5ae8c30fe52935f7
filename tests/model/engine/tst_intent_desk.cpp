// SPDX-License-Identifier: GPL-3.0-or-later
// From scans and files through the engine to drift that opens and closes, over a restart.
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"
#include "tests/model/cloud/samples.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace zonescope;

namespace {

const char* const extra =
    R"({"DestinationCidrBlock": "203.0.113.0/24", "Origin": "CreateRoute", "State": "active", "GatewayId": "igw-a"},)";

} // namespace

class TestIntentDesk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pinnedAndScanned();
    void restartKeepsIt();
    void pinnedIsNotForgotten();
    void terraformIsPreviewedAndTaken();
    void ignoredWithReasonAndEnd();
    void plansAreChecked();
    void hysteresisIsChosen();
    void noSecretOnDisk();

private:
    template <class Wanted>
    Wanted ask(engine::IntentRequest request)
    {
        const auto answer = m_engine->reply(m_engine->engine().cloudIntent(std::move(request)));
        if (!answer)
            qFatal("%s", base::toString(answer.error()).c_str());
        return std::get<Wanted>(*answer);
    }
    engine::CloudAnswer scan(bool drifted)
    {
        QByteArray text = QByteArray::fromStdString(cloud::sampleText("networks/aws.json"));
        if (drifted) {
            const auto at = text.indexOf("\"Routes\": [");
            text.insert(at + 11, extra);
        }
        kit::writeText(m_input.path() / "aws.json", text.toStdString());
        const auto answer =
            m_engine->reply(m_engine->engine().clouds(engine::ImportCloudFolder{m_input.path()}));
        if (!answer)
            qFatal("%s", base::toString(answer.error()).c_str());
        return std::get<engine::CloudAnswer>(*answer);
    }
    std::shared_ptr<const engine::DriftView> drift()
    {
        return ask<engine::IntentAnswer>(engine::ShowDrift{}).view;
    }

    kit::TemporaryFolder m_data;
    kit::TemporaryFolder m_input;
    kit::TemporaryFolder m_files;
    std::unique_ptr<kit::RunningEngine> m_engine;
    std::int64_t m_pinned = 0;
};

void TestIntentDesk::initTestCase()
{
    auto started = kit::RunningEngine::start(m_data.path());
    QVERIFY_RESULT(started);
    m_engine = std::move(*started);
}

void TestIntentDesk::pinnedAndScanned()
{
    QVERIFY(drift()->intents.empty());
    const auto none = m_engine->reply(m_engine->engine().cloudIntent(engine::PinIntent{}));
    QVERIFY_ERROR(none, base::ErrorCode::NotFound);
    m_pinned = scan(false).shown;
    QCOMPARE(ask<engine::IntentAnswer>(engine::PinIntent{m_pinned}).view->intents.size(), 1U);
    for (int i = 0; i < 3; ++i) {
        scan(false);
        QVERIFY(drift()->events.empty());
    }
    scan(true);
    QCOMPARE(drift()->events.size(), 1U);
    QVERIFY(drift()->events[0].state == cloud::DriftState::Suspected);
    QVERIFY(!m_engine->sawEvent(pipeline::Event::Kind::CloudDriftOpened));
    scan(true);
    QVERIFY(drift()->events[0].state == cloud::DriftState::Open);
    QCOMPARE(drift()->events[0].finding.part, std::string("route 203.0.113.0/24"));
    QVERIFY(m_engine->waitFor([&] { return m_engine->sawEvent(pipeline::Event::Kind::CloudDriftOpened); }));
}

void TestIntentDesk::restartKeepsIt()
{
    m_engine.reset();
    initTestCase();
    const auto view = drift();
    QCOMPARE(view->events.size(), 1U);
    QVERIFY(view->events[0].state == cloud::DriftState::Open);
    QVERIFY(!view->events[0].finding.actualPart.empty()); // judged again, so it can be put right
    scan(false);
    QVERIFY(drift()->events[0].state == cloud::DriftState::Open);
    scan(false);
    QVERIFY(drift()->events[0].state == cloud::DriftState::Closed);
    QVERIFY(m_engine->waitFor([&] { return m_engine->sawEvent(pipeline::Event::Kind::CloudDriftClosed); }));
}

void TestIntentDesk::pinnedIsNotForgotten()
{
    const auto refused = m_engine->reply(m_engine->engine().clouds(engine::ForgetCloud{m_pinned}));
    QVERIFY_ERROR(refused, base::ErrorCode::StillInUse);
}

void TestIntentDesk::terraformIsPreviewedAndTaken()
{
    const auto good = m_files.path() / "net.tfstate";
    const auto bad = m_files.path() / "bad.tfstate";
    kit::writeText(
        good,
        R"({"version":4,"resources":[{"mode":"managed","type":"aws_route","name":"more","instances":[{"attributes":{"route_table_id":"rtb-web","destination_cidr_block":"198.51.100.0/24","gateway_id":"igw-a"}}]},)"
        R"({"mode":"managed","type":"aws_vpn_connection","name":"v","instances":[{"attributes":{"id":"vpn-1","tunnel1_preshared_key":"canary-psk"}}]}]})");
    kit::writeText(bad, "{\"version\":3}");
    const auto preview = ask<engine::TerraformPreviewAnswer>(engine::PreviewTerraform{{good, bad}});
    QCOMPARE(preview.files.size(), 2U);
    QCOMPARE(preview.files[0].parts, 1U);
    QVERIFY(!preview.files[0].error);
    QVERIFY(preview.files[1].error &&
            preview.files[1].error->detail.find("bad.tfstate") != std::string::npos);
    const auto both = m_engine->reply(m_engine->engine().cloudIntent(engine::AddTerraform{{good, bad}}));
    QVERIFY_ERROR(both, base::ErrorCode::Unsupported);
    QCOMPARE(drift()->intents.size(), 1U); // all or none
    const auto view = ask<engine::IntentAnswer>(engine::AddTerraform{{good}}).view;
    QCOMPARE(view->intents.size(), 2U);
    const auto missing =
        std::ranges::find(view->events, cloud::DriftState::Suspected, &cloud::DriftEvent::state);
    QVERIFY(missing != view->events.end());
    QCOMPARE(missing->finding.owner, std::string("net.tfstate: aws_route.more"));
    // The same file again replaces the old one.
    QCOMPARE(ask<engine::IntentAnswer>(engine::AddTerraform{{good}}).view->intents.size(), 2U);
}

void TestIntentDesk::ignoredWithReasonAndEnd()
{
    cloud::DriftIgnore rule;
    rule.part = "route 198.51.100.*";
    rule.until = base::SystemClock().wall() + std::chrono::hours(1);
    const auto refused = m_engine->reply(m_engine->engine().cloudIntent(engine::IgnoreDrift{rule}));
    QVERIFY_ERROR(refused, base::ErrorCode::InvalidValue);
    rule.reason = "not yet rolled out";
    const auto view = ask<engine::IntentAnswer>(engine::IgnoreDrift{rule}).view;
    QCOMPARE(view->ignores.size(), 1U);
    QVERIFY(view->ignored > 0);
    QVERIFY(std::ranges::none_of(
        view->events, [](const cloud::DriftEvent& e) { return e.state != cloud::DriftState::Closed; }));
    QVERIFY(ask<engine::IntentAnswer>(engine::UnignoreDrift{view->ignores[0].id}).view->ignores.empty());
}

void TestIntentDesk::plansAreChecked()
{
    const auto plan = m_files.path() / "plan.json";
    kit::writeText(
        plan,
        R"({"format_version":"1.2","planned_values":{},"resource_changes":[{"address":"aws_route.d","mode":"managed","type":"aws_route","name":"d","change":{"actions":["delete"],"before":{"route_table_id":"rtb-web","destination_cidr_block":"0.0.0.0/0","gateway_id":"igw-a"},"after":null}}]})");
    const auto answer = ask<engine::GateAnswer>(engine::CheckTerraformPlan{plan, 0});
    QVERIFY(answer.result.verdict == cloud::GateVerdict::Confirm);
    QVERIFY(!answer.result.flows.empty());
    engine::SetDriftSettings settings;
    settings.gate.management = {*cloud::prefixFromText("198.51.100.77")};
    QCOMPARE(ask<engine::IntentAnswer>(settings).view->gate.management.size(), 1U);
    QVERIFY(ask<engine::GateAnswer>(engine::CheckTerraformPlan{plan, 0}).result.verdict ==
            cloud::GateVerdict::Refuse);
}

void TestIntentDesk::hysteresisIsChosen()
{
    engine::SetDriftSettings settings;
    settings.policy = {3, 3};
    QCOMPARE(ask<engine::IntentAnswer>(settings).view->policy.openAfter, 3U);
    m_engine.reset(); // it is kept
    initTestCase();
    QCOMPARE(drift()->policy.closeAfter, 3U);
    m_pinned = scan(false).shown;
    ask<engine::IntentAnswer>(engine::PinIntent{m_pinned});
    const auto shown = drift(); // lives as long as the loop
    for (const cloud::DriftIgnore& ignore : shown->ignores)
        ask<engine::IntentAnswer>(engine::UnignoreDrift{ignore.id});
    const auto open = [&] {
        return std::ranges::any_of(drift()->events, [](const cloud::DriftEvent& event) {
            return event.state == cloud::DriftState::Open && event.finding.part == "route 203.0.113.0/24";
        });
    };
    for (int i = 0; i < 2; ++i) {
        scan(true);
        QVERIFY(!open());
    }
    scan(true);
    QVERIFY(open());
    settings.policy = {0, 0}; // nonsense becomes the least that makes sense
    QCOMPARE(ask<engine::IntentAnswer>(settings).view->policy.openAfter, 1U);
    scan(false);
    QVERIFY(!open());
}

void TestIntentDesk::noSecretOnDisk()
{
    m_engine.reset();
    int files = 0;
    QDirIterator entries(QString::fromStdString(m_data.path().string()), QDir::Files,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("canary"), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 3);
}

QTEST_GUILESS_MAIN(TestIntentDesk)
#include "tst_intent_desk.moc"

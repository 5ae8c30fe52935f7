// SPDX-License-Identifier: GPL-3.0-or-later
// From a folder of command-line output through the engine to what the window shows; and no secret in anything
// on disk.
#include "model/base/log.h"
#include "model/cloud/snapshot_file.h"
#include "model/store/cloud/cloud_store.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"
#include "tests/model/cloud/samples.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <cstdio>

using namespace zonescope;

class TestCloudDesk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingIsKeptAtFirst();
    void folderIsImported();
    void snapshotGoesOutAndComesBack();
    void twoAreCompared();
    void historyCounts();
    void findingsAreSuppressed();
    void reportHasThem();
    void noSecretOnDisk();
    void forgottenIsGone();
    void whatCannotBeReadIsSaid();
    void accountsOfFourProvidersAreRead();
    void readingIsGivenUp();

private:
    void greps(const char* canary); ///< everything below the data folder, database, logs and exports
    template <class Wanted>
    Wanted ask(engine::CloudRequest request)
    {
        const auto answer = m_engine->reply(m_engine->engine().clouds(std::move(request)));
        if (!answer)
            qFatal("%s", base::toString(answer.error()).c_str());
        return std::get<Wanted>(*answer);
    }

    kit::TemporaryFolder m_data;
    kit::TemporaryFolder m_input;
    std::unique_ptr<kit::RunningEngine> m_engine;
    std::int64_t m_first = 0;
};

void TestCloudDesk::initTestCase()
{
    // The log goes to where everything is searched for secrets, with all that it ever says.
    QVERIFY(std::freopen((m_data.path() / "log").c_str(), "a", stderr));
    base::setLogLevel(base::LogLevel::Debug);
    auto started = kit::RunningEngine::start(m_data.path());
    QVERIFY_RESULT(started);
    m_engine = std::move(*started);
    for (const char* file : {"google/compute.json", "azure/arm-network.json", "openstack/neutron.json",
                             "networks/aws.json", "aws/describe-vpn-connections.json"})
        kit::writeText(m_input.path() /
                           (std::string(file).substr(0, 3) + std::to_string(m_first++) + ".json"),
                       cloud::sampleText(file));
    m_first = 0;
}

void TestCloudDesk::nothingIsKeptAtFirst()
{
    const auto answer = ask<engine::CloudAnswer>(engine::ShowCloud{});
    QVERIFY(answer.kept.empty() && !answer.view && answer.shown == 0);
}

void TestCloudDesk::folderIsImported()
{
    const auto answer = ask<engine::CloudAnswer>(engine::ImportCloudFolder{m_input.path()});
    QCOMPARE(answer.kept.size(), 1U);
    QVERIFY(answer.view);
    m_first = answer.shown;
    QVERIFY(answer.view->snapshot->find("eni-web"));
    QVERIFY(answer.view->snapshot->find("91aa"));
    QVERIFY(std::ranges::any_of(answer.view->findings, [](const cloud::Finding& f) {
        return f.check == cloud::CheckId::RouteBlackhole && f.resources.front() == "rtb-app";
    }));
    QVERIFY(!answer.view->search->find("10.20.2.10").empty());
}

void TestCloudDesk::snapshotGoesOutAndComesBack()
{
    const auto file = m_data.path() / "out.zscloud";
    ask<engine::Done>(engine::ExportCloud{m_first, file});
    const auto answer = ask<engine::CloudAnswer>(engine::ImportCloudFolder{file});
    QCOMPARE(answer.kept.size(), 2U);
    QVERIFY(answer.view->snapshot->find("eni-web"));
}

void TestCloudDesk::twoAreCompared()
{
    const auto kept = ask<engine::CloudAnswer>(engine::ShowCloud{}).kept;
    const auto answer = ask<engine::CloudDifferenceAnswer>(engine::CompareClouds{kept[1].id, kept[0].id});
    QVERIFY(answer.difference->changes.empty());
    QVERIFY(answer.difference->unchanged > 30);
}

void TestCloudDesk::historyCounts()
{
    const auto kept = ask<engine::CloudAnswer>(engine::ShowCloud{}).kept;
    const auto history = ask<engine::CloudHistoryAnswer>(engine::AskCloudHistory{});
    QCOMPARE(history.scans.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        QVERIFY(history.scans[i].snapshot == kept[i]);
        std::size_t sum = 0;
        for (const auto& count : history.scans[i].tally.counts)
            sum += count.resources;
        QCOMPARE(sum, kept[i].resources);
    }
}

void TestCloudDesk::findingsAreSuppressed()
{
    const auto shown = ask<engine::CloudAnswer>(engine::ShowCloud{});
    QVERIFY(!shown.view->findings.empty());
    const cloud::Finding& finding = shown.view->findings.front();
    const base::Timestamp now = base::fromMicroseconds(1'000'000);
    const cloud::Suppression known{finding.check, finding.resources.front(), "known",
                                   now + std::chrono::hours(1)};
    const auto after = ask<engine::SuppressionsAnswer>(engine::SuppressFinding{known, false});
    QVERIFY(cloud::suppressionOf(finding, after.suppressions, now));
    QVERIFY(!cloud::suppressionOf(finding, after.suppressions, now + std::chrono::hours(2)));
    QCOMPARE(ask<engine::CloudAnswer>(engine::ShowCloud{}).suppressions.size(), 1U);
    QVERIFY(ask<engine::SuppressionsAnswer>(engine::SuppressFinding{known, true}).suppressions.empty());
}

void TestCloudDesk::reportHasThem()
{
    engine::ReportRequest request;
    request.selection.period = {base::fromMicroseconds(0), base::fromMicroseconds(1'000'000)};
    const auto without = m_engine->reply(m_engine->engine().report(request));
    QVERIFY_RESULT(without);
    QVERIFY(!std::get<engine::ReportAnswer>(*without).document->cloud);
    request.clouds = true;
    const auto with = m_engine->reply(m_engine->engine().report(request));
    QVERIFY_RESULT(with);
    const auto section = std::get<engine::ReportAnswer>(*with).document->cloud;
    QVERIFY(section);
    QVERIFY(!section->inventory.empty() && !section->findings.empty());
    QVERIFY(section->topology.starts_with("<svg"));
    QVERIFY(section->topology.find("canary") == std::string::npos);
}

void TestCloudDesk::greps(const char* canary)
{
    int files = 0;
    QDirIterator entries(QString::fromStdString(m_data.path().string()), QDir::Files,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(canary), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 3);
    // Bodies are packed in the database, and so are exported files: what is in them is looked at unpacked.
    const auto store = store::CloudStore::open(m_data.path() / "cloud.sqlite");
    QVERIFY_RESULT(store);
    const auto kept = store->list();
    QVERIFY_RESULT(kept);
    for (const store::SavedSnapshot& saved : *kept) {
        const auto snapshot = store->load(saved.id);
        QVERIFY_RESULT(snapshot);
        const kit::TemporaryFolder folder;
        const auto file = folder.path() / "export.zscloud";
        QVERIFY_RESULT(cloud::writeSnapshotFile(**snapshot, file));
        const std::string packed = kit::readText(file);
        const auto text = cloud::unpackSnapshot(packed, cloud::largestSnapshotText);
        QVERIFY_RESULT(text);
        QVERIFY(text->size() > 500);
        QVERIFY2(text->find(canary) == std::string::npos, saved.label.c_str());
        for (const cloud::Resource& resource : (*snapshot)->resources())
            QVERIFY2(resource.raw.find(canary) == std::string::npos, resource.key().c_str());
        for (const cloud::Scope& scope : (*snapshot)->scopes())
            QVERIFY2(scope.detail.find(canary) == std::string::npos, scope.what.c_str());
    }
}

void TestCloudDesk::noSecretOnDisk()
{
    m_engine.reset(); // everything is written and closed
    greps("canary");
    initTestCase();
}

void TestCloudDesk::forgottenIsGone()
{
    auto answer = ask<engine::CloudAnswer>(engine::ShowCloud{});
    QCOMPARE(answer.kept.size(), 2U); // also after a restart
    answer = ask<engine::CloudAnswer>(engine::ForgetCloud{answer.kept[0].id});
    QCOMPARE(answer.kept.size(), 1U);
    answer = ask<engine::CloudAnswer>(engine::ForgetCloud{answer.kept[0].id});
    QVERIFY(answer.kept.empty() && !answer.view);
}

void TestCloudDesk::whatCannotBeReadIsSaid()
{
    const auto request = m_engine->engine().clouds(engine::ImportCloudFolder{m_data.path() / "nothing"});
    QVERIFY_ERROR(m_engine->reply(request), base::ErrorCode::FileFailed);
    const auto unknown = m_engine->engine().clouds(engine::ShowCloud{4711});
    QVERIFY_ERROR(m_engine->reply(unknown), base::ErrorCode::NotFound);
    const auto nobody = m_engine->engine().clouds(
        engine::ReadAccount{cloud::Provider::Aws, "no such profile of anybody", {}, {}, {}, {}});
    QVERIFY_ERROR(m_engine->reply(nobody), base::ErrorCode::NotFound);
}

/// With the files and variables that the providers' own tools use, down to what is on disk afterwards.
void TestCloudDesk::accountsOfFourProvidersAreRead()
{
    const auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    const kit::TemporaryFolder home;
    const auto write = [&](const char* name, const std::string& text) {
        kit::writeText(home.path() / name, text);
        return QByteArray::fromStdString((home.path() / name).string());
    };
    qputenv("AWS_CONFIG_FILE", write("config", "[profile sim]\nendpoint_url=" + (*simulator)->root() + "\n"));
    qputenv("AWS_SHARED_CREDENTIALS_FILE", write("credentials", "[sim]\naws_access_key_id=AKIA111122223333\n"
                                                                "aws_secret_access_key=canary-secret-key\n"));
    qputenv("GOOGLE_APPLICATION_CREDENTIALS",
            write("adc.json",
                  R"({"type":"authorized_user","client_id":"c","client_secret":"canary-client",)"
                  R"("refresh_token":"canary-refresh","quota_project_id":"sim-project","token_uri":")" +
                      (*simulator)->googleToken() + "\"}"));
    qputenv("AZURE_TENANT_ID", "tenant");
    qputenv("AZURE_CLIENT_ID", "client");
    qputenv("AZURE_CLIENT_SECRET", "canary-azure-secret");
    qputenv("AZURE_AUTHORITY_HOST", QByteArray::fromStdString((*simulator)->azureAuthority()));
    qputenv("OS_CLIENT_CONFIG_FILE",
            write("clouds.yaml", "clouds:\n  sim:\n    auth: {auth_url: \"" + (*simulator)->keystone() +
                                     "\", username: reader, password: sim-secret, project_name: demo}\n"));
    using cloud::Provider;
    struct Case
    {
        engine::ReadAccount account;
        const char* label;
        const char* resource;
    };
    const std::string root = (*simulator)->root();
    for (const Case& c : {Case{{Provider::Aws, "sim", {}, "", "", {}}, "sim", "vpc-shop"},
                          Case{{Provider::Google, "", {}, root, "", {}},
                               "Google Cloud",
                               "projects/sim-project/global/networks/core"},
                          Case{{Provider::Azure, "environment", {}, root, "", {}},
                               "Azure environment",
                               "/subscriptions/00000000-1111-2222-3333-444444444444"},
                          Case{{Provider::OpenStack, "sim", {}, "", "", {}}, "OpenStack sim", "rtr-edge"}}) {
        const auto answer = ask<engine::CloudAnswer>(c.account);
        QVERIFY(answer.view);
        QCOMPARE(answer.kept[0].label, std::string(c.label));
        QVERIFY2(answer.view->snapshot->find(c.resource), c.resource);
        QCOMPARE(answer.notRead, 0U);
        ask<engine::Done>(engine::ExportCloud{
            answer.shown,
            m_data.path() / (std::string(cloud::providerWord(c.account.provider)) + ".zscloud")});
    }
    m_engine.reset();
    greps("canary");
    greps("sim-secret");
    initTestCase();
}

void TestCloudDesk::readingIsGivenUp()
{
    cloudsim::Behaviour slow;
    slow.latency = std::chrono::seconds(3);
    const auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate(), slow);
    QVERIFY_RESULT(simulator);
    qputenv("AWS_ACCESS_KEY_ID", "AKIA111122223333");
    qputenv("AWS_SECRET_ACCESS_KEY", "secret");
    const auto reading = m_engine->engine().clouds(
        engine::ReadAccount{cloud::Provider::Aws, "", {}, (*simulator)->root(), "", {}});
    QTRY_VERIFY((*simulator)->callCount() > 0);
    m_engine->engine().clouds(engine::StopReading{});
    QVERIFY_ERROR(m_engine->reply(reading), base::ErrorCode::Cancelled);
    QVERIFY((*simulator)->callCount() < 5);
}

QTEST_GUILESS_MAIN(TestCloudDesk)
#include "tst_cloud_desk.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// From a folder of command-line output through the engine to what the window shows; and no secret in anything
// on disk.
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"
#include "tests/model/cloud/samples.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

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

private:
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
}

void TestCloudDesk::noSecretOnDisk()
{
    m_engine.reset(); // everything is written and closed
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
    const auto nobody = m_engine->engine().clouds(engine::ReadAws{"no such profile of anybody", {}, {}, {}});
    QVERIFY_ERROR(m_engine->reply(nobody), base::ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestCloudDesk)
#include "tst_cloud_desk.moc"

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

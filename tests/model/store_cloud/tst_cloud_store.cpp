// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/cloud_store.h"

#include "model/cloud/difference.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;

namespace {

cloud::SnapshotPtr sample(const char* label, std::int64_t when)
{
    std::vector<cloud::Resource> all;
    for (const char* file : {"google/compute.json", "azure/arm-network.json", "openstack/neutron.json",
                             "aws/describe-vpn-connections.xml", "aws/describe-vpcs.json"})
        std::ranges::move(cloud::sampleResources(file), std::back_inserter(all));
    return cloud::Snapshot::make(label, base::fromMicroseconds(when),
                                 {{cloud::Provider::Google, "acme", "", "compute.json", cloud::ScopeState::Ok,
                                   "", base::fromMicroseconds(when), 9}},
                                 std::move(all));
}

} // namespace

class TestCloudStore : public QObject
{
    Q_OBJECT

private slots:
    void snapshotsComeBack();
    void equalSnapshotsShareBodies();
    void removingFreesWhatNobodyNeeds();
    void noSecretInTheFile();

private:
    std::filesystem::path file() const { return m_folder.path().toStdString() + "/cloud.sqlite"; }
    QTemporaryDir m_folder;
};

void TestCloudStore::snapshotsComeBack()
{
    auto store = store::CloudStore::open(file());
    QVERIFY_RESULT(store);
    const auto before = sample("first", 1'000'000);
    const auto id = store->save(*before);
    QVERIFY_RESULT(id);
    const auto after = store->load(*id);
    QVERIFY_RESULT(after);
    QCOMPARE((*after)->resources().size(), before->resources().size());
    QVERIFY(cloud::differenceOf(*before, **after).changes.empty());
    QVERIFY((*after)->scopes() == before->scopes());
    for (std::uint32_t i = 0; i < before->resources().size(); ++i) {
        QCOMPARE((*after)->at(i).key(), before->at(i).key());
        QCOMPARE((*after)->at(i).redacted, before->at(i).redacted);
    }
    QVERIFY_ERROR(store->load(*id + 1), base::ErrorCode::NotFound);
}

void TestCloudStore::equalSnapshotsShareBodies()
{
    auto store = store::CloudStore::open(file());
    QVERIFY_RESULT(store);
    const auto bodies = store->bodies();
    QVERIFY_RESULT(bodies);
    QVERIFY(*bodies > 10);
    QVERIFY_RESULT(store->save(*sample("second", 2'000'000)));
    QCOMPARE(*store->bodies(), *bodies);
    const auto list = store->list();
    QVERIFY_RESULT(list);
    QCOMPARE(list->size(), 2U);
    QCOMPARE(list->front().label, std::string("second")); // newest first
}

void TestCloudStore::removingFreesWhatNobodyNeeds()
{
    auto store = store::CloudStore::open(file());
    QVERIFY_RESULT(store);
    const auto all = store->list();
    QVERIFY_RESULT(all);
    for (const auto& saved : *all) {
        QVERIFY(*store->bodies() > 0);
        QVERIFY_RESULT(store->remove(saved.id));
    }
    QCOMPARE(*store->bodies(), 0);
    QVERIFY(store->list()->empty());
}

void TestCloudStore::noSecretInTheFile()
{
    {
        auto store = store::CloudStore::open(file());
        QVERIFY_RESULT(store);
        QVERIFY_RESULT(store->save(*sample("third", 3'000'000)));
        // Bodies are compressed: as text, too.
        const auto loaded = store->load(store->list()->front().id);
        QVERIFY_RESULT(loaded);
        for (const cloud::Resource& resource : (*loaded)->resources())
            QVERIFY(resource.raw.find("canary") == std::string::npos);
    }
    for (const QFileInfo& entry : QDir(m_folder.path()).entryInfoList(QDir::Files)) {
        QFile written(entry.filePath());
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY2(!written.readAll().contains("canary"), qPrintable(entry.fileName()));
    }
}

QTEST_APPLESS_MAIN(TestCloudStore)
#include "tst_cloud_store.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/cloud_store.h"

#include "model/cloud/difference.h"
#include "model/cloud/json.h"
#include "model/store/cloud/bodies.h"
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
    void onlyWhatChangedIsStored();
    void filesOfOlderProgramsAreRead();
    void packedIdsComeBack();
    void talliesAreKept();
    void olderFilesAreCounted();
    void suppressionsArePersistent();
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

void TestCloudStore::onlyWhatChangedIsStored()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString() + "/cloud.sqlite";
    auto store = store::CloudStore::open(path);
    QVERIFY_RESULT(store);
    const auto first = sample("one", 1'000'000);
    const auto firstId = store->save(*first);
    QVERIFY_RESULT(firstId);
    const auto counted = [&](const char* sql) {
        auto database = store::Database::open(path, store::Synchronous::Normal);
        return database ? database->value(sql).value_or(-1) : -1;
    };
    const auto piles = counted("SELECT count(*) FROM pile");
    const auto bodies = *store->bodies();
    QVERIFY(piles > 3);
    // One resource says something else: its list and its body are new, nothing else.
    const auto all = first->resources();
    std::vector<cloud::Resource> resources(all.begin(), all.end());
    cloud::Resource& changed = resources.front();
    changed.raw.insert(1, R"("zonescope":"changed",)");
    changed.hash = cloud::contentHash(changed.raw);
    const auto second =
        cloud::Snapshot::make("one", base::fromMicroseconds(2'000'000), first->scopes(), resources);
    const auto secondId = store->save(*second);
    QVERIFY_RESULT(secondId);
    QCOMPARE(counted("SELECT count(*) FROM pile"), piles + 1);
    QCOMPARE(*store->bodies(), bodies + 1);
    QCOMPARE(counted("SELECT count(*) FROM item"), 0);
    // Each comes back as it was, also after the other is gone.
    QVERIFY_RESULT(store->remove(*firstId));
    const auto again = store->load(*secondId);
    QVERIFY_RESULT(again);
    QVERIFY(cloud::differenceOf(*second, **again).changes.empty());
    QCOMPARE(*store->bodies(), bodies);
    QCOMPARE(counted("SELECT count(*) FROM pile"), piles);
}

/// Programs before piles had a row for every resource of every scan.
void TestCloudStore::filesOfOlderProgramsAreRead()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString() + "/cloud.sqlite";
    const auto snapshot = sample("old", 4'000'000);
    std::int64_t id = 0;
    {
        auto store = store::CloudStore::open(path);
        QVERIFY_RESULT(store);
        id = *store->save(*snapshot);
    }
    {
        auto database = store::Database::open(path, store::Synchronous::Normal);
        QVERIFY_RESULT(database);
        auto piles = database->prepare("SELECT place, bodies FROM pile");
        auto add = database->prepare("INSERT INTO item VALUES (?1, ?2, ?3)");
        piles.start();
        for (auto row = piles.next(); row && *row; row = piles.next()) {
            std::vector<std::int64_t> ids;
            QVERIFY(store::unpackIds(piles.blob(1), ids));
            for (const std::int64_t body : ids)
                QVERIFY_RESULT(add.execute(id, piles.integer(0), body));
        }
        piles.reset();
        QVERIFY_RESULT(database->run("DELETE FROM scan_pile; DELETE FROM pile"));
    }
    auto store = store::CloudStore::open(path);
    QVERIFY_RESULT(store);
    const auto loaded = store->load(id);
    QVERIFY_RESULT(loaded);
    QVERIFY(cloud::differenceOf(*snapshot, **loaded).changes.empty());
    QCOMPARE((*loaded)->resources().size(), snapshot->resources().size());
    QVERIFY_RESULT(store->remove(id));
    QCOMPARE(*store->bodies(), 0);
}

void TestCloudStore::packedIdsComeBack()
{
    const std::vector<std::int64_t> ids{0, 1, 127, 128, 300, 1'000'000, 1LL << 40};
    std::vector<std::int64_t> back;
    QVERIFY(store::unpackIds(base::viewOf(store::packIds(ids)), back));
    QCOMPARE(back, ids);
    std::vector<std::int64_t> none;
    QVERIFY(!store::unpackIds(base::viewOf(std::string_view("\x85")), none));
    QVERIFY(!store::unpackIds(base::viewOf(std::string(12, '\xFF')), none));
}

void TestCloudStore::talliesAreKept()
{
    QTemporaryDir folder;
    auto store = store::CloudStore::open(folder.path().toStdString() + "/cloud.sqlite");
    QVERIFY_RESULT(store);
    const auto snapshot = sample("counted", 3'000'000);
    const auto id = store->save(*snapshot);
    QVERIFY_RESULT(id);
    const auto tally = store->tally(*id);
    QVERIFY_RESULT(tally);
    QVERIFY(*tally == cloud::tallyOf(*snapshot));
    std::size_t sum = 0;
    for (const auto& count : tally->counts)
        sum += count.resources;
    QCOMPARE(sum, snapshot->resources().size());
    QVERIFY(!tally->tunnels.empty());
    QVERIFY(std::ranges::any_of(tally->uses, [](const auto& use) { return use.network && use.usable > 0; }));
    QVERIFY(std::ranges::any_of(tally->uses, [](const auto& use) { return !use.network && use.usable > 0; }));
    QVERIFY_ERROR(store->tally(*id + 1), base::ErrorCode::NotFound);
    QVERIFY_RESULT(store->remove(*id));
    QVERIFY_ERROR(store->tally(*id), base::ErrorCode::NotFound);
}

void TestCloudStore::olderFilesAreCounted()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.path().toStdString() + "/cloud.sqlite";
    const auto snapshot = sample("old", 4'000'000);
    std::int64_t id = 0;
    {
        auto store = store::CloudStore::open(file);
        QVERIFY_RESULT(store);
        id = *store->save(*snapshot);
    }
    {
        auto database = store::Database::open(file, store::Synchronous::Normal);
        QVERIFY_RESULT(database);
        QVERIFY_RESULT(database->run(
            "DELETE FROM tally; DELETE FROM tunnel; DELETE FROM address_use; UPDATE scan SET tallied = 0"));
    }
    auto store = store::CloudStore::open(file);
    QVERIFY_RESULT(store);
    for (int time = 0; time < 2; ++time) { // worked out, then found
        const auto tally = store->tally(id);
        QVERIFY_RESULT(tally);
        QVERIFY(*tally == cloud::tallyOf(*snapshot));
    }
}

void TestCloudStore::suppressionsArePersistent()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.path().toStdString() + "/cloud.sqlite";
    const cloud::Suppression known{cloud::CheckId::OpenToWorld, "sg-1", "the bastion",
                                   base::fromMicroseconds(5'000'000)};
    {
        auto store = store::CloudStore::open(file);
        QVERIFY_RESULT(store);
        cloud::Suppression first = known;
        first.reason = "first words";
        QVERIFY_RESULT(store->suppress(first));
        QVERIFY_RESULT(store->suppress(known));
    }
    auto store = store::CloudStore::open(file);
    QVERIFY_RESULT(store);
    QCOMPARE(store->suppressions()->size(), 1U);
    QVERIFY(store->suppressions()->front() == known);
    QVERIFY_RESULT(store->unsuppress(known.check, known.resource));
    QVERIFY(store->suppressions()->empty());
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/configuration_repository.h"
#include "model/store/migrations.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/processor_time.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <random>

using namespace zonescope;
using base::ErrorCode;
using store::Database;

class tst_ConfigurationRepository : public QObject
{
    Q_OBJECT

private slots:
    void emptyDatabaseIsAnEmptyConfiguration();
    void everythingComesBack();
    void randomEditsComeBack();
    void onlyTheDifferenceIsWritten();
    void tenThousandZonesInASecond();
    void damagedRowsAreNamed();
    void idsAreNotReusedAfterARestart();

private:
    Database fresh()
    {
        auto database = Database::open(m_folder.path() / (std::to_string(++m_files) + ".sqlite"),
                                       store::Synchronous::Full);
        if (!store::migrate(*database, store::workMigrations()))
            qFatal("migration failed");
        return std::move(*database);
    }
    kit::TemporaryFolder m_folder;
    int m_files = 0;
};

void tst_ConfigurationRepository::emptyDatabaseIsAnEmptyConfiguration()
{
    const Database database = fresh();
    const auto loaded = store::loadConfiguration(database);
    QVERIFY_RESULT(loaded);
    QVERIFY(loaded->sameAs(zone::Configuration()));
}

void tst_ConfigurationRepository::everythingComesBack()
{
    Database database = fresh();
    const zone::Configuration made = kit::someConfiguration(20);
    QVERIFY_RESULT(store::saveDifference(database, {}, made));
    const auto loaded = store::loadConfiguration(database);
    QVERIFY_RESULT(loaded);
    QVERIFY(loaded->sameAs(made));
    QCOMPARE(loaded->nextId(), made.nextId());
}

void tst_ConfigurationRepository::randomEditsComeBack()
{
    Database database = fresh();
    std::mt19937 random(5);
    zone::Configuration stored;
    zone::Configuration now = kit::someConfiguration(30);
    for (int round = 0; round < 40; ++round) {
        QVERIFY_RESULT(store::saveDifference(database, stored, now));
        const auto loaded = store::loadConfiguration(database);
        QVERIFY_RESULT(loaded);
        QVERIFY(loaded->sameAs(now));
        stored = now;
        for (int edit = 0; edit < 4; ++edit) {
            auto picked = now.zones().begin();
            std::advance(picked, random() % now.zones().size());
            zone::Zone zone = *picked->second;
            switch (random() % 4) {
            case 0:
                QVERIFY_RESULT(now.remove(zone.id));
                break;
            case 1:
                std::ranges::reverse(zone.edges);
                zone.paused = !zone.paused;
                QVERIFY_RESULT(now.put(zone));
                break;
            case 2: {
                zone::Edge edge = now.edges().begin()->second;
                edge.notify = round % 2 == 0;
                edge.key = round % 3 == 0 || now.keys().empty() ? std::nullopt
                                                                : std::optional(now.keys().begin()->first);
                edge.name = "renamed " + std::to_string(round) + "." + std::to_string(edit);
                QVERIFY_RESULT(now.put(edge));
                break;
            }
            default:
                zone.id = {};
                zone.apex =
                    kit::name("new-" + std::to_string(round) + "-" + std::to_string(edit) + ".example");
                QVERIFY_RESULT(now.put(zone));
            }
        }
    }
}

void tst_ConfigurationRepository::onlyTheDifferenceIsWritten()
{
    Database database = fresh();
    const zone::Configuration before = kit::someConfiguration(500);
    QVERIFY_RESULT(store::saveDifference(database, {}, before));
    zone::Configuration after = before;
    zone::Zone zone = *before.zones().begin()->second;
    zone.paused = !zone.paused;
    QVERIFY_RESULT(after.put(zone));
    const auto changes = [&] { return *database.value("SELECT total_changes()"); };
    const std::int64_t start = changes();
    QVERIFY_RESULT(store::saveDifference(database, before, after));
    // One zone and its members, out and in.
    const auto members = static_cast<std::int64_t>(zone.primaries.size() + zone.edges.size() +
                                                   zone.notifyFrom.size() + zone.transferTo.size());
    QCOMPARE(changes() - start, 2 * (1 + members));
}

void tst_ConfigurationRepository::tenThousandZonesInASecond()
{
    const kit::TemporaryFolder folder;
    const kit::FakeClock clock;
    auto store = store::Store::open(folder.path(), clock);
    QVERIFY_RESULT(store);
    zone::Configuration made = kit::someConfiguration(10'000);
    const kit::ProcessorTime timer;
    QVERIFY_RESULT(kit::save(**store, made));
    const auto took = timer.milliseconds(); // of the processor: how busy the disk is, is not ours
    QVERIFY2(took < 1000, qPrintable(QString("%1 ms").arg(took)));
    QVERIFY((*store)->loadConfiguration()->sameAs(made));
}

void tst_ConfigurationRepository::damagedRowsAreNamed()
{
    for (const char* damage :
         {"UPDATE zone SET apex='a..b' WHERE id=(SELECT max(id) FROM zone)",
          "UPDATE edge SET endpoint='nonsense'", "UPDATE tsig_key SET algorithm='rot13'",
          "UPDATE acl_prefix SET prefix='300.0.0.0/8'", "DELETE FROM edge",
          "UPDATE primary_address SET endpoint=''", "UPDATE primary_server SET source='x'"}) {
        Database database = fresh();
        QVERIFY_RESULT(store::saveDifference(database, {}, kit::someConfiguration(3)));
        QVERIFY_RESULT(database.run(damage));
        const auto loaded = store::loadConfiguration(database);
        QVERIFY_ERROR(loaded, ErrorCode::StoreCorrupt);
        QVERIFY2(loaded.error().detail.starts_with("work.sqlite: "), loaded.error().detail.c_str());
    }
}

void tst_ConfigurationRepository::idsAreNotReusedAfterARestart()
{
    const kit::TemporaryFolder folder;
    const kit::FakeClock clock;
    auto store = store::Store::open(folder.path(), clock);
    zone::Configuration made = kit::someConfiguration(3);
    const base::ZoneId last = made.zones().rbegin()->first;
    QVERIFY_RESULT(kit::save(**store, made));
    QVERIFY_RESULT(made.remove(last));
    QVERIFY_RESULT(kit::save(**store, made));
    store->reset();
    store = store::Store::open(folder.path(), clock);
    auto loaded = (*store)->loadConfiguration();
    QVERIFY_RESULT(loaded);
    zone::Zone zone = *loaded->zones().begin()->second;
    zone.id = {};
    zone.apex = kit::name("another.example");
    const auto id = loaded->put(zone);
    QVERIFY_RESULT(id);
    QVERIFY(*id > last);
}

QTEST_GUILESS_MAIN(tst_ConfigurationRepository)
#include "tst_configuration_repository.moc"

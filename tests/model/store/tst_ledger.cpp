// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/fake_clock.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_random.h"

#include <QTest>

#include <atomic>
#include <map>
#include <random>

using namespace zonescope;
using base::ZoneId;
using schedule::LedgerRow;

namespace {

constexpr auto notify = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify);
constexpr auto recovered = static_cast<pipeline::Triggers>(pipeline::Trigger::Recovered);

base::Status enqueue(store::Store& store, ZoneId zone, std::uint64_t offset)
{
    return kit::durably([&](auto done) { store.ledger().enqueue(zone, offset, notify, done); });
}

base::Status complete(store::Store& store, ZoneId zone)
{
    return kit::durably([&](auto done) { store.ledger().complete(zone, done); });
}

/// What a machine that stopped now would find: the files as they are, write-ahead log included.
void copyDatabase(const std::filesystem::path& from, const std::filesystem::path& to)
{
    std::filesystem::create_directories(to);
    for (const char* file : {"work.sqlite", "work.sqlite-wal", "work.journal"})
        if (std::filesystem::exists(from / file))
            std::filesystem::copy_file(from / file, to / file,
                                       std::filesystem::copy_options::overwrite_existing);
}

} // namespace

class tst_Ledger : public QObject
{
    Q_OBJECT

private slots:
    void acceptedWorkSurvivesARestart();
    void workInHandComesBackAsScheduled();
    void timersSurviveARestart();
    void forgottenZonesAreGoneAndOffsetsAreNotReused();
    void requestsOfManyThreadsAreAnsweredInGroups();
    void nothingInHandIsStillAnswered();
    void randomWorkRandomStop();

private:
    std::unique_ptr<store::Store> open(const std::filesystem::path& folder)
    {
        auto opened = store::Store::open(folder, m_clock);
        return opened ? std::move(*opened) : nullptr;
    }
    kit::FakeClock m_clock;
};

void tst_Ledger::acceptedWorkSurvivesARestart()
{
    const kit::TemporaryFolder folder;
    auto store = open(folder.path());
    QVERIFY(store);
    QCOMPARE(store->ledger().load()->nextOffset, std::uint64_t(1));
    QVERIFY_RESULT(enqueue(*store, ZoneId{7}, 1));
    QVERIFY_RESULT(enqueue(*store, ZoneId{7}, 2));
    QVERIFY_RESULT(enqueue(*store, ZoneId{8}, 3));
    QCOMPARE(store->ledger().watermark(), std::uint64_t(1));
    store->ledger().claim(ZoneId{8});
    QVERIFY_RESULT(complete(*store, ZoneId{8}));
    store.reset();
    store = open(folder.path());
    const auto loaded = store->ledger().load();
    QVERIFY_RESULT(loaded);
    QCOMPARE(loaded->rows.size(), std::size_t(2));
    QVERIFY(loaded->rows[0].scheduled == std::pair(std::uint64_t(1), std::uint64_t(2)));
    QCOMPARE(loaded->rows[0].scheduledTriggers, pipeline::Triggers(notify | recovered));
    QVERIFY(!loaded->rows[1].scheduled && !loaded->rows[1].working);
    QCOMPARE(loaded->rows[1].done, std::uint64_t(3));
    QCOMPARE(loaded->nextOffset, std::uint64_t(4));
    QCOMPARE(store->ledger().watermark(), std::uint64_t(1));
}

void tst_Ledger::workInHandComesBackAsScheduled()
{
    const kit::TemporaryFolder folder;
    auto store = open(folder.path());
    QVERIFY_RESULT(enqueue(*store, ZoneId{7}, 4));
    store->ledger().claim(ZoneId{7});
    QVERIFY_RESULT(enqueue(*store, ZoneId{7}, 6));
    store.reset();
    store = open(folder.path());
    const LedgerRow row = store->ledger().load()->rows.at(0);
    QVERIFY(row.scheduled == std::pair(std::uint64_t(4), std::uint64_t(6)));
    QVERIFY(!row.working);
}

void tst_Ledger::timersSurviveARestart()
{
    const kit::TemporaryFolder folder;
    auto store = open(folder.path());
    const schedule::TimerRow held{ZoneId{1}, kit::at(100), kit::at(50), kit::at(9000), 3};
    const schedule::TimerRow empty{ZoneId{2}, kit::at(101), kit::at(0), std::nullopt, 0};
    store->ledger().saveTimers({ZoneId{1}, kit::at(1), kit::at(1), std::nullopt, 9});
    store->ledger().saveTimers(held);
    store->ledger().saveTimers(empty);
    store.reset();
    store = open(folder.path());
    const auto timers = store->ledger().load()->timers;
    QCOMPARE(timers.size(), std::size_t(2));
    QVERIFY(timers[0] == held && timers[1] == empty);
}

void tst_Ledger::forgottenZonesAreGoneAndOffsetsAreNotReused()
{
    const kit::TemporaryFolder folder;
    auto store = open(folder.path());
    QVERIFY_RESULT(enqueue(*store, ZoneId{1}, 41));
    store->ledger().saveTimers({ZoneId{1}, kit::at(1), kit::at(1), std::nullopt, 0});
    store->ledger().forget(ZoneId{1});
    QCOMPARE(store->ledger().watermark(), std::uint64_t(42));
    store.reset();
    store = open(folder.path());
    const auto loaded = store->ledger().load();
    QVERIFY(loaded->rows.empty() && loaded->timers.empty());
    QCOMPARE(loaded->nextOffset, std::uint64_t(42));
}

void tst_Ledger::requestsOfManyThreadsAreAnsweredInGroups()
{
    const kit::TemporaryFolder folder;
    auto store = open(folder.path());
    constexpr int perThread = 2000;
    std::atomic<int> good{0};
    std::atomic<std::uint64_t> offset{0};
    std::vector<std::thread> threads;
    for (std::uint32_t t = 1; t <= 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < perThread; ++i)
                store->ledger().enqueue(ZoneId{t}, ++offset, notify,
                                        [&](const base::Status& status) { good += status ? 1 : 0; });
        });
    for (std::thread& thread : threads)
        thread.join();
    store.reset(); // commits what is queued
    QCOMPARE(good.load(), 4 * perThread);
    store = open(folder.path());
    QCOMPARE(store->ledger().load()->rows.size(), std::size_t(4));
    QCOMPARE(store->ledger().load()->nextOffset, std::uint64_t(4 * perThread + 1));
}

void tst_Ledger::nothingInHandIsStillAnswered()
{
    const kit::TemporaryFolder folder;
    auto store = open(folder.path());
    QVERIFY_RESULT(complete(*store, ZoneId{12}));
    QVERIFY(store->ledger().load()->rows.empty());
}

/// Random steps on random zones; at random moments the files are copied as a dying machine would leave them
/// and opened again. What was acknowledged before the copy must be there or done, what was completed durably
/// must not come back, and no row holds more than its shape allows.
void tst_Ledger::randomWorkRandomStop()
{
    std::mt19937 random(20261121);
    for (int round = 0; round < 15; ++round) {
        const kit::TemporaryFolder folder;
        auto store = open(folder.path());
        std::map<ZoneId, std::uint64_t> acknowledged; // highest offset
        std::map<ZoneId, std::uint64_t> completed;    // highest offset durably done
        std::map<ZoneId, std::uint64_t> claimed;
        std::map<ZoneId, std::uint64_t> enqueued;
        std::uint64_t offset = 0;
        const unsigned steps = 20 + random() % 60;
        for (unsigned step = 0; step < steps; ++step) {
            const ZoneId zone{1 + kit::below(random, 5)};
            const unsigned what = random() % 4;
            if (what < 2) {
                QVERIFY_RESULT(enqueue(*store, zone, ++offset));
                acknowledged[zone] = enqueued[zone] = offset;
            } else if (what == 2) {
                store->ledger().claim(zone);
                if (enqueued[zone] != 0)
                    claimed[zone] = enqueued[zone];
            } else {
                QVERIFY_RESULT(complete(*store, zone));
                completed[zone] = claimed[zone];
            }
        }
        const std::filesystem::path copy = folder.path() / "copy";
        copyDatabase(folder.path(), copy);
        const auto again = open(copy);
        QVERIFY(again);
        std::map<ZoneId, LedgerRow> rows;
        const auto loaded = again->ledger().load();
        for (const LedgerRow& row : loaded->rows) {
            QVERIFY(!row.working);
            QVERIFY(!row.scheduled || row.scheduled->first <= row.scheduled->second);
            QVERIFY(!row.scheduled || row.scheduled->second > row.done);
            rows[row.zone] = row;
        }
        for (const auto& [zone, last] : acknowledged) {
            const LedgerRow& row = rows[zone];
            QVERIFY(row.done >= completed[zone]);
            QVERIFY(row.done >= last || (row.scheduled && row.scheduled->second >= last));
        }
    }
}

QTEST_GUILESS_MAIN(tst_Ledger)
#include "tst_ledger.moc"

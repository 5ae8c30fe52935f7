// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that wait in the journal: what a reader sees, what a stop, a kill and damage leave, and that each
// comes once.
#include "model/store/history_item.h"
#include "model/store/sqlite.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <fstream>

using namespace zonescope;
using base::ZoneId;
using store::HistoryItem;

namespace {

std::vector<HistoryItem> everyShape(std::mt19937& random)
{
    std::vector<HistoryItem> items;
    for (std::uint64_t id = 1; id <= 20; ++id) {
        items.push_back(kit::someAttempt(id, random));
        items.push_back(kit::someEvent(100 + id, random));
        items.push_back(kit::someChange(200 + id, random));
    }
    items.push_back(pipeline::SerialSpan{ZoneId{1}, {}, base::PrimaryId{2}, 5, {}, kit::at(1), kit::at(2)});
    items.push_back(pipeline::SerialSpan{
        ZoneId{1}, base::EdgeId{2}, {}, {}, base::ErrorCode::TimedOut, kit::at(-9'000'000'000), kit::at(2)});
    items.push_back(store::HistoryDifference{ZoneId{3}, kit::someChangeset(1, 2, random), 7});
    items.push_back(store::ForgetDifferences{ZoneId{4'000'000'000}});
    return items;
}

base::Bytes pack(const std::vector<HistoryItem>& items)
{
    base::Bytes packed;
    for (const HistoryItem& item : items)
        store::packItem(packed, item);
    return packed;
}

std::uint64_t rows(const std::filesystem::path& folder, const std::string& table)
{
    const auto database = store::Database::openForReading(folder / "history.sqlite");
    return static_cast<std::uint64_t>(*database->value("SELECT count(*) FROM " + table));
}

/// The files of a machine that stops now.
void copyFiles(const std::filesystem::path& from, const std::filesystem::path& to)
{
    std::filesystem::create_directories(to);
    for (const auto& entry : std::filesystem::directory_iterator(from))
        if (entry.is_regular_file() && entry.path().extension() != ".sqlite-shm")
            std::filesystem::copy_file(entry.path(), to / entry.path().filename(),
                                       std::filesystem::copy_options::overwrite_existing);
}

} // namespace

class TestHistoryJournal : public QObject
{
    Q_OBJECT

    std::unique_ptr<kit::TemporaryFolder> m_temporary;
    kit::FakeClock m_clock;

    std::filesystem::path folder() const { return m_temporary->path() / "data"; }
    std::unique_ptr<store::Store> open(const std::filesystem::path& at)
    {
        auto opened = store::Store::open(at, m_clock);
        if (!opened)
            qFatal("%s", base::toString(opened.error()).c_str());
        return std::move(*opened);
    }
    std::uint64_t journalSize() const
    {
        std::error_code none;
        const auto size = std::filesystem::file_size(folder() / "history.journal", none);
        return none ? 0 : size;
    }
    /// Some rows, and waits until the journal has them.
    void addRows(store::Store& store, std::uint64_t from, std::uint64_t count)
    {
        std::mt19937 random(3);
        const std::uint64_t before = journalSize();
        for (std::uint64_t id = from; id < from + count; ++id) {
            pipeline::Event event = kit::someEvent(id, random);
            event.at = m_clock.wall();
            event.change = 0;
            store.append(event);
        }
        store.append(
            pipeline::SerialSpan{ZoneId{1}, {}, base::PrimaryId{2}, 5, {}, m_clock.wall(), m_clock.wall()});
        QTRY_VERIFY_WITH_TIMEOUT(journalSize() > before, 60'000);
    }
    /// The first commits after a start prune, slice by slice, and go to the tables.
    void warmUp(store::Store& store)
    {
        for (int slice = 0; slice < 20; ++slice)
            QVERIFY_RESULT(kit::flush(store));
    }

private slots:
    void init() { m_temporary = std::make_unique<kit::TemporaryFolder>(); }

    void whatIsWrittenIsRead()
    {
        std::mt19937 random(8);
        const auto items = everyShape(random);
        const base::Bytes packed = pack(items);
        const auto read = store::unpackItems(base::viewOf(packed));
        QVERIFY_RESULT(read);
        QCOMPARE(read->size(), items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            QCOMPARE((*read)[i].index(), items[i].index());
            if (const auto* attempt = std::get_if<pipeline::TransferAttempt>(&items[i]))
                QVERIFY(*attempt == std::get<pipeline::TransferAttempt>((*read)[i]));
            if (const auto* event = std::get_if<pipeline::Event>(&items[i]))
                QVERIFY(*event == std::get<pipeline::Event>((*read)[i]));
            if (const auto* change = std::get_if<pipeline::Change>(&items[i]))
                QVERIFY(*change == std::get<pipeline::Change>((*read)[i]));
            if (const auto* span = std::get_if<pipeline::SerialSpan>(&items[i]))
                QVERIFY(*span == std::get<pipeline::SerialSpan>((*read)[i]));
        }
        QCOMPARE(pack(*read), packed);
        base::Bytes nothing;
        store::packItem(nothing, store::HistoryFlush{});
        QVERIFY(nothing.empty());
    }

    /// A group is guarded by its digest; this is for what passes it all the same.
    void damageIsAnErrorOrOtherRows()
    {
        std::mt19937 random(5);
        const base::Bytes good = pack(everyShape(random));
        int refused = 0;
        for (int round = 0; round < 5000; ++round) {
            base::Bytes bad = good;
            if (random() % 3 == 0)
                bad.resize(random() % bad.size());
            for (unsigned hits = 1 + random() % 4; hits > 0 && !bad.empty(); --hits)
                bad[random() % bad.size()] = static_cast<char>(random());
            const auto read = store::unpackItems(base::viewOf(bad));
            if (!read) {
                ++refused;
                QVERIFY_ERROR(read, base::ErrorCode::StoreCorrupt);
            } else {
                QVERIFY_RESULT(store::unpackItems(base::viewOf(pack(*read))));
            }
        }
        QVERIFY(refused > 1000);
    }

    void fewRowsWaitAndAreReadAllTheSame()
    {
        const auto store = open(folder());
        warmUp(*store);
        addRows(*store, 1, 10);
        QCOMPARE(rows(folder(), "event"), std::uint64_t(0));
        const auto events = kit::ask(*store, [](store::HistoryReader& reader) { return reader.events({}); });
        QVERIFY_RESULT(events);
        QCOMPARE(events->size(), std::size_t(10));
        QCOMPARE(rows(folder(), "event"), std::uint64_t(10)); // reading moved them
    }

    void aStopMovesThem()
    {
        auto store = open(folder());
        warmUp(*store);
        addRows(*store, 1, 10);
        store.reset();
        QCOMPARE(rows(folder(), "event"), std::uint64_t(10));
        store = open(folder());
        warmUp(*store);
        QCOMPARE(rows(folder(), "event"), std::uint64_t(10));
        QCOMPARE(store->firstFreeId(), std::uint64_t(11));
    }

    void manyRowsMoveAtOnce()
    {
        const auto store = open(folder());
        warmUp(*store);
        std::mt19937 random(3);
        for (std::uint64_t id = 1; id <= 5000; ++id)
            store->append(kit::someEvent(id, random));
        QTRY_VERIFY_WITH_TIMEOUT(rows(folder(), "event") >= 4000, 60'000);
    }

    /// Killed with rows in the journal, twice: each is there once, ids go on behind them, the gap begins with
    /// the last of them.
    void aKillLosesNoneOfThem()
    {
        auto store = open(folder());
        warmUp(*store);
        m_clock.advance(base::Duration(5'000'000));
        addRows(*store, 1, 10);
        const base::Timestamp lastAlive = m_clock.wall();
        const std::filesystem::path copy = m_temporary->path() / "copy";
        copyFiles(folder(), copy);
        m_clock.advance(base::Duration(100'000'000));
        {
            const auto again = open(copy);
            QCOMPARE(rows(copy, "event"), std::uint64_t(10));
            QCOMPARE(again->firstFreeId(), std::uint64_t(11));
            const auto gaps = kit::ask(*again, [](store::HistoryReader& reader) {
                return reader.gaps({base::Timestamp{}, base::Timestamp::max()});
            });
            QVERIFY_RESULT(gaps);
            QCOMPARE(gaps->size(), std::size_t(2)); // the other one is all that was before the first start
            QVERIFY(std::ranges::any_of(*gaps, [&](const pipeline::DataGap& gap) {
                return gap.period == pipeline::Period{lastAlive, m_clock.wall()};
            }));
            QVERIFY_RESULT(kit::flush(*again));
            copyFiles(copy, m_temporary->path() / "twice");
        }
        const auto twice = open(m_temporary->path() / "twice");
        QCOMPARE(rows(m_temporary->path() / "twice", "event"), std::uint64_t(10));
        QCOMPARE(rows(m_temporary->path() / "twice", "serial_span"), std::uint64_t(1));
    }

    /// What was moved does not come back with the file that held it.
    void anOldJournalCountsNoMore()
    {
        auto store = open(folder());
        warmUp(*store);
        addRows(*store, 1, 10);
        const std::filesystem::path old = m_temporary->path() / "old";
        std::filesystem::copy_file(folder() / "history.journal", old);
        store->append(
            pipeline::SerialSpan{ZoneId{9}, {}, base::PrimaryId{2}, 5, {}, m_clock.wall(), m_clock.wall()});
        store.reset();
        const std::uint64_t spans = rows(folder(), "serial_span");
        std::filesystem::copy_file(old, folder() / "history.journal",
                                   std::filesystem::copy_options::overwrite_existing);
        store = open(folder());
        warmUp(*store);
        QCOMPARE(rows(folder(), "serial_span"), spans);
        QCOMPARE(rows(folder(), "event"), std::uint64_t(10));
    }
};

QTEST_GUILESS_MAIN(TestHistoryJournal)
#include "tst_history_journal.moc"

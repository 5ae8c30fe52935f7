// SPDX-License-Identifier: GPL-3.0-or-later
// Small differences wait in the journal: read, restarted, killed and with the power cut they are there like
// all else, and what was moved below never comes back.
#include "model/store/lmdb/journaled_store.h"
#include "tests/crash/faulty_vfs.h"
#include "tests/kit/result_macros.h"
#include "tests/model/store_lmdb/killed_writer.h"
#include "tests/model/store_lmdb/zone_content.h"

#include <QTemporaryDir>

#include <fstream>
#include <map>
#include <random>
#include <set>
#include <unistd.h>

using namespace zonescope;
using namespace zonescope::store;
using base::ErrorCode;

namespace {

/// Between the journal and LMDB: refuses commits when told so.
class Below final : public publish::KeyValueStore
{
public:
    explicit Below(std::unique_ptr<publish::KeyValueStore> real)
        : m_real(std::move(real))
    {
    }
    base::Result<publish::CommitReport> commit(const std::vector<ZoneWrite>& batch) override
    {
        ++commits;
        if (refuses)
            return base::fail(ErrorCode::StoreFull);
        return m_real->commit(batch);
    }
    base::Status remove(const std::vector<ZoneId>& zones) override { return m_real->remove(zones); }
    base::Result<std::optional<std::string>> readEntry(std::string_view key) const override
    {
        return m_real->readEntry(key);
    }
    base::Result<publish::StoredZone> loadZone(ZoneId zone, const Visit& visit) const override
    {
        return m_real->loadZone(zone, visit);
    }
    base::Result<std::vector<publish::StoredZone>> listZones() const override { return m_real->listZones(); }

    int commits = 0;
    bool refuses = false;

private:
    std::unique_ptr<publish::KeyValueStore> m_real;
};

} // namespace

class TestJournaledStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    Below* m_below = nullptr;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::filesystem::path journalFile() const { return folder() / "zones.journal"; }
    std::unique_ptr<JournaledStore> open(JournaledStore::Options options = {})
    {
        auto below = std::make_unique<Below>(store::openLmdbStore(folder()).value());
        m_below = below.get();
        return JournaledStore::open(std::move(below), journalFile(), options).value();
    }
    /// As a machine that stopped now leaves them.
    void copyTo(const std::filesystem::path& to) const
    {
        std::filesystem::create_directories(to);
        for (const char* file : {"zones.mdb", "zones.journal"})
            std::filesystem::copy_file(folder() / file, to / file,
                                       std::filesystem::copy_options::overwrite_existing);
    }
    [[noreturn]] static void commitForEver(const std::filesystem::path& folder, std::uint32_t serial,
                                           int acknowledge);

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void differencesWaitAndAreRead()
    {
        const auto store = open();
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QCOMPARE(m_below->commits, 1);
        for (std::uint32_t serial = 1; serial < 12; ++serial)
            QVERIFY_RESULT(commit(*store, stepOf(1, serial)));
        QCOMPARE(m_below->commits, 1);
        QCOMPARE(store->waiting(), std::size_t(1));
        QVERIFY(load(*store, 1) == contentOf(1, 12));
        QCOMPARE(serialOf(*store, 1), 12U);
        QCOMPARE(store->listZones()->front().serial, 12U);
        QCOMPARE(store->readEntry(keyOf(1, 0)).value(), std::optional<std::string>("serial 12"));
        QCOMPARE(store->readEntry(keyOf(1, 99)).value(), std::nullopt);
    }

    void aRestartMovesThemBelow()
    {
        auto store = open();
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QVERIFY_RESULT(commit(*store, stepOf(1, 1)));
        QVERIFY_RESULT(commit(*store, stepOf(1, 2)));
        copyTo(folder() / "copy");
        store.reset();
        QCOMPARE(serialOf(*store::openLmdbStore(folder()).value(), 1), 3U); // moved at the end
        const auto again = store::openZoneStore(folder() / "copy");
        QVERIFY_RESULT(again);
        QVERIFY(load(**again, 1) == contentOf(1, 3));
        QVERIFY_RESULT(commit(**again, stepOf(1, 3)));
        QVERIFY(load(**again, 1) == contentOf(1, 4));
    }

    void whatDoesNotFitIsRefused()
    {
        const auto store = open();
        QVERIFY_ERROR(commit(*store, stepOf(1, 1)), ErrorCode::StoreFailed);
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QVERIFY_ERROR(commit(*store, stepOf(1, 2)), ErrorCode::StoreFailed);
        const auto report = store->commit({stepOf(1, 1), stepOf(2, 1)}); // the one does not harm the other
        QVERIFY_RESULT(report);
        QVERIFY(report->zones[0] && !report->zones[1]);
        QVERIFY(load(*store, 1) == contentOf(1, 2));
        ZoneWrite foreign = stepOf(1, 2);
        foreign.write = [](EntryWriter& writer) { return writer.put(keyOf(2, 1), "x"); };
        QVERIFY_ERROR(commit(*store, foreign), ErrorCode::StoreFailed);
        QVERIFY(load(*store, 1) == contentOf(1, 2));
    }

    void wholeVersionsTakeAllAlong()
    {
        auto store = open();
        QVERIFY_RESULT(store->commit({fullOf(1, 1), fullOf(2, 1)}));
        QVERIFY_RESULT(store->commit({stepOf(1, 1), stepOf(2, 1)}));
        QVERIFY_RESULT(store->commit({fullOf(1, 9), stepOf(2, 2)}));
        QCOMPARE(store->waiting(), std::size_t(0));
        QVERIFY(load(*store, 1) == contentOf(1, 9));
        QVERIFY(load(*store, 2) == contentOf(2, 3));
        copyTo(folder() / "copy"); // with a journal whose groups must not come back
        const auto again = store::openZoneStore(folder() / "copy").value();
        QVERIFY(load(*again, 1) == contentOf(1, 9));
        QVERIFY(load(*again, 2) == contentOf(2, 3));
    }

    void removedZonesAreGone()
    {
        const auto store = open();
        QVERIFY_RESULT(store->commit({fullOf(1, 1), fullOf(2, 1)}));
        QVERIFY_RESULT(store->commit({stepOf(1, 1), stepOf(2, 1)}));
        QVERIFY_RESULT(store->remove({ZoneId{1}}));
        QCOMPARE(serialOf(*store, 1), 0U);
        QCOMPARE(store->readEntry(keyOf(1, 0)).value(), std::nullopt);
        QVERIFY(load(*store, 2) == contentOf(2, 2));
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QVERIFY(load(*store, 1) == contentOf(1, 1));
    }

    void aFullJournalMoves()
    {
        const auto store = open({.journalLimit = 4096});
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        std::uint32_t serial = 1;
        for (; m_below->commits < 4 && serial < 2000; ++serial)
            QVERIFY_RESULT(commit(*store, stepOf(1, serial)));
        QCOMPARE(m_below->commits, 4);
        QVERIFY(serial > 30);
        QVERIFY(load(*store, 1) == contentOf(1, serial));
        QVERIFY(std::filesystem::file_size(journalFile()) < 6000); // used again from its front
    }

    void largeDifferencesGoBelowAtOnce()
    {
        const auto store = open({.largestGroup = 50});
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QVERIFY_RESULT(commit(*store, stepOf(1, 1)));
        QCOMPARE(m_below->commits, 2);
        QVERIFY(load(*store, 1) == contentOf(1, 2));
    }

    void aJournalThatFailsIsNoLoss()
    {
        kit::FaultyVfs vfs;
        const auto store = open();
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QVERIFY_RESULT(commit(*store, stepOf(1, 1)));
        vfs.setFull(true);
        QVERIFY_RESULT(commit(*store, stepOf(1, 2))); // the store below takes it
        QVERIFY(load(*store, 1) == contentOf(1, 3));
        m_below->refuses = true;
        QVERIFY_ERROR(commit(*store, stepOf(1, 3)), ErrorCode::StoreFull);
        QVERIFY(load(*store, 1) == contentOf(1, 3));
        vfs.setFull(false);
        vfs.setSyncFails(true);
        QVERIFY_ERROR(commit(*store, stepOf(1, 3)), ErrorCode::StoreFull);
        vfs.setSyncFails(false);
        m_below->refuses = false;
        QVERIFY_RESULT(commit(*store, stepOf(1, 3)));
        const int commits = m_below->commits;
        QVERIFY_RESULT(commit(*store, stepOf(1, 4))); // and the journal works again
        QCOMPARE(m_below->commits, commits);
        QVERIFY(load(*store, 1) == contentOf(1, 5));
    }

    /// What cannot be moved at a start waits, and is served.
    void aFullDiskAtTheStart()
    {
        auto store = open();
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        QVERIFY_RESULT(commit(*store, stepOf(1, 1)));
        copyTo(folder() / "copy");
        auto below = std::make_unique<Below>(store::openLmdbStore(folder() / "copy").value());
        m_below = below.get();
        m_below->refuses = true;
        const auto again =
            JournaledStore::open(std::move(below), folder() / "copy" / "zones.journal", {}).value();
        QVERIFY(load(*again, 1) == contentOf(1, 2));
        QVERIFY_ERROR(commit(*again, stepOf(1, 2)), ErrorCode::StoreFull);
        m_below->refuses = false;
        QVERIFY_RESULT(commit(*again, stepOf(1, 2)));
        QVERIFY(load(*again, 1) == contentOf(1, 3));
    }

    /// Octets changed anywhere in the journal: what is served is one of the versions, whole.
    void damageCostsTheEndOnly()
    {
        auto store = open();
        QVERIFY_RESULT(commit(*store, fullOf(1, 1)));
        for (std::uint32_t serial = 1; serial < 20; ++serial)
            QVERIFY_RESULT(commit(*store, stepOf(1, serial)));
        copyTo(folder() / "good");
        std::mt19937 random(3);
        std::set<std::uint32_t> seen;
        for (int round = 0; round < 60; ++round) {
            const std::filesystem::path copy = folder() / "copy";
            std::filesystem::remove_all(copy);
            std::filesystem::copy(folder() / "good", copy);
            const std::filesystem::path file = copy / "zones.journal";
            if (round % 2 == 0) {
                std::filesystem::resize_file(file, random() % std::filesystem::file_size(file));
            } else {
                std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
                stream.seekp(static_cast<std::streamoff>(random() % std::filesystem::file_size(file)));
                stream.put(static_cast<char>(random()));
            }
            const auto again = store::openZoneStore(copy);
            QVERIFY_RESULT(again);
            const std::uint32_t serial = serialOf(**again, 1);
            QVERIFY(serial >= 1 && serial <= 20);
            QVERIFY(load(**again, 1) == contentOf(1, serial));
            seen.insert(serial);
        }
        QVERIFY(seen.size() > 5);
    }

    /// Steps and whole versions; the power goes at a random operation of the journal, and what LMDB has
    /// synced by then is what it has.
    void everythingAcknowledgedSurvivesPowerCuts()
    {
        kit::FaultyVfs vfs;
        std::mt19937 random(11);
        int cuts = 0;
        for (int round = 0; round < 120; ++round) {
            m_folder = std::make_unique<QTemporaryDir>();
            const std::filesystem::path copy = folder() / "copy";
            std::filesystem::create_directories(copy);
            std::map<std::uint32_t, std::uint32_t> acknowledged;
            std::map<std::uint32_t, std::uint32_t> atCut;
            std::shared_ptr<const kit::RecordedMedia> media;
            vfs.record(true);
            vfs.atOperation(1 + random() % 100, [&] {
                media = vfs.media();
                atCut = acknowledged;
                std::filesystem::copy_file(folder() / "zones.mdb", copy / "zones.mdb");
            });
            {
                const auto store = open({.journalLimit = 1 + random() % 3000});
                for (int step = 0; step < 50; ++step) {
                    const std::uint32_t zone = 1 + random() % 3;
                    const std::uint32_t held = acknowledged[zone];
                    const bool whole = held == 0 || random() % 20 == 0;
                    QVERIFY_RESULT(commit(*store, whole ? fullOf(zone, held + 1) : stepOf(zone, held)));
                    acknowledged[zone] = held + 1;
                }
            }
            vfs.record(false);
            if (!media)
                continue;
            ++cuts;
            media->restore(copy, random);
            const auto store = store::openZoneStore(copy);
            QVERIFY_RESULT(store);
            for (const auto& [zone, serial] : atCut) {
                const std::uint32_t held = serialOf(**store, zone);
                QVERIFY2(held >= serial && held <= serial + 1, "an acknowledged version is lost");
                if (held > 0)
                    QVERIFY(load(**store, zone) == contentOf(zone, held));
            }
        }
        QVERIFY(cuts > 60);
    }

    void nothingAcknowledgedIsLostToKills()
    {
        std::mt19937 random(17);
        std::uint32_t serial = 0;
        for (int round = 0; round < 60; ++round) {
            const std::uint32_t acknowledged = killSomewhere(
                random, 20, [&](int acknowledge) { commitForEver(folder(), serial + 1, acknowledge); });
            QVERIFY2(acknowledged > serial, "the process could not commit");
            const auto store = store::openZoneStore(folder());
            QVERIFY_RESULT(store);
            serial = serialOf(**store, 1);
            QVERIFY2(serial >= acknowledged, "an acknowledged version is lost");
            for (const std::uint32_t zone : {1U, 2U}) { // committed together, so there together
                QCOMPARE(serialOf(**store, zone), serial);
                QVERIFY(load(**store, zone) == contentOf(zone, serial));
            }
        }
    }
};

void TestJournaledStore::commitForEver(const std::filesystem::path& folder, std::uint32_t serial,
                                       int acknowledge)
{
    auto below = store::openLmdbStore(folder);
    const auto store =
        JournaledStore::open(std::move(*below), folder / "zones.journal", {.journalLimit = 2000}).value();
    for (;; ++serial) {
        const bool whole = serial == 1 || serial % 16 == 0;
        const auto report = store->commit({whole ? fullOf(1, serial) : stepOf(1, serial - 1),
                                           serial == 1 ? fullOf(2, serial) : stepOf(2, serial - 1)});
        if (!report || !report->zones[0] || !report->zones[1])
            break;
        if (write(acknowledge, &serial, sizeof serial) != sizeof serial)
            break;
    }
    _exit(1);
}

QTEST_APPLESS_MAIN(TestJournaledStore)
#include "tst_journaled_store.moc"

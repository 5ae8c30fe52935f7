// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_store.h"
#include "tests/kit/result_macros.h"

#include <QTemporaryDir>

#include <atomic>
#include <map>
#include <random>
#include <thread>

using namespace zonescope;
using base::ErrorCode;
using publish::EntryWriter;
using publish::ZoneWrite;

class TestLmdbStore : public QObject
{
    Q_OBJECT

    using Entries = std::map<std::string, std::string>;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<publish::KeyValueStore> m_store;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    void open(store::LmdbOptions options = {})
    {
        m_store.reset();
        options.sync = false; // the tests look at the logic, not at the disk
        auto opened = store::openLmdbStore(folder(), options);
        QVERIFY_RESULT(opened);
        m_store = std::move(*opened);
    }
    static std::string key(std::uint32_t zone, std::string_view rest)
    {
        return publish::zonePrefix(base::ZoneId{zone}).append(rest);
    }
    static ZoneWrite whole(std::uint32_t zone, std::uint32_t serial, const Entries& entries)
    {
        return {base::ZoneId{zone}, serial, std::nullopt, [zone, entries](EntryWriter& writer) {
                    base::Status done;
                    for (auto it = entries.begin(); it != entries.end() && done; ++it)
                        done = writer.put(key(zone, it->first), it->second);
                    return done;
                }};
    }
    static Entries numbered(int count, const std::string& value)
    {
        Entries entries;
        for (int i = 0; i < count; ++i) {
            std::string name = std::to_string(i);
            entries["n" + std::string(6 - name.size(), '0') + name] = value + name;
        }
        return entries;
    }
    base::Result<Entries> load(std::uint32_t zone) const
    {
        Entries entries;
        const auto stored =
            m_store->loadZone(base::ZoneId{zone}, [&](std::string_view k, std::string_view v) {
                entries.emplace(k.substr(4), v);
                return true;
            });
        if (!stored)
            return tl::unexpected(stored.error());
        if (stored->entries != entries.size())
            return base::fail(ErrorCode::Internal, "the count of entries is wrong");
        return entries;
    }
    void commit(const std::vector<ZoneWrite>& batch)
    {
        const auto report = m_store->commit(batch);
        QVERIFY_RESULT(report);
        for (const auto& zone : report->zones)
            QVERIFY_RESULT(zone);
    }

    /// Writes entries [from, to) of the zone ahead of its commit.
    base::Status ahead(std::uint32_t zone, const Entries& entries, std::size_t from, std::size_t to)
    {
        return m_store->writeAhead(base::ZoneId{zone}, [&](EntryWriter& writer) {
            base::Status done;
            auto it = std::next(entries.begin(), static_cast<long>(from));
            for (std::size_t i = from; done && i < to; ++i, ++it)
                done = writer.put(key(zone, it->first), it->second);
            return done;
        });
    }
    static ZoneWrite rest(std::uint32_t zone, std::uint32_t serial)
    {
        ZoneWrite write{base::ZoneId{zone}, serial, std::nullopt,
                        [zone](EntryWriter& writer) { return writer.put(key(zone, {}), "head"); }};
        write.ahead = true;
        return write;
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup() { m_store.reset(); }

    void whatIsWrittenComesBackAfterARestart()
    {
        commit({whole(1, 10, numbered(5000, "a")), whole(2, 20, numbered(3, "b"))});
        open();
        QVERIFY(load(1).value() == numbered(5000, "a"));
        QVERIFY(load(2).value() == numbered(3, "b"));
        const auto zones = m_store->listZones();
        QVERIFY_RESULT(zones);
        QCOMPARE(zones->size(), 2U);
        QCOMPARE(zones->at(0).zone.value, 1U);
        QCOMPARE(zones->at(0).serial, 10U);
        QCOMPARE(zones->at(0).entries, 5000U);
        QCOMPARE(zones->at(1).serial, 20U);
        QCOMPARE(m_store->readEntry(key(1, "n000042")).value(), std::optional<std::string>("a42"));
        QCOMPARE(m_store->readEntry(key(1, "n")).value(), std::nullopt);
        QVERIFY_ERROR(load(3), ErrorCode::NotFound);
    }

    void replacingLeavesNothingOld()
    {
        std::mt19937 random(2);
        std::map<std::uint32_t, Entries> expected;
        for (std::uint32_t serial = 1; serial <= 60; ++serial) {
            const std::uint32_t zone = 1 + random() % 4;
            Entries entries;
            const int count = random() % 5 == 0 ? 0 : static_cast<int>(random() % 400);
            for (int i = 0; i < count; ++i)
                entries["k" + std::to_string(random() % 600)] =
                    std::string(random() % 60, 'x') + std::to_string(random() % 2);
            expected[zone] = entries;
            commit({whole(zone, serial, entries)});
            for (const auto& [id, content] : expected)
                QVERIFY(load(id).value() == content);
        }
    }

    void anUnchangedEntryIsNotWrittenAgain()
    {
        commit({whole(1, 1, numbered(1000, "a"))});
        Entries next = numbered(1000, "a");
        next.erase("n000500");
        next["n000501"] = "changed";
        next["n000501a"] = "new";
        const auto report = m_store->commit({whole(1, 2, next)});
        QVERIFY_RESULT(report);
        QCOMPARE(report->puts, 2U);
        QCOMPARE(report->removes, 1U);
        QVERIFY(load(1).value() == next);
    }

    void differences()
    {
        commit({whole(1, 1, numbered(100, "a")), whole(2, 7, numbered(5, "z"))});
        const ZoneWrite difference{base::ZoneId{1}, 2, 1, [](EntryWriter& writer) {
                                       return writer.put(key(1, "n000003"), "new")
                                           .and_then([&] { return writer.put(key(1, "x"), "added"); })
                                           .and_then([&] { return writer.remove(key(1, "n000004")); })
                                           .and_then([&] { return writer.remove(key(1, "never there")); });
                                   }};
        commit({difference});
        Entries expected = numbered(100, "a");
        expected["n000003"] = "new";
        expected["x"] = "added";
        expected.erase("n000004");
        QVERIFY(load(1).value() == expected);

        // A difference that does not fit leaves its zone alone and lets the others pass.
        const auto report =
            m_store->commit({whole(2, 8, numbered(6, "z")), difference, whole(3, 1, numbered(1, "q"))});
        QVERIFY_RESULT(report);
        QVERIFY_RESULT(report->zones[0]);
        QVERIFY_ERROR(report->zones[1], ErrorCode::StoreFailed);
        QVERIFY_RESULT(report->zones[2]);
        QVERIFY(load(1).value() == expected);
        QCOMPARE(load(2).value().size(), 6U);
        QCOMPARE(load(3).value().size(), 1U);
    }

    void twoVersionsOfOneZoneInOneBatch()
    {
        commit({whole(1, 1, {{"a", "1"}}),
                {base::ZoneId{1}, 2, 1, [](EntryWriter& writer) { return writer.put(key(1, "b"), "2"); }}});
        QVERIFY(load(1).value() == Entries({{"a", "1"}, {"b", "2"}}));
    }

    void aFailingWriterLeavesItsZoneAsItWas()
    {
        commit({whole(1, 1, numbered(10, "a"))});
        int calls = 0;
        const ZoneWrite broken{base::ZoneId{1}, 2, std::nullopt, [&](EntryWriter& writer) -> base::Status {
                                   ++calls;
                                   if (auto put = writer.put(key(1, "half"), "x"); !put)
                                       return put;
                                   return base::fail(ErrorCode::Cancelled, "in the middle");
                               }};
        const auto report = m_store->commit({broken, whole(2, 1, numbered(10, "b"))});
        QVERIFY_RESULT(report);
        QVERIFY_ERROR(report->zones[0], ErrorCode::Cancelled);
        QCOMPARE(calls, 1);
        QVERIFY(load(1).value() == numbered(10, "a"));
        QVERIFY(load(2).value() == numbered(10, "b"));
    }

    void wrongKeysAreRefused()
    {
        const auto tryWrite = [&](std::function<base::Status(EntryWriter&)> write) {
            return m_store->commit({{base::ZoneId{1}, 1, std::nullopt, std::move(write)}})
                .value()
                .zones.at(0);
        };
        QVERIFY_ERROR(tryWrite([](EntryWriter& w) { return w.put(key(2, "a"), "x"); }),
                      ErrorCode::StoreFailed);
        QVERIFY_ERROR(tryWrite([](EntryWriter& w) { return w.put(key(1, std::string(508, 'a')), "x"); }),
                      ErrorCode::StoreFailed);
        QVERIFY_ERROR(tryWrite([](EntryWriter& w) {
                          return w.put(key(1, "b"), "x").and_then([&] { return w.put(key(1, "a"), "x"); });
                      }),
                      ErrorCode::StoreFailed);
        QVERIFY_ERROR(tryWrite([](EntryWriter& w) { return w.remove(key(1, "b")); }), ErrorCode::StoreFailed);
        QVERIFY_RESULT(tryWrite([](EntryWriter& w) { return w.put(key(1, std::string(507, 'a')), "x"); }));
        QVERIFY(m_store->readEntry(key(1, std::string(507, 'a'))).value());
    }

    void removedZonesAreGone()
    {
        commit({whole(1, 1, numbered(500, "a")), whole(2, 1, numbered(500, "b")),
                whole(3, 1, numbered(500, "c"))});
        QVERIFY_RESULT(m_store->remove({base::ZoneId{2}, base::ZoneId{77}}));
        QVERIFY_ERROR(load(2), ErrorCode::NotFound);
        QCOMPARE(m_store->readEntry(key(2, "n000001")).value(), std::nullopt);
        QVERIFY(load(1).value() == numbered(500, "a"));
        QVERIFY(load(3).value() == numbered(500, "c"));
        QCOMPARE(m_store->listZones().value().size(), 2U);
    }

    void theMapGrowsAsNeeded()
    {
        open({.firstMapOctets = 1 << 20});
        const Entries large = numbered(60000, std::string(100, 'v'));
        commit({whole(1, 1, large)});
        QVERIFY(load(1).value() == large);
        open({.firstMapOctets = 1 << 20}); // smaller than the file
        QVERIFY(load(1).value() == large);
        commit({whole(2, 1, large)});
        QVERIFY(load(2).value() == large);
    }

    void writtenAheadIsSeenWithItsCommitOnly()
    {
        const Entries large = numbered(3000, "a");
        commit({whole(1, 1, numbered(10, "x")), whole(9, 1, numbered(10, "z"))});
        QVERIFY_RESULT(ahead(5, large, 0, 1000));
        QVERIFY_RESULT(ahead(5, large, 1000, 2000));
        QVERIFY_ERROR(ahead(6, large, 0, 10), ErrorCode::StoreBusy);
        commit({whole(1, 2, numbered(20, "y")), whole(7, 1, numbered(5, "v"))}); // others go on meanwhile
        QVERIFY(load(1).value() == numbered(20, "y"));
        QVERIFY_ERROR(load(5), ErrorCode::NotFound);
        QCOMPARE(m_store->readEntry(key(5, "n000001")).value(), std::nullopt);
        QCOMPARE(m_store->listZones().value().size(), 3U);
        QVERIFY_RESULT(ahead(5, large, 2000, 3000));
        QVERIFY_RESULT(m_store->flushAhead());
        QVERIFY_ERROR(load(5), ErrorCode::NotFound);
        commit({rest(5, 77)});
        Entries expected = large;
        expected[""] = "head";
        QVERIFY(load(5).value() == expected);
        open();
        QVERIFY(load(5).value() == expected);
        QVERIFY(load(7).value() == numbered(5, "v"));
        QVERIFY_ERROR(ahead(5, large, 0, 10), ErrorCode::StoreFailed); // held: differences only
    }

    void whatACrashLeftOfAZoneWrittenAhead()
    {
        const Entries old = numbered(2000, "old");
        QVERIFY_RESULT(ahead(5, old, 0, 2000));
        QVERIFY_RESULT(m_store->flushAhead());
        open(); // its commit never came
        QVERIFY_ERROR(load(5), ErrorCode::NotFound);
        Entries fresh = numbered(1500, "new");
        QVERIFY_RESULT(ahead(5, fresh, 0, 700));
        commit({whole(2, 1, numbered(5, "v"))});
        QVERIFY_RESULT(ahead(5, fresh, 700, 1500));
        commit({rest(5, 1)});
        fresh[""] = "head";
        QVERIFY(load(5).value() == fresh);
    }

    void droppedAheadLeavesNothing()
    {
        const Entries entries = numbered(2000, "a");
        QVERIFY_RESULT(ahead(5, entries, 0, 1000));
        m_store->dropAhead(base::ZoneId{4}); // not this one
        QVERIFY_RESULT(ahead(5, entries, 1000, 1500));
        m_store->dropAhead(base::ZoneId{5});
        QVERIFY_RESULT(ahead(6, entries, 0, 1000));
        commit({whole(1, 1, numbered(5, "v"))});
        m_store->dropAhead(base::ZoneId{6});
        const auto report = m_store->commit({rest(6, 1)});
        QVERIFY_RESULT(report);
        QVERIFY_ERROR(report->zones.front(), ErrorCode::StoreFailed);
        commit({whole(5, 1, {}), whole(6, 1, {})});
        QVERIFY(load(5).value().empty());
        QVERIFY(load(6).value().empty());
        QVERIFY(load(1).value() == numbered(5, "v"));
    }

    void aFailedBatchTakesWhatWasWrittenAhead()
    {
        const Entries entries = numbered(2000, "a");
        QVERIFY_RESULT(ahead(5, entries, 0, 2000));
        ZoneWrite wrong = whole(1, 2, numbered(5, "v"));
        wrong.onto = 1; // not held
        const auto report = m_store->commit({wrong, rest(5, 1)});
        QVERIFY_RESULT(report);
        QVERIFY_ERROR(report->zones.at(0), ErrorCode::StoreFailed);
        QVERIFY_ERROR(report->zones.at(1), ErrorCode::StoreFailed); // lost with the transaction
        QVERIFY_ERROR(ahead(5, entries, 0, 1), ErrorCode::StoreFailed);
        commit({whole(5, 1, entries)});
        QVERIFY(load(5).value() == entries);
        QVERIFY_RESULT(ahead(6, entries, 0, 2000)); // free for the next
        QVERIFY_RESULT(m_store->remove({base::ZoneId{6}}));
        QVERIFY_RESULT(ahead(6, entries, 0, 2000));
        commit({rest(6, 1)});
        QCOMPARE(load(6).value().size(), std::size_t{2001});
    }

    void writingAheadGrowsTheMap()
    {
        open({.firstMapOctets = 1 << 20});
        const Entries large = numbered(60000, std::string(100, 'v'));
        for (std::size_t at = 0; at < large.size(); at += 5000)
            QVERIFY_RESULT(ahead(1, large, at, at + 5000));
        commit({rest(1, 1)});
        QCOMPARE(load(1).value().size(), std::size_t{60001});
    }

    void aReaderNeverSeesAMix()
    {
        open({.firstMapOctets = 1 << 18}); // it also has to grow under the reader's hands
        constexpr int count = 800;
        commit({whole(1, 1, numbered(count, "0-"))});
        std::atomic<bool> stop = false;
        std::atomic<int> mixed = 0;
        std::atomic<int> loads = 0;
        std::thread reader([&] {
            do {
                std::string version;
                int entries = 0;
                const auto stored =
                    m_store->loadZone(base::ZoneId{1}, [&](std::string_view, std::string_view v) {
                        const std::string mine(v.substr(0, v.find('-')));
                        mixed += entries > 0 && mine != version;
                        version = mine;
                        ++entries;
                        return true;
                    });
                mixed += !stored || entries != count;
                ++loads;
            } while (!stop);
        });
        for (int i = 1; i < 150; ++i)
            commit({whole(1, static_cast<std::uint32_t>(i + 1),
                          numbered(count, std::to_string(i) + std::string(i, '.') + "-"))});
        stop = true;
        reader.join();
        QCOMPARE(mixed.load(), 0);
        QVERIFY(loads > 0);
    }
};

QTEST_APPLESS_MAIN(TestLmdbStore)
#include "tst_lmdb_store.moc"

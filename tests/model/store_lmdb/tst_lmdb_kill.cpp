// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_store.h"
#include "tests/kit/result_macros.h"
#include "tests/model/store_lmdb/killed_writer.h"

#include <QTemporaryDir>

#include <random>
#include <unistd.h>

using namespace zonescope;
using publish::EntryWriter;
using publish::ZoneWrite;

/// SIGKILL at random moments of a process that does nothing but commit: what was acknowledged is there, and
/// never a half.
class TestLmdbKill : public QObject
{
    Q_OBJECT

    static constexpr int entries = 400;
    static constexpr std::uint32_t zones = 3;

    static ZoneWrite versionOf(std::uint32_t zone, std::uint32_t serial)
    {
        return {base::ZoneId{zone}, serial, std::nullopt, [=](EntryWriter& writer) {
                    base::Status done;
                    // The number of entries changes with the version: keys come and go as well.
                    for (int i = 0; i < entries + static_cast<int>(serial % 50) && done; ++i)
                        done = writer.put(publish::zonePrefix(base::ZoneId{zone}) + std::to_string(10000 + i),
                                          std::to_string(serial) + std::string(serial % 90, '.'));
                    return done;
                }};
    }
    static std::vector<ZoneWrite> batchOf(std::uint32_t serial)
    {
        std::vector<ZoneWrite> batch;
        for (std::uint32_t zone = 1; zone <= zones; ++zone)
            batch.push_back(versionOf(zone, serial));
        return batch;
    }
    /// Never returns. Every acknowledged serial goes through the pipe.
    [[noreturn]] static void commitForEver(const std::filesystem::path& folder, std::uint32_t serial,
                                           int acknowledge)
    {
        const auto store = store::openLmdbStore(folder, {.firstMapOctets = 1 << 20, .sync = false});
        while (store && (*store)->commit(batchOf(serial))) {
            if (write(acknowledge, &serial, sizeof serial) != sizeof serial)
                break;
            ++serial;
        }
        _exit(1);
    }

private slots:
    void nothingAcknowledgedIsLostAndNothingIsHalf()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        std::mt19937 random(17);
        std::uint32_t serial = 0;
        for (int round = 0; round < 60; ++round) {
            const std::uint32_t acknowledged = store::killSomewhere(
                random, 6, [&](int acknowledge) { commitForEver(folder, serial + 1, acknowledge); });
            QVERIFY2(acknowledged > serial, "the process could not commit");
            const auto store = store::openLmdbStore(folder);
            QVERIFY_RESULT(store);
            const auto stored = (*store)->listZones();
            QVERIFY_RESULT(stored);
            QCOMPARE(stored->size(), std::size_t{zones});
            serial = stored->front().serial;
            QVERIFY2(serial >= acknowledged, "an acknowledged version is lost");
            for (const auto& zone : *stored) {
                QCOMPARE(zone.serial, serial); // a batch is one transaction
                const std::string expected = std::to_string(serial) + std::string(serial % 90, '.');
                int strangers = 0;
                const auto loaded =
                    (*store)->loadZone(zone.zone, [&](std::string_view, std::string_view value) {
                        strangers += value != expected;
                        return true;
                    });
                QVERIFY_RESULT(loaded);
                QCOMPARE(strangers, 0);
                QCOMPARE(loaded->entries, static_cast<std::uint64_t>(entries) + serial % 50);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestLmdbKill)
#include "tst_lmdb_kill.moc"

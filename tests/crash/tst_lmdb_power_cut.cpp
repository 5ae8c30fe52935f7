// SPDX-License-Identifier: GPL-3.0-or-later
// Power cuts while published versions are written: at a random write or sync the machine stops; what was not
// synced is on the media whole, not at all or as garbage. What was acknowledged is served again whole, or the
// store says that it is damaged (then it is fetched anew) - never a mix, never a wrong octet.
#include "model/store/lmdb/lmdb_store.h"
#include "tests/crash/cut_file.h"
#include "tests/crash/rounds.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <map>
#include <optional>
#include <random>

using namespace zonescope;
using publish::EntryWriter;
using publish::ZoneWrite;

namespace {

using Serials = std::map<std::uint32_t, std::uint32_t>; ///< by zone

constexpr std::uint32_t zones = 6;

std::string valueOf(std::uint32_t serial)
{
    return std::to_string(serial) + std::string(serial % 90, '.');
}
int entriesOf(std::uint32_t serial)
{
    return 60 + static_cast<int>(serial % 50);
}

ZoneWrite versionOf(std::uint32_t zone, std::uint32_t serial)
{
    return {base::ZoneId{zone}, serial, std::nullopt, [=](EntryWriter& writer) {
                base::Status done;
                for (int i = 0; i < entriesOf(serial) && done; ++i)
                    done = writer.put(publish::zonePrefix(base::ZoneId{zone}) + std::to_string(1000 + i),
                                      valueOf(serial));
                return done;
            }};
}

struct Cut
{
    kit::RecordedMedia media;
    Serials acknowledged;              ///< durable for certain
    std::optional<Serials> inTheMidst; ///< what the commit that was running would have made of it
};

/// Commits at random until the operation at which the power goes; 0: to the end. Gives the operations.
std::uint64_t work(unsigned seed, std::uint64_t cutAt, int commits, std::optional<Cut>& cut)
{
    const kit::TemporaryFolder folder;
    Serials acknowledged;
    std::optional<Serials> coming = Serials();
    kit::cutfile::record((std::filesystem::canonical(folder.path()) / "zones.mdb").string());
    kit::cutfile::atOperation(cutAt, [&](const kit::RecordedMedia& media) {
        cut = Cut{media, acknowledged, coming};
    });
    std::mt19937 random(seed);
    {
        auto store = store::openLmdbStore(folder.path(), {.firstMapOctets = 1 << 20});
        if (!store)
            qFatal("%s", base::toString(store.error()).c_str());
        for (int i = 1; i <= commits; ++i) {
            coming = acknowledged;
            std::vector<ZoneWrite> batch;
            for (std::uint32_t zone = 1; zone <= zones; ++zone)
                if (random() % 3 == 0) {
                    const std::uint32_t serial = static_cast<std::uint32_t>(i) * 7 + zone;
                    batch.push_back(versionOf(zone, serial));
                    (*coming)[zone] = serial;
                }
            if (random() % 8 == 0) {
                const std::uint32_t gone = 1 + random() % zones;
                coming = acknowledged;
                coming->erase(gone);
                if (!(*store)->remove({base::ZoneId{gone}}))
                    qFatal("a zone could not be removed");
            } else if (!(*store)->commit(batch)) {
                qFatal("a commit failed");
            }
            acknowledged = *coming;
        }
        coming.reset();
    }
    const std::uint64_t operations = kit::cutfile::operations();
    kit::cutfile::stop();
    return operations;
}

} // namespace

class tst_LmdbPowerCut : public QObject
{
    Q_OBJECT

private slots:
    void whatWasAcknowledgedIsServedWhole();

private:
    void check(const Cut& cut, kit::CutSector sector, std::mt19937& random);
    int m_damaged = 0;
};

void tst_LmdbPowerCut::check(const Cut& cut, kit::CutSector sector, std::mt19937& random)
{
    const kit::TemporaryFolder folder;
    cut.media.restore(folder.path(), random, sector);
    const auto store = store::openLmdbStore(folder.path());
    Serials found;
    std::string fault = store ? std::string() : base::toString(store.error());
    bool damaged = !store;
    if (store) {
        const auto listed = (*store)->listZones();
        damaged = !listed;
        for (const publish::StoredZone& zone : listed ? *listed : std::vector<publish::StoredZone>()) {
            int strangers = 0;
            const auto loaded = (*store)->loadZone(zone.zone, [&](std::string_view, std::string_view value) {
                strangers += value != valueOf(zone.serial);
                return true;
            });
            if (!loaded) {
                damaged = true;
                fault = base::toString(loaded.error());
                break;
            }
            QCOMPARE(strangers, 0);
            QCOMPARE(loaded->entries, static_cast<std::uint64_t>(entriesOf(zone.serial)));
            found[zone.zone.value] = zone.serial;
        }
    }
    if (damaged && cut.acknowledged.empty())
        return; // the very file was being made: it is made anew
    if (damaged) {
        // Only a half-written head can do that, and only a disk that leaves garbage in the sector it writes.
        QVERIFY2(sector == kit::CutSector::MayBeGarbage,
                 qPrintable(QStringLiteral("every sector was whole or old, %1 zones acknowledged: %2")
                                .arg(cut.acknowledged.size())
                                .arg(QString::fromStdString(fault))));
        ++m_damaged;
        return;
    }
    if (found != cut.acknowledged)
        QVERIFY2(cut.inTheMidst && found == *cut.inTheMidst, "neither the state before the commit nor after");
}

void tst_LmdbPowerCut::whatWasAcknowledgedIsServedWhole()
{
    const int wanted = kit::crashRounds(120);
    std::mt19937 random(42);
    int cuts = 0;
    for (unsigned seed = 1; cuts < wanted; ++seed) {
        std::optional<Cut> none;
        const std::uint64_t operations = work(seed, 0, 12, none);
        QVERIFY(operations > 12);
        for (int repeat = 0; repeat < 8 && cuts < wanted; ++repeat, ++cuts) {
            std::optional<Cut> cut;
            work(seed, 1 + random() % operations, 12, cut);
            QVERIFY(cut.has_value());
            check(*cut, kit::CutSector::WholeOrOld, random);
            check(*cut, kit::CutSector::MayBeGarbage, random);
            if (QTest::currentTestFailed())
                return;
        }
    }
    qInfo("%d power cuts, two outcomes each; %d said that the store is damaged", cuts, m_damaged);
    QVERIFY2(m_damaged < cuts / 4, "the head is one write of about twenty");
}

QTEST_GUILESS_MAIN(tst_LmdbPowerCut)
#include "tst_lmdb_power_cut.moc"

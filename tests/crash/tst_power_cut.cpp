// SPDX-License-Identifier: GPL-3.0-or-later
// Power cuts, as SQLite tests itself: at a random write or sync the machine stops; what was not synced is on
// the media whole, not at all or as garbage. Then everything that was promised must be there.
#include "model/store/sqlite.h"
#include "tests/crash/faulty_vfs.h"
#include "tests/crash/rounds.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <map>
#include <mutex>
#include <random>

using namespace zonescope;
using base::ZoneId;

namespace {

constexpr auto notify = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify);

struct Promised
{
    std::map<ZoneId, std::uint64_t> accepted;
    std::map<ZoneId, std::uint64_t> completed;
    std::size_t zones = 0; ///< of the newest configuration that was said to be saved
};

struct Cut
{
    std::shared_ptr<const kit::RecordedMedia> media;
    Promised promised;
};

/// A machine with a store that works until the operation at which the power goes. The secret file is no part
/// of it: it does not pass through SQLite.
class Machine
{
public:
    Machine(kit::FaultyVfs& vfs, unsigned seed)
        : m_vfs(vfs)
        , m_random(seed)
    {
    }

    /// Cuts at the operation with this number, 0 for never; gives the operations that there were.
    std::uint64_t run(std::uint64_t cutAt, int steps)
    {
        const kit::TemporaryFolder folder;
        m_vfs.record(true);
        m_vfs.atOperation(cutAt, [this] { m_cut = Cut{m_vfs.media(), promised()}; });
        auto opened = store::Store::open(folder.path(), m_clock);
        if (!opened)
            qFatal("%s", base::toString(opened.error()).c_str());
        for (int step = 0; step < steps; ++step)
            work(**opened);
        opened->reset();
        const std::uint64_t operations = m_vfs.operations();
        m_vfs.record(false);
        return operations;
    }

    const std::optional<Cut>& cut() const { return m_cut; }

private:
    Promised promised()
    {
        const std::lock_guard lock(m_mutex);
        return m_promised;
    }
    void note(const base::Status& status, std::map<ZoneId, std::uint64_t> Promised::*map, ZoneId zone,
              std::uint64_t offset)
    {
        if (!status)
            return;
        const std::lock_guard lock(m_mutex);
        auto& highest = (m_promised.*map)[zone];
        highest = std::max(highest, offset);
    }
    void work(store::Store& store);

    kit::FaultyVfs& m_vfs;
    std::mt19937 m_random;
    kit::FakeClock m_clock;
    zone::Configuration m_configuration = kit::someConfiguration(0);
    std::map<ZoneId, std::pair<std::uint64_t, std::uint64_t>> m_ranges; ///< highest scheduled, working
    std::uint64_t m_offset = 0;
    std::uint64_t m_id = 0;
    std::mutex m_mutex; ///< guards m_promised
    Promised m_promised;
    std::optional<Cut> m_cut;
};

void Machine::work(store::Store& store)
{
    const ZoneId zone{1 + static_cast<std::uint32_t>(m_random() % 20)};
    auto& [scheduled, working] = m_ranges[zone];
    switch (m_random() % 9) {
    case 0:
    case 1:
    case 2:
        scheduled = ++m_offset;
        store.ledger().enqueue(zone, m_offset, notify,
                               [this, zone, offset = m_offset](const base::Status& status) {
                                   note(status, &Promised::accepted, zone, offset);
                               });
        break;
    case 3:
        if (scheduled != 0) {
            store.ledger().claim(zone);
            working = std::exchange(scheduled, 0);
        }
        break;
    case 4:
        if (working != 0)
            store.ledger().complete(zone, [this, zone, offset = working](const base::Status& status) {
                note(status, &Promised::completed, zone, offset);
            });
        working = 0;
        break;
    case 5: {
        pipeline::Change change = kit::someChange(++m_id, m_random, 20);
        change.complete = true;
        change.stage[0] = base::Duration(1);
        store.put(change);
        break;
    }
    case 6: // waits, so that small groups happen as well
        (void)kit::flush(store);
        break;
    case 7: {
        zone::Zone added;
        added.apex = kit::name("z" + std::to_string(m_configuration.zones().size()) + ".example");
        added.primaries = {m_configuration.primaries().begin()->first};
        (void)m_configuration.put(added);
        store.saveConfiguration(std::make_shared<const zone::Configuration>(m_configuration), {},
                                [this, zones = m_configuration.zones().size()](const base::Status& status) {
                                    const std::lock_guard lock(m_mutex);
                                    if (status)
                                        m_promised.zones = zones;
                                });
        break;
    }
    default:
        store.ledger().saveTimers({zone, kit::at(1), kit::at(2), std::nullopt, 0});
    }
}

} // namespace

class tst_PowerCut : public QObject
{
    Q_OBJECT

private slots:
    void everythingPromisedIsThere();

private:
    void check(const Cut& cut, std::mt19937& random);
};

void tst_PowerCut::check(const Cut& cut, std::mt19937& random)
{
    const kit::TemporaryFolder folder;
    cut.media->restore(folder.path(), random);
    const kit::FakeClock clock;
    auto opened = store::Store::open(folder.path(), clock);
    QVERIFY_RESULT(opened);
    store::Store& store = **opened;
    std::map<ZoneId, schedule::LedgerRow> rows;
    const auto loaded = store.ledger().load();
    for (const schedule::LedgerRow& row : loaded->rows)
        rows[row.zone] = row;
    for (const auto& [zone, offset] : cut.promised.accepted)
        QVERIFY(rows[zone].done >= offset ||
                (rows[zone].scheduled && rows[zone].scheduled->second >= offset));
    for (const auto& [zone, offset] : cut.promised.completed)
        QVERIFY(rows[zone].done >= offset);
    const auto configuration = store.loadConfiguration();
    QVERIFY_RESULT(configuration);
    QVERIFY(configuration->zones().size() >= cut.promised.zones);
    // History may have lost its end, but what is there agrees with itself.
    pipeline::HistoryFilter everything;
    everything.limit = 100'000;
    const auto changes =
        kit::ask(store, [&](store::HistoryReader& reader) { return reader.changes(everything); });
    QVERIFY_RESULT(changes);
    const auto hours =
        kit::ask(store, [&](store::HistoryReader& reader) { return reader.latency(everything, false); });
    std::uint64_t counted = 0;
    for (const pipeline::HourlyLatency& hour : *hours)
        counted += hour.stage == pipeline::Stage::Notify ? hour.histogram.count() : 0;
    QCOMPARE(counted, std::uint64_t(changes->size()));
    opened->reset();
    for (const char* file : {"work.sqlite", "history.sqlite"}) {
        const auto database = store::Database::openForReading(folder.path() / file);
        QVERIFY_RESULT(database);
        auto verdict = database->prepare("PRAGMA integrity_check");
        QVERIFY(*verdict.next());
        QCOMPARE(std::string(verdict.text(0)), std::string("ok"));
    }
}

void tst_PowerCut::everythingPromisedIsThere()
{
    kit::FaultyVfs vfs;
    std::mt19937 random(99);
    const int wanted = kit::crashRounds(120);
    int cuts = 0;
    for (unsigned seed = 1; cuts < wanted && seed < 10U * static_cast<unsigned>(wanted); ++seed) {
        // Every fourth run is long enough for checkpoints: the database file itself is written then.
        const int steps = seed % 4 == 0 ? 1500 : 60;
        const std::uint64_t operations = Machine(vfs, seed).run(0, steps);
        for (int repeat = 0; cuts < wanted && repeat < (seed % 4 == 0 ? 2 : 6); ++repeat) {
            Machine machine(vfs, seed);
            // Timing moves operations about a little; a cut behind the end is no cut.
            machine.run(1 + random() % operations, steps);
            if (!machine.cut())
                continue;
            ++cuts;
            check(*machine.cut(), random);
            check(*machine.cut(), random);
            if (QTest::currentTestFailed())
                return;
        }
    }
    qInfo("%d power cuts, two outcomes each", cuts);
    QCOMPARE(cuts, wanted);
}

QTEST_GUILESS_MAIN(tst_PowerCut)
#include "tst_power_cut.moc"

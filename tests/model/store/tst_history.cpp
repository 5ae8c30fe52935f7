// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/fake_clock.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_data.h"

#include <QtTest>

#include <algorithm>

using namespace zonescope;
using base::Duration;
using base::EdgeId;
using base::ErrorCode;
using base::PrimaryId;
using base::ZoneId;
using pipeline::HistoryFilter;
using pipeline::Stage;

namespace {

template <class Row, class Keep>
std::vector<Row> newestFirst(const std::vector<Row>& rows, Keep keep)
{
    std::vector<Row> kept;
    std::ranges::copy_if(rows, std::back_inserter(kept), keep);
    std::ranges::sort(kept, std::ranges::greater(), &Row::id);
    return kept;
}

} // namespace

class tst_History : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void attemptsComeBack();
    void eventsComeBack();
    void changesComeBackAndAreReplaced();
    void pagesAndLimits();
    void aMonthAgreesWithBruteForce();
    void rollupsCountEachSampleOnce();
    void rollupsGrowOverRestarts();
    void spansAreJoined();
    void spansDoNotReachOverARestart();
    void spansOfServersAreSelected();
    void differencesAreKeptAndLead();
    void differencesOfRemovedZonesGo();
    void gapsAreStated();
    void sleepIsAGap();
    void idsAreNeverReused();
    void pruneRemovesWhatIsOld();
    void pruneRunsByItself();

private:
    store::Store& store() { return *m_store; }
    void reopen(Duration away)
    {
        m_store.reset();
        m_clock->advance(away);
        open();
    }
    void open()
    {
        auto opened = store::Store::open(m_folder->path(), *m_clock);
        if (!opened)
            qFatal("%s", base::toString(opened.error()).c_str());
        m_store = std::move(*opened);
    }
    static HistoryFilter all()
    {
        HistoryFilter filter;
        filter.period = {kit::at(-1'000'000), kit::at(100'000'000)};
        return filter;
    }

    std::unique_ptr<kit::TemporaryFolder> m_folder;
    std::unique_ptr<kit::FakeClock> m_clock;
    std::unique_ptr<store::Store> m_store;
};

void tst_History::init()
{
    m_folder = std::make_unique<kit::TemporaryFolder>();
    m_clock = std::make_unique<kit::FakeClock>();
    open();
}

void tst_History::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

void tst_History::attemptsComeBack()
{
    std::mt19937 random(1);
    std::vector<pipeline::TransferAttempt> rows;
    for (std::uint64_t id = 1; id <= 300; ++id) {
        rows.push_back(kit::someAttempt(id, random));
        store().append(rows.back());
    }
    QVERIFY_RESULT(kit::flush(store()));
    const auto ask = [&](const HistoryFilter& filter) {
        return kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.attempts(filter); });
    };
    HistoryFilter filter = all();
    QVERIFY_RESULT(ask(filter));
    QVERIFY(*ask(filter) == newestFirst(rows, [](const auto&) { return true; }));
    filter.zones = {ZoneId{2}, ZoneId{4}};
    filter.primaries = {PrimaryId{3}};
    QVERIFY(*ask(filter) == newestFirst(rows, [](const auto& row) {
        return (row.zone == ZoneId{2} || row.zone == ZoneId{4}) && row.primary == PrimaryId{3};
    }));
    filter.period = {rows[100].startedAt, rows[200].startedAt};
    QVERIFY(*ask(filter) == newestFirst(rows, [&](const auto& row) {
        return (row.zone == ZoneId{2} || row.zone == ZoneId{4}) && row.primary == PrimaryId{3} &&
               row.startedAt >= filter.period.from && row.startedAt < filter.period.to;
    }));
    QCOMPARE(ask(HistoryFilter())->size(), rows.size()); // no period at all: everything
}

void tst_History::eventsComeBack()
{
    std::mt19937 random(2);
    std::vector<pipeline::Event> rows;
    for (std::uint64_t id = 1; id <= 300; ++id) {
        rows.push_back(kit::someEvent(id, random));
        store().append(rows.back());
    }
    QVERIFY_RESULT(kit::flush(store()));
    HistoryFilter filter = all();
    const auto ask = [&] {
        return kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.events(filter); });
    };
    QVERIFY_RESULT(ask());
    QVERIFY(*ask() == newestFirst(rows, [](const auto&) { return true; }));
    filter.edges = {EdgeId{1}};
    QVERIFY(*ask() == newestFirst(rows, [](const auto& row) { return row.edge == EdgeId{1}; }));
    // More zones than an index is used for.
    filter.zones.clear();
    for (std::uint32_t id = 3; id < 60; ++id)
        filter.zones.push_back(ZoneId{id});
    QVERIFY(*ask() ==
            newestFirst(rows, [](const auto& row) { return row.edge == EdgeId{1} && row.zone.value >= 3; }));
}

void tst_History::changesComeBackAndAreReplaced()
{
    std::mt19937 random(3);
    std::vector<pipeline::Change> rows;
    for (std::uint64_t id = 1; id <= 200; ++id) {
        pipeline::Change change = kit::someChange(id, random);
        change.complete = false;
        store().put(change);
        change = kit::someChange(id, random); // what is known now
        store().put(change);
        rows.push_back(change);
    }
    QVERIFY_RESULT(kit::flush(store()));
    HistoryFilter filter = all();
    const auto ask = [&] {
        return kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.changes(filter); });
    };
    QVERIFY_RESULT(ask());
    QVERIFY(*ask() == newestFirst(rows, [](const auto&) { return true; }));
    filter.edges = {EdgeId{103}};
    QCOMPARE(ask()->size(), rows.size()); // every change has it
    filter.edges = {EdgeId{999}};
    QVERIFY(ask()->empty());
}

void tst_History::pagesAndLimits()
{
    std::mt19937 random(4);
    for (std::uint64_t id = 1; id <= 95; ++id)
        store().append(kit::someEvent(id, random));
    QVERIFY_RESULT(kit::flush(store()));
    HistoryFilter filter = all();
    filter.limit = 20;
    std::vector<std::uint64_t> seen;
    for (;;) {
        const auto page =
            kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.events(filter); });
        QVERIFY_RESULT(page);
        if (page->empty())
            break;
        QVERIFY(page->size() <= 20);
        for (const pipeline::Event& event : *page)
            seen.push_back(event.id);
        filter.beforeId = page->back().id;
    }
    QCOMPARE(seen.size(), std::size_t(95));
    QVERIFY(std::ranges::is_sorted(seen, std::ranges::greater()));
    filter.limit = 0;
    filter.beforeId = 0;
    QVERIFY(
        kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.events(filter); })->empty());
}

/// 30 days; ids and times do not rise quite together, as when a clock is set.
void tst_History::aMonthAgreesWithBruteForce()
{
    std::mt19937 random(44);
    constexpr std::int64_t month = 30 * 24 * 3600;
    std::vector<pipeline::Change> rows;
    for (std::uint64_t id = 1; id <= 15'000; ++id) {
        pipeline::Change change = kit::someChange(id, random, 3);
        change.startedAt = kit::at(static_cast<std::int64_t>(id) * month / 15'000) +
                           std::chrono::seconds(random() % 7200) - std::chrono::hours(1);
        rows.push_back(change);
        store().put(std::move(change));
    }
    QVERIFY_RESULT(kit::flush(store()));
    for (int question = 0; question < 60; ++question) {
        HistoryFilter filter;
        filter.period.from = kit::at(static_cast<std::int64_t>(random() % month));
        filter.period.to =
            filter.period.from + std::chrono::seconds(random() % (month / (question % 2 == 0 ? 1 : 200)));
        filter.limit = question % 3 == 0 ? 50 : 20'000;
        if (question % 4 != 0)
            filter.zones = {ZoneId{1 + static_cast<std::uint32_t>(random() % 5)}, ZoneId{2}};
        if (question % 5 == 0)
            filter.beforeId = 1 + random() % 15'000;
        auto expected = newestFirst(rows, [&](const pipeline::Change& row) {
            return row.startedAt >= filter.period.from && row.startedAt < filter.period.to &&
                   (filter.zones.empty() ||
                    std::ranges::find(filter.zones, row.zone) != filter.zones.end()) &&
                   (filter.beforeId == 0 || row.id < filter.beforeId);
        });
        if (expected.size() > filter.limit)
            expected.resize(filter.limit);
        const auto found =
            kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.changes(filter); });
        QVERIFY_RESULT(found);
        QVERIFY(*found == expected);
    }
}

void tst_History::rollupsCountEachSampleOnce()
{
    std::mt19937 random(5);
    std::map<std::tuple<std::uint32_t, Stage, std::int64_t>, pipeline::Histogram> byZone, byEdge;
    for (std::uint64_t id = 1; id <= 6000; ++id) { // 1.5 s apart: three hours
        pipeline::Change change = kit::someChange(id, random);
        store().put(change); // complete or not: half of each
        store().put(change);
        change.complete = true;
        store().put(change);
        store().put(change);
        const std::int64_t hour =
            std::chrono::floor<std::chrono::hours>(change.startedAt).time_since_epoch().count();
        for (const Stage stage : pipeline::stages)
            if (stage != Stage::Observe && change.stage.at(static_cast<std::size_t>(stage)))
                byZone[{change.zone.value, stage, hour}].add(
                    *change.stage.at(static_cast<std::size_t>(stage)));
        for (const pipeline::EdgeArrival& arrival : change.edges)
            for (auto* histogram : {&byZone[{change.zone.value, Stage::Observe, hour}],
                                    &byEdge[{arrival.edge.value, Stage::Observe, hour}]}) {
                if (arrival.delay)
                    histogram->add(*arrival.delay);
                else if (arrival.failure)
                    histogram->addFailure();
            }
    }
    QVERIFY_RESULT(kit::flush(store()));
    for (const bool edges : {false, true}) {
        const auto hours =
            kit::ask(store(), [edges](store::HistoryReader& reader) { return reader.latency(all(), edges); });
        QVERIFY_RESULT(hours);
        const auto& expected = edges ? byEdge : byZone;
        QCOMPARE(hours->size(), expected.size());
        QVERIFY(std::ranges::is_sorted(*hours, {}, &pipeline::HourlyLatency::hour));
        for (const pipeline::HourlyLatency& row : *hours) {
            const auto found =
                expected.find({edges ? row.edge.value : row.zone.value, row.stage,
                               std::chrono::floor<std::chrono::hours>(row.hour).time_since_epoch().count()});
            QVERIFY(found != expected.end());
            QVERIFY(found->second == row.histogram);
        }
    }
    HistoryFilter filter = all();
    filter.edges = {EdgeId{102}};
    const auto one =
        kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.latency(filter, true); });
    QVERIFY(!one->empty());
    QVERIFY(std::ranges::all_of(*one, [](const auto& row) { return row.edge == EdgeId{102}; }));
}

void tst_History::rollupsGrowOverRestarts()
{
    std::mt19937 random(6);
    pipeline::Change change = kit::someChange(1, random);
    change.complete = true;
    change.stage[0] = Duration(5);
    store().put(change);
    reopen(Duration(1));
    store().put(change); // again: counted before
    change.id = 2;
    store().put(change);
    QVERIFY_RESULT(kit::flush(store()));
    const auto hours =
        kit::ask(store(), [](store::HistoryReader& reader) { return reader.latency(all(), false); });
    const auto notify = std::ranges::find(*hours, Stage::Notify, &pipeline::HourlyLatency::stage);
    QCOMPARE(notify->histogram.count(), std::uint64_t(2));
}

void tst_History::spansAreJoined()
{
    const auto span = [](std::uint32_t edge, std::optional<std::uint32_t> serial,
                         std::optional<ErrorCode> failure, std::int64_t from, std::int64_t to) {
        return pipeline::SerialSpan{ZoneId{1}, EdgeId{edge}, {}, serial, failure, kit::at(from), kit::at(to)};
    };
    store().append(span(1, 7, {}, 0, 0));
    store().append(span(2, 7, {}, 1, 1));
    store().append(span(1, 7, {}, 10, 10));
    store().append(span(1, {}, ErrorCode::TimedOut, 20, 20));
    store().append(span(1, {}, ErrorCode::TimedOut, 30, 30));
    store().append(span(1, {}, ErrorCode::RcodeRefused, 40, 40));
    QVERIFY_RESULT(kit::flush(store()));
    store().append(span(1, 8, {}, 50, 50));
    store().append(span(1, 8, {}, 60, 70));
    QVERIFY_RESULT(kit::flush(store()));
    const auto rows = kit::ask(store(), [](store::HistoryReader& reader) { return reader.serials(all()); });
    QVERIFY_RESULT(rows);
    const std::vector expected{span(1, 8, {}, 50, 70), span(1, {}, ErrorCode::RcodeRefused, 40, 40),
                               span(1, {}, ErrorCode::TimedOut, 20, 30), span(2, 7, {}, 1, 1),
                               span(1, 7, {}, 0, 10)};
    QVERIFY(*rows == expected);
}

void tst_History::spansDoNotReachOverARestart()
{
    const pipeline::SerialSpan before{ZoneId{1}, EdgeId{1}, {}, 7, {}, kit::at(0), kit::at(0)};
    store().append(before);
    reopen(std::chrono::hours(1));
    const pipeline::SerialSpan after{ZoneId{1}, EdgeId{1}, {}, 7, {}, kit::at(3600), kit::at(3600)};
    store().append(after);
    QVERIFY_RESULT(kit::flush(store()));
    const auto rows = kit::ask(store(), [](store::HistoryReader& reader) { return reader.serials(all()); });
    QVERIFY(*rows == (std::vector{after, before}));
}

void tst_History::spansOfServersAreSelected()
{
    const auto span = [](ZoneId zone, EdgeId edge, PrimaryId primary) {
        return pipeline::SerialSpan{zone, edge, primary, 1, {}, kit::at(0), kit::at(5)};
    };
    const auto own = span(ZoneId{1}, {}, {});
    const auto edge = span(ZoneId{1}, EdgeId{4}, {});
    const auto primary = span(ZoneId{1}, {}, PrimaryId{6});
    for (const auto& each : {own, edge, primary, span(ZoneId{1}, EdgeId{5}, {}), span(ZoneId{2}, {}, {})})
        store().append(each);
    QVERIFY_RESULT(kit::flush(store()));
    HistoryFilter filter = all();
    filter.zones = {ZoneId{1}};
    filter.edges = {EdgeId{4}};
    const auto ask = [&] {
        return *kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.serials(filter); });
    };
    QVERIFY(ask() == (std::vector{edge, own}));
    filter.primaries = {PrimaryId{6}};
    QCOMPARE(ask().size(), std::size_t(3));
    filter.period = {kit::at(6), kit::at(9)};
    QVERIFY(ask().empty());
    filter.period = {kit::at(5), kit::at(9)};
    QCOMPARE(ask().size(), std::size_t(3));
}

void tst_History::differencesAreKeptAndLead()
{
    zone::Configuration configuration = kit::someConfiguration(1); // keeps 5 versions
    QVERIFY_RESULT(kit::save(store(), configuration));
    std::mt19937 random(7);
    const ZoneId id{1};
    for (std::uint32_t serial = 10; serial < 20; ++serial)
        store().keepDifference(id, kit::someChangeset(serial, serial + 1, random));
    store().keepDifference(ZoneId{2}, kit::someChangeset(1, 2, random));
    QVERIFY_RESULT(kit::flush(store()));
    const auto versions =
        kit::ask(store(), [=](store::HistoryReader& reader) { return reader.keptVersions(id); });
    QVERIFY_RESULT(versions);
    QVERIFY(*versions == (std::vector<std::uint32_t>{20, 19, 18, 17, 16, 15}));
    const auto lead = [&](std::uint32_t from, std::uint32_t to) {
        return kit::ask(store(),
                        [=](store::HistoryReader& reader) { return reader.changesets(id, from, to); });
    };
    QVERIFY_RESULT(lead(16, 19));
    const auto chain = lead(16, 19);
    QCOMPARE(chain->size(), std::size_t(3));
    QCOMPARE(chain->front().fromSerial, 16U);
    QCOMPARE(chain->back().toSerial, 19U);
    QVERIFY(lead(17, 17)->empty());
    QVERIFY_ERROR(lead(14, 19), ErrorCode::NotFound);
    QVERIFY_ERROR(lead(19, 16), ErrorCode::NotFound);
    // A version that came without a difference breaks the chain.
    store().keepDifference(id, kit::someChangeset(30, 31, random));
    QVERIFY_RESULT(kit::flush(store()));
    QVERIFY_ERROR(lead(19, 31), ErrorCode::NotFound);
    const auto newest =
        kit::ask(store(), [=](store::HistoryReader& reader) { return reader.keptVersions(id); });
    QVERIFY(*newest == (std::vector<std::uint32_t>{31, 30}));
}

void tst_History::differencesOfRemovedZonesGo()
{
    zone::Configuration configuration = kit::someConfiguration(2);
    QVERIFY_RESULT(kit::save(store(), configuration));
    const ZoneId gone = configuration.zones().begin()->first;
    std::mt19937 random(8);
    store().keepDifference(gone, kit::someChangeset(1, 2, random));
    QVERIFY_RESULT(configuration.remove(gone));
    QVERIFY_RESULT(kit::save(store(), configuration));
    QVERIFY_RESULT(kit::flush(store()));
    QVERIFY(
        kit::ask(store(), [=](store::HistoryReader& reader) { return reader.keptVersions(gone); })->empty());
}

void tst_History::gapsAreStated()
{
    const base::Timestamp born = m_clock->wall();
    m_clock->advance(std::chrono::seconds(100));
    QVERIFY_RESULT(kit::flush(store()));
    reopen(std::chrono::milliseconds(900)); // not worth stating
    m_clock->advance(std::chrono::seconds(100));
    QVERIFY_RESULT(kit::flush(store()));
    const base::Timestamp stopped = m_clock->wall();
    reopen(std::chrono::hours(2));
    const base::Timestamp started = m_clock->wall();
    const auto ask = [&](base::Timestamp from, base::Timestamp to) {
        return *kit::ask(store(), [=](store::HistoryReader& reader) { return reader.gaps({from, to}); });
    };
    QVERIFY(ask(born, started) == (std::vector{pipeline::DataGap{{stopped, started}}}));
    // Cut to the period, and before the first start there is nothing either.
    QVERIFY(ask(born - std::chrono::hours(1), stopped + std::chrono::hours(1)) ==
            (std::vector{pipeline::DataGap{{born - std::chrono::hours(1), born}},
                         pipeline::DataGap{{stopped, stopped + std::chrono::hours(1)}}}));
    QVERIFY(ask(started, started + std::chrono::hours(1)).empty());
}

void tst_History::sleepIsAGap()
{
    m_clock->advance(std::chrono::seconds(5));
    QVERIFY_RESULT(kit::flush(store()));
    const base::Timestamp asleep = m_clock->wall();
    const pipeline::SerialSpan before{ZoneId{1}, EdgeId{1}, {}, 7, {}, asleep, asleep};
    store().append(before);
    QVERIFY_RESULT(kit::flush(store()));
    m_clock->setWall(asleep + std::chrono::hours(8)); // CLOCK_MONOTONIC stands still meanwhile
    const pipeline::SerialSpan after{ZoneId{1}, EdgeId{1}, {}, 7, {}, m_clock->wall(), m_clock->wall()};
    store().append(after);
    QVERIFY_RESULT(kit::flush(store()));
    const auto gaps = kit::ask(store(), [&](store::HistoryReader& reader) {
        return reader.gaps({asleep, m_clock->wall()});
    });
    QVERIFY(*gaps == (std::vector{pipeline::DataGap{{asleep, m_clock->wall()}}}));
    const auto rows = kit::ask(store(), [](store::HistoryReader& reader) { return reader.serials(all()); });
    QVERIFY(*rows == (std::vector{after, before}));
}

void tst_History::idsAreNeverReused()
{
    QCOMPARE(store().firstFreeId(), std::uint64_t(1));
    std::mt19937 random(9);
    pipeline::Event event = kit::someEvent(500, random);
    event.change = 777; // no row of its own yet
    store().append(event);
    QCOMPARE(store().firstFreeId(), std::uint64_t(778));
    QVERIFY_RESULT(kit::flush(store()));
    store().prune(kit::at(1'000'000'000));
    reopen(std::chrono::seconds(1));
    QCOMPARE(store().firstFreeId(), std::uint64_t(778));
}

void tst_History::pruneRemovesWhatIsOld()
{
    std::mt19937 random(10);
    for (std::uint64_t id = 1; id <= 12'000; ++id) { // 1.5 s apart
        store().append(kit::someEvent(id, random));
        store().append(kit::someAttempt(id, random));
        pipeline::Change change = kit::someChange(id, random, 2);
        change.complete = true;
        store().put(change);
    }
    store().append(pipeline::SerialSpan{ZoneId{1}, {}, {}, 1, {}, kit::at(0), kit::at(100)});
    store().append(pipeline::SerialSpan{ZoneId{1}, EdgeId{1}, {}, 1, {}, kit::at(0), kit::at(16'000)});
    QVERIFY_RESULT(kit::flush(store()));
    const base::Timestamp limit = kit::at(9'000);
    store().prune(limit);
    HistoryFilter filter = all();
    filter.limit = 100'000;
    const auto left = [&] {
        return kit::ask(store(), [filter](store::HistoryReader& reader) {
            return std::tuple(reader.events(filter)->size(), reader.attempts(filter)->size(),
                              reader.changes(filter)->size(), reader.serials(filter)->size());
        });
    };
    // 12,000 rows of each, of which those of the last 9,000 s stay.
    const auto expected = static_cast<std::size_t>(12'000 - 9'000'000'000 / 1'500'007);
    QTRY_COMPARE_WITH_TIMEOUT(left(), std::tuple(expected, expected, expected, std::size_t(1)), 20'000);
    const auto events =
        kit::ask(store(), [filter](store::HistoryReader& reader) { return reader.events(filter); });
    QVERIFY(events->back().at >= limit);
    const auto hours =
        kit::ask(store(), [](store::HistoryReader& reader) { return reader.latency(all(), false); });
    QVERIFY(std::ranges::all_of(*hours,
                                [&](const auto& row) { return row.hour + std::chrono::hours(1) > limit; }));
    // What retention took is stated as missing.
    const auto gaps = kit::ask(store(), [&](store::HistoryReader& reader) {
        return reader.gaps({kit::at(0), kit::at(10'000)});
    });
    QVERIFY(*gaps == (std::vector{pipeline::DataGap{{kit::at(0), limit}}}));
}

void tst_History::pruneRunsByItself()
{
    std::mt19937 random(11);
    store().append(kit::someEvent(1, random));
    QVERIFY_RESULT(kit::flush(store()));
    const auto events = [&] {
        return kit::ask(store(), [](store::HistoryReader& reader) { return reader.events(all())->size(); });
    };
    QCOMPARE(events(), std::size_t(1));
    m_clock->advance(std::chrono::days(91)); // the default keeps 90
    QVERIFY_RESULT(kit::flush(store()));
    QTRY_COMPARE(events(), std::size_t(0));
}

QTEST_GUILESS_MAIN(tst_History)
#include "tst_history.moc"

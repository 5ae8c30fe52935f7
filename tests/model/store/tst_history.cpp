// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/store/history_fixture.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <algorithm>
#include <atomic>

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

class tst_History : public QObject, private kit::HistoryFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void attemptsComeBack();
    void eventsComeBack();
    void changesComeBackAndAreReplaced();
    void pagesAndLimits();
    void questionsBehindAFlushAreAnsweredAtTheEnd();
    void aMonthAgreesWithBruteForce();
    void rollupsCountEachSampleOnce();
    void rollupsGrowOverRestarts();
    void differencesAreKeptAndLead();
    void differencesOfRemovedZonesGo();
};

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

/// The engine asks after a flush; both may still be on their way when the program ends.
void tst_History::questionsBehindAFlushAreAnsweredAtTheEnd()
{
    for (int round = 0; round < 20; ++round) {
        std::mt19937 random(1);
        store().append(kit::someEvent(1, random));
        std::atomic<std::size_t> found{0};
        store::Store* one = &store();
        one->flush([&found, one](const base::Status&) {
            one->read([&found](store::HistoryReader& reader) { found = reader.events(all())->size(); });
        });
        reopen(base::Duration(1));
        QCOMPARE(found.load(), std::size_t(1));
    }
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

QTEST_GUILESS_MAIN(tst_History)
#include "tst_history.moc"

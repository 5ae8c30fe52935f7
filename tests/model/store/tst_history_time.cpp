// SPDX-License-Identifier: GPL-3.0-or-later
// What time does to history: spans of serials, gaps in which we did not run, retention.
#include "tests/model/store/history_fixture.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <algorithm>
#include <tuple>

using namespace zonescope;
using base::EdgeId;
using base::ErrorCode;
using base::PrimaryId;
using base::ZoneId;
using pipeline::HistoryFilter;

class tst_HistoryTime : public QObject, private kit::HistoryFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void spansAreJoined();
    void spansDoNotReachOverARestart();
    void spansOfServersAreSelected();
    void gapsAreStated();
    void sleepIsAGap();
    void idsAreNeverReused();
    void pruneRemovesWhatIsOld();
    void pruneRunsByItself();
};

void tst_HistoryTime::spansAreJoined()
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

void tst_HistoryTime::spansDoNotReachOverARestart()
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

void tst_HistoryTime::spansOfServersAreSelected()
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

void tst_HistoryTime::gapsAreStated()
{
    const base::Timestamp born = clock().wall();
    clock().advance(std::chrono::seconds(100));
    QVERIFY_RESULT(kit::flush(store()));
    reopen(std::chrono::milliseconds(900)); // not worth stating
    clock().advance(std::chrono::seconds(100));
    QVERIFY_RESULT(kit::flush(store()));
    const base::Timestamp stopped = clock().wall();
    reopen(std::chrono::hours(2));
    const base::Timestamp started = clock().wall();
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

void tst_HistoryTime::sleepIsAGap()
{
    clock().advance(std::chrono::seconds(5));
    QVERIFY_RESULT(kit::flush(store()));
    const base::Timestamp asleep = clock().wall();
    const pipeline::SerialSpan before{ZoneId{1}, EdgeId{1}, {}, 7, {}, asleep, asleep};
    store().append(before);
    QVERIFY_RESULT(kit::flush(store()));
    clock().setWall(asleep + std::chrono::hours(8)); // CLOCK_MONOTONIC stands still meanwhile
    const pipeline::SerialSpan after{ZoneId{1}, EdgeId{1}, {}, 7, {}, clock().wall(), clock().wall()};
    store().append(after);
    QVERIFY_RESULT(kit::flush(store()));
    const auto gaps = kit::ask(store(), [&](store::HistoryReader& reader) {
        return reader.gaps({asleep, clock().wall()});
    });
    QVERIFY(*gaps == (std::vector{pipeline::DataGap{{asleep, clock().wall()}}}));
    const auto rows = kit::ask(store(), [](store::HistoryReader& reader) { return reader.serials(all()); });
    QVERIFY(*rows == (std::vector{after, before}));
}

void tst_HistoryTime::idsAreNeverReused()
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

void tst_HistoryTime::pruneRemovesWhatIsOld()
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
    QTRY_COMPARE_WITH_TIMEOUT(left(), std::tuple(expected, expected, expected, std::size_t(1)), 60'000);
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

void tst_HistoryTime::pruneRunsByItself()
{
    std::mt19937 random(11);
    store().append(kit::someEvent(1, random));
    QVERIFY_RESULT(kit::flush(store()));
    const auto events = [&] {
        return kit::ask(store(), [](store::HistoryReader& reader) { return reader.events(all())->size(); });
    };
    QCOMPARE(events(), std::size_t(1));
    clock().advance(std::chrono::days(91)); // the default keeps 90
    QVERIFY_RESULT(kit::flush(store()));
    QTRY_COMPARE(events(), std::size_t(0));
}

QTEST_GUILESS_MAIN(tst_HistoryTime)
#include "tst_history_time.moc"

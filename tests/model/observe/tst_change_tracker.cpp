// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/observe/tracker_kit.h"

#include <QTest>

#include <algorithm>

using namespace zonescope;
using namespace zonescope::test;

class tst_ChangeTracker : public QObject
{
    Q_OBJECT

private slots:
    void followsAChange();
    void edgeThatIsFirstArrivesWithZero();
    void delayIsFromTheBeginning_data();
    void delayIsFromTheBeginning();
    void newerSerialCountsForOlderChanges();
    void manyOpenChangesSupersedeTheOldest();
    void hintThatWasWrong();
    void abandonedChangeLeavesNothing();
    void edgesComeAndGo();
    void zoneWithoutEdgesCompletesAtOnce();
    void timelineOfSerials();
    void statusOfTheZone();
    void serialWraps();
};

void tst_ChangeTracker::followsAChange()
{
    ChangeTracker tracker = settled();
    tracker.changeStarted(7, zone1, 2, start);
    tracker.published(7, zone1, 2, start + 20ms);
    QVERIFY(tracker.waiting(zone1));
    tracker.add(saw(ams, 1, 70ms));
    tracker.add(saw(ams, 2, 120ms));
    tracker.add(saw(fra, 1, 300ms));
    tracker.add(saw(fra, 2, 350ms));
    Tracked tracked = tracker.take();
    QCOMPARE(tracked.arrivals.size(), 2U);
    QCOMPARE(tracked.arrivals[0].change, 7U);
    QCOMPARE(tracked.arrivals[0].arrival.edge, ams);
    QCOMPARE(tracked.arrivals[0].arrival.delay, std::optional<base::Duration>(120ms));
    QCOMPARE(tracked.arrivals[0].arrival.uncertainty,
             base::Duration(52ms)); // asked at 68 ms, answered at 120
    QCOMPARE(ofKind(tracked, Event::Kind::VisibleAtEdge).size(), 2U);
    QCOMPARE(ofKind(tracked, Event::Kind::VisibleAtEdge)[1].duration, std::optional<base::Duration>(350ms));
    QVERIFY(tracked.finished.empty());

    tracker.add(saw(syd, 2, 4s));
    tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 1U);
    QCOMPARE(tracked.finished[0].change, 7U);
    QVERIFY(!tracked.finished[0].superseded);
    QCOMPARE(tracked.finished[0].edges.size(), 3U);
    QCOMPARE(tracked.finished[0].edges[2].delay, std::optional<base::Duration>(4s));
    const auto everywhere = ofKind(tracked, Event::Kind::VisibleEverywhere);
    QCOMPARE(everywhere.size(), 1U);
    QCOMPARE(everywhere[0].duration, std::optional<base::Duration>(4s));
    QCOMPARE(everywhere[0].change, 7U);
    QVERIFY(!tracker.waiting(zone1));
}

void tst_ChangeTracker::edgeThatIsFirstArrivesWithZero()
{
    ChangeTracker tracker = settled();
    tracker.add(saw(ams, 2, -1s)); // it asks the primary itself and was quicker than we
    tracker.changeStarted(7, zone1, 2, start);
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.arrivals.size(), 1U);
    QCOMPARE(tracked.arrivals[0].arrival.delay, std::optional<base::Duration>(0ms));
    QCOMPARE(tracked.arrivals[0].arrival.uncertainty, base::Duration(0));
}

void tst_ChangeTracker::delayIsFromTheBeginning_data()
{
    QTest::addColumn<int>("trueDelayMs");
    for (const int delay : {100, 250, 900, 4000, 12000, 30000})
        QTest::addRow("%d ms", delay) << delay;
}

void tst_ChangeTracker::delayIsFromTheBeginning()
{
    // An edge with a known delay, asked at intervals that grow: the true delay lies within the uncertainty.
    QFETCH(int, trueDelayMs);
    const base::Duration truth = std::chrono::milliseconds(trueDelayMs);
    ChangeTracker tracker = settled();
    tracker.changeStarted(7, zone1, 2, start);
    tracker.published(7, zone1, 2, start + 15ms);
    base::Duration at = 30ms;
    for (int i = 0; i < 1000; ++i) {
        const ProbeResult result = saw(syd, at - 2ms >= truth ? 2 : 1, at);
        tracker.add(result);
        if (result.serial == 2U)
            break;
        at += std::max<base::Duration>(at / 8, 50ms);
    }
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.arrivals.size(), 1U);
    const auto& arrival = tracked.arrivals[0].arrival;
    QVERIFY(*arrival.delay >= truth);
    QVERIFY(*arrival.delay - arrival.uncertainty <= truth);
    QVERIFY(arrival.uncertainty <= std::max<base::Duration>(truth / 8, 50ms) * 3 / 2);
}

void tst_ChangeTracker::newerSerialCountsForOlderChanges()
{
    ChangeTracker tracker = settled();
    tracker.changeStarted(7, zone1, 2, start);
    tracker.published(7, zone1, 2, start);
    tracker.changeStarted(8, zone1, 3, start + 1s);
    tracker.published(8, zone1, 3, start + 1s);
    for (const EdgeId edge : {ams, fra, syd})
        tracker.add(saw(edge, 3, 3s));
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.arrivals.size(), 6U);
    QCOMPARE(tracked.finished.size(), 2U);
    QCOMPARE(tracked.finished[0].change, 7U);
    QCOMPARE(tracked.finished[0].edges[0].delay, std::optional<base::Duration>(3s));
    QCOMPARE(tracked.finished[1].edges[0].delay, std::optional<base::Duration>(2s));
    QVERIFY(!tracked.finished[0].superseded);
}

void tst_ChangeTracker::manyOpenChangesSupersedeTheOldest()
{
    ChangeTracker tracker = settled();
    for (std::uint32_t i = 0; i < 20; ++i) {
        tracker.changeStarted(100 + i, zone1, 2 + i, start + std::chrono::seconds(i));
        tracker.published(100 + i, zone1, 2 + i, start + std::chrono::seconds(i));
        tracker.add(saw(ams, 2 + i, std::chrono::seconds(i) + 100ms));
    }
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 4U); // sixteen stay open
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(tracked.finished[i].change, 100U + i);
        QVERIFY(tracked.finished[i].superseded);
        QVERIFY(tracked.finished[i].edges[0].delay.has_value());
        QCOMPARE(tracked.finished[i].edges[1].failure, std::optional<ErrorCode>(ErrorCode::Superseded));
    }
}

void tst_ChangeTracker::hintThatWasWrong()
{
    ChangeTracker tracker = settled();
    tracker.changeStarted(7, zone1, 2, start); // said the NOTIFY
    tracker.add(saw(ams, 2, 50ms));
    tracker.published(7, zone1, 3, start + 100ms); // was transferred
    QVERIFY(tracker.waiting(zone1));
    for (const EdgeId edge : {ams, fra, syd})
        tracker.add(saw(edge, 3, 1s));
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 1U);
    QCOMPARE(tracked.finished[0].edges[0].delay, std::optional<base::Duration>(1s));
}

void tst_ChangeTracker::abandonedChangeLeavesNothing()
{
    ChangeTracker tracker = settled();
    tracker.changeStarted(7, zone1, 2, start);
    tracker.abandon(7, zone1);
    tracker.take();
    for (const EdgeId edge : {ams, fra, syd})
        tracker.add(saw(edge, 2, 1s));
    const Tracked tracked = tracker.take();
    QVERIFY(tracked.arrivals.empty());
    QVERIFY(tracked.finished.empty());
    QVERIFY(tracked.events.empty());
}

void tst_ChangeTracker::edgesComeAndGo()
{
    ChangeTracker tracker = settled();
    tracker.published(7, zone1, 2, start);
    tracker.add(saw(ams, 2, 100ms));
    tracker.add(saw(fra, 2, 200ms));
    tracker.take();
    constexpr EdgeId gru{14};
    tracker.setZone(zone1, {ams, fra, gru}); // syd is gone, gru is new
    Tracked tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 1U);
    QCOMPARE(tracked.finished[0].edges[2].failure, std::optional<ErrorCode>(ErrorCode::Cancelled));
    const auto view = tracker.edges(zone1);
    QCOMPARE(view.edges.size(), 3U);
    QCOMPARE(view.edges[0].serial, std::optional<std::uint32_t>(2)); // kept
    QVERIFY(!view.edges[2].serial);
    tracker.add(saw(syd, 2, 1s)); // an answer that was under way
    QVERIFY(tracker.take().empty());
    tracker.removeZone(zone1);
    tracker.add(saw(ams, 3, 2s));
    tracker.tick(start + 2h);
    QVERIFY(tracker.take().empty());
}

void tst_ChangeTracker::zoneWithoutEdgesCompletesAtOnce()
{
    ChangeTracker tracker;
    tracker.setZone(zone1, {});
    tracker.changeStarted(7, zone1, 2, start);
    QVERIFY(tracker.take().finished.empty());
    tracker.published(7, zone1, 2, start + 1s);
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 1U);
    QVERIFY(tracked.events.empty()); // visible at no edge is not visible everywhere
}

void tst_ChangeTracker::timelineOfSerials()
{
    ChangeTracker tracker;
    tracker.setZone(zone1, {ams});
    for (int second = 0; second < 100; ++second)
        tracker.add(saw(ams, second < 50 ? 1 : 2, std::chrono::seconds(second)));
    for (int second = 100; second < 105; ++second)
        tracker.add(failed(ams, ErrorCode::TimedOut, std::chrono::seconds(second)));
    const auto spans = tracker.take().spans;
    // 1: begins, is closed at 49 s; 2: begins, is closed; failure begins: few rows for many probes
    QCOMPARE(spans.size(), 5U);
    QCOMPARE(spans[0].serial, std::optional<std::uint32_t>(1));
    QCOMPARE(spans[1].from, start);
    QCOMPARE(spans[1].to, start + 49s);
    QCOMPARE(spans[2].serial, std::optional<std::uint32_t>(2));
    QCOMPARE(spans[3].to, start + 99s);
    QVERIFY(!spans[4].serial);
    QCOMPARE(spans[4].failure, std::optional<ErrorCode>(ErrorCode::TimedOut));
    QCOMPARE(spans[4].from, start + 100s);
    // an hour without change is told about once a minute
    for (int second = 200; second < 3800; ++second)
        tracker.add(saw(ams, 2, std::chrono::seconds(second)));
    const auto hour = tracker.take().spans;
    QVERIFY(hour.size() >= 58 && hour.size() <= 63);
}

void tst_ChangeTracker::statusOfTheZone()
{
    ChangeTracker tracker = settled();
    auto view = tracker.edges(zone1);
    QCOMPARE(view.edges.size(), 3U);
    QCOMPARE(view.edgesCurrent, 3U);
    QVERIFY(!view.behindSince);
    tracker.published(7, zone1, 2, start);
    view = tracker.edges(zone1);
    QCOMPARE(view.edgesCurrent, 0U);
    QCOMPARE(view.behindSince, std::optional(start));
    QVERIFY(!view.visibleEverywhereAt);
    tracker.add(saw(ams, 2, 1s));
    tracker.add(saw(fra, 2, 2s));
    tracker.take();
    tracker.add(saw(syd, 2, 3s));
    view = tracker.edges(zone1);
    QCOMPARE(view.edgesCurrent, 3U);
    QCOMPARE(view.visibleEverywhereAt, std::optional(start + 3s));
    QCOMPARE(view.edges[0].serialSince, std::optional(start + 1s));
    QVERIFY(!view.behindSince);
    QCOMPARE(tracker.take().touched, std::vector<ZoneId>{zone1});
}

void tst_ChangeTracker::serialWraps()
{
    ChangeTracker tracker;
    tracker.setZone(zone1, {ams});
    tracker.setHeld(zone1, 0xffffffffU, start - 1min);
    tracker.add(saw(ams, 0xffffffffU, -1s));
    tracker.published(7, zone1, 0, start);
    QCOMPARE(tracker.edges(zone1).edgesCurrent, 0U);
    tracker.add(saw(ams, 0, 1s));
    QCOMPARE(tracker.edges(zone1).edgesCurrent, 1U);
    QCOMPARE(tracker.take().finished.size(), 1U);
}

QTEST_GUILESS_MAIN(tst_ChangeTracker)
#include "tst_change_tracker.moc"

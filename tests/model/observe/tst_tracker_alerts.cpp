// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/observe/tracker_kit.h"

#include <QTest>

#include <algorithm>

using namespace zonescope;
using namespace zonescope::test;

class tst_TrackerAlerts : public QObject
{
    Q_OBJECT

private slots:
    void saysLateOnce();
    void failingNeedsThreeInARow();
    void parallelFailuresCountOnce();
    void deadServerIsSaidOnce();
    void failureLane();
    void givesUp();
    void edgeThatGoesBackIsBehind();
};

void tst_TrackerAlerts::saysLateOnce()
{
    ChangeTracker tracker = settled();
    tracker.published(7, zone1, 2, start);
    tracker.add(saw(ams, 2, 100ms));
    tracker.add(saw(fra, 2, 100ms));
    tracker.add(saw(syd, 1, 4s));
    QCOMPARE(tracker.nextTick(), std::optional(start + 5s));
    tracker.tick(start + 4999ms);
    QVERIFY(ofKind(tracker.take(), Event::Kind::EdgeLate).empty());
    tracker.tick(start + 5s);
    const auto late = ofKind(tracker.take(), Event::Kind::EdgeLate);
    QCOMPARE(late.size(), 1U);
    QCOMPARE(late[0].edge, syd);
    QCOMPARE(late[0].change, 7U);
    QCOMPARE(late[0].fromSerial, std::optional<std::uint32_t>(1));
    QCOMPARE(late[0].toSerial, std::optional<std::uint32_t>(2));
    QCOMPARE(tracker.edges(zone1).edgesLate, 1U);

    tracker.tick(start + 20s);
    tracker.published(8, zone1, 3, start + 21s); // still late, not late again
    tracker.tick(start + 40s);
    const Tracked meanwhile = tracker.take();
    QVERIFY(std::none_of(meanwhile.events.begin(), meanwhile.events.end(),
                         [](const Event& e) { return e.kind == Event::Kind::EdgeLate && e.edge == syd; }));

    tracker.add(saw(syd, 2, 41s)); // closer, but not there
    QVERIFY(ofKind(tracker.take(), Event::Kind::EdgeRecovered).empty());
    tracker.add(saw(syd, 3, 42s));
    const auto recovered = ofKind(tracker.take(), Event::Kind::EdgeRecovered);
    QCOMPARE(recovered.size(), 1U);
    QCOMPARE(recovered[0].edge, syd);
    QCOMPARE(tracker.edges(zone1).edgesLate, 2U); // ams and fra have not got serial 3 either
}

void tst_TrackerAlerts::failingNeedsThreeInARow()
{
    ChangeTracker tracker = settled();
    tracker.add(failed(ams, ErrorCode::RcodeRefused, 1s));
    tracker.add(failed(ams, ErrorCode::RcodeRefused, 2s));
    tracker.add(saw(ams, 1, 3s));
    tracker.add(failed(ams, ErrorCode::RcodeRefused, 4s));
    tracker.add(failed(ams, ErrorCode::RcodeRefused, 5s));
    QVERIFY(ofKind(tracker.take(), Event::Kind::EdgeFailing).empty());
    tracker.add(failed(ams, ErrorCode::RcodeRefused, 6s));
    tracker.add(failed(ams, ErrorCode::RcodeRefused, 7s));
    const auto failing = ofKind(tracker.take(), Event::Kind::EdgeFailing);
    QCOMPARE(failing.size(), 1U);
    QCOMPARE(failing[0].zone, zone1);
    QCOMPARE(failing[0].edge, ams);
    QCOMPARE(failing[0].error->code, ErrorCode::RcodeRefused);
    QCOMPARE(tracker.edges(zone1).edgesFailing, 1U);
    QCOMPARE(tracker.edges(zone1).edges[0].errorSince, std::optional(start + 4s));

    tracker.add(saw(ams, 1, 8s));
    QVERIFY(ofKind(tracker.take(), Event::Kind::EdgeRecovered).empty());
    tracker.add(saw(ams, 1, 9s));
    QCOMPARE(ofKind(tracker.take(), Event::Kind::EdgeRecovered).size(), 1U);
    QCOMPARE(tracker.edges(zone1).edgesFailing, 0U);
}

void tst_TrackerAlerts::parallelFailuresCountOnce()
{
    ChangeTracker tracker;
    for (std::uint32_t zone = 1; zone <= 10; ++zone)
        tracker.setZone(ZoneId{zone}, {ams});
    for (std::uint32_t zone = 1; zone <= 10; ++zone) // all were asked before the first was known to fail
        tracker.add(failed(ams, ErrorCode::TimedOut, 1s, ZoneId{zone}));
    QVERIFY(tracker.take().events.empty());
}

void tst_TrackerAlerts::deadServerIsSaidOnce()
{
    ChangeTracker tracker;
    for (std::uint32_t zone = 1; zone <= 100; ++zone)
        tracker.setZone(ZoneId{zone}, {ams});
    for (int round = 1; round <= 5; ++round)
        for (std::uint32_t zone = 1; zone <= 100; ++zone)
            tracker.add(failed(ams, ErrorCode::TimedOut, std::chrono::seconds(round), ZoneId{zone}));
    Tracked tracked = tracker.take();
    QCOMPARE(tracked.events.size(), 1U);
    QCOMPARE(tracked.events[0].kind, Event::Kind::EdgeFailing);
    QVERIFY(!tracked.events[0].zone);
    QCOMPARE(tracker.edges(ZoneId{50}).edgesFailing, 1U);
    for (int round = 6; round <= 8; ++round)
        for (std::uint32_t zone = 1; zone <= 100; ++zone)
            tracker.add(saw(ams, 1, std::chrono::seconds(round), ZoneId{zone}));
    tracked = tracker.take();
    QCOMPARE(tracked.events.size(), 1U);
    QCOMPARE(tracked.events[0].kind, Event::Kind::EdgeRecovered);
    QCOMPARE(tracker.edges(ZoneId{50}).edgesFailing, 0U);
}

void tst_TrackerAlerts::failureLane()
{
    ChangeTracker tracker = settled();
    for (int i = 1; i <= 3; ++i)
        tracker.add(failed(syd, ErrorCode::TimedOut, -5s + std::chrono::seconds(i)));
    tracker.take();
    tracker.published(7, zone1, 2, start);
    tracker.add(saw(ams, 2, 100ms));
    tracker.add(saw(fra, 2, 100ms));
    Tracked tracked = tracker.take();
    const auto lane = std::find_if(tracked.arrivals.begin(), tracked.arrivals.end(),
                                   [](const auto& each) { return each.arrival.edge == syd; });
    QVERIFY(lane != tracked.arrivals.end());
    QCOMPARE(lane->arrival.failure, std::optional<ErrorCode>(ErrorCode::TimedOut));
    QVERIFY(!lane->arrival.delay);
    QVERIFY(tracked.finished.empty()); // it may still come
    tracker.tick(start + 60s);
    QVERIFY2(ofKind(tracker.take(), Event::Kind::EdgeLate).empty(), "failing says more than late");
    tracker.add(saw(syd, 2, 70s));
    tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 1U);
    QCOMPARE(tracked.finished[0].edges[2].delay, std::optional<base::Duration>(70s));
    QVERIFY(!tracked.finished[0].edges[2].failure);
}

void tst_TrackerAlerts::givesUp()
{
    ChangeTracker tracker = settled();
    tracker.published(7, zone1, 2, start);
    tracker.add(saw(ams, 2, 100ms));
    tracker.add(failed(fra, ErrorCode::RcodeServFail, 1s));
    tracker.tick(start + 59min);
    QVERIFY(tracker.take().finished.empty());
    QVERIFY(tracker.nextTick());
    tracker.tick(start + 60min);
    const Tracked tracked = tracker.take();
    QCOMPARE(tracked.finished.size(), 1U);
    QVERIFY(!tracked.finished[0].superseded);
    QCOMPARE(tracked.finished[0].edges[1].failure, std::optional<ErrorCode>(ErrorCode::RcodeServFail));
    QCOMPARE(tracked.finished[0].edges[2].failure, std::optional<ErrorCode>(ErrorCode::TimedOut));
    QVERIFY(ofKind(tracked, Event::Kind::VisibleEverywhere).empty());
    QVERIFY(tracker.waiting(zone1));
}

void tst_TrackerAlerts::edgeThatGoesBackIsBehind()
{
    ChangeTracker tracker = settled();
    tracker.published(7, zone1, 2, start);
    for (const EdgeId edge : {ams, fra, syd})
        tracker.add(saw(edge, 2, 1s));
    tracker.take();
    tracker.add(saw(syd, 1, 60s)); // restored from a backup
    QCOMPARE(tracker.edges(zone1).behindSince, std::optional(start + 60s));
    tracker.tick(start + 65s);
    QCOMPARE(ofKind(tracker.take(), Event::Kind::EdgeLate).size(), 1U);
}

QTEST_GUILESS_MAIN(tst_TrackerAlerts)
#include "tst_tracker_alerts.moc"

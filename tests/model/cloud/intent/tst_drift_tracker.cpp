// SPDX-License-Identifier: GPL-3.0-or-later
// When a difference becomes an event and when it is over; and how long looking takes.
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/intent/drift_samples.h"

#include <QElapsedTimer>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using namespace zonescope::cloud::driftsamples;

class TestDriftTracker : public QObject
{
    Q_OBJECT

private slots:
    void opensAndCloses();
    void unknownChangesNothing();
    void newIntentClosesAtOnce();
    void globs();
    void hundredThousandQuickly();
};

void TestDriftTracker::opensAndCloses()
{
    const auto pin = pinned(snapshot(estate()));
    const auto drifted = drift({pin}, snapshot(estate("")));
    const auto good = drift({pin}, snapshot(estate()));
    std::vector<DriftEvent> events;
    const auto at = [](int minute) { return now + base::Duration(minute * 60'000'000LL); };

    // Seen once and gone: never an event.
    advance(events, drifted, at(0), true);
    QVERIFY(events.at(0).state == DriftState::Suspected);
    advance(events, good, at(1), true);
    QVERIFY(events.empty());

    advance(events, drifted, at(2), true);
    QVERIFY(advance(events, drifted, at(2), false).opened.empty()); // judging again is no second scan
    QCOMPARE(advance(events, drifted, at(3), true).opened.size(), 1U);
    QVERIFY(advance(events, drifted, at(4), true).opened.empty());
    QVERIFY(advance(events, good, at(5), true).closed.empty());
    QVERIFY(advance(events, drifted, at(6), true).closed.empty()); // back again: it never closed
    QVERIFY(advance(events, good, at(7), true).closed.empty());
    const auto closing = advance(events, good, at(8), true);
    QCOMPARE(closing.closed.size(), 1U);
    QVERIFY(closing.closed[0].firstSeen == at(2) && closing.closed[0].closedAt == at(8));
    // The same again later is another event.
    advance(events, drifted, at(9), true);
    QCOMPARE(events.size(), 2U);
}

void TestDriftTracker::unknownChangesNothing()
{
    const auto pin = pinned(snapshot(estate()));
    const auto drifted = drift({pin}, snapshot(estate("")));
    std::vector<DriftEvent> events;
    advance(events, drifted, now, true);
    advance(events, drifted, now, true);
    const auto before = events;
    for (int scan = 0; scan < 5; ++scan)
        advance(events, drift({pin}, snapshot(estate(""), ScopeState::Denied)), now, true);
    QVERIFY(events == before);
}

void TestDriftTracker::newIntentClosesAtOnce()
{
    std::vector<DriftEvent> events;
    const auto live = snapshot(estate(""));
    for (int scan = 0; scan < 2; ++scan)
        advance(events, drift({pinned(snapshot(estate()))}, live), now, true);
    QVERIFY(events.at(0).state == DriftState::Open);
    QCOMPARE(advance(events, drift({pinned(live)}, live), now, false).closed.size(), 1U);
}

void TestDriftTracker::globs()
{
    QVERIFY(matchesGlob("*", ""));
    QVERIFY(matchesGlob("a*b*c", "aXbYbZc"));
    QVERIFY(matchesGlob("?bc", "abc"));
    QVERIFY(!matchesGlob("a*b", "abc"));
    QVERIFY(!matchesGlob("", "a"));
    QVERIFY(!matchesGlob(std::string(2000, '*') + "x", std::string(20'000, 'a')));
}

void TestDriftTracker::hundredThousandQuickly()
{
    const auto big = largeSnapshot(100'000);
    const auto all = big->resources();
    std::vector<Resource> resources(all.begin(), all.end());
    resources.erase(resources.begin() + 50'000);
    const auto live = Snapshot::make("x", now, {}, std::move(resources));
    qint64 took = 1'000'000;
    for (int attempt = 0; attempt < 3; ++attempt) { // other programs run here as well: the quickest counts
        QElapsedTimer timer;
        timer.start();
        const auto report = drift({pinned(big)}, live);
        took = std::min(took, timer.elapsed());
        QCOMPARE(report.findings.size(), 1U);
    }
    qInfo("100,000 resources in %lld ms", took);
    QVERIFY(took < 5000);
}

QTEST_GUILESS_MAIN(TestDriftTracker)
#include "tst_drift_tracker.moc"

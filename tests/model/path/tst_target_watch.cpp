// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/target_watch.h"

#include <QTest>

using namespace zonescope;
using path::Answer;
using path::PathChange;
using path::TargetWatch;

namespace {

path::Round round(int second, int router, int milliseconds, const std::string& nsid = {})
{
    path::Round round;
    round.at = base::fromMicroseconds(second * 1'000'000LL);
    round.reached = true;
    round.length = std::uint8_t(2);
    round.nsid = nsid;
    for (std::uint8_t ttl = 1; ttl <= 2; ++ttl) {
        path::Sample sample;
        sample.ttl = ttl;
        sample.answer = ttl == 2 ? Answer::Destination : Answer::TimeExceeded;
        sample.from = *net::IpAddress::fromText("10.0." + std::to_string(ttl == 2 ? 9 : router) + ".1");
        sample.rtt = base::Duration(milliseconds * 1000);
        round.samples.push_back(sample);
    }
    return round;
}

} // namespace

/// What becomes an alert, and what does not.
class TargetWatchTest : public QObject
{
    Q_OBJECT
private slots:
    void aNewRouteIsToldWithTheHop();
    void aLongerRoundTripIsToldOnce();
    void aSpikeIsNotToldOfRtt();
    void anotherNodeIsToldWhenItStays();
    void changesAreToldAcrossARestart();
    void aRoundThatFailedKeepsTheFigures();
};

void TargetWatchTest::aNewRouteIsToldWithTheHop()
{
    TargetWatch watch({});
    QVERIFY(watch.add(round(1, 1, 20)).empty());
    QVERIFY(watch.add(round(2, 7, 20)).empty());
    const auto changes = watch.add(round(3, 7, 20));
    QCOMPARE(changes.size(), std::size_t(1));
    QCOMPARE(changes[0].kind, PathChange::Kind::Route);
    QCOMPARE(int(changes[0].firstTtl.value_or(0)), 1);
    QCOMPARE(changes[0].wasThere.at(0).toText(), "10.0.1.1");
    QCOMPARE(changes[0].isThere.at(0).toText(), "10.0.7.1");
    const auto view = watch.view();
    QCOMPARE(view->rounds, std::uint64_t(1)); // the figures are those of the new route
    QCOMPARE(view->timeline.size(), std::size_t(3));
    QCOMPARE(view->changes.size(), std::size_t(1));
    QVERIFY(view->timeline[0].route != view->timeline[2].route);
}

void TargetWatchTest::aLongerRoundTripIsToldOnce()
{
    TargetWatch watch({});
    int second = 0;
    for (int i = 0; i < 10; ++i)
        QVERIFY(watch.add(round(++second, 1, 20 + i % 2)).empty());
    std::vector<PathChange> told;
    for (int i = 0; i < 10; ++i)
        for (const PathChange& change : watch.add(round(++second, 1, 90)))
            told.push_back(change);
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(told[0].kind, PathChange::Kind::RttClass);
    QCOMPARE(told[0].after, "90000");
}

void TargetWatchTest::aSpikeIsNotToldOfRtt()
{
    TargetWatch watch({});
    for (int i = 0; i < 60; ++i)
        QVERIFY(watch.add(round(i, 1, i % 3 == 2 ? 200 : 20)).empty());
}

void TargetWatchTest::anotherNodeIsToldWhenItStays()
{
    TargetWatch watch({});
    watch.add(round(1, 1, 20, "fra-1"));
    QVERIFY(watch.add(round(2, 1, 20, "ams-1")).empty());
    QVERIFY(watch.add(round(3, 1, 20, "fra-1")).empty());
    QVERIFY(watch.add(round(4, 1, 20, "ams-1")).empty());
    const auto changes = watch.add(round(5, 1, 20, "ams-1"));
    QCOMPARE(changes.size(), std::size_t(1));
    QCOMPARE(changes[0].kind, PathChange::Kind::Nsid);
    QCOMPARE(changes[0].before + " " + changes[0].after, "fra-1 ams-1");
}

void TargetWatchTest::changesAreToldAcrossARestart()
{
    TargetWatch before({});
    for (int i = 0; i < 5; ++i)
        before.add(round(i, 1, 20, "fra-1"));
    TargetWatch watch({});
    watch.resume(before.route(), before.nsid(), before.usualRtt());
    std::vector<PathChange> told;
    for (int i = 10; i < 16; ++i)
        for (const PathChange& change : watch.add(round(i, 2, 80, "ams-1")))
            told.push_back(change);
    QCOMPARE(told.size(), std::size_t(3));
}

void TargetWatchTest::aRoundThatFailedKeepsTheFigures()
{
    TargetWatch watch({});
    watch.add(round(1, 1, 20));
    path::Round failed;
    failed.error = base::Error{base::ErrorCode::HostUnreachable, "no route"};
    QVERIFY(watch.add(failed).empty());
    QVERIFY(watch.view()->error);
    QCOMPARE(watch.view()->rounds, std::uint64_t(1));
    watch.add(round(3, 1, 20));
    QVERIFY(!watch.view()->error);
}

QTEST_GUILESS_MAIN(TargetWatchTest)
#include "tst_target_watch.moc"

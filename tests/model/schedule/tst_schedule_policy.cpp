// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schedule/check_pacer.h"
#include "model/schedule/schedule_policy.h"

#include "tests/kit/fake_clock.h"

#include <QTest>

#include <set>

using namespace zonescope;
using namespace zonescope::schedule;
using std::chrono::seconds;

class TestSchedulePolicy : public QObject
{
    Q_OBJECT

    const base::Timestamp now = kit::FakeClock().wall();
    const zone::TimerLimits limits; // 30 .. 86400, 5 .. 3600

private slots:
    void refreshIsBounded();
    void refreshComesBeforeExpiry();
    void jitterIsEarlyAndRepeatable();
    void retryGrows();
    void retryWithoutData();
    void expiry();
    void announcementNeverServed();
    void announcementServedLate();
    void announcementOfAnotherSerial();
    void announcementAcrossTheWrap();
    void pacer();
};

void TestSchedulePolicy::refreshIsBounded()
{
    QCOMPARE(refreshInterval({3600, 600, 86400}, limits), base::Duration(seconds(3600)));
    QCOMPARE(refreshInterval({1, 600, 86400}, limits), base::Duration(seconds(30)));
    QCOMPARE(refreshInterval({4'000'000'000U, 600, 4'000'000'000U}, limits), base::Duration(seconds(86400)));
    QCOMPARE(refreshInterval({0, 0, 0}, limits), base::Duration(seconds(1)));
}

void TestSchedulePolicy::refreshComesBeforeExpiry()
{
    // EXPIRE 16 s with our minimum of 30 s: a healthy zone must not die between two checks.
    QCOMPARE(refreshInterval({3600, 600, 16}, limits), base::Duration(seconds(8)));
}

void TestSchedulePolicy::jitterIsEarlyAndRepeatable()
{
    std::set<base::Timestamp> different;
    for (std::uint32_t zone = 1; zone <= 1000; ++zone) {
        const Jitter jitter{.zone = zone, .seed = 7, .round = 0};
        const auto at = nextRefresh(now, {3600, 600, 86400}, limits, jitter);
        QVERIFY(at <= now + seconds(3600));
        QVERIFY(at > now + seconds(3239));
        QCOMPARE(at, nextRefresh(now, {3600, 600, 86400}, limits, jitter));
        different.insert(at);
    }
    QVERIFY(different.size() > 990);
    QVERIFY((Jitter{1, 7, 0}.share() != Jitter{1, 8, 0}.share()));
    QVERIFY((Jitter{1, 7, 0}.share() != Jitter{1, 7, 1}.share()));
    // Spread over the whole tenth, not bunched.
    int early = 0;
    for (std::uint32_t zone = 1; zone <= 1000; ++zone)
        early += Jitter{zone, 7, 3}.share() < 0.5 ? 1 : 0;
    QVERIFY(early > 400 && early < 600);
}

void TestSchedulePolicy::retryGrows()
{
    const SoaTimers timers{3600, 600, 86400};
    QCOMPARE(retryInterval(timers, limits, 1), base::Duration(seconds(600)));
    QCOMPARE(retryInterval(timers, limits, 2), base::Duration(seconds(1200)));
    QCOMPARE(retryInterval(timers, limits, 3), base::Duration(seconds(2400)));
    QCOMPARE(retryInterval(timers, limits, 4), base::Duration(seconds(3600)));
    QCOMPARE(retryInterval(timers, limits, 4'000'000'000U), base::Duration(seconds(3600)));
    QCOMPARE(retryInterval(SoaTimers{3600, 1, 86400}, limits, 1), base::Duration(seconds(5)));
    // A retry longer than the refresh does not shrink when it grows.
    QCOMPARE(retryInterval(SoaTimers{60, 600, 86400}, limits, 5), base::Duration(seconds(600)));
}

void TestSchedulePolicy::retryWithoutData()
{
    QCOMPARE(retryInterval(std::nullopt, limits, 1), base::Duration(seconds(5)));
    QCOMPARE(retryInterval(std::nullopt, limits, 2), base::Duration(seconds(10)));
    QCOMPARE(retryInterval(std::nullopt, limits, 30), base::Duration(seconds(600)));
    QCOMPARE(retryInterval(std::nullopt, {30, 86400, 0, 0}, 1), base::Duration(seconds(1)));
}

void TestSchedulePolicy::expiry()
{
    const SoaTimers timers{3600, 600, 1000};
    QCOMPARE(expiryAfterTransfer(now, timers, std::nullopt), now + seconds(1000));
    QCOMPARE(expiryAfterTransfer(now, timers, 400), now + seconds(400)); // the lesser
    QCOMPARE(expiryAfterTransfer(now, timers, 4000), now + seconds(1000));
    const auto current = now + seconds(700);
    QCOMPARE(expiryAfterCheck(now, current, timers, 800), now + seconds(800));
    QCOMPARE(expiryAfterCheck(now, current, timers, 300), current); // never shortened
    QCOMPARE(expiryAfterCheck(now, current, timers, std::nullopt), now + seconds(1000));
    QCOMPARE(expiryAfterCheck(now, std::nullopt, timers, 300), now + seconds(300));
}

void TestSchedulePolicy::announcementNeverServed()
{
    // H27: NOTIFY says 150, the primary serves 101 for ever.
    AnnouncementWatch watch;
    auto t = now;
    int checks = 0;
    QCOMPARE(watch.announced(150, t), t);
    while (true) {
        watch.checked();
        ++checks;
        const auto again = watch.notYetServed(101, t);
        if (!again)
            break;
        QVERIFY(*again > t);
        t = *again;
    }
    QCOMPARE(checks, 3);
    QVERIFY(t < now + AnnouncementWatch::window);
    QVERIFY(watch.takeGivenUp());
    QVERIFY(!watch.takeGivenUp()); // said once
    // It goes on announcing: not before the minute is over.
    QCOMPARE(watch.announced(150, t), now + AnnouncementWatch::window);
    // The normal refresh later starts no new series.
    watch.checked();
    QVERIFY(!watch.notYetServed(101, now + seconds(3600)));
    // A new announcement after the minute does.
    const auto later = now + seconds(3700);
    QCOMPARE(watch.announced(150, later), later);
    watch.checked();
    QVERIFY(watch.notYetServed(101, later));
}

void TestSchedulePolicy::announcementServedLate()
{
    AnnouncementWatch watch;
    watch.announced(150, now);
    watch.checked();
    QVERIFY(watch.notYetServed(101, now));
    watch.checked();
    QVERIFY(!watch.notYetServed(150, now + seconds(2)));
    QVERIFY(!watch.serial());
    QVERIFY(!watch.takeGivenUp());
}

void TestSchedulePolicy::announcementOfAnotherSerial()
{
    AnnouncementWatch watch;
    watch.announced(150, now);
    for (int i = 0; i < 3; ++i)
        watch.checked();
    QVERIFY(!watch.notYetServed(101, now));
    QCOMPARE(watch.announced(151, now + seconds(1)), now + seconds(1)); // news: at once
}

void TestSchedulePolicy::announcementAcrossTheWrap()
{
    AnnouncementWatch watch;
    watch.announced(1, now);
    watch.checked();
    QVERIFY(watch.notYetServed(4'294'967'295, now)); // 1 is newer than 2^32 - 1
    watch.checked();
    QVERIFY(!watch.notYetServed(2, now));
    QVERIFY(!watch.serial());
}

void TestSchedulePolicy::pacer()
{
    CheckPacer pacer;
    pacer.setRate(500);
    auto t = now;
    pacer.refill(t);
    int first = 0;
    while (pacer.take())
        ++first;
    QCOMPARE(first, 50); // a tenth of a second's worth at once
    int taken = first;
    for (int ms = 0; ms < 1000; ++ms) {
        t += std::chrono::milliseconds(1);
        pacer.refill(t);
        while (pacer.take())
            ++taken;
    }
    QVERIFY2(taken >= 549 && taken <= 551, std::to_string(taken).c_str());
    const auto next = pacer.nextAt(t);
    QVERIFY(next > t && next <= t + std::chrono::milliseconds(2));
    pacer.refill(next);
    QVERIFY(pacer.take());
}

QTEST_APPLESS_MAIN(TestSchedulePolicy)
#include "tst_schedule_policy.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/scan/scan_frame.h"
#include "model/cloud/scan/token_buckets.h"

#include <QTest>

#include <deque>

using namespace zonescope;
using namespace zonescope::cloud;

class TestTokenBuckets : public QObject
{
    Q_OBJECT

private slots:
    void burstThenRate();
    void unknownLimitsAreFound_data();
    void unknownLimitsAreFound();
    void retryAfterIsRead();
};

void TestTokenBuckets::burstThenRate()
{
    TokenBuckets buckets;
    const base::Instant start{std::chrono::seconds(100)};
    for (int i = 0; i < 100; ++i)
        QCOMPARE(buckets.take("a", {100, 20}, start).count(), 0);
    QCOMPARE(buckets.take("a", {100, 20}, start).count(), 50'000);
    QCOMPARE(buckets.take("a", {100, 20}, start).count(), 100'000);
    QCOMPARE(buckets.take("b", {100, 20}, start).count(), 0); // another region has its own
    QCOMPARE(buckets.take("a", {100, 20}, start + std::chrono::seconds(1)).count(), 0);
    for (int i = 0; i < 100'000; ++i)
        QCOMPARE(buckets.take("free", {}, start).count(), 0);
}

void TestTokenBuckets::unknownLimitsAreFound_data()
{
    QTest::addColumn<double>("allowed");
    QTest::newRow("5 a second") << 5.0;
    QTest::newRow("20 a second") << 20.0;
    QTest::newRow("200 a second") << 200.0;
}

/// A server with a bucket of its own, and 64 callers, in simulated time.
void TestTokenBuckets::unknownLimitsAreFound()
{
    QFETCH(double, allowed);
    TokenBuckets buckets;
    base::Instant now{std::chrono::seconds(1)};
    double left = 10;
    base::Instant filled = now;
    const int wanted = static_cast<int>(allowed) * 30;
    int done = 0;
    int refused = 0;
    std::multimap<base::Instant, int> callers; // when each asks the server next
    for (int i = 0; i < 64; ++i)
        callers.emplace(now, i);
    const base::Instant start = now;
    while (done < wanted) {
        const auto [at, caller] = *callers.begin();
        callers.erase(callers.begin());
        now = std::max(now, at);
        left = std::min(10.0, left + std::chrono::duration<double>(now - filled).count() * allowed);
        filled = now;
        base::Duration pause{1000};
        if (left >= 1) {
            left -= 1;
            ++done;
            buckets.succeeded("x", now);
        } else {
            ++refused;
            buckets.throttled("x", now);
            pause += backoff(1, 0.5);
        }
        pause += buckets.take("x", {}, now);
        callers.emplace(now + pause, caller);
    }
    const double took = std::chrono::duration<double>(now - start).count();
    QVERIFY2(took < 1.15 * 30 + 2, std::to_string(took).c_str());
    QVERIFY2(refused < wanted / 2 + 300, std::to_string(refused).c_str());
}

void TestTokenBuckets::retryAfterIsRead()
{
    HttpReply reply;
    QCOMPARE(retryAfter(reply).count(), 0);
    reply.retryAfter = "7";
    QCOMPARE(retryAfter(reply), base::Duration(std::chrono::seconds(7)));
    for (const char* text : {"Wed, 21 Oct 2026 07:28:00 GMT", "-1", "999999", "1.5", "500"}) {
        reply.retryAfter = text;
        QCOMPARE(retryAfter(reply).count(), 0);
    }
}

QTEST_GUILESS_MAIN(TestTokenBuckets)
#include "tst_token_buckets.moc"

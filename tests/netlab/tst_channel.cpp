// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/channel.h"

#include <QTest>

#include <cmath>

using namespace zonescope;
using namespace std::chrono_literals;
using netlab::Channel;

namespace {

base::Instant at(base::Duration since)
{
    return base::Instant{} + 1000s + since;
}

} // namespace

/// One direction of the path, without packets.
class ChannelTest : public QObject
{
    Q_OBJECT
private slots:
    void whatIsNotAskedForDoesNotHappen();
    void aPacketTakesTheDelay();
    void jitterNeverReorders();
    void randomLossHasTheRate();
    void burstLossComesInBursts();
    void theSameSeedLosesTheSamePackets();
    void theRateSpacesPackets();
    void aFullQueueDropsTheTail();
};

void ChannelTest::whatIsNotAskedForDoesNotHappen()
{
    Channel channel({}, 1);
    for (int i = 0; i < 1000; ++i) {
        const auto passage = channel.pass(at(i * 1us), 1500);
        QCOMPARE(passage.fate, Channel::Fate::Passes);
        QCOMPARE(passage.leaves, at(i * 1us));
    }
}

void ChannelTest::aPacketTakesTheDelay()
{
    Channel channel({.delay = 25ms, .jitter = 0us, .loss = {}}, 1);
    QCOMPARE(channel.pass(at(0us), 100).leaves, at(25ms));
}

void ChannelTest::jitterNeverReorders()
{
    Channel channel({.delay = 10ms, .jitter = 5ms, .loss = {}}, 1);
    base::Instant last{};
    base::Duration longest{0};
    for (int i = 0; i < 2000; ++i) {
        const auto leaves = channel.pass(at(i * 10us), 100).leaves;
        QVERIFY(leaves >= last);
        QVERIFY(leaves >= at(i * 10us) + 10ms && leaves <= at(i * 10us) + 15ms);
        longest = std::max(longest, std::chrono::duration_cast<base::Duration>(leaves - at(i * 10us)));
        last = leaves;
    }
    QVERIFY(longest > 14ms);
}

void ChannelTest::randomLossHasTheRate()
{
    Channel channel({.delay = 0us, .jitter = 0us, .loss = {.random = 0.02}}, 7);
    int lost = 0;
    for (int i = 0; i < 100'000; ++i)
        lost += channel.pass(at(i * 1us), 100).fate == Channel::Fate::Lost ? 1 : 0;
    QVERIFY2(std::abs(lost - 2000) < 150, qPrintable(QString::number(lost)));
}

void ChannelTest::burstLossComesInBursts()
{
    // Stationary share of the bad state: 0.01 / (0.01 + 0.25) = 3.85 %; a burst lasts 4 packets on average.
    Channel channel({.delay = 0us, .jitter = 0us, .loss = {.enterBad = 0.01, .leaveBad = 0.25}}, 7);
    int lost = 0;
    int bursts = 0;
    bool before = false;
    for (int i = 0; i < 200'000; ++i) {
        const bool gone = channel.pass(at(i * 1us), 100).fate == Channel::Fate::Lost;
        lost += gone ? 1 : 0;
        bursts += gone && !before ? 1 : 0;
        before = gone;
    }
    QVERIFY2(std::abs(lost / 200'000.0 - 0.0385) < 0.004, qPrintable(QString::number(lost)));
    QVERIFY2(std::abs(double(lost) / bursts - 4) < 0.4, qPrintable(QString::number(double(lost) / bursts)));
}

void ChannelTest::theSameSeedLosesTheSamePackets()
{
    const netlab::Direction lossy{.delay = 1ms, .jitter = 1ms, .loss = {.random = 0.3}};
    Channel first(lossy, 42);
    Channel second(lossy, 42);
    Channel other(lossy, 43);
    int differ = 0;
    for (int i = 0; i < 500; ++i) {
        const auto fate = first.pass(at(i * 1ms), 100).fate;
        QCOMPARE(second.pass(at(i * 3ms), 1500).fate, fate); // size and time do not matter
        differ += other.pass(at(i * 1ms), 100).fate != fate ? 1 : 0;
    }
    QVERIFY(differ > 100);
}

void ChannelTest::theRateSpacesPackets()
{
    Channel channel({.delay = 5ms, .jitter = 0us, .loss = {}, .bitsPerSecond = 8'000'000}, 1);
    for (int i = 1; i <= 10; ++i) // 1,000 octets take 1 ms
        QCOMPARE(channel.pass(at(0us), 1000).leaves, at(5ms + i * 1ms));
    QCOMPARE(channel.pass(at(1s), 1000).leaves, at(1s + 6ms)); // idle again
}

void ChannelTest::aFullQueueDropsTheTail()
{
    Channel channel(
        {.delay = 0us, .jitter = 0us, .loss = {}, .bitsPerSecond = 8'000'000, .queueOctets = 5000}, 1);
    int passed = 0;
    for (int i = 0; i < 20; ++i)
        passed += channel.pass(at(0us), 1000).fate == Channel::Fate::Passes ? 1 : 0;
    QCOMPARE(passed, 5);
    QCOMPARE(channel.pass(at(0us), 1000).fate, Channel::Fate::QueueFull);
    QCOMPARE(channel.pass(at(2ms), 1000).fate, Channel::Fate::Passes); // two went out
}

QTEST_GUILESS_MAIN(ChannelTest)
#include "tst_channel.moc"

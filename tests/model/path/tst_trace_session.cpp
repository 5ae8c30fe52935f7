// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/trace_session.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <queue>

using namespace zonescope;
using namespace std::chrono_literals;
using path::Answer;
using path::Probe;
using path::Reply;
using path::Round;
using path::TraceSession;

namespace {

/// A path that answers in virtual time, and counts what reaches the target.
struct World
{
    int length = 8;          ///< TTL that reaches the target
    int longerBack = 0;      ///< the way back of the target has so many routers more
    std::vector<int> silent; ///< TTLs
    bool targetSilent = false;
    bool blocked = false;        ///< the last router says unreachable
    base::Duration oneHop{5000}; ///< of the round trip
    int lostProbe = -1;          ///< id of one that is lost

    int beyond = 0; ///< probes longer than needed
    int atOnce = 0; ///< the most of them of one flow on their way together
    base::Duration took{0};
    std::size_t probes = 0;

    std::optional<Reply> answer(const Probe& probe) const
    {
        if (int(probe.id) == lostProbe)
            return std::nullopt;
        Reply reply;
        reply.probe = probe.id;
        const int ttl = std::min<int>(probe.ttl, length);
        reply.rtt = oneHop * ttl;
        if (probe.ttl >= length) {
            if (targetSilent)
                return std::nullopt;
            reply.answer = blocked ? Answer::Unreachable : Answer::Destination;
            reply.from = *net::IpAddress::fromText("192.0.2.1");
            reply.returnTtl = std::uint8_t(64 - (length - 1) - longerBack);
            return reply;
        }
        if (std::ranges::count(silent, int(probe.ttl)))
            return std::nullopt;
        reply.answer = Answer::TimeExceeded;
        reply.from = *net::IpAddress::fromText("10.0.0." + std::to_string(probe.ttl));
        reply.returnTtl = std::uint8_t(255 - (probe.ttl - 1));
        return reply;
    }
};

Round run(World& world, TraceSession::Options options)
{
    const base::Instant begin = base::Instant{} + 1000s;
    base::Instant now = begin;
    TraceSession session(options, base::fromMicroseconds(1), now);
    std::multimap<base::Instant, Reply> onTheWay;
    std::map<int, std::multimap<base::Instant, int>> longOnes; // by flow: until when
    const auto send = [&](const std::vector<Probe>& probes) {
        for (const Probe& probe : probes) {
            ++world.probes;
            const auto reply = world.answer(probe);
            const base::Instant back = now + world.oneHop * world.length;
            if (probe.ttl > world.length) {
                ++world.beyond;
                auto& open = longOnes[probe.flow];
                open.erase(open.begin(), open.upper_bound(now));
                open.emplace(back, 1);
                world.atOnce = std::max(world.atOnce, int(open.size()));
            }
            if (reply)
                onTheWay.emplace(now + reply->rtt, *reply);
        }
    };
    send(session.start(now));
    while (!session.finished()) {
        const auto deadline = session.nextDeadline();
        if (!deadline)
            break;
        if (!onTheWay.empty() && onTheWay.begin()->first <= *deadline) {
            now = onTheWay.begin()->first;
            const Reply reply = onTheWay.begin()->second;
            onTheWay.erase(onTheWay.begin());
            send(session.replied(reply, now));
        } else {
            now = std::max(now, *deadline);
            send(session.timePassed(now));
        }
    }
    world.took = std::chrono::duration_cast<base::Duration>(now - begin);
    return session.round();
}

int answered(const Round& round, int flow)
{
    return int(std::ranges::count_if(round.samples, [&](const path::Sample& sample) {
        return sample.flow == flow && sample.answer != Answer::None;
    }));
}

} // namespace

/// What is sent when, without a network.
class TraceSessionTest : public QObject
{
    Q_OBJECT
private slots:
    void everyLengthIsFound_data();
    void everyLengthIsFound();
    void threeRoundTripsAreEnough();
    void aKnownLengthNeedsNoProbeBeyond();
    void aWrongGuessIsCorrected_data();
    void aWrongGuessIsCorrected();
    void silentRoutersCostNoLength();
    void aSilentTargetEndsTheRound();
    void aLostProbeIsSentAgain();
    void aRouterThatForbidsIsTheEnd();
    void oneByOneHasOneOnItsWay();
    void strangeRepliesAreIgnored();
};

void TraceSessionTest::everyLengthIsFound_data()
{
    QTest::addColumn<int>("length");
    for (int length : {1, 2, 3, 4, 8, 15, 29, 30})
        QTest::addRow("%d", length) << length;
}

void TraceSessionTest::everyLengthIsFound()
{
    QFETCH(int, length);
    World world;
    world.length = length;
    const Round round = run(world, {});
    QVERIFY(round.reached);
    QCOMPARE(int(round.length.value_or(0)), length);
    for (int flow = 0; flow < 8; ++flow)
        QCOMPARE(answered(round, flow), length);
    QCOMPARE(round.samples.size(), std::size_t(length) * 8);
    QVERIFY(world.beyond <= 1); // the first of all
    QVERIFY(std::ranges::is_sorted(round.samples, {},
                                   [](const path::Sample& s) { return std::pair(s.flow, s.ttl); }));
}

void TraceSessionTest::threeRoundTripsAreEnough()
{
    World world;
    world.length = 15;
    world.oneHop = 5600us; // 84 ms
    run(world, {});
    QVERIFY2(world.took <= 300ms, qPrintable(QString::number(world.took.count())));
}

void TraceSessionTest::aKnownLengthNeedsNoProbeBeyond()
{
    World world;
    const Round round = run(world, {.flows = 4, .knownLength = std::uint8_t(8)});
    QCOMPARE(int(round.length.value_or(0)), 8);
    QCOMPARE(world.beyond, 0);
    QCOMPARE(world.probes, std::size_t(32));
}

void TraceSessionTest::aWrongGuessIsCorrected_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("known");      // 0: not
    QTest::addColumn<int>("longerBack"); // misleads the first guess
    QTest::newRow("one shorter") << 7 << 8 << 0;
    QTest::newRow("much shorter") << 3 << 14 << 0;
    QTest::newRow("one longer") << 9 << 8 << 0;
    QTest::newRow("much longer") << 14 << 8 << 0;
    QTest::newRow("a longer way back") << 8 << 0 << 4;
    QTest::newRow("a shorter way back") << 12 << 0 << -5;
    QTest::newRow("a neighbour, a longer way back") << 1 << 0 << 3;
}

void TraceSessionTest::aWrongGuessIsCorrected()
{
    QFETCH(int, length);
    QFETCH(int, known);
    QFETCH(int, longerBack);
    World world;
    world.length = length;
    world.longerBack = longerBack;
    TraceSession::Options options;
    if (known)
        options.knownLength = std::uint8_t(known);
    const Round round = run(world, options);
    QCOMPARE(int(round.length.value_or(0)), length);
    QCOMPARE(answered(round, 0), length);
    QVERIFY2(world.atOnce <= 1, qPrintable(QString::number(world.atOnce)));
}

void TraceSessionTest::silentRoutersCostNoLength()
{
    World world;
    world.length = 12;
    world.silent = {3, 4, 11};
    const Round round = run(world, {});
    QCOMPARE(int(round.length.value_or(0)), 12);
    QCOMPARE(answered(round, 0), 9);
    QCOMPARE(round.samples.size(), std::size_t(12 * 8));
    QVERIFY(world.atOnce <= 1);
    QVERIFY2(world.took <= 300ms + 1s, qPrintable(QString::number(world.took.count())));
}

void TraceSessionTest::aSilentTargetEndsTheRound()
{
    World world;
    world.targetSilent = true;
    const Round round = run(world, {.flows = 2});
    QVERIFY(!round.reached && !round.length);
    QCOMPARE(answered(round, 0), 7);
    QCOMPARE(answered(round, 1), 7);
    QVERIFY2(world.took < 5s, qPrintable(QString::number(world.took.count())));
}

void TraceSessionTest::aLostProbeIsSentAgain()
{
    for (int lost = 0; lost < 12; ++lost) {
        World world;
        world.lostProbe = lost;
        const Round round = run(world, {.flows = 1});
        QCOMPARE(int(round.length.value_or(0)), 8);
        QVERIFY(answered(round, 0) >= 7);
    }
}

void TraceSessionTest::aRouterThatForbidsIsTheEnd()
{
    World world;
    world.blocked = true;
    const Round round = run(world, {.flows = 1});
    QVERIFY(round.blocked && !round.reached);
    QCOMPARE(int(round.length.value_or(0)), 8);
}

void TraceSessionTest::oneByOneHasOneOnItsWay()
{
    World world;
    const base::Instant now = base::Instant{} + 1000s;
    TraceSession session({.flows = 1, .oneByOne = true}, {}, now);
    auto probes = session.start(now);
    for (int ttl = 1; ttl <= world.length; ++ttl) {
        QCOMPARE(probes.size(), std::size_t(1));
        QCOMPARE(int(probes[0].ttl), ttl);
        probes = session.replied(*world.answer(probes[0]), now + 1ms * ttl);
    }
    QVERIFY(probes.empty() && session.finished());
}

void TraceSessionTest::strangeRepliesAreIgnored()
{
    World world;
    const base::Instant now = base::Instant{} + 1000s;
    TraceSession session({.flows = 1}, {}, now);
    const auto probes = session.start(now);
    QVERIFY(session.replied({.probe = 4711, .answer = Answer::Destination}, now).empty());
    const Reply far = *world.answer(probes[0]);
    QVERIFY(!session.replied(far, now).empty());
    QVERIFY(session.replied(far, now).empty()); // a second time
}

QTEST_GUILESS_MAIN(TraceSessionTest)
#include "tst_trace_session.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/probe_policy.h"

#include <QTest>

#include <algorithm>
#include <deque>
#include <map>
#include <queue>

using namespace zonescope;
using namespace std::chrono_literals;
using observe::ProbePolicy;
using observe::ProbeTarget;

namespace {

net::Endpoint server(std::uint16_t number)
{
    return {*net::IpAddress::fromText("192.0.2.1"), number};
}

ProbeTarget target(std::uint32_t zone, std::uint32_t edge, std::uint16_t rate = 20)
{
    return {base::ZoneId{zone}, *dns::Name::fromText("z" + std::to_string(zone) + ".example"),
            base::EdgeId{edge}, server(static_cast<std::uint16_t>(edge)), rate};
}

/// Servers that answer after `roundTrip` with the serial `serialOf` gives, in simulated time.
class Simulation
{
public:
    explicit Simulation(ProbePolicy& policy, base::Duration roundTrip = 5ms)
        : m_policy(policy)
        , m_roundTrip(roundTrip)
    {
    }

    base::Instant now{std::chrono::hours(1)};
    std::function<std::optional<std::uint32_t>(const ProbeTarget&)> serialOf = [](const ProbeTarget&) {
        return std::optional<std::uint32_t>(1);
    };
    bool answering = true;
    std::map<std::uint32_t, std::vector<base::Instant>> askedAt; ///< by edge
    std::vector<std::pair<base::Instant, ProbeTarget>> asked;
    std::size_t mostUnderWay = 0; ///< of one (zone, edge)

    void run(base::Duration length)
    {
        const base::Instant end = now + length;
        for (;;) {
            const auto next = m_policy.nextDue();
            const bool answerFirst = !m_waiting.empty() && (!next || m_waiting.front().first <= *next);
            const base::Instant at = answerFirst ? m_waiting.front().first : next.value_or(end);
            if (at >= end) {
                now = end;
                return;
            }
            now = std::max(now, at);
            if (answerFirst)
                deliver();
            else
                ask();
        }
    }

private:
    void ask()
    {
        for (const ProbePolicy::Ticket ticket : m_policy.due(now)) {
            const ProbeTarget asking = *m_policy.target(ticket);
            askedAt[asking.edge.value].push_back(now);
            asked.emplace_back(now, asking);
            mostUnderWay =
                std::max<std::size_t>(mostUnderWay, ++m_underWay[{asking.zone.value, asking.edge.value}]);
            m_waiting.emplace_back(now + m_roundTrip, ticket);
        }
    }
    void deliver()
    {
        const ProbePolicy::Ticket ticket = m_waiting.front().second;
        m_waiting.pop_front();
        const ProbeTarget* asking = m_policy.target(ticket);
        if (asking == nullptr)
            return;
        --m_underWay[{asking->zone.value, asking->edge.value}];
        if (answering)
            m_policy.answered(ticket, serialOf(*asking), now);
        else
            m_policy.unanswered(ticket, now);
    }

    ProbePolicy& m_policy;
    base::Duration m_roundTrip;
    std::deque<std::pair<base::Instant, ProbePolicy::Ticket>> m_waiting;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> m_underWay;
};

std::size_t mostInOneSecond(const std::vector<base::Instant>& times)
{
    std::size_t most = 0;
    for (std::size_t first = 0, last = 0; last < times.size(); ++last) {
        while (times[last] - times[first] >= 1s)
            ++first;
        most = std::max(most, last - first + 1);
    }
    return most;
}

} // namespace

class tst_ProbePolicy : public QObject
{
    Q_OBJECT

private slots:
    void staysPolite_data();
    void staysPolite();
    void asksEachOneAtATime();
    void expectedZonesGoFirst();
    void quietOnesDoNotStarve();
    void leavesDeadServersAlone();
    void confirmsAFailureSoon();
    void quietWhenNothingIsExpected();
    void measuresWithinAnEighth_data();
    void measuresWithinAnEighth();
    void showsNoBands();
    void keepsTheTimingOfThoseThatStay();
    void serialsWrapAround();
};

void tst_ProbePolicy::staysPolite_data()
{
    QTest::addColumn<int>("rate");
    for (const int rate : {1, 2, 3, 5, 20, 50, 200})
        QTest::addRow("%d a second", rate) << rate;
}

void tst_ProbePolicy::staysPolite()
{
    QFETCH(int, rate);
    ProbePolicy policy(1);
    Simulation world(policy);
    std::vector<ProbeTarget> targets;
    for (std::uint32_t zone = 1; zone <= 500; ++zone)
        for (std::uint32_t edge = 1; edge <= 3; ++edge)
            targets.push_back(target(zone, edge, static_cast<std::uint16_t>(rate)));
    policy.setTargets(targets, world.now);
    world.run(5s);
    for (std::uint32_t zone = 1; zone <= 500; zone += 2)
        policy.expect(base::ZoneId{zone}, 2, world.now); // which they never get
    world.run(10s);
    policy.probeNow({}, world.now);
    world.run(10s);
    for (const auto& [edge, times] : world.askedAt) {
        const std::size_t most = mostInOneSecond(times);
        QVERIFY2(most <= static_cast<std::size_t>(rate), qPrintable(QString::number(most)));
        if (rate <= 50) // and makes use of what it may, where there is enough to ask
            QVERIFY2(times.size() >= static_cast<std::size_t>(rate) * 25 * 3 / 4,
                     qPrintable(QString::number(times.size())));
    }
}

void tst_ProbePolicy::asksEachOneAtATime()
{
    ProbePolicy policy(2);
    Simulation world(policy, 700ms);
    policy.setTargets({target(1, 1, 1000)}, world.now);
    world.run(2s);
    for (int i = 0; i < 50; ++i) {
        policy.probeNow({}, world.now);
        policy.expect(base::ZoneId{1}, 100U + static_cast<std::uint32_t>(i), world.now);
        world.run(20ms);
    }
    QCOMPARE(world.mostUnderWay, 1U);
    QVERIFY(world.asked.size() >= 2);
}

void tst_ProbePolicy::expectedZonesGoFirst()
{
    ProbePolicy policy(3);
    Simulation world(policy);
    std::vector<ProbeTarget> targets;
    for (std::uint32_t zone = 1; zone <= 5000; ++zone)
        targets.push_back(target(zone, 1, 20)); // a sweep takes more than four minutes
    policy.setTargets(targets, world.now);
    world.run(3s);
    const base::Instant expectedAt = world.now;
    policy.expect(base::ZoneId{4711}, 2, world.now);
    world.run(1s);
    const auto first = std::find_if(world.asked.begin(), world.asked.end(), [&](const auto& each) {
        return each.first >= expectedAt && each.second.zone.value == 4711;
    });
    QVERIFY(first != world.asked.end());
    QVERIFY(first->first - expectedAt <= 200ms);
}

void tst_ProbePolicy::quietOnesDoNotStarve()
{
    ProbePolicy policy(4);
    Simulation world(policy);
    std::vector<ProbeTarget> targets;
    for (std::uint32_t zone = 1; zone <= 200; ++zone)
        targets.push_back(target(zone, 1, 20));
    policy.setTargets(targets, world.now);
    for (int second = 0; second < 60; ++second) {
        for (std::uint32_t zone = 1; zone <= 100; ++zone) // more than 20 a second can serve
            policy.expect(base::ZoneId{zone}, 2 + static_cast<std::uint32_t>(second), world.now);
        world.run(1s);
    }
    const auto quiet = std::count_if(world.asked.begin(), world.asked.end(),
                                     [](const auto& each) { return each.second.zone.value > 100; });
    QVERIFY2(quiet >= 100, qPrintable(QString::number(quiet)));
}

void tst_ProbePolicy::leavesDeadServersAlone()
{
    ProbePolicy policy(5);
    Simulation world(policy, 1s);
    world.answering = false;
    std::vector<ProbeTarget> targets;
    for (std::uint32_t zone = 1; zone <= 300; ++zone)
        targets.push_back(target(zone, 1, 20));
    policy.setTargets(targets, world.now);
    world.run(5s);
    const std::size_t before = world.asked.size();
    world.run(60s);
    QVERIFY2(world.asked.size() - before <= 61, qPrintable(QString::number(world.asked.size() - before)));
    world.answering = true;
    world.run(5s);
    const std::size_t again = world.asked.size();
    world.run(5s);
    QVERIFY2(world.asked.size() - again > 50, "back to its full rate");
}

void tst_ProbePolicy::confirmsAFailureSoon()
{
    ProbePolicy policy(6);
    Simulation world(policy);
    policy.setTargets({target(1, 1)}, world.now);
    world.run(5min);
    world.serialOf = [](const ProbeTarget&) { return std::nullopt; }; // REFUSED
    policy.probeNow({}, world.now);
    const std::size_t before = world.asked.size();
    world.run(6s);
    const std::size_t confirmed = world.asked.size() - before;
    QVERIFY2(confirmed >= 3 && confirmed <= 5, qPrintable(QString::number(confirmed)));
    world.run(10min);
    QVERIFY2(world.asked.size() - before < 25, "and then less and less often");
}

void tst_ProbePolicy::quietWhenNothingIsExpected()
{
    ProbePolicy policy(7);
    Simulation world(policy);
    policy.setTargets({target(1, 1)}, world.now);
    world.run(60min);
    QVERIFY2(world.asked.size() >= 50 && world.asked.size() <= 75,
             qPrintable(QString::number(world.asked.size())));
}

void tst_ProbePolicy::measuresWithinAnEighth_data()
{
    QTest::addColumn<int>("delayMs");
    for (const int delay : {100, 300, 1000, 3000, 10000, 30000, 120000})
        QTest::addRow("%d ms", delay) << delay;
}

void tst_ProbePolicy::measuresWithinAnEighth()
{
    QFETCH(int, delayMs);
    const base::Duration delay = std::chrono::milliseconds(delayMs);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        ProbePolicy policy(seed);
        Simulation world(policy, 1ms);
        policy.setTargets({target(1, 1, 1000)}, world.now);
        world.run(2s);
        const base::Instant changed = world.now;
        world.serialOf = [&](const ProbeTarget&) {
            return std::optional<std::uint32_t>(world.now - changed >= delay ? 2 : 1);
        };
        policy.expect(base::ZoneId{1}, 2, world.now);
        world.run(delay * 2 + 10s);
        const auto seen = std::find_if(world.asked.begin(), world.asked.end(),
                                       [&](const auto& each) { return each.first + 1ms - changed >= delay; });
        QVERIFY(seen != world.asked.end());
        const auto error = seen->first + 1ms - changed - delay;
        QVERIFY2(error <= std::max<base::Duration>(delay / 8, 50ms) * 3 / 2 + 1ms,
                 qPrintable(QString::number(std::chrono::duration<double>(error).count())));
    }
}

void tst_ProbePolicy::showsNoBands()
{
    // Changes whose true delays are spread evenly over five seconds: what is measured, modulo the intervals
    // that a naive prober would show, must be spread evenly as well (a sleep of 10 s shows as bands 10 s
    // apart).
    constexpr int changes = 4000;
    constexpr int bins = 20;
    ProbePolicy policy(8);
    Simulation world(policy, 1ms);
    policy.setTargets({target(1, 1, 1000)}, world.now);
    world.run(2s);
    std::uint32_t serial = 1;
    std::vector<std::int64_t> measured;
    for (int i = 0; i < changes; ++i) {
        const base::Instant changed = world.now;
        const base::Duration delay = base::Duration(1'000'000 + 5'000'000LL * i / changes);
        ++serial;
        std::optional<base::Instant> seenAt;
        world.serialOf = [&](const ProbeTarget&) {
            if (world.now - changed < delay)
                return std::optional<std::uint32_t>(serial - 1);
            seenAt = seenAt.value_or(world.now);
            return std::optional<std::uint32_t>(serial);
        };
        policy.expect(base::ZoneId{1}, serial, world.now);
        world.run(10s);
        QVERIFY(seenAt);
        measured.push_back(std::chrono::duration_cast<base::Duration>(*seenAt - changed).count());
    }
    for (const std::int64_t interval : {50'000, 100'000, 250'000, 500'000, 1'000'000}) {
        std::vector<int> histogram(bins);
        for (const std::int64_t delay : measured)
            ++histogram[static_cast<std::size_t>(delay % interval * bins / interval)];
        double chiSquare = 0;
        for (const int count : histogram)
            chiSquare += std::pow(count - changes / double(bins), 2) / (changes / double(bins));
        // 19 degrees of freedom: 43.8 is exceeded once in a thousand flat histograms.
        QVERIFY2(chiSquare < 43.8, qPrintable(QString("%1 us: %2").arg(interval).arg(chiSquare)));
    }
}

void tst_ProbePolicy::keepsTheTimingOfThoseThatStay()
{
    ProbePolicy policy(9);
    Simulation world(policy);
    std::vector<ProbeTarget> targets{target(1, 1), target(2, 1), target(3, 2)};
    policy.setTargets(targets, world.now);
    world.run(5s);
    const std::size_t before = world.asked.size();
    QCOMPARE(before, 3U);
    for (int i = 0; i < 20; ++i) { // a configuration that is saved again and again is no reason to ask
        policy.setTargets(targets, world.now);
        world.run(100ms);
    }
    QCOMPARE(world.asked.size(), before);
    policy.setTargets({target(1, 1)}, world.now);
    QVERIFY(!policy.uses(server(2)));
    world.run(5min);
    for (std::size_t i = before; i < world.asked.size(); ++i)
        QCOMPARE(world.asked[i].second.zone, base::ZoneId{1});
}

void tst_ProbePolicy::serialsWrapAround()
{
    ProbePolicy policy(10);
    Simulation world(policy);
    world.serialOf = [](const ProbeTarget&) { return std::optional<std::uint32_t>(3); };
    policy.setTargets({target(1, 1)}, world.now);
    world.run(2s);
    const std::size_t before = world.asked.size();
    policy.expect(base::ZoneId{1}, 0xfffffff0U, world.now); // 3 is newer (RFC 1982)
    world.run(5s);
    QCOMPARE(world.asked.size(), before);
}

QTEST_GUILESS_MAIN(tst_ProbePolicy)
#include "tst_probe_policy.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/report_builder.h"
#include "tests/kit/result_macros.h"

#include <QtTest>

using namespace zonescope;
using namespace std::chrono_literals;
using base::Duration;
using base::Timestamp;
using pipeline::Change;
using pipeline::Event;
using Kind = Event::Kind;

namespace {

const Timestamp start = base::fromMicroseconds(1'800'000'000'000'000);
constexpr Duration target = 5s;

/// One zone, two edges, one hour.
struct World
{
    zone::Configuration configuration;
    base::ZoneId zone;
    base::EdgeId fast;
    base::EdgeId slow;
    report::ReportInput input;

    World()
    {
        zone::Primary primary;
        primary.name = "ns1";
        primary.addresses = {*net::Endpoint::fromText("192.0.2.1")};
        const auto primaryId = *configuration.put(primary);
        fast = *configuration.put(zone::Edge{{}, "ams-1", *net::Endpoint::fromText("198.51.100.1"), 20});
        slow = *configuration.put(zone::Edge{{}, "fra-2", *net::Endpoint::fromText("198.51.100.2"), 20});
        zone::Zone z;
        z.apex = *dns::Name::fromText("corp.example");
        z.primaries = {primaryId};
        z.edges = {fast, slow};
        zone = *configuration.put(z);
        input.selection.period = {start, start + 1h};
        input.freshnessTarget = target;
        input.writtenAt = start + 1h;
    }
    void change(Duration at, std::optional<Duration> fastDelay, std::optional<Duration> slowDelay)
    {
        Change c;
        c.id = input.changes.size() + 1;
        c.zone = zone;
        c.toSerial = static_cast<std::uint32_t>(c.id);
        c.startedAt = start + at;
        c.stage[2] = 800ms;
        c.edges = {{fast, fastDelay, 0s, {}}, {slow, slowDelay, 0s, {}}};
        c.complete = true;
        input.changes.push_back(c);
    }
    void event(Duration at, Kind kind, base::EdgeId edge = {})
    {
        Event e;
        e.at = start + at;
        e.kind = kind;
        e.zone = zone;
        e.edge = edge;
        input.events.push_back(e);
    }
    report::Document build()
    {
        input.configuration = std::make_shared<const zone::Configuration>(configuration);
        return report::buildReport(input);
    }
};

double minutes(double count)
{
    return count / 60.0;
}
bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

const report::FreshnessRow& rowOf(const std::vector<report::FreshnessRow>& rows, base::EdgeId edge)
{
    return *std::ranges::find(rows, edge, &report::FreshnessRow::edge);
}

} // namespace

class tst_ReportBuilder : public QObject
{
    Q_OBJECT

private slots:
    void aQuietHourIsFresh();
    void lateTimeBeginsAfterTheTarget();
    void aLaterChangeEndsTheWaitForAnEarlierOne();
    void missingAltogetherIsStaleUntilTheEnd();
    void gapsAreNotObserved();
    void aChangeStillOnItsWayIsNotCounted();
    void overlappingLatenessCountsOnce();
    void selectionLeavesOthersOut();
    void stagesComeFromTheChanges();
    void incidentsBeginAndEnd();
    void anOpenIncidentHasNoEnd();
    void incidentsBeforeThePeriodAreLeftOut();
};

void tst_ReportBuilder::aQuietHourIsFresh()
{
    World world;
    const auto d = world.build();
    QCOMPARE(d.freshShare, 1.0);
    QCOMPARE(d.zones, std::uint64_t(1));
    QCOMPARE(d.edges, std::uint64_t(2));
    QCOMPARE(d.byZone.size(), std::size_t(1));
    QVERIFY(!d.byZone[0].p50);
}

void tst_ReportBuilder::lateTimeBeginsAfterTheTarget()
{
    World world;
    world.change(10min, 2s, target + 6min); // six minutes too late of sixty
    const auto d = world.build();
    QVERIFY(near(rowOf(d.byEdge, world.slow).freshShare, 1 - minutes(6)));
    QVERIFY(near(rowOf(d.byEdge, world.fast).freshShare, 1));
    QVERIFY(near(d.freshShare, 1 - minutes(3))); // half the pairs
    QCOMPARE(rowOf(d.byEdge, world.slow).late, std::uint64_t(1));
    QCOMPARE(rowOf(d.byEdge, world.fast).withinTarget, std::uint64_t(1));
    QCOMPARE(d.byEdge[0].edge, world.slow); // worst first
}

void tst_ReportBuilder::aLaterChangeEndsTheWaitForAnEarlierOne()
{
    World world;
    world.change(10min, 1s, std::nullopt);
    world.change(20min, 1s, 1s); // the slow edge jumps over the first
    const auto d = world.build();
    QVERIFY(near(rowOf(d.byEdge, world.slow).freshShare, 1 - minutes(10 - 4.0 / 60)));
    QCOMPARE(rowOf(d.byEdge, world.slow).never, std::uint64_t(1));
}

void tst_ReportBuilder::missingAltogetherIsStaleUntilTheEnd()
{
    World world;
    world.change(30min, 1s, std::nullopt);
    const auto d = world.build();
    QVERIFY(near(rowOf(d.byEdge, world.slow).freshShare, 0.5 + 5.0 / 3600));
}

void tst_ReportBuilder::gapsAreNotObserved()
{
    World world;
    world.change(10min, 1s, std::nullopt);
    world.input.gaps = {{{start + 20min, start + 1h}}};
    const auto d = world.build();
    // Observed: 20 minutes; stale: from 10 min 5 s to 20 min.
    QVERIFY(near(rowOf(d.byEdge, world.slow).freshShare, 1 - (600.0 - 5) / 1200));
    QCOMPARE(d.gaps.size(), std::size_t(1));
}

void tst_ReportBuilder::aChangeStillOnItsWayIsNotCounted()
{
    World world;
    world.change(1h - 2s, 1s, std::nullopt);
    world.input.changes.back().complete = false;
    const auto d = world.build();
    QCOMPARE(rowOf(d.byEdge, world.slow).never, std::uint64_t(0));
    QCOMPARE(rowOf(d.byEdge, world.slow).changes, std::uint64_t(0));
    QCOMPARE(d.delays.size(), std::size_t(1));
}

void tst_ReportBuilder::overlappingLatenessCountsOnce()
{
    World world;
    world.change(10min, 1s, std::nullopt);
    world.change(12min, 1s, std::nullopt);
    world.change(14min, 1s, target + 2min);
    const auto d = world.build();
    // From 10 min 5 s until 16 min 5 s, once.
    QVERIFY(near(rowOf(d.byEdge, world.slow).freshShare, 1 - minutes(6)));
}

void tst_ReportBuilder::selectionLeavesOthersOut()
{
    World world;
    world.change(10min, 1s, std::nullopt);
    world.input.selection.edges = {world.fast};
    const auto d = world.build();
    QCOMPARE(d.byEdge.size(), std::size_t(1));
    QCOMPARE(d.freshShare, 1.0);
    world.input.selection.zones = {base::ZoneId{999}};
    QCOMPARE(world.build().changes, std::uint64_t(0));
}

void tst_ReportBuilder::stagesComeFromTheChanges()
{
    World world;
    world.change(10min, 2s, 4s);
    const auto d = world.build();
    QCOMPARE(d.stages.size(), pipeline::stages.size());
    const auto& transfer = d.stages[2];
    QCOMPARE(transfer.count, std::uint64_t(1));
    QCOMPARE(*transfer.worst, Duration(800ms));
    QCOMPARE(d.stages[5].count, std::uint64_t(2)); // observe: one for each edge
    QVERIFY(!d.stages[0].p50);                     // found by polling: no notify
}

void tst_ReportBuilder::incidentsBeginAndEnd()
{
    World world;
    world.event(10min, Kind::EdgeLate, world.slow);
    world.event(11min, Kind::EdgeLate, world.slow); // still the same incident
    world.event(12min, Kind::VisibleAtEdge, world.fast);
    world.event(15min, Kind::VisibleAtEdge, world.slow);
    const auto d = world.build();
    QCOMPARE(d.incidents.size(), std::size_t(1));
    QCOMPARE(d.incidents[0].from, start + 10min);
    QVERIFY(d.incidents[0].to == start + 15min);
    QCOMPARE(d.incidents[0].serverName, std::string("fra-2"));
}

void tst_ReportBuilder::anOpenIncidentHasNoEnd()
{
    World world;
    world.event(10min, Kind::TransferFailed);
    QVERIFY(!world.build().incidents.at(0).to);
}

void tst_ReportBuilder::incidentsBeforeThePeriodAreLeftOut()
{
    World world;
    world.event(-20min, Kind::TransferFailed);
    world.event(-10min, Kind::TransferDone);
    world.event(-5min, Kind::ZoneExpired); // reaches into the period
    const auto d = world.build();
    QCOMPARE(d.incidents.size(), std::size_t(1));
    QVERIFY(d.incidents[0].kind == Kind::ZoneExpired);
}

QTEST_GUILESS_MAIN(tst_ReportBuilder)
#include "tst_report_builder.moc"

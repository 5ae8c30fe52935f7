// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/report_builder.h"
#include "tests/kit/result_macros.h"

#include <QTest>

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
    void pathsAreAddedUp();
    void dropsAreAddedUp();
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

void tst_ReportBuilder::pathsAreAddedUp()
{
    World world;
    const auto round = [&](Duration at, std::uint64_t route, Duration best, const char* node) {
        pipeline::PathRecord r;
        r.at = start + at;
        r.target = *net::Endpoint::fromText("192.0.2.1");
        r.route = route;
        r.length = 5;
        r.sent = 8;
        r.received = 7;
        r.best = best;
        r.worst = best + 3ms;
        r.nsid = node;
        world.input.paths.push_back(r);
    };
    round(20min, 2, 30ms, "ams");
    round(10min, 1, 20ms, "fra"); // they may come in any order
    round(30min, 1, 22ms, "ams");
    round(-5min, 9, 1ms, "old");
    const auto d = world.build();
    QCOMPARE(d.paths.size(), std::size_t(1));
    const report::PathRow& row = d.paths[0];
    QCOMPARE(row.name, std::string("ns1"));
    QCOMPARE(row.rounds, std::uint64_t(3));
    QCOMPARE(row.probes, std::uint64_t(24));
    QCOMPARE(row.answered, std::uint64_t(21));
    QCOMPARE(row.routes, std::uint64_t(2));
    QCOMPARE(row.routeChanges, std::uint64_t(2));
    QVERIFY(row.best == Duration(20ms) && row.worst == Duration(33ms));
    QCOMPARE(row.nodes, std::string("fra, ams"));
}

void tst_ReportBuilder::dropsAreAddedUp()
{
    World world;
    for (const auto& [at, count] : {std::pair(5min, 3U), std::pair(9min, 4U), std::pair(90min, 100U)}) {
        world.event(at, Kind::HostDropsRose);
        world.input.events.back().records = count;
        world.input.events.back().error = base::Error{base::ErrorCode::NetworkDrops, "ListenDrops"};
    }
    const auto d = world.build();
    QCOMPARE(d.drops.size(), std::size_t(1));
    QCOMPARE(d.drops[0].dropped, std::uint64_t(7));
    QCOMPARE(d.drops[0].times, std::uint64_t(2));
    QVERIFY(d.drops[0].last == start + 9min);
}

QTEST_GUILESS_MAIN(tst_ReportBuilder)
#include "tst_report_builder.moc"

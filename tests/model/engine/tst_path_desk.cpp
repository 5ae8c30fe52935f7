// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine beside a path that is known: what it learns of it, keeps, and tells when it changes.
#include "tests/model/engine/engine_harness.h"
#include "tests/netlab/lab.h"
#include "tests/netlab/lab_test.h"
#include "tests/servers/primary_zone.h"

#include <QTest>

#include <algorithm>

using namespace zonescope;
using namespace std::chrono_literals;
using engine::PathHistoryAnswer;
using enginetest::EngineHarness;
using enginetest::name;
using netlab::Inside;
using netlab::Lab;
using Kind = pipeline::Event::Kind;

class PathDeskTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { NEEDS_LAB(); }
    void theWayToAPrimaryIsKnownAndItsChangeIsTold();
    void anyAddressCanBeTraced();
};

namespace {

std::shared_ptr<const path::PathView> viewOf(engine::Engine& engine, const net::Endpoint& server)
{
    for (const auto& view : engine.paths())
        if (view->target.address == server)
            return view;
    return nullptr;
}

bool saw(const EngineHarness& engine, Kind kind)
{
    return std::ranges::any_of(engine.events,
                               [&](const pipeline::Event& event) { return event.kind == kind; });
}

} // namespace

void PathDeskTest::theWayToAPrimaryIsKnownAndItsChangeIsTold()
{
    auto plan = netlab::chain(4, 2ms);
    auto lab = Lab::create({.plan = plan});
    QVERIFY_RESULT(lab);
    std::unique_ptr<servers::ScriptedPrimary> primary;
    {
        const Inside inside((*lab)->far());
        primary = std::move(*servers::ScriptedPrimary::start({Lab::farAddress(), 0}));
    }
    const Inside inside((*lab)->near()); // with all threads of the engine
    EngineHarness engine;
    QVERIFY_RESULT(engine.start());
    zone::Primary entry;
    entry.id = {100};
    entry.name = "far";
    entry.addresses = {primary->endpoint()};
    zone::Zone zone;
    zone.id = {101};
    zone.apex = name("path.example");
    zone.primaries = {entry.id};
    zone::Configuration wanted = *engine.engine().configuration();
    QVERIFY_RESULT(wanted.put(entry));
    QVERIFY_RESULT(wanted.put(zone));
    QVERIFY_RESULT(engine.answerTo(engine.engine().configure(engine.engine().configuration(), wanted, {})));

    QVERIFY(engine.until([&] {
        const auto view = viewOf(engine.engine(), primary->endpoint());
        return view && view->reached;
    }));
    const auto view = viewOf(engine.engine(), primary->endpoint());
    QCOMPARE(int(view->route.length.value_or(0)), 5);
    QCOMPARE(view->target.question, "path.example.");
    QCOMPARE(view->hops.at(2).addresses.at(0).address.toText(), "10.60.3.1");

    // Every transfer knows over which route it went.
    const auto before = engine.attempts.size();
    QVERIFY_RESULT(
        engine.answerTo(engine.engine().transfer({.zones = {zone.id}, .primary = {}, .address = {}})));
    QVERIFY(engine.until([&] { return engine.attempts.size() > before; }));
    QCOMPARE(engine.attempts.back().route, view->route.id);

    engine.engine().watchPath(view->target);
    plan.hops[1].addresses = {*net::IpAddress::fromText("10.61.2.1")};
    (*lab)->emulator().setPlan(plan);
    QVERIFY(engine.until([&] { return saw(engine, Kind::PathRouteChanged); }, 60'000));
    const auto event = std::ranges::find(engine.events, Kind::PathRouteChanged, &pipeline::Event::kind);
    QCOMPARE(event->primary, entry.id);
    QCOMPARE(event->before, path::routeName(view->route.id));
    QVERIFY(event->after != event->before);
    QCOMPARE(event->records, std::uint64_t(1)); // zones behind it

    plan.there.delay = plan.back.delay = 40ms;
    (*lab)->emulator().setPlan(plan);
    QVERIFY(engine.until([&] { return saw(engine, Kind::PathRttChanged); }, 60'000));
    engine.engine().watchPath(std::nullopt);

    const auto history = [&] {
        const auto answer = engine.answerTo(engine.engine().pathHistory(primary->endpoint(), {}));
        return answer ? std::get<PathHistoryAnswer>(*answer).rounds : std::vector<pipeline::PathRecord>();
    };
    QTRY_VERIFY(history().size() >= 3); // written within two seconds
    const auto rounds = history();
    QCOMPARE(rounds.front().route, view->route.id);
    QVERIFY(rounds.back().route != view->route.id);
    QCOMPARE(rounds.front().hops.substr(0, 30), "10.60.1.1;10.60.2.1;10.60.3.1;");
}

void PathDeskTest::anyAddressCanBeTraced()
{
    auto lab = Lab::create({.plan = netlab::chain(3)});
    QVERIFY_RESULT(lab);
    const Inside inside((*lab)->near());
    EngineHarness engine;
    QVERIFY_RESULT(engine.start());
    path::Target target;
    target.address = {Lab::farAddress(net::Family::V6), 53};
    target.protocol = path::Protocol::Tcp;
    QVERIFY_RESULT(engine.answerTo(engine.engine().tracePath(target)));
    const auto view = viewOf(engine.engine(), target.address);
    QVERIFY(view && view->reached);
    QCOMPARE(view->hops.size(), std::size_t(4));
    QVERIFY(engine.events.size() < 5 && !saw(engine, Kind::PathRouteChanged));
}

LAB_TEST_MAIN(PathDeskTest)
#include "tst_path_desk.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// When drift is put right without a person, and for every reason why it is not: one row each, with the time
// as a parameter.
#include "model/cloud/gate/auto_revert_policy.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using namespace std::chrono_literals;

namespace {

/// Thursday 2026-01-01 03:00 UTC.
const base::Timestamp thursday3 = base::fromMicroseconds(1'767'225'600'000'000) + 3h;

struct Case
{
    DriftEvent event;
    AutoRevertSettings settings;
    RevertContext context;
    GateResult gate;
    SnapshotPtr snapshot;
};

SnapshotPtr snapshotWith(const char* region, const char* list, ScopeState state)
{
    Scope scope;
    scope.account = "prod";
    scope.region = region;
    scope.what = list;
    scope.state = state;
    return Snapshot::make("prod", thursday3, {scope}, {});
}

/// All is as it must be.
Case good()
{
    Case made;
    made.event.state = DriftState::Open;
    made.event.seen = 2;
    made.event.finding.kind = DriftKind::Unexpected;
    made.event.finding.resourceKind = Kind::RouteTable;
    made.event.finding.account = "prod";
    made.event.finding.region = "r1";
    made.event.finding.resource = "rtb-1";
    made.event.finding.part = "route 10.9.0.0/16";
    made.settings.account = "prod";
    made.settings.mode = RevertMode::Auto;
    made.settings.classes = {RevertClass::RouteExtra};
    made.settings.profile = "writer";
    made.snapshot = snapshotWith("r1", "DescribeVpcs", ScopeState::Ok);
    made.context.now = thursday3;
    made.context.writing = true;
    return made;
}

RevertDecision decide(Case& c)
{
    c.context.snapshot = c.snapshot.get();
    return afterGate(decideRevert(c.event, c.settings, c.context), c.gate, c.settings);
}

RevertRun run(base::Duration ago, const char* key = "another")
{
    return {key, thursday3 - ago};
}

using Spoil = std::function<void(Case&)>;

} // namespace

Q_DECLARE_METATYPE(Spoil)

class TestAutoRevertPolicy : public QObject
{
    Q_OBJECT

private slots:
    void everyReason_data();
    void everyReason();
    void everyReasonIsTested();
    void theRateFillsAndEmpties();
    void addsBeforeItTakesAway();
    void flowsAreCompared();
    void wordsGoBothWays();
};

void TestAutoRevertPolicy::everyReason_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* name, RevertStep step, RevertReason reason, const char* detail,
                        Spoil spoil) {
        QTest::newRow(name) << std::move(spoil) << static_cast<int>(step) << static_cast<int>(reason)
                            << QString::fromLatin1(detail);
    };
    using S = RevertStep;
    using R = RevertReason;
    row("due", S::CarryOut, R::Due, "", [](Case&) {});
    row("report only", S::Report, R::ReportOnly, "", [](Case& c) { c.settings.mode = RevertMode::Report; });
    row("suspected", S::Report, R::NotConfirmed, "", [](Case& c) { c.event.state = DriftState::Suspected; });
    row("open after one", S::Report, R::NotConfirmed, "", [](Case& c) { c.event.seen = 1; });
    row("closed", S::Report, R::NotConfirmed, "", [](Case& c) { c.event.state = DriftState::Closed; });
    row("owned", S::Report, R::OwnedElsewhere, "prod.tfstate: aws_route.d",
        [](Case& c) { c.event.finding.owner = "prod.tfstate: aws_route.d"; });
    row("owned twice", S::Report, R::NotPossible, "",
        [](Case& c) { c.event.finding.kind = DriftKind::OwnedTwice; });
    row("whole resource", S::Report, R::NotPossible, "", [](Case& c) { c.event.finding.part.clear(); });
    row("class", S::Report, R::ClassNotAllowed, "route-missing",
        [](Case& c) { c.event.finding.kind = DriftKind::Missing; });
    row("scope", S::Report, R::ScopeIncomplete, "DescribeVpcs (r1)",
        [](Case& c) { c.snapshot = snapshotWith("r1", "DescribeVpcs", ScopeState::Denied); });
    row("global scope", S::Report, R::ScopeIncomplete, "ListHostedZones (global)",
        [](Case& c) { c.snapshot = snapshotWith("global", "ListHostedZones", ScopeState::Stale); });
    row("another region's scope", S::CarryOut, R::Due, "",
        [](Case& c) { c.snapshot = snapshotWith("r2", "DescribeVpcs", ScopeState::Denied); });
    row("no profile", S::Report, R::NoProfile, "", [](Case& c) { c.settings.profile.clear(); });
    row("writing off", S::Report, R::WritingOff, "", [](Case& c) { c.context.writing = false; });
    row("gate refuses", S::Report, R::GateRefused, "whole-space: rtb-1, adds routes", [](Case& c) {
        c.gate.verdict = GateVerdict::Refuse;
        c.gate.rails = {{GuardRail::WholeSpace, "rtb-1", "adds routes"}};
    });
    row("gate refuses a proposal", S::Report, R::GateRefused, "", [](Case& c) {
        c.settings.mode = RevertMode::Propose;
        c.gate.verdict = GateVerdict::Refuse;
    });
    row("propose", S::Propose, R::Proposed, "", [](Case& c) { c.settings.mode = RevertMode::Propose; });
    row("propose, whatever the window", S::Propose, R::Proposed, "", [](Case& c) {
        c.settings.mode = RevertMode::Propose;
        c.context.now += 9h;
        c.context.killed = true;
    });
    row("killed", S::Propose, R::Killed, "", [](Case& c) { c.context.killed = true; });
    row("halted", S::Propose, R::Halted, "could not be verified",
        [](Case& c) { c.context.halted = "could not be verified"; });
    row("not live", S::Propose, R::NotLive, "", [](Case& c) { c.context.live = false; });
    row("contested", S::Propose, R::Contested, "",
        [](Case& c) { c.context.runs = {run(23h, c.event.finding.key().c_str())}; });
    row("contested long ago", S::CarryOut, R::Due, "",
        [](Case& c) { c.context.runs = {run(24h, c.event.finding.key().c_str())}; });
    row("outside", S::Propose, R::OutsideWindow, "daily 02:00-05:00 UTC",
        [](Case& c) { c.context.now = thursday3 + 2h; });
    row("rate", S::Propose, R::RateExhausted, "2 in 24 h", [](Case& c) {
        c.context.runs = {run(1h), run(2h)};
    });
    row("rate, with a clock that was set back", S::Propose, R::RateExhausted, "2 in 24 h", [](Case& c) {
        c.context.runs = {run(-5h), run(2h)};
    });
    row("rail", S::Propose, R::RailBroken, "opens-world: sg-1, rule in", [](Case& c) {
        c.gate.verdict = GateVerdict::Confirm;
        c.gate.rails = {{GuardRail::OpensWorld, "sg-1", "rule in"}};
    });
    row("not modelled", S::Propose, R::NotModelled, "something else",
        [](Case& c) { c.gate.notModelled = {"something else"}; });
    row("cut", S::Propose, R::NotModelled, "there are more ends than are asked about",
        [](Case& c) { c.gate.cut = true; });
    const FlowChange lost{FlowKind::Lost, "internet", "eni-1", "protocol 6 ports 22"};
    row("flows lost", S::Propose, R::FlowsLost, "lost internet -> eni-1 protocol 6 ports 22",
        [lost](Case& c) {
            c.gate.verdict = GateVerdict::Confirm;
            c.gate.flows = {lost};
        });
    row("flows may be cut", S::CarryOut, R::Due, "", [lost](Case& c) {
        c.gate.verdict = GateVerdict::Confirm;
        c.gate.flows = {lost};
        c.settings.mayCutFlows = true;
    });
    row("flows gained", S::CarryOut, R::Due, "", [](Case& c) {
        c.gate.flows = {{FlowKind::Gained, "a", "b", "protocol 6"}};
    });
    row("too wide", S::Propose, R::TooWide, "21", [](Case& c) { c.gate.interfaces = 21; });
    row("just wide enough", S::CarryOut, R::Due, "", [](Case& c) { c.gate.interfaces = 20; });
}

void TestAutoRevertPolicy::everyReason()
{
    QFETCH(Spoil, spoil);
    Case made = good();
    spoil(made);
    const RevertDecision decision = decide(made);
    QTEST(static_cast<int>(decision.reason), "reason");
    QTEST(static_cast<int>(decision.step), "step");
    QTEST(QString::fromStdString(decision.detail), "detail");
}

/// A reason without a row above would be one that nobody tried; which of several goes first is the engine's.
void TestAutoRevertPolicy::everyReasonIsTested()
{
    std::set<RevertReason> seen{RevertReason::AnotherFirst};
    std::vector<Spoil> spoils{[](Case&) {},
                              [](Case& c) { c.settings.mode = RevertMode::Report; },
                              [](Case& c) { c.event.seen = 1; },
                              [](Case& c) { c.event.finding.owner = "x"; },
                              [](Case& c) { c.event.finding.part.clear(); },
                              [](Case& c) { c.settings.classes.clear(); },
                              [](Case& c) { c.snapshot = nullptr; },
                              [](Case& c) { c.settings.profile.clear(); },
                              [](Case& c) { c.context.writing = false; },
                              [](Case& c) { c.gate.verdict = GateVerdict::Refuse; },
                              [](Case& c) { c.settings.mode = RevertMode::Propose; },
                              [](Case& c) { c.context.killed = true; },
                              [](Case& c) { c.context.halted = "x"; },
                              [](Case& c) { c.context.live = false; },
                              [](Case& c) { c.context.runs = {run(1h, c.event.finding.key().c_str())}; },
                              [](Case& c) { c.settings.window.days = 0; },
                              [](Case& c) {
                                  c.context.runs = {run(1h), run(1h)};
                              },
                              [](Case& c) { c.gate.rails = {{}}; },
                              [](Case& c) { c.gate.cut = true; },
                              [](Case& c) {
                                  c.gate.flows = {{FlowKind::Lost, "a", "b", ""}};
                              },
                              [](Case& c) { c.gate.interfaces = 1000; }};
    for (const Spoil& spoil : spoils) {
        Case made = good();
        spoil(made);
        seen.insert(decide(made).reason);
    }
    QCOMPARE(seen.size(), revertReasonCount);
}

void TestAutoRevertPolicy::theRateFillsAndEmpties()
{
    Case made = good();
    made.settings.most = 3;
    made.settings.hours = 6;
    made.settings.window = {MaintenanceWindow::everyDay, 0, 0, "UTC"};
    base::Timestamp now = thursday3;
    std::vector<base::Timestamp> done;
    for (int minute = 0; minute < 24 * 60; minute += 10, now += 10min) {
        made.context.now = now;
        const RevertDecision decision = decide(made);
        if (decision.step == RevertStep::CarryOut) {
            made.context.runs.push_back({"k" + std::to_string(minute), now});
            done.push_back(now);
        } else {
            QCOMPARE(decision.reason, RevertReason::RateExhausted);
            QVERIFY(decision.notBefore && *decision.notBefore > now && *decision.notBefore <= now + 6h);
        }
        // However it is counted: never more than three in any six hours.
        const auto recent =
            std::ranges::count_if(done, [&](base::Timestamp at) { return at > now - std::chrono::hours(6); });
        QVERIFY(recent <= 3);
    }
    QCOMPARE(done.size(), 12U);
}

void TestAutoRevertPolicy::addsBeforeItTakesAway()
{
    std::vector<DriftEvent> events(5, good().event);
    events[0].firstSeen = thursday3;
    events[1].finding.kind = DriftKind::Changed;
    events[2].finding.kind = DriftKind::Missing;
    events[3].firstSeen = thursday3 - 1h;
    events[3].state = DriftState::Suspected;
    events[4].state = DriftState::Closed;
    const auto order = revertOrder(events);
    QCOMPARE(order.size(), 4U);
    QVERIFY(order[0] == &events[2] && order[1] == &events[1] && order[2] == &events[3] &&
            order[3] == &events[0]);
}

void TestAutoRevertPolicy::flowsAreCompared()
{
    GateResult foretold;
    foretold.flows = {{FlowKind::Lost, "a", "b", "x"}, {FlowKind::Gained, "c", "d", "y"}};
    GateResult seen = foretold;
    std::ranges::reverse(seen.flows);
    QCOMPARE(differenceOfFlows(foretold, seen), std::string());
    seen.flows.push_back({FlowKind::Lost, "e", "f", "z"});
    QCOMPARE(differenceOfFlows(foretold, seen), std::string("not foretold: lost e -> f z"));
    seen.flows = {foretold.flows[0]};
    QCOMPARE(differenceOfFlows(foretold, seen), std::string("foretold and did not come: gained c -> d y"));
}

void TestAutoRevertPolicy::wordsGoBothWays()
{
    for (std::size_t i = 0; i < revertReasonCount; ++i) {
        const auto reason = static_cast<RevertReason>(i);
        QVERIFY(!revertReasonWord(reason).empty());
        QVERIFY(revertReasonFromWord(revertReasonWord(reason)) == reason);
    }
    QVERIFY(!revertReasonFromWord(""));
}

QTEST_GUILESS_MAIN(TestAutoRevertPolicy)
#include "tst_auto_revert_policy.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Drift in a simulated OpenStack is put right without a person, or is not, and it is said why: over restarts,
// with a clock that the test moves.
#include "tests/model/engine/auto_revert_fixture.h"

using namespace zonescope;
using namespace zonescope::engine;

class TestAutoRevertDesk : public AutoRevertFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void reportsOnlyAtFirst();
    void routeIsTakenOut();
    void severalInOneGo();
    void proposedStandsReady();
    void waitsForTheWindow();
    void theRateOutlivesARestart();
    void whatComesBackIsContested();
    void railsAreForAPerson();
    void someoneElsesIsLeftAlone();
    void aFolderIsNotRead();
    void somebodyWasQuicker();
    void saidOnce();
};

void TestAutoRevertDesk::reportsOnlyAtFirst()
{
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    ask(AllowWriting{true});
    round(3);
    QCOMPARE(routes().size(), 2);
    QVERIFY(view()->notes.empty() && view()->autoReverts.empty() && view()->corrections.empty());
    QCOMPARE(count(pipeline::Event::Kind::CloudDriftOpened), 1);
    allow([](auto& settings) { settings.mode = cloud::RevertMode::Report; });
    round();
    QCOMPARE(reason(), std::string("report-only"));
    QCOMPARE(routes().size(), 2);
}

void TestAutoRevertDesk::routeIsTakenOut()
{
    allow();
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    round();
    QCOMPARE(reason(), std::string("not-confirmed"));
    QCOMPARE(routes().size(), 2);
    round();
    QCOMPARE(routes(), QStringList{"10.90.0.0/16"});
    const auto after = view();
    QCOMPARE(after->corrections.size(), 1U);
    const CorrectionInfo& made = after->corrections.front();
    QVERIFY(made.automatic && made.state == CorrectionState::Kept);
    QCOMPARE(made.profile, std::string("writer"));
    QCOMPARE(made.outcome, std::string("read again and as foretold"));
    QCOMPARE(after->autoReverts.at(0).runs.size(), 1U);
    // Said aloud, with who and how.
    QCOMPARE(count(pipeline::Event::Kind::CloudChanged), 2);
    QVERIFY(m_events.back().kind == pipeline::Event::Kind::CloudChanged);
    QVERIFY(m_events.back().severity == pipeline::Severity::Warning);
    QVERIFY(m_events.back().before.find("profile writer, without a person") != std::string::npos);
    QCOMPARE(m_events.back().after, std::string("kept: read again and as foretold"));
    // The audit has the calls.
    const auto store = store::IntentStore::open(m_folder->path() / "intent.sqlite");
    QVERIFY(store->corrections()->front().calls.find("If-Match: revision_number=") != std::string::npos);
    round(2);
    QVERIFY(view()->events.at(0).state == cloud::DriftState::Closed);
    QVERIFY(view()->notes.empty());
}

void TestAutoRevertDesk::severalInOneGo()
{
    allow();
    m_simulator->change([](Estate& estate) {
        addRoute(estate, "10.91.0.0/16");
        addRule(estate, 22);
        addRule(estate, 23);
    });
    round(2);
    QCOMPARE(routes().size(), 1);
    QCOMPARE(rules(), QStringList{"443"});
    QCOMPARE(view()->corrections.size(), 1U); // one plan, taken back as one
    QCOMPARE(view()->autoReverts.at(0).runs.size(), 3U);
}

void TestAutoRevertDesk::proposedStandsReady()
{
    allow([](auto& settings) { settings.mode = cloud::RevertMode::Propose; });
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    round(2);
    QCOMPARE(routes().size(), 2);
    const auto shown = view();
    QCOMPARE(reason(), std::string("proposed"));
    QVERIFY(shown->notes[0].decision.step == cloud::RevertStep::Propose);
    QVERIFY(m_events.back().kind == pipeline::Event::Kind::CloudRevertDecided);
    QVERIFY(m_events.back().severity == pipeline::Severity::Warning); // notified
    // What stands there is what a person confirms.
    const auto answer = m_desk->answer(
        PrepareCorrection{{shown->notes[0].key}, {}, shown->autoReverts[0].settings.profile, {}},
        *m_snapshots);
    QVERIFY_RESULT(answer);
    const auto& preview = std::get<CorrectionAnswer>(*answer);
    QVERIFY(preview.prepared != 0 && preview.calls.size() == 1);
    const auto done = ask(ApplyCorrection{preview.prepared});
    QCOMPARE(routes().size(), 1);
    QVERIFY(!done->corrections.front().automatic);
}

void TestAutoRevertDesk::waitsForTheWindow()
{
    allow([](auto& settings) { settings.window = cloud::windowFromText("Thu 22:00-02:00").value(); });
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    round(2);
    QCOMPARE(reason(), std::string("outside-window"));
    const auto opens = view()->notes[0].decision.notBefore;
    QVERIFY(opens && *opens == base::fromMicroseconds(1'767'225'600'000'000) + 22h);
    QVERIFY(m_events.back().severity == pipeline::Severity::Info); // nobody needs to do anything
    m_clock->setWall(*opens - 11min);
    round(); // a second or so too early
    QCOMPARE(routes().size(), 2);
    m_clock->setWall(*opens + 3h + 40min); // past midnight
    round();
    QCOMPARE(routes().size(), 1);
}

void TestAutoRevertDesk::theRateOutlivesARestart()
{
    allow([](auto& settings) { settings.most = 1, settings.hours = 6; });
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    round(2);
    QCOMPARE(routes().size(), 1);
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.92.0.0/16"); });
    round(2);
    QCOMPARE(reason(), std::string("rate-exhausted"));
    QCOMPARE(routes().size(), 2);
    restart();
    round();
    QCOMPARE(reason(), std::string("rate-exhausted"));
    QCOMPARE(routes().size(), 2);
    m_clock->setWall(*view()->notes[0].decision.notBefore - 9min);
    round();
    QCOMPARE(routes().size(), 1);
}

void TestAutoRevertDesk::whatComesBackIsContested()
{
    allow();
    for (int i = 0; i < 2; ++i) {
        m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
        round(2);
    }
    QCOMPARE(reason(), std::string("contested"));
    QCOMPARE(routes().size(), 2); // not a second time: somebody wants it so
    QVERIFY(m_events.back().severity == pipeline::Severity::Warning);
    ask(ResumeAutoRevert{account}); // somebody looked, and means it
    QCOMPARE(view()->autoReverts.at(0).runs.size(), 1U);
    round();
    QCOMPARE(routes().size(), 1);
}

/// A rule that lets everybody in is only put back by somebody who wants that.
void TestAutoRevertDesk::railsAreForAPerson()
{
    allow();
    m_simulator->change(
        [](Estate& estate) { withRules(estate, [](QJsonArray& rules) { rules.removeAt(0); }); });
    round(2);
    QCOMPARE(reason(), std::string("rail-broken"));
    QVERIFY(view()->notes[0].decision.detail.starts_with("opens-world"));
    QVERIFY(view()->notes[0].decision.step == cloud::RevertStep::Propose);
    QVERIFY(rules().isEmpty());
}

void TestAutoRevertDesk::someoneElsesIsLeftAlone()
{
    allow();
    SetDriftSettings settings;
    settings.drift.ownedElsewhere = {"managed-by=*"};
    ask(settings);
    m_simulator->change([](Estate& estate) {
        addRoute(estate, "10.91.0.0/16");
        QJsonArray& list = estate.list("openstack/routers");
        QJsonObject router = list[0].toObject();
        router["tags"] = QJsonArray{"managed-by=pulumi"};
        list[0] = router;
    });
    round(2);
    QCOMPARE(routes().size(), 2);
    QVERIFY(std::ranges::any_of(view()->notes, [](const RevertNote& note) {
        return note.decision.reason == RevertReason::OwnedElsewhere;
    }));
    QVERIFY(view()->corrections.empty());
}

void TestAutoRevertDesk::aFolderIsNotRead()
{
    allow();
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    for (int i = 0; i < 2; ++i) {
        m_clock->advance(10min);
        const auto snapshot = scan();
        QVERIFY_RESULT(m_snapshots->save(*snapshot));
        QVERIFY_RESULT(m_desk->scanned(*m_snapshots, snapshot)); // cannot be read again
    }
    QCOMPARE(reason(), std::string("not-live"));
    QCOMPARE(routes().size(), 2);
}

/// Between the reading and the preview somebody puts it right: nothing is sent, and nothing stops for that.
void TestAutoRevertDesk::somebodyWasQuicker()
{
    allow();
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    m_onWriter = [this] {
        m_simulator->change(
            [](Estate& estate) { withRouter(estate, [](QJsonArray& all) { all.removeLast(); }); });
    };
    round(2);
    QCOMPARE(routes().size(), 1);
    QCOMPARE(halted(), std::string());
    QVERIFY(view()->corrections.empty() && view()->autoReverts.at(0).runs.empty());
}

/// The same reason scan after scan is one entry, not one a scan.
void TestAutoRevertDesk::saidOnce()
{
    allow([](auto& settings) { settings.classes = {RevertClass::RouteMissing}; });
    m_simulator->change([](Estate& estate) {
        addRoute(estate, "10.91.0.0/16");
        addRoute(estate, "10.92.0.0/16");
    });
    round(5);
    QCOMPARE(count(pipeline::Event::Kind::CloudRevertDecided), 1);
    const auto& said = m_events.back();
    QCOMPARE(said.records, 2U);
    QCOMPARE(said.after, std::string("class-not-allowed: route-extra"));
    restart();
    round();
    QCOMPARE(count(pipeline::Event::Kind::CloudRevertDecided), 1);
}

QTEST_GUILESS_MAIN(TestAutoRevertDesk)
#include "tst_auto_revert_desk.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What stops it: the switch, before and in the middle; a provider that fails half way; a network that is not
// afterwards as the gate foretold; the end of the process.
#include "tests/model/engine/auto_revert_fixture.h"

using namespace zonescope;
using namespace zonescope::engine;

class TestAutoRevertStops : public AutoRevertFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void switchedOffNothingHappens();
    void switchedOffInTheMiddle();
    void aPersonsCorrectionStopsToo();
    void aFailureHaltsUntilSomebodyLooked();
    void notAsForetoldIsTakenBack();
    void otherTrafficIsTakenBack();
    void notReadAgainIsTakenBack();
    void diedInTheMiddle();
};

void TestAutoRevertStops::switchedOffNothingHappens()
{
    allow();
    // By another program on the same data folder.
    QVERIFY_RESULT(KillSwitch(m_folder->path() / "intent.sqlite").set(true));
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    round(2);
    QVERIFY(view()->killed);
    QCOMPARE(reason(), std::string("killed"));
    restart();
    round();
    QVERIFY(view()->killed);
    QCOMPARE(routes().size(), 2);
    QVERIFY_RESULT(m_desk->throwKillSwitch(false));
    QVERIFY(m_events.back().kind == pipeline::Event::Kind::CloudKillSwitch);
    round();
    QVERIFY(!view()->killed);
    QCOMPARE(routes().size(), 1);
}

/// Between the first and the second call: the first is taken back, and nothing further is sent.
void TestAutoRevertStops::switchedOffInTheMiddle()
{
    allow();
    int sent = 0;
    m_before = [&](const cloud::WriteCall&) -> base::Status {
        if (++sent == 1)
            m_desk->killSwitch().throwNow();
        return {};
    };
    m_simulator->change([](Estate& estate) {
        addRule(estate, 22);
        addRule(estate, 23);
    });
    round(2);
    QCOMPARE(sent, 2); // one, and what takes it back
    QCOMPARE(rules(), (QStringList{"22", "23", "443"}));
    QVERIFY(view()->corrections.at(0).state == CorrectionState::Failed);
    QVERIFY2(halted().find("kill switch") != std::string::npos &&
                 halted().find("taken back") != std::string::npos,
             halted().c_str());
    m_before = {};
    QVERIFY_RESULT(m_desk->throwKillSwitch(false));
    round();
    QCOMPARE(rules().size(), 3); // nobody looked yet
    ask(ResumeAutoRevert{account});
    round();
    QCOMPARE(rules().size(), 1);
}

/// Who begins while it is on knows it; thrown afterwards it stops a person's plan as well.
void TestAutoRevertStops::aPersonsCorrectionStopsToo()
{
    ask(AllowWriting{true});
    m_simulator->change([](Estate& estate) {
        addRule(estate, 22);
        addRule(estate, 23);
    });
    round(2);
    const auto prepare = [&] {
        PrepareCorrection wanted{{}, {}, "writer", {}};
        const auto shown = view();
        for (const cloud::DriftEvent& event : shown->events)
            wanted.findings.push_back(event.finding.key());
        auto answer = m_desk->answer(wanted, *m_snapshots);
        return std::get<CorrectionAnswer>(*answer).prepared;
    };
    const auto stopped = prepare();
    QVERIFY(stopped != 0);
    m_before = [&](const cloud::WriteCall&) -> base::Status {
        m_desk->killSwitch().throwNow();
        return {};
    };
    const auto refused = m_desk->answer(ApplyCorrection{stopped}, *m_snapshots);
    QVERIFY_ERROR(refused, ErrorCode::Cancelled);
    QCOMPARE(rules().size(), 3);
    m_before = {};
    const auto wanted = prepare();
    QVERIFY_RESULT(m_desk->answer(ApplyCorrection{wanted}, *m_snapshots));
    QCOMPARE(rules().size(), 1);
}

void TestAutoRevertStops::aFailureHaltsUntilSomebodyLooked()
{
    allow();
    int sent = 0;
    m_before = [&](const cloud::WriteCall&) -> base::Status {
        return ++sent == 2 ? base::fail(ErrorCode::ConnectionRefused, "the line is dead") : base::Status();
    };
    m_simulator->change([](Estate& estate) {
        addRule(estate, 22);
        addRule(estate, 23);
    });
    round(2);
    QCOMPARE(rules().size(), 3);
    QVERIFY(halted().find("the line is dead") != std::string::npos);
    QVERIFY(m_events.back().severity == pipeline::Severity::Error);
    m_before = {};
    restart();
    round(2);
    QVERIFY(std::ranges::all_of(view()->notes, [](const RevertNote& note) {
        return note.decision.reason == RevertReason::Halted &&
               note.decision.detail.find("the line is dead") != std::string::npos;
    }));
    QCOMPARE(rules().size(), 3);
    ask(ResumeAutoRevert{account});
    round();
    QCOMPARE(rules().size(), 1);
    QCOMPARE(halted(), std::string());
}

/// Right after the call somebody puts the route in again.
void TestAutoRevertStops::notAsForetoldIsTakenBack()
{
    allow();
    m_simulator->change([](Estate& estate) {
        addRoute(estate, "10.91.0.0/16");
        addRule(estate, 22);
    });
    round(2, [this]() -> base::Result<cloud::SnapshotPtr> {
        m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
        return scan();
    });
    QVERIFY(view()->corrections.at(0).state == CorrectionState::TakenBack);
    QCOMPARE(rules().size(), 2);
    QVERIFY2(halted().find("is still not as intended; taken back") != std::string::npos, halted().c_str());
}

/// The drift is gone, but traffic is otherwise than the gate said.
void TestAutoRevertStops::otherTrafficIsTakenBack()
{
    allow();
    m_simulator->change([](Estate& estate) { addRule(estate, 22); });
    round(2, [this]() -> base::Result<cloud::SnapshotPtr> {
        m_simulator->change([](Estate& estate) {
            withRules(estate, [](QJsonArray& rules) { rules.removeAt(0); }); // 443 for everybody
        });
        return scan();
    });
    QVERIFY(view()->corrections.at(0).state == CorrectionState::TakenBack);
    QCOMPARE(rules(), QStringList{"22"});
    QVERIFY2(halted().find("traffic is otherwise than the gate said") != std::string::npos, halted().c_str());
}

void TestAutoRevertStops::notReadAgainIsTakenBack()
{
    allow();
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    round(2, []() -> base::Result<cloud::SnapshotPtr> {
        return base::fail(ErrorCode::TimedOut, "nobody answers");
    });
    QCOMPARE(routes().size(), 2);
    QVERIFY(view()->corrections.at(0).state == CorrectionState::TakenBack);
    QVERIFY2(halted().find("nobody answers; taken back") != std::string::npos, halted().c_str());
    QCOMPARE(view()->autoReverts.at(0).runs.size(), 1U); // it counts all the same
}

/// Killed between the call and the second look: the files as they are then are all that is left.
void TestAutoRevertStops::diedInTheMiddle()
{
    allow();
    m_simulator->change([](Estate& estate) { addRoute(estate, "10.91.0.0/16"); });
    kit::TemporaryFolder left;
    round(2, [&]() -> base::Result<cloud::SnapshotPtr> {
        for (const char* file : {"intent.sqlite", "intent.sqlite-wal"})
            std::filesystem::copy_file(m_folder->path() / file, left.path() / file);
        return scan();
    });
    QCOMPARE(routes().size(), 1);
    m_desk.reset();
    std::filesystem::remove(m_folder->path() / "intent.sqlite-shm");
    for (const char* file : {"intent.sqlite", "intent.sqlite-wal"})
        std::filesystem::copy_file(left.path() / file, m_folder->path() / file,
                                   std::filesystem::copy_options::overwrite_existing);
    m_clock->advance(121s);
    restart();
    m_desk->takeBackOverdue(*m_snapshots);
    QCOMPARE(routes().size(), 2);
    QVERIFY(view()->corrections.at(0).state == CorrectionState::TakenBack);
    QVERIFY2(halted().find("its end is not known") != std::string::npos, halted().c_str());
    QCOMPARE(view()->autoReverts.at(0).runs.size(), 1U);
    round(2);
    QCOMPARE(routes().size(), 2);
}

QTEST_GUILESS_MAIN(TestAutoRevertStops)
#include "tst_auto_revert_stops.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Drift in a simulated OpenStack is put right without a person, or is not, and it is said why: over restarts,
// with a clock that the test moves, a provider that fails half way, and a switch that is thrown half way.
#include "model/cloud/openstack/openstack_scan.h"
#include "model/engine/intent_desk.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/engine/meddled_cloud.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::engine;
using namespace std::chrono_literals;
using base::ErrorCode;
using cloud::RevertClass;
using cloud::RevertReason;
using cloudsim::Estate;

namespace {

const std::string account = "OpenStack sim";

} // namespace

class TestAutoRevertDesk : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void reportsOnlyAtFirst();
    void routeIsTakenOut();
    void severalInOneGo();
    void proposedStandsReady();
    void waitsForTheWindow();
    void theRateOutlivesARestart();
    void whatComesBackIsContested();
    void railsAreForAPerson();
    void someoneElsesIsLeftAlone();
    void switchedOffNothingHappens();
    void switchedOffInTheMiddle();
    void aPersonsCorrectionStopsToo();
    void aFailureHaltsUntilSomebodyLooked();
    void notAsForetoldIsTakenBack();
    void otherTrafficIsTakenBack();
    void notReadAgainIsTakenBack();
    void diedInTheMiddle();
    void aFolderIsNotRead();
    void somebodyWasQuicker();
    void saidOnce();

private:
    void restart();
    cloud::SnapshotPtr scan() const;
    /// Reads, and lets happen what happens; `times` in a row, ten minutes apart.
    void round(int times = 1, const IntentDesk::ReadAgain& again = {});
    std::shared_ptr<const DriftView> ask(const IntentRequest& what)
    {
        auto answer = m_desk->answer(what, *m_snapshots);
        if (!answer)
            qFatal("%s", base::toString(answer.error()).c_str());
        return std::get<IntentAnswer>(*answer).view;
    }
    std::shared_ptr<const DriftView> view() { return ask(ShowDrift{}); }
    void allow(const std::function<void(cloud::AutoRevertSettings&)>& more = {});
    QStringList routes() const;
    QStringList rules() const;
    std::string reason() ///< of the only note
    {
        const auto notes = view()->notes;
        return notes.size() != 1 ? std::to_string(notes.size()) + " notes"
                                 : std::string(cloud::revertReasonWord(notes[0].decision.reason));
    }
    std::string halted() { return view()->autoReverts.at(0).halted; }
    int count(pipeline::Event::Kind kind) const
    {
        return static_cast<int>(std::ranges::count(m_events, kind, &pipeline::Event::kind));
    }

    std::unique_ptr<kit::TemporaryFolder> m_folder;
    std::unique_ptr<cloudsim::Simulator> m_simulator;
    std::shared_ptr<kit::FakeClock> m_clock;
    std::vector<pipeline::Event> m_events;
    MeddledWriter::Before m_before;
    std::function<void()> m_onWriter;
    std::optional<store::CloudStore> m_snapshots;
    std::unique_ptr<IntentDesk> m_desk;
};

void TestAutoRevertDesk::init()
{
    m_desk.reset();
    m_snapshots.reset();
    m_folder = std::make_unique<kit::TemporaryFolder>();
    m_clock = std::make_shared<kit::FakeClock>(); // Thursday, midnight UTC
    m_before = {};
    m_onWriter = {};
    m_events.clear();
    auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    m_simulator = std::move(*simulator);
    const auto file = m_folder->path() / "clouds.yaml";
    const std::string auth = ": {region_name: RegionOne, auth: {auth_url: \"" + m_simulator->keystone() +
                             "\", username: reader, password: sim-secret, project_name: demo, "
                             "user_domain_name: Default, project_domain_name: Default}}\n";
    kit::writeText(file, "clouds:\n  sim" + auth + "  writer" + auth);
    qputenv("OS_CLIENT_CONFIG_FILE", QByteArray::fromStdString(file.string()));
    auto snapshots = store::CloudStore::open(m_folder->path() / "cloud.sqlite");
    QVERIFY_RESULT(snapshots);
    m_snapshots.emplace(std::move(*snapshots));
    restart();
    round();
    ask(PinIntent{});
    round();
    QVERIFY(view()->events.empty());
}

void TestAutoRevertDesk::restart()
{
    m_desk = std::make_unique<IntentDesk>(
        m_folder->path() / "intent.sqlite", *m_clock,
        [this](pipeline::Event event) { m_events.push_back(std::move(event)); },
        [this](const WriterWanted& wanted) -> base::Result<std::unique_ptr<cloud::ProviderWriter>> {
            if (m_onWriter)
                m_onWriter();
            auto real = ordinaryWriters(*m_clock)(wanted);
            if (!real)
                return real;
            return std::make_unique<MeddledWriter>(std::move(*real), [this](const cloud::WriteCall& call) {
                return m_before ? m_before(call) : base::Status();
            });
        });
}

cloud::SnapshotPtr TestAutoRevertDesk::scan() const
{
    m_clock->advance(1s);
    cloud::OpenStackScanRequest request;
    request.profile = cloud::OpenStackProfiles::ofThisUser().value().find("sim").value();
    request.settings.label = account;
    request.settings.clock = m_clock;
    request.settings.wait = [](base::Duration) { return true; };
    auto read = cloud::scanOpenStack(request);
    if (!read)
        qFatal("%s", base::toString(read.error()).c_str());
    return *read;
}

void TestAutoRevertDesk::round(int times, const IntentDesk::ReadAgain& again)
{
    for (; times > 0; --times) {
        m_clock->advance(10min);
        const auto snapshot = scan();
        const auto kept = m_snapshots->save(*snapshot);
        QVERIFY_RESULT(kept);
        const auto usually = [this]() -> base::Result<cloud::SnapshotPtr> {
            auto read = scan();
            if (const auto saved = m_snapshots->save(*read); !saved)
                return tl::unexpected(saved.error());
            return read;
        };
        QVERIFY_RESULT(m_desk->scanned(*m_snapshots, snapshot, again ? again : usually));
    }
}

void TestAutoRevertDesk::allow(const std::function<void(cloud::AutoRevertSettings&)>& more)
{
    cloud::AutoRevertSettings settings = muchAllowed(account);
    if (more)
        more(settings);
    ask(AllowWriting{true});
    ask(SetAutoRevert{settings});
}

QStringList TestAutoRevertDesk::routes() const
{
    QStringList all;
    for (const QJsonValue route : m_simulator->estate().find("openstack/routers").at(0)["routes"].toArray())
        all << route["destination"].toString();
    all.sort();
    return all;
}

QStringList TestAutoRevertDesk::rules() const
{
    QStringList all;
    for (const QJsonValue rule :
         m_simulator->estate().find("openstack/security_groups").at(0)["security_group_rules"].toArray())
        if (rule["direction"].toString() == QStringLiteral("ingress"))
            all << QString::number(rule["port_range_min"].toInt());
    all.sort();
    return all;
}

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

void TestAutoRevertDesk::switchedOffNothingHappens()
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
void TestAutoRevertDesk::switchedOffInTheMiddle()
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
void TestAutoRevertDesk::aPersonsCorrectionStopsToo()
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

void TestAutoRevertDesk::aFailureHaltsUntilSomebodyLooked()
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
void TestAutoRevertDesk::notAsForetoldIsTakenBack()
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
void TestAutoRevertDesk::otherTrafficIsTakenBack()
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

void TestAutoRevertDesk::notReadAgainIsTakenBack()
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
void TestAutoRevertDesk::diedInTheMiddle()
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

// SPDX-License-Identifier: GPL-3.0-or-later
// What is put right without a person survives a restart to the letter, and half understood rows are refused.
#include "model/store/cloud/intent_store.h"
#include "model/store/migrations.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::store;
using namespace std::chrono_literals;

namespace {

const base::Timestamp noon = base::fromMicroseconds(1'795'262'400'000'000);

cloud::AutoRevertSettings sound()
{
    cloud::AutoRevertSettings made;
    made.account = "OpenStack prod";
    made.mode = cloud::RevertMode::Auto;
    made.classes = {cloud::RevertClass::RouteExtra, cloud::RevertClass::AclChanged};
    made.most = 3;
    made.hours = 12;
    made.window = cloud::windowFromText("Fri-Mon 22:00-04:00 +05:30").value();
    made.profile = "writer";
    made.endpoint = "https://keystone";
    made.mostInterfaces = 7;
    made.mayCutFlows = true;
    return made;
}

} // namespace

class TestIntentStoreAuto : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void nothingAtFirst();
    void settingsComeBack();
    void limitsComeBack();
    void decisionsComeBack();
    void theSwitchIsSeenFromOutside();
    void whoWroteComesBack();
    void damageIsRefused_data();
    void damageIsRefused();
    void anOlderFileIsTaken();

private:
    std::filesystem::path file() const { return m_folder->path() / "intent.sqlite"; }
    IntentStore open() const
    {
        auto opened = IntentStore::open(file());
        if (!opened)
            qFatal("%s", base::toString(opened.error()).c_str());
        return std::move(*opened);
    }
    std::unique_ptr<kit::TemporaryFolder> m_folder;
};

void TestIntentStoreAuto::init()
{
    m_folder = std::make_unique<kit::TemporaryFolder>();
}

void TestIntentStoreAuto::nothingAtFirst()
{
    const IntentStore store = open();
    QVERIFY(store.autoReverts()->empty() && store.halts()->empty() && store.runs("x")->empty());
    QVERIFY(store.decisions()->empty() && !*store.killed());
}

void TestIntentStoreAuto::settingsComeBack()
{
    cloud::AutoRevertSettings other = sound();
    other.account = "AWS";
    other.mode = cloud::RevertMode::Propose;
    {
        IntentStore store = open();
        QVERIFY_RESULT(store.saveAutoRevert(sound()));
        QVERIFY_RESULT(store.saveAutoRevert(sound())); // again replaces
        QVERIFY_RESULT(store.saveAutoRevert(other));
    }
    const auto all = open().autoReverts();
    QVERIFY_RESULT(all);
    QVERIFY(*all == (std::vector{other, sound()}));
}

void TestIntentStoreAuto::limitsComeBack()
{
    {
        IntentStore store = open();
        QVERIFY_RESULT(store.setHalt("a", "it could not be verified"));
        QVERIFY_RESULT(store.setHalt("b", "x"));
        QVERIFY_RESULT(store.setHalt("b", ""));
        QVERIFY_RESULT(store.addRuns("a", {{"k1", noon - 721h}, {"k2", noon - 1h}}));
        QVERIFY_RESULT(store.addRuns("a", {{"k3", noon}}));
        QVERIFY_RESULT(store.addRuns("b", {{"k4", noon}}));
    }
    const IntentStore store = open();
    QVERIFY(*store.halts() == (std::map<std::string, std::string>{{"a", "it could not be verified"}}));
    QVERIFY(*store.runs("a") == (std::vector<cloud::RevertRun>{{"k3", noon}, {"k2", noon - 1h}}));
}

void TestIntentStoreAuto::decisionsComeBack()
{
    using namespace cloud;
    const SavedDecision held{
        "k1", "a", {RevertStep::Propose, RevertReason::OutsideWindow, "daily", noon + 5h}, noon};
    const SavedDecision told{"k2", "a", {RevertStep::Report, RevertReason::NotConfirmed, "", {}}, noon};
    {
        IntentStore store = open();
        QVERIFY_RESULT(store.saveDecisions({told}));
        QVERIFY_RESULT(store.saveDecisions({held, told}));
    }
    const auto all = open().decisions();
    QVERIFY_RESULT(all);
    QVERIFY(*all == (std::vector{held, told}));
}

/// Two connections, as of a window and of zonescoped.
void TestIntentStoreAuto::theSwitchIsSeenFromOutside()
{
    IntentStore here = open();
    IntentStore there = open();
    QVERIFY_RESULT(there.setKilled(true));
    QVERIFY(*here.killed());
    QVERIFY_RESULT(here.setKilled(false));
    QVERIFY(!*there.killed());
    // A word that nobody wrote is the safe one.
    QVERIFY_RESULT(here.setSetting("kill-switch", "perhaps"));
    QVERIFY(*there.killed());
}

void TestIntentStoreAuto::whoWroteComesBack()
{
    SavedCorrection byItself{0, "pending", "sets routes", "writer", noon, noon + 120s, "PUT", "{}", {}, true};
    {
        IntentStore store = open();
        const auto id = store.addCorrection(byItself);
        QVERIFY_RESULT(id);
        byItself.id = *id;
    }
    QVERIFY(*open().corrections() == std::vector{byItself});
}

void TestIntentStoreAuto::damageIsRefused_data()
{
    QTest::addColumn<QByteArray>("spoil");
    const auto row = [](const char* sql) { QTest::newRow(sql) << QByteArray(sql); };
    row("UPDATE auto_revert SET mode = 'always'");
    row("UPDATE auto_revert SET classes = 'route-extra,everything'");
    row("UPDATE auto_revert SET most = 0");
    row("UPDATE auto_revert SET most = 9999999999");
    row("UPDATE auto_revert SET hours = -1");
    row("UPDATE auto_revert SET open = 'always'");
    row("UPDATE auto_revert SET interfaces = 'many'");
}

void TestIntentStoreAuto::damageIsRefused()
{
    QFETCH(QByteArray, spoil);
    QVERIFY_RESULT(open().saveAutoRevert(sound()));
    {
        auto database = Database::open(file(), Synchronous::Normal);
        QVERIFY_RESULT(database);
        QVERIFY_RESULT(database->run(spoil.constData()));
    }
    const auto read = open().autoReverts();
    QVERIFY_ERROR(read, base::ErrorCode::StoreCorrupt);
    QVERIFY(read.error().detail.find("OpenStack prod") != std::string::npos);
}

/// A file of the format before, with a correction in it.
void TestIntentStoreAuto::anOlderFileIsTaken()
{
    {
        auto database = Database::open(file(), Synchronous::Normal);
        QVERIFY_RESULT(database);
        const char* const first[]{
            R"(CREATE TABLE correction (id INTEGER PRIMARY KEY, state TEXT NOT NULL, label TEXT NOT NULL,
                                        profile TEXT NOT NULL, made_at INTEGER NOT NULL,
                                        deadline INTEGER NOT NULL, calls TEXT NOT NULL, inverse TEXT NOT NULL,
                                        outcome TEXT NOT NULL);
               CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
               INSERT INTO correction VALUES (1, 'kept', 'sets routes', 'writer', 1, 2, 'PUT', '{}', '');)"};
        QVERIFY_RESULT(migrate(*database, first));
    }
    const IntentStore store = open();
    QCOMPARE(store.corrections()->size(), 1U);
    QVERIFY(!store.corrections()->front().automatic);
    QVERIFY(store.autoReverts()->empty() && !*store.killed());
}

QTEST_GUILESS_MAIN(TestIntentStoreAuto)
#include "tst_intent_store_auto.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What a user allows drift to be put right by itself: in which windows, which classes, within which limits.
#include "model/cloud/gate/auto_revert.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using namespace std::chrono_literals;

namespace {

/// Thursday 2026-01-01 03:00 UTC.
const base::Timestamp thursday3 = base::fromMicroseconds(1'767'225'600'000'000) + 3h;

} // namespace

class TestAutoRevert : public QObject
{
    Q_OBJECT

private slots:
    void windows_data();
    void windows();
    void windowTexts_data();
    void windowTexts();
    void localTimeWithItsSummer();
    void classes_data();
    void classes();
    void settingsAreChecked();
    void wordsGoBothWays();
};

void TestAutoRevert::windows_data()
{
    QTest::addColumn<QString>("window");
    QTest::addColumn<int>("hours"); ///< after Thursday 2026-01-01 00:00 UTC
    QTest::addColumn<bool>("open");
    QTest::addColumn<int>("next"); ///< hours after that Thursday; -1: never
    QTest::newRow("inside") << "daily 02:00-05:00" << 3 << true << 26;
    QTest::newRow("its beginning") << "daily 02:00-05:00" << 2 << true << 26;
    QTest::newRow("its end is outside") << "daily 02:00-05:00" << 5 << false << 26;
    QTest::newRow("before") << "daily 02:00-05:00" << 1 << false << 2;
    QTest::newRow("whole days") << "daily 00:00-00:00 UTC" << 13 << true << 24;
    QTest::newRow("until midnight") << "daily 22:00-24:00" << 23 << true << 46;
    QTest::newRow("over midnight, evening") << "Thu 22:00-04:00" << 23 << true << 7 * 24 + 22;
    QTest::newRow("over midnight, morning after") << "Thu 22:00-04:00" << 27 << true << 7 * 24 + 22;
    QTest::newRow("over midnight, morning before") << "Thu 22:00-04:00" << 3 << false << 22;
    QTest::newRow("over midnight, ended") << "Thu 22:00-04:00" << 28 << false << 7 * 24 + 22;
    QTest::newRow("Sunday into Monday") << "Sun 23:00-01:00" << 4 * 24 << true << 3 * 24 + 23 + 7 * 24;
    QTest::newRow("no such day today") << "Mon-Wed 02:00-05:00" << 3 << false << 4 * 24 + 2;
    QTest::newRow("round the week") << "Sat-Mon 02:00-05:00" << 3 << false << 2 * 24 + 2;
    QTest::newRow("ahead of UTC") << "Thu 08:00-09:00 +05:30" << 3 << true << 7 * 24 + 2;
    QTest::newRow("behind UTC, still Wednesday") << "Wed 21:00-23:00 -05:00" << 3 << true << 7 * 24 + 2;
}

void TestAutoRevert::windows()
{
    QFETCH(QString, window);
    QFETCH(int, hours);
    QFETCH(int, next);
    const auto read = windowFromText(window.toStdString());
    QVERIFY_RESULT(read);
    const base::Timestamp at = thursday3 - 3h + std::chrono::hours(hours);
    QTEST(isOpen(*read, at, {}), "open");
    const auto opens = nextOpening(*read, at, {});
    QVERIFY(opens);
    QCOMPARE(std::chrono::floor<std::chrono::hours>(*opens - (thursday3 - 3h)).count(), next);
    QVERIFY(isOpen(*read, *opens, {}));
}

void TestAutoRevert::windowTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown"); ///< empty: refused
    const auto row = [](const char* text, const char* shown) { QTest::newRow(text) << text << shown; };
    row("daily 02:00-05:00", "daily 02:00-05:00 UTC");
    row("Mon-Sun 02:00-05:00 local", "daily 02:00-05:00 local");
    row("Mon,Tue,Wed,Sun 22:00-04:00 -03:30", "Mon-Wed,Sun 22:00-04:00 -03:30");
    row("Fri-Mon 22:00-24:00 UTC", "Mon,Fri-Sun 22:00-00:00 UTC");
    row("", "");
    row("daily", "");
    row("daily 02:00", "");
    row("daily 02:00-05:00 UTC again", "");
    row("daily 24:00-05:00", "");
    row("daily 02:60-05:00", "");
    row("daily 2:00-5:00", "");
    row("Mon- 02:00-05:00", "");
    row("monday 02:00-05:00", "");
    row("Mon-Tue-Wed 02:00-05:00", "");
    row("daily 02:00-05:00 Europe/Berlin", "");
    row("daily 02:00-05:00 +15:00", "");
    row("daily 02:00-05:00 02:00", "");
}

void TestAutoRevert::windowTexts()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    const auto read = windowFromText(text.toStdString());
    QCOMPARE(read.has_value(), !shown.isEmpty());
    if (read)
        QCOMPARE(QString::fromStdString(windowText(*read)), shown);
    else
        QVERIFY2(read.error().code == base::ErrorCode::InvalidValue && !read.error().detail.empty(),
                 read.error().detail.c_str());
}

/// A zone that is an hour ahead, and two from a certain time on.
void TestAutoRevert::localTimeWithItsSummer()
{
    const base::Timestamp change = thursday3 + 24h;
    const LocalOffset local = [&](base::Timestamp at) -> base::Duration { return at < change ? 1h : 2h; };
    const auto window = windowFromText("daily 04:00-05:00 local").value();
    QVERIFY(isOpen(window, thursday3, local));
    QVERIFY(!isOpen(window, thursday3 + 48h, local));
    QVERIFY(isOpen(window, thursday3 + 47h, local));
    const auto opens = nextOpening(window, thursday3 + 25h, local);
    QVERIFY(opens && *opens == thursday3 + 47h);
}

void TestAutoRevert::classes_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("drift");
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* word, Kind kind, DriftKind drift, const char* part) {
        QTest::addRow("%s %d", word, static_cast<int>(kind))
            << static_cast<int>(kind) << static_cast<int>(drift) << part << word;
    };
    row("route-missing", Kind::RouteTable, DriftKind::Missing, "route 10.0.0.0/8");
    row("route-changed", Kind::BgpRouter, DriftKind::Changed, "route 10.0.0.0/8");
    row("route-extra", Kind::Subnet, DriftKind::Unexpected, "route 10.0.0.0/8");
    row("route-extra", Kind::Route, DriftKind::Unexpected, "");
    row("rule-missing", Kind::Filter, DriftKind::Missing, "rule in allow tcp 22 from 0.0.0.0/0");
    row("rule-changed", Kind::Filter, DriftKind::Changed, "");
    row("rule-extra", Kind::Filter, DriftKind::Unexpected, "rule in allow tcp 22 from 0.0.0.0/0");
    row("acl-missing", Kind::NetworkAcl, DriftKind::Missing, "rule 100 in");
    row("acl-changed", Kind::NetworkAcl, DriftKind::Changed, "rule 100 in");
    row("acl-extra", Kind::NetworkAcl, DriftKind::Unexpected, "rule 100 in");
}

void TestAutoRevert::classes()
{
    QFETCH(int, kind);
    QFETCH(int, drift);
    QFETCH(QString, part);
    DriftFinding finding;
    finding.resourceKind = static_cast<Kind>(kind);
    finding.kind = static_cast<DriftKind>(drift);
    finding.part = part.toStdString();
    const auto found = revertClassOf(finding);
    QVERIFY(found);
    QTEST(QString::fromUtf8(revertClassWord(*found).data()), "word");
    finding.kind = DriftKind::OwnedTwice;
    QVERIFY(!revertClassOf(finding));
}

void TestAutoRevert::settingsAreChecked()
{
    AutoRevertSettings sound;
    sound.account = "prod";
    sound.mode = RevertMode::Auto;
    sound.classes = {RevertClass::RouteExtra};
    sound.profile = "writer";
    QVERIFY_RESULT(check(sound));
    const auto refused = [&](auto&& spoil) {
        AutoRevertSettings made = sound;
        spoil(made);
        return !check(made);
    };
    using S = AutoRevertSettings;
    QVERIFY(refused([](S& s) { s.account.clear(); }));
    QVERIFY(refused([](S& s) { s.profile.clear(); }));
    QVERIFY(refused([](S& s) { s.classes.clear(); }));
    QVERIFY(refused([](S& s) { s.most = 0; }));
    QVERIFY(refused([](S& s) { s.most = 101; }));
    QVERIFY(refused([](S& s) { s.hours = 0; }));
    QVERIFY(refused([](S& s) { s.hours = 721; }));
    QVERIFY(refused([](S& s) { s.mostInterfaces = 0; }));
    QVERIFY(refused([](S& s) { s.window.days = 0; }));
    QVERIFY(refused([](S& s) { s.window.zone = "Mars"; }));
    QVERIFY(!refused([](S& s) {
        s.mode = RevertMode::Report; // needs neither
        s.profile.clear();
        s.classes.clear();
    }));
}

void TestAutoRevert::wordsGoBothWays()
{
    for (std::size_t i = 0; i < revertClassCount; ++i)
        QVERIFY(revertClassFromWord(revertClassWord(static_cast<RevertClass>(i))) ==
                static_cast<RevertClass>(i));
    for (const RevertMode mode : {RevertMode::Report, RevertMode::Propose, RevertMode::Auto})
        QVERIFY(revertModeFromWord(revertModeWord(mode)) == mode);
    QVERIFY(!revertModeFromWord("on") && !revertClassFromWord("all"));
}

QTEST_GUILESS_MAIN(TestAutoRevert)
#include "tst_auto_revert.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The page of one zone: what the checks and its own records say of its content, and every limit of its
// transfers, from the field to the configuration.
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/charts/time_selection.h"
#include "ui/widgets/elided_label.h"
#include "ui/zones/zone_detail_page.h"

#include <QApplication>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;

namespace {

using Level = zone::ContentFinding::Level;

struct Bench
{
    uikit::FakeEngine engine{uikit::FakeOptions{.zones = 3, .versions = false}};
    models::Workspace workspace{engine, engine.clock()};
    charts::TimeSelection time;
    zones::ZoneDetailPage page{workspace, time};
    base::ZoneId zone = engine.configuration()->zones().begin()->first;

    void show(int tab)
    {
        page.resize(1100, 800);
        page.showZone(zone, tab);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
    }
    void say(zone::ZoneStatus status)
    {
        engine::Batch news;
        news.zones = {std::move(status)};
        engine.send(std::move(news));
    }
    /// The label that shows this text somewhere.
    QLabel* label(const QString& text) const
    {
        for (QLabel* each : page.findChildren<QLabel*>())
            if (each->isVisible() && each->text().contains(text))
                return each;
        return nullptr;
    }
    QString facts() const
    {
        QString all;
        for (const widgets::ElidedLabel* each : page.findChildren<widgets::ElidedLabel*>())
            all += each->text() + u'\n';
        return all;
    }
    template <class Field>
    Field* field(const QString& text) const
    {
        for (const QLabel* each : page.findChildren<QLabel*>())
            if (QString(each->text()).remove(u'&') == text)
                return qobject_cast<Field*>(each->buddy());
        return nullptr;
    }
    QPushButton* button(const QString& text) const
    {
        for (QPushButton* each : page.findChildren<QPushButton*>())
            if (QString(each->text()).remove(u'&') == text && each->isVisible())
                return each;
        return nullptr;
    }
    const zone::Zone& settings() const { return *engine.configuration()->zone(zone); }
};

} // namespace

class TestZonePage : public QObject
{
    Q_OBJECT

private slots:
    void findingsHaveLevelsAndConflictsAreListed();
    void everyLimitOfATransferCanBeSet();
    void ownRecordsAreSavedOrRefusedWithTheirLine();
};

void TestZonePage::findingsHaveLevelsAndConflictsAreListed()
{
    Bench b;
    b.show(zones::ZoneDetailPage::Timeline);
    zone::ZoneStatus status = b.engine.statusOf(b.zone);
    status.findings = {{Level::Error, base::ErrorCode::ZoneCnameAndOther, {}, 1, "www.example."},
                       {Level::Warning, base::ErrorCode::ZoneMissingAddress, {}, 1, "mail.example."},
                       {Level::Notice, base::ErrorCode::ZoneOccluded, {}, 1, "below.cut.example."}};
    status.local.conflicts = {"delete none A: nothing to delete"};
    b.say(status);
    QTRY_VERIFY(b.label(QStringLiteral("delete none A: nothing to delete")));
    const QStringList lines =
        b.label(QStringLiteral("delete none A"))->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines[0].startsWith(QLatin1String("Error: ")) &&
                 lines[0].contains(QLatin1String("www.example.")),
             qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith(QLatin1String("Warning: ")) &&
                 lines[1].contains(QLatin1String("mail.example.")),
             qPrintable(lines[1]));
    QVERIFY2(lines[2].startsWith(QLatin1String("Note: ")) &&
                 lines[2].contains(QLatin1String("below.cut.example.")),
             qPrintable(lines[2]));
    QVERIFY2(lines[3].startsWith(QLatin1String("Own record: ")), qPrintable(lines[3]));
    // What is flattened stands in the line of facts; that the last lookup failed, among the warnings.
    status.findings.clear();
    status.local.conflicts.clear();
    status.local.overrides = 2;
    status.local.flattened =
        zone::FlattenedStatus{*dns::Name::fromText("target.example."), b.workspace.now(), 1,
                              base::Error{base::ErrorCode::FlattenFailed, "no answer"}};
    b.say(status);
    QTRY_VERIFY(!b.label(QStringLiteral("delete none A")));
    QVERIFY(b.label(QStringLiteral("Warning: ")));
    QVERIFY2(b.facts().contains(QLatin1String("2 own record set")), qPrintable(b.facts()));
    QVERIFY2(b.facts().contains(QLatin1String("flattened from target.example")), qPrintable(b.facts()));
    // And nothing is left of it when all is well.
    status.local = {};
    b.say(status);
    QTRY_VERIFY(!b.label(QStringLiteral("Warning: ")));
    QVERIFY(!b.facts().contains(QLatin1String("own record set")));
}

void TestZonePage::everyLimitOfATransferCanBeSet()
{
    Bench b;
    b.show(zones::ZoneDetailPage::Settings);
    int value = 70;
    for (const char* name :
         {"Most records (0: no limit)", "Largest transfer (0: no limit)", "Longest transfer (0: no limit)",
          "Longest silence (0: no limit)", "Slowest transfer (0: no limit)",
          "Largest record set (0: no limit)", "Longest wait for a connection"}) {
        auto* box = b.field<QSpinBox>(QLatin1String(name));
        QVERIFY2(box, name);
        box->setValue(++value);
    }
    QTest::mouseClick(b.button(QStringLiteral("Apply")), Qt::LeftButton);
    QTRY_COMPARE(b.settings().limits.maxRecords, std::uint64_t(71));
    const zone::TransferLimits limits = b.settings().limits;
    QVERIFY((limits == zone::TransferLimits{71, 72'000'000, 73, 74, 77, 75, 76}));
}

void TestZonePage::ownRecordsAreSavedOrRefusedWithTheirLine()
{
    Bench b;
    b.show(zones::ZoneDetailPage::Settings);
    auto* records = b.field<QPlainTextEdit>(QStringLiteral("Own records"));
    QVERIFY(records);
    records->setPlainText(QStringLiteral("add www A 192.0.2.1\nput www A 192.0.2.2"));
    QTest::mouseClick(b.button(QStringLiteral("Apply")), Qt::LeftButton);
    QTRY_VERIFY(b.label(QStringLiteral("line 2")));
    QVERIFY(b.settings().overrides.empty());
    records->setPlainText(QStringLiteral("add www A 192.0.2.1\nreplace mail A 192.0.2.2"));
    QTest::mouseClick(b.button(QStringLiteral("Apply")), Qt::LeftButton);
    QTRY_COMPARE(QString::fromStdString(b.settings().overrides).trimmed(), records->toPlainText());
}

QTEST_MAIN(TestZonePage)
#include "tst_zone_page.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// A cloud that drifts is told outside the window, unless somebody switched that off.
#include "tests/ui/kit/fake_engine.h"
#include "ui/shell/desktop_notifier.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shell_options.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;

namespace {

class Told final : public shell::Notifier
{
public:
    void notify(const QString& title, const QString& text) override { all << title + u'|' + text; }
    QStringList all;
};

pipeline::Event happened(pipeline::Event::Kind kind, pipeline::Severity severity)
{
    pipeline::Event made;
    made.kind = kind;
    made.stage = pipeline::Stage::Observe;
    made.severity = severity;
    made.records = 2;
    made.before = "sg-web rule in allow tcp 22";
    made.after = "taken-back";
    return made;
}

} // namespace

class TestDesktopNotifier : public QObject
{
    Q_OBJECT

private slots:
    void driftIsTold();
    void notWhenSwitchedOff();
    void argumentsAreWhatTheSpecificationSays();
    void nothingHappensWithoutABus();

private:
    void drift(uikit::FakeEngine& engine)
    {
        using Kind = pipeline::Event::Kind;
        engine::Batch batch;
        batch.events = {happened(Kind::CloudDriftOpened, pipeline::Severity::Warning),
                        happened(Kind::CloudDriftClosed, pipeline::Severity::Info),
                        happened(Kind::CloudChanged, pipeline::Severity::Warning)};
        engine.send(std::move(batch));
    }
    QTemporaryDir m_folder;
};

void TestDesktopNotifier::driftIsTold()
{
    uikit::FakeEngine engine;
    const auto told = std::make_shared<Told>();
    shell::ShellOptions options;
    options.notifier = told;
    shell::MainWindow window(engine, options);
    drift(engine);
    QTRY_COMPARE(told->all.size(), 2); // what is good again is no news
    QVERIFY(told->all[0].contains(QStringLiteral("sg-web rule in allow tcp 22")));
    QVERIFY(told->all[1].contains(QStringLiteral("taken-back")));
}

void TestDesktopNotifier::notWhenSwitchedOff()
{
    uikit::FakeEngine engine;
    const auto told = std::make_shared<Told>();
    shell::ShellOptions options;
    options.settingsFile = m_folder.filePath(QStringLiteral("zonescope.ini"));
    options.notifier = told;
    QSettings(options.settingsFile, QSettings::IniFormat)
        .setValue(QLatin1String(shell::notifyDesktopKey), false);
    shell::MainWindow window(engine, options);
    int notices = 0;
    connect(&window.workspace(), &models::Workspace::alerted, this, [&] { ++notices; });
    drift(engine);
    QTRY_COMPARE(notices, 2);
    QVERIFY(told->all.isEmpty());
}

void TestDesktopNotifier::argumentsAreWhatTheSpecificationSays()
{
    const QVariantList sent =
        shell::DesktopNotifier::arguments(QStringLiteral("t"), QStringLiteral("<b>x</b> & y"), 7);
    QCOMPARE(sent.size(), 8); // susssasa{sv}i
    QCOMPARE(sent[1].metaType(), QMetaType::fromType<uint>());
    QCOMPARE(sent[1].toUInt(), 7U);
    QCOMPARE(sent[4].toString(), QStringLiteral("&lt;b&gt;x&lt;/b&gt; &amp; y"));
    QCOMPARE(sent[5].metaType(), QMetaType::fromType<QStringList>());
    QCOMPARE(sent[7].metaType(), QMetaType::fromType<int>());
}

void TestDesktopNotifier::nothingHappensWithoutABus()
{
    const QByteArray before = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    shell::DesktopNotifier notifier;
    notifier.notify(QStringLiteral("t"), QStringLiteral("x"));
    QVERIFY(notifier.children().isEmpty()); // no call waits
    if (!before.isNull())
        qputenv("DBUS_SESSION_BUS_ADDRESS", before);
}

QTEST_MAIN(TestDesktopNotifier)
#include "tst_desktop_notifier.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the program's own file and is read when it starts the next time: by keyboard, and back
// again.
#include "app/settings.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/shell_options.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;

class TestSettingsPage : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_file = m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QStringLiteral(".ini"));
        m_ini = std::make_unique<QSettings>(m_file, QSettings::IniFormat);
        open();
    }
    void cleanup() { m_page.reset(); }

    void nameAndBalancers()
    {
        type("serveName", " node-7.example ");
        type("balancers", "192.0.2.0/24, 2001:db8::/32");
        const QSignalSpy notices(&m_workspace, &models::Workspace::notice);
        save();
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices.front().at(1).toBool(), false);
        m_ini->sync();
        // As the program reads it when it starts, and as the page shows it then.
        const app::Settings settings(m_file);
        QCOMPARE(settings.serveName(), QStringLiteral("node-7.example"));
        QCOMPARE(settings.notifyProxies()->size(), std::size_t(2));
        open();
        QCOMPARE(edit("serveName")->text(), QStringLiteral("node-7.example"));
        QCOMPARE(edit("balancers")->text(), QStringLiteral("192.0.2.0/24, 2001:db8::/32"));
        type("serveName", "");
        save();
        m_ini->sync();
        QVERIFY(app::Settings(m_file).serveName().isEmpty());
    }

    void aWrongPrefixIsSaidAndNothingSaved()
    {
        type("serveName", "x");
        type("balancers", "192.0.2.0/24, nonsense");
        const QSignalSpy notices(&m_workspace, &models::Workspace::notice);
        save();
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices.front().at(1).toBool(), true);
        QVERIFY(notices.front().at(0).toString().contains(QLatin1String("nonsense")));
        m_ini->sync();
        QVERIFY(app::Settings(m_file).serveName().isEmpty());
        QVERIFY(app::Settings(m_file).notifyProxies()->empty());
    }

    void desktopNotesAreSwitchedOff()
    {
        auto* box = m_page->findChild<QCheckBox*>(QStringLiteral("notify-desktop"));
        QVERIFY(box && box->isChecked() && box->isEnabled());
        m_page->tabs()->setCurrentWidget(box->parentWidget());
        QTest::keyClick(box, Qt::Key_Space);
        QVERIFY(!box->isChecked());
        m_ini->sync();
        QCOMPARE(m_ini->value(QLatin1String(shell::notifyDesktopKey)).toBool(), false);
        open();
        QVERIFY(!m_page->findChild<QCheckBox*>(QStringLiteral("notify-desktop"))->isChecked());
    }

    void everyFieldIsReachedByKeyboard()
    {
        for (const char* name : {"serveName", "balancers"}) {
            QVERIFY(edit(name)->focusPolicy() & Qt::TabFocus);
            QVERIFY(!edit(name)->toolTip().isEmpty());
        }
        m_page->resize(1000, 600);
        m_page->grab().save(QStringLiteral("settings-addresses.png"));
    }

private:
    void open()
    {
        m_page = std::make_unique<settings::SettingsPage>(m_workspace, m_ini.get(), [](const QString&) {});
        m_page->tabs()->setCurrentIndex(m_page->tabs()->count() - 1);
        m_page->show();
    }
    QLineEdit* edit(const char* name) const { return m_page->findChild<QLineEdit*>(QLatin1String(name)); }
    void type(const char* name, const QString& text)
    {
        edit(name)->setFocus();
        edit(name)->selectAll();
        QTest::keyClick(edit(name), Qt::Key_Delete);
        QTest::keyClicks(edit(name), text);
    }
    void save()
    {
        for (auto* button : edit("serveName")->parentWidget()->findChildren<QPushButton*>())
            QTest::keyClick(button, Qt::Key_Space);
    }

    QTemporaryDir m_folder;
    QString m_file;
    std::unique_ptr<QSettings> m_ini;
    uikit::FakeEngine m_engine;
    models::Workspace m_workspace{m_engine, m_engine.clock()};
    std::unique_ptr<settings::SettingsPage> m_page;
};

QTEST_MAIN(TestSettingsPage)
#include "tst_settings_page.moc"

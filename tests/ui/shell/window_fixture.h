// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/kit/fake_engine.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/zones/zones_page.h"

#include <QApplication>
#include <QDialog>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace zonescope::ui::shelltest {

using shell::MainWindow;
using shell::PageId;
using uikit::FakeEngine;
using uikit::FakeOptions;

inline constexpr PageId allPages[] = {
    PageId::Overview, PageId::Zones,   PageId::Propagation, PageId::Primaries, PageId::Network,
    PageId::Cloud,    PageId::Reports, PageId::Activity,    PageId::Settings,  PageId::ZoneDetail};

/// The window with an engine that answers at once.
struct WindowFixture
{
    void begin(); ///< before each test
    void end();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        if (!QApplication::activeWindow()) { // no window manager gives it back after a popup
            m_window->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        }
        QWidget* target = QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get();
        QTest::keyClick(target, key, modifiers);
    }
    /// Once a dialog is there: press() may first have to wait for the window.
    template <class Act>
    void whenDialogOpens(Act act)
    {
        auto* timer = new QTimer(m_window.get());
        QObject::connect(timer, &QTimer::timeout, timer, [timer, act] {
            auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            timer->stop();
            timer->deleteLater();
            act(*dialog);
        });
        timer->start(1);
    }
    zones::ZonesPage& zonesPage() { return static_cast<zones::ZonesPage&>(*m_window->page()); }
    void open(FakeOptions options = {});

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;
    QTemporaryDir m_folder;
};

inline void WindowFixture::open(FakeOptions options)
{
    m_window.reset();
    m_engine = std::make_unique<FakeEngine>(options);
    m_window = std::make_unique<MainWindow>(
        *m_engine,
        shell::ShellOptions{.settingsFile = {}, .clock = m_engine->clock(), .demo = false, .startDemo = {}});
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

inline void WindowFixture::begin()
{
    open();
}

inline void WindowFixture::end()
{
    m_window.reset();
    m_engine.reset();
}

/// As main() of the program does it.
template <class Test>
int runInEnglish(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    shell::installLanguage(QStringLiteral("en"));
    theme::Theme::instance().apply(application, theme::Preference::Light);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace zonescope::ui::shelltest

// SPDX-License-Identifier: GPL-3.0-or-later
// Every page of the window for who uses the keyboard or a screen reader.
#include "tests/ui/shell/window_fixture.h"

#include <QAbstractButton>
#include <QAccessible>

#include <set>

using namespace zonescope;
using namespace zonescope::ui;
using namespace zonescope::ui::shelltest;

namespace {

bool wantsTab(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
           !widget->focusProxy() && widget->window()->isWindow();
}

} // namespace

class TestWindowAccess : public QObject, private WindowFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void tabReachesEverything_data();
    void tabReachesEverything();
    void everythingFocusableHasAName_data();
    void everythingFocusableHasAName();
};

void TestWindowAccess::tabReachesEverything_data()
{
    QTest::addColumn<int>("page");
    for (const PageId page : allPages)
        QTest::newRow(qPrintable(shell::pageKey(page))) << static_cast<int>(page);
}

void TestWindowAccess::tabReachesEverything()
{
    QFETCH(int, page);
    m_window->goTo({static_cast<PageId>(page), m_engine->zoneStatuses().front().zone, 0});
    QCoreApplication::processEvents();
    std::set<QWidget*> unreached;
    for (QWidget* widget : m_window->findChildren<QWidget*>())
        if (wantsTab(widget) && widget->window() == m_window.get())
            unreached.insert(widget);
    const std::size_t all = unreached.size();
    QVERIFY(all > 8);
    m_window->setFocus();
    for (std::size_t i = 0; i < 3 * all && !unreached.empty(); ++i) {
        press(Qt::Key_Tab);
        QWidget* focus = QApplication::focusWidget();
        QVERIFY(focus);
        unreached.erase(focus);
        // Radio-like groups: Tab reaches the checked one, arrows the others.
        if (auto* button = qobject_cast<QAbstractButton*>(focus); button && button->autoExclusive())
            std::erase_if(unreached, [&](QWidget* w) {
                auto* other = qobject_cast<QAbstractButton*>(w);
                return other && other->autoExclusive() && other->parentWidget() == button->parentWidget();
            });
    }
    QStringList left;
    for (const QWidget* widget : unreached)
        left << QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName() + u' ' +
                    widget->accessibleName();
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QStringLiteral("; "))));
}

void TestWindowAccess::everythingFocusableHasAName_data()
{
    tabReachesEverything_data();
}

void TestWindowAccess::everythingFocusableHasAName()
{
    QFETCH(int, page);
    m_window->goTo({static_cast<PageId>(page), m_engine->zoneStatuses().front().zone, 0});
    QCoreApplication::processEvents();
    QStringList nameless;
    for (QWidget* widget : m_window->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
            continue;
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            nameless << QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
}

int main(int argc, char** argv)
{
    return runInEnglish<TestWindowAccess>(argc, argv);
}

#include "tst_window_access.moc"

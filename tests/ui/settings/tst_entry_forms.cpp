// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs for keys, access lists, edges, primaries and proxies, by keyboard; pictures for people in the
// build folder.
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/settings/entry_forms.h"
#include "ui/settings/proxy_form.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include <map>

using namespace zonescope;
using namespace zonescope::ui;

namespace {

struct Bench
{
    uikit::FakeEngine engine;
    models::Workspace workspace{engine, engine.clock()};
    QWidget window;

    Bench()
    {
        window.resize(900, 700);
        window.show();
    }
    /// The dialog that was opened last.
    QDialog* dialog() const
    {
        QDialog* found = nullptr;
        for (QDialog* one : window.findChildren<QDialog*>())
            if (one->isVisible())
                found = one;
        return found;
    }
    base::PrimaryId firstPrimary() const { return engine.configuration()->primaries().begin()->first; }
};

QString plain(QString text)
{
    return text.remove(QLatin1Char('&'));
}

QWidget* field(const QDialog* dialog, const QString& label)
{
    for (const QLabel* one : dialog->findChildren<QLabel*>())
        if (plain(one->text()) == label)
            return one->buddy();
    return nullptr;
}

void type(const QDialog* dialog, const QString& label, const QString& text)
{
    QWidget* where = field(dialog, label);
    QVERIFY2(where, qPrintable(label));
    where->setFocus();
    QTest::keyClick(where, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(where, text);
}

/// Alt and one letter must lead to one field.
QStringList sharedMnemonics(const QDialog& dialog)
{
    std::map<QChar, QStringList> by;
    const auto note = [&by](const QString& text) {
        const qsizetype at = text.indexOf(QLatin1Char('&'));
        if (at >= 0 && at + 1 < text.size())
            by[text[at + 1].toLower()] << text;
    };
    for (const QLabel* label : dialog.findChildren<QLabel*>())
        if (label->isVisible())
            note(label->text());
    for (const QCheckBox* box : dialog.findChildren<QCheckBox*>())
        if (box->isVisible())
            note(box->text());
    QStringList shared;
    for (const auto& [letter, texts] : by)
        if (texts.size() > 1)
            shared << texts.join(QStringLiteral(" / "));
    return shared;
}

QStringList cutTexts(const QDialog& dialog)
{
    QStringList cut;
    const auto note = [&cut](const QWidget& widget, const QString& text) {
        if (widget.isVisible() && widget.width() < widget.sizeHint().width() - 1)
            cut << text;
    };
    for (const QLabel* label : dialog.findChildren<QLabel*>())
        if (!label->wordWrap())
            note(*label, label->text());
    for (const QCheckBox* box : dialog.findChildren<QCheckBox*>())
        note(*box, box->text());
    for (const QPushButton* button : dialog.findChildren<QPushButton*>())
        note(*button, button->text());
    for (const QComboBox* combo : dialog.findChildren<QComboBox*>())
        note(*combo, combo->currentText());
    for (const QSpinBox* box : dialog.findChildren<QSpinBox*>())
        note(*box, box->text());
    return cut;
}

} // namespace

class TestEntryForms : public QObject
{
    Q_OBJECT

private slots:
    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pictures()
    {
        QFETCH(bool, dark);
        theme::Theme::instance().apply(*qApp, dark ? theme::Preference::Dark : theme::Preference::Light);
        QVERIFY(QDir().mkpath(QStringLiteral("pictures")));
        Bench bench;
        const auto shoot = [&](const char* name) {
            QDialog* dialog = bench.dialog();
            QVERIFY2(dialog, name);
            QVERIFY(QTest::qWaitForWindowExposed(dialog));
            const QString file =
                QStringLiteral("pictures/form-%1-%2.png")
                    .arg(QLatin1String(name), dark ? QStringLiteral("dark") : QStringLiteral("light"));
            QVERIFY(dialog->grab().save(file));
            const QStringList cut = cutTexts(*dialog);
            QVERIFY2(cut.isEmpty(), qPrintable(cut.join(QStringLiteral(" | "))));
            const QStringList shared = sharedMnemonics(*dialog);
            QVERIFY2(shared.isEmpty(), qPrintable(shared.join(QStringLiteral(" | "))));
            dialog->reject();
        };
        settings::editKey(bench.workspace, std::nullopt, &bench.window);
        shoot("key");
        settings::editAcl(bench.workspace, std::nullopt, &bench.window);
        shoot("acl");
        settings::editEdge(bench.workspace, std::nullopt, &bench.window);
        shoot("edge");
        settings::editProxy(bench.workspace, std::nullopt, &bench.window);
        shoot("proxy");
        settings::editPrimary(bench.workspace, bench.firstPrimary(), &bench.window);
        shoot("primary");
        for (const auto& [index, name] : {std::pair(1, "primary-opportunistic"), {2, "primary-strict"}}) {
            settings::editPrimary(bench.workspace, bench.firstPrimary(), &bench.window);
            bench.dialog()->findChild<QComboBox*>(QStringLiteral("tlsMode"))->setCurrentIndex(index);
            QTest::qWait(50); // the layout grows
            shoot(name);
        }
    }

    void aPrimaryOverTls()
    {
        Bench bench;
        const base::PrimaryId id = bench.firstPrimary();
        settings::editPrimary(bench.workspace, id, &bench.window);
        QDialog* dialog = bench.dialog();
        QVERIFY(dialog);
        auto* mode = dialog->findChild<QComboBox*>(QStringLiteral("tlsMode"));
        QVERIFY(mode);
        QVERIFY(!field(dialog, QStringLiteral("Server name"))->isVisible());
        mode->setFocus();
        QTest::keyClick(mode, Qt::Key_End);
        QTRY_VERIFY(field(dialog, QStringLiteral("Server name"))->isVisible());

        // Neither a name nor a pin: refused in place, the dialog stays.
        QTest::keyClick(dialog, Qt::Key_Return);
        QTest::qWait(50);
        QVERIFY(dialog->isVisible());
        QVERIFY(bench.engine.configuration()->primary(id)->tls.mode == zone::TlsMode::Off);

        type(dialog, QStringLiteral("Server name"), QStringLiteral("ns1.example"));
        type(dialog, QStringLiteral("TLS port"), QStringLiteral("8853"));
        type(dialog, QStringLiteral("CA file"), QStringLiteral("/etc/ca.pem"));
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        QTRY_VERIFY(bench.engine.configuration()->primary(id)->tls.mode == zone::TlsMode::Strict);
        const zone::TlsSettings saved = bench.engine.configuration()->primary(id)->tls;
        QCOMPARE(saved.serverName, std::string("ns1.example"));
        QCOMPARE(saved.port, std::uint16_t(8853));
        QCOMPARE(saved.caFile, std::string("/etc/ca.pem"));
    }

    void aProxyAndItsChoice()
    {
        Bench bench;
        settings::editProxy(bench.workspace, std::nullopt, &bench.window);
        QDialog* dialog = bench.dialog();
        type(dialog, QStringLiteral("Name"), QStringLiteral("egress"));
        type(dialog, QStringLiteral("Address"), QStringLiteral("192.0.2.9"));
        type(dialog, QStringLiteral("User"), QStringLiteral("anna"));
        type(dialog, QStringLiteral("Password"), QStringLiteral("hunter2"));
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        QTRY_COMPARE(bench.engine.configuration()->proxies().size(), std::size_t(1));
        const zone::Proxy proxy = bench.engine.configuration()->proxies().begin()->second;
        QCOMPARE(proxy.server.port, std::uint16_t(1080));
        QVERIFY(bench.engine.secretsGiven[proxy.secretId()] == "hunter2");
        QTRY_VERIFY(!bench.dialog());

        const base::PrimaryId id = bench.firstPrimary();
        settings::editPrimary(bench.workspace, id, &bench.window);
        dialog = bench.dialog();
        auto* choice = qobject_cast<QComboBox*>(field(dialog, QStringLiteral("Through the proxy")));
        QVERIFY(choice);
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_End);
        QVERIFY(choice->currentText().contains(QStringLiteral("egress")));
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        QTRY_VERIFY(bench.engine.configuration()->primary(id)->proxy == proxy.id);
    }

    void aKeyThatAllowsTruncation()
    {
        Bench bench;
        settings::editKey(bench.workspace, std::nullopt, &bench.window);
        QDialog* dialog = bench.dialog();
        type(dialog, QStringLiteral("Name"), QStringLiteral("short.example"));
        type(dialog, QStringLiteral("Secret"), QStringLiteral("c2VjcmV0IG9jdGV0cw=="));
        auto* least = qobject_cast<QSpinBox*>(field(dialog, QStringLiteral("Truncated to")));
        QVERIFY(least);
        least->setValue(5);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        QTest::qWait(50);
        QVERIFY(dialog->isVisible()); // no signature may be as short as that
        least->setValue(16);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        const auto saved = [&]() -> const zone::Key* {
            for (const auto& [id, key] : bench.engine.configuration()->keys())
                if (key.name.toText() == "short.example.")
                    return &key;
            return nullptr;
        };
        QTRY_VERIFY(saved());
        QCOMPARE(int(saved()->leastMac), 16);
    }
};

QTEST_MAIN(TestEntryForms)
#include "tst_entry_forms.moc"

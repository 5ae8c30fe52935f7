// SPDX-License-Identifier: GPL-3.0-or-later
// Where routes are put in: a table, and at Google, which has none, the network.
#include "app/demo_cloud.h"
#include "model/cloud/snapshot_file.h"
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/cloud/route_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace zonescope;
using namespace zonescope::ui;

class TestRouteDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void networksOfGoogleAreOffered();

private:
    const cloud::Resource& of(cloud::Provider provider, cloud::Kind kind) const
    {
        const auto& all = m_view->snapshot->resources();
        return *std::ranges::find_if(
            all, [&](const cloud::Resource& r) { return r.provider == provider && r.kind == kind; });
    }
    cloud::CloudViewPtr m_view;
};

void TestRouteDialog::initTestCase()
{
    QTemporaryDir folder;
    const auto file =
        app::writeDemoScan(folder.path().toStdString(), app::demoScans, uikit::StoppedClock().wall());
    QVERIFY_RESULT(file);
    const auto read = cloud::readSnapshotFile(*file);
    QVERIFY_RESULT(read);
    m_view = cloud::makeView(*read, {}, {});
}

void TestRouteDialog::networksOfGoogleAreOffered()
{
    const QString network = QString::fromStdString(of(cloud::Provider::Google, cloud::Kind::Network).id);
    const QString subnet = QString::fromStdString(of(cloud::Provider::Google, cloud::Kind::Subnet).id);
    const auto wish = cloudpage::routeWish(*m_view->model, subnet, QStringLiteral("10.99.0.9"));
    QCOMPARE(wish.table, network);
    cloudpage::RouteDialog dialog(m_view, {wish.table, QStringLiteral("10.99.0.0/24")});
    auto* place = dialog.findChild<QComboBox*>();
    QCOMPARE(place->currentData().toString(), network);
    for (const cloud::Resource& r : m_view->snapshot->resources())
        if (r.kind == cloud::Kind::Network && r.provider == cloud::Provider::Aws)
            QVERIFY(place->findData(QString::fromStdString(r.id)) < 0); // AWS has tables

    auto* problem = dialog.findChild<QLabel*>(QStringLiteral("route-problem"));
    const auto* buttons = dialog.findChild<QDialogButtonBox*>();
    const QPushButton* next = nullptr;
    for (QAbstractButton* button : buttons->buttons())
        if (buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
            next = qobject_cast<QPushButton*>(button);
    QLineEdit* target = nullptr;
    for (auto* field : dialog.findChildren<QLineEdit*>())
        if (field != place->lineEdit() && field->text().isEmpty())
            target = field;
    QVERIFY(next && target && !next->isEnabled());
    target->setText(QStringLiteral("nobody-knows-this"));
    QVERIFY(!next->isEnabled() && !problem->text().isEmpty());
    target->setText(QStringLiteral("10.40.0.9"));
    QVERIFY2(next->isEnabled(), qPrintable(problem->text()));
    QCOMPARE(dialog.actions(),
             (std::vector<cloud::RouteAction>{{network.toStdString(), "10.99.0.0/24", "10.40.0.9", false}}));
}

QTEST_MAIN(TestRouteDialog)
#include "tst_route_dialog.moc"

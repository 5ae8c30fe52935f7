// SPDX-License-Identifier: GPL-3.0-or-later
// What `zonescoped --path` prints, over an emulated path that is known.
#include "app/path_report.h"
#include "tests/kit/result_macros.h"
#include "tests/netlab/lab.h"
#include "tests/netlab/lab_test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace zonescope;
using namespace std::chrono_literals;
using netlab::Lab;

class PathReportTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { NEEDS_LAB(); }
    void everyHopIsPrinted();
    void whatCannotBeSentIsAnError();
};

void PathReportTest::everyHopIsPrinted()
{
    auto plan = netlab::chain(4, 2ms);
    netlab::addAlternative(plan, 1);
    plan.hops[2].labels = {{.value = 24'001, .trafficClass = 0, .ttl = 1}};
    auto lab = Lab::create({.plan = plan});
    QVERIFY_RESULT(lab);
    const netlab::Inside inside((*lab)->near());
    path::Target target;
    target.address = {Lab::farAddress(), 53};
    target.protocol = path::Protocol::Tcp; // somebody answers there: the kernel, with a reset
    const auto view = app::tracePath(target, 2);
    QVERIFY_RESULT(view);
    const QByteArray text = QByteArray::fromStdString(app::pathJson(**view));
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    QCOMPARE(json[QStringLiteral("target")].toString(), QStringLiteral("10.99.2.2:53"));
    QCOMPARE(json[QStringLiteral("probes")].toString(), QStringLiteral("tcp"));
    QCOMPARE(json[QStringLiteral("rounds")].toInt(), 2);
    QVERIFY(json[QStringLiteral("reached")].toBool());
    QVERIFY(!json[QStringLiteral("kernel")].toString().isEmpty());
    QVERIFY(json[QStringLiteral("from")].toString() <= json[QStringLiteral("to")].toString());
    const QJsonArray hops = json[QStringLiteral("hops")].toArray();
    QCOMPARE(hops.size(), 5);
    const QJsonArray second = hops[1].toObject()[QStringLiteral("routers")].toArray();
    QCOMPARE(second.size(), 2); // both of the equal ones
    const QJsonObject third = hops[2].toObject()[QStringLiteral("routers")].toArray().at(0).toObject();
    QCOMPARE(third[QStringLiteral("labels")].toArray().at(0).toObject()[QStringLiteral("label")].toInt(),
             24'001);
    QVERIFY(third[QStringLiteral("bestMs")].toDouble() > 1);
    QCOMPARE(hops[4].toObject()[QStringLiteral("finding")].toString(), QStringLiteral("target"));
    QVERIFY2(!text.toLower().contains("loss"), "a router that does not answer has lost nothing");
}

void PathReportTest::whatCannotBeSentIsAnError()
{
    auto lonely = netlab::Namespace::create(); // no route to anywhere
    QVERIFY_RESULT(lonely);
    const netlab::Inside inside(*lonely);
    path::Target target;
    target.address = *net::Endpoint::fromText("192.0.2.1");
    const auto view = app::tracePath(target, 1);
    QVERIFY(!view);
    QVERIFY(!base::toString(view.error()).empty());
}

LAB_TEST_MAIN(PathReportTest)
#include "tst_path_report.moc"

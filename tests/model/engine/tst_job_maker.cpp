// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/job_maker.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using pipeline::Trigger;

class TestJobMaker : public QObject
{
    Q_OBJECT

private slots:
    void everyFourthCheckAsksEverybody()
    {
        std::uint32_t count = 0;
        schedule::Work refresh;
        refresh.triggers = static_cast<pipeline::Triggers>(Trigger::Refresh);
        QString asked;
        for (int i = 0; i < 9; ++i)
            asked += engine::asksEverybody(refresh, count) ? QChar('x') : QChar('.');
        QCOMPARE(asked, QStringLiteral("...x...x."));
    }

    void aNotifierIsAskedAloneAndAnOperatorAsksAll()
    {
        std::uint32_t count = 3;
        schedule::Work notified;
        notified.notifiers = {base::PrimaryId{1}};
        QVERIFY(!engine::asksEverybody(notified, count));
        QCOMPARE(count, 3U);
        schedule::Work forced;
        forced.triggers = static_cast<pipeline::Triggers>(Trigger::Forced);
        QVERIFY(engine::asksEverybody(forced, count));
        QCOMPARE(count, 0U);
    }

    void aPrimarysTlsReachesTheJob()
    {
        zone::Configuration configuration;
        zone::Primary primary;
        primary.name = "ns1";
        primary.addresses = {net::Endpoint::fromText("192.0.2.1").value()};
        primary.ixfrOverUdp = true;
        primary.tls.mode = zone::TlsMode::Strict;
        primary.tls.serverName = "ns1.example";
        const auto id = configuration.put(primary);
        QVERIFY_RESULT(id);
        zone::Zone zone;
        zone.apex = dns::Name::fromText("z.").value();
        zone.primaries = {*id};
        const auto targets = engine::targetsFor(zone, {}, configuration, {});
        QVERIFY_RESULT(targets);
        QVERIFY(targets->front().ixfrOverUdp);
        QVERIFY(targets->front().tls == primary.tls);
    }
};

QTEST_APPLESS_MAIN(TestJobMaker)
#include "tst_job_maker.moc"

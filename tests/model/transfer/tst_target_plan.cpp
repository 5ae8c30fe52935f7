// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/target_plan.h"
#include "tests/model/transfer/stream_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::Advice;

namespace {

TransferJob jobWith(std::initializer_list<std::size_t> addressesOfTargets)
{
    TransferJob job;
    job.apex = name("z.");
    std::uint32_t id = 1;
    for (const std::size_t count : addressesOfTargets) {
        Target target;
        target.primary = {id++};
        target.addresses.assign(count, net::Endpoint{});
        job.targets.push_back(target);
    }
    return job;
}

} // namespace

class TestTargetPlan : public QObject
{
    Q_OBJECT

private slots:
    void verdicts_data()
    {
        QTest::addColumn<qint64>("held"); // -1: none
        QTest::addColumn<quint32>("theirs");
        QTest::addColumn<qint64>("announced"); // -1: none
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("expired");
        QTest::addColumn<int>("verdict");
        const int ifNewer = static_cast<int>(TransferJob::Mode::IfNewer);
        const int full = static_cast<int>(TransferJob::Mode::Full);
        const auto v = [](SerialVerdict verdict) { return static_cast<int>(verdict); };
        const int now = v(SerialVerdict::TransferNow);
        const int askOn = v(SerialVerdict::BehindAskOn);
        QTest::newRow("nothing held") << qint64(-1) << 5U << qint64(-1) << ifNewer << false << now;
        QTest::newRow("newer") << qint64(1) << 5U << qint64(-1) << ifNewer << false << now;
        QTest::newRow("equal") << qint64(5) << 5U << qint64(-1) << ifNewer << false
                               << v(SerialVerdict::Unchanged);
        QTest::newRow("older") << qint64(5) << 4U << qint64(-1) << ifNewer << false << askOn;
        QTest::newRow("older, ours expired") << qint64(5) << 4U << qint64(-1) << ifNewer << true << now;
        QTest::newRow("equal, ours expired")
            << qint64(5) << 5U << qint64(-1) << ifNewer << true << v(SerialVerdict::Unchanged);
        QTest::newRow("2^31 apart") << qint64(0) << 0x80000000U << qint64(-1) << ifNewer << false
                                    << v(SerialVerdict::Undefined);
        QTest::newRow("2^31 apart, forced") << qint64(0) << 0x80000000U << qint64(-1) << full << false << now;
        QTest::newRow("wraps") << qint64(4294967295) << 0U << qint64(-1) << ifNewer << false << now;
        QTest::newRow("wraps back") << qint64(0) << 4294967295U << qint64(-1) << ifNewer << false << askOn;
        QTest::newRow("newer, not as announced")
            << qint64(1) << 5U << qint64(6) << ifNewer << false << v(SerialVerdict::RememberAndAskOn);
        QTest::newRow("as announced") << qint64(1) << 5U << qint64(5) << ifNewer << false << now;
        QTest::newRow("newer than announced") << qint64(1) << 7U << qint64(5) << ifNewer << false << now;
        QTest::newRow("equal, announced newer") << qint64(5) << 5U << qint64(6) << ifNewer << false << askOn;
        QTest::newRow("equal, announced is what we hold")
            << qint64(5) << 5U << qint64(5) << ifNewer << false << v(SerialVerdict::Unchanged);
        QTest::newRow("older, forced") << qint64(5) << 4U << qint64(-1) << full << false << now;
    }

    void verdicts()
    {
        QFETCH(qint64, held);
        QFETCH(quint32, theirs);
        QFETCH(qint64, announced);
        QFETCH(int, mode);
        QFETCH(bool, expired);
        QFETCH(int, verdict);
        TransferJob job = jobWith({1});
        if (held >= 0)
            job.held = versionOf(static_cast<std::uint32_t>(held), body("v"));
        if (announced >= 0)
            job.announcedSerial = static_cast<std::uint32_t>(announced);
        job.mode = static_cast<TransferJob::Mode>(mode);
        job.heldExpired = expired;
        QCOMPARE(static_cast<int>(judgeSerial(job, theirs)), verdict);
    }

    void addressesOfATargetBeforeTheNextTarget()
    {
        TargetPlan plan(jobWith({2, 0, 1}));
        QVERIFY((plan.current() == TargetPlan::Place{0, 0}));
        plan.failed(Advice::NextAddress);
        QVERIFY((plan.current() == TargetPlan::Place{0, 1}));
        plan.failed(Advice::NextAddress);
        QVERIFY((plan.current() == TargetPlan::Place{2, 0})); // the one without addresses is passed over
        plan.failed(Advice::NextAddress);
        QVERIFY(!plan.current());
        plan.failed(Advice::NextAddress);
        QVERIFY(!plan.current());
    }

    void refusalMeansNextTarget()
    {
        TargetPlan plan(jobWith({2, 1}));
        plan.failed(Advice::NextPrimary);
        QVERIFY((plan.current() == TargetPlan::Place{1, 0}));
    }

    void answerMeansNextTarget()
    {
        TargetPlan plan(jobWith({2, 1}));
        plan.answered();
        QVERIFY((plan.current() == TargetPlan::Place{1, 0}));
    }

    void noTargets()
    {
        QVERIFY(!TargetPlan(jobWith({})).current());
        QVERIFY(!TargetPlan(jobWith({0, 0})).current());
        QVERIFY(!TargetPlan(jobWith({})).takeNewest());
    }

    void newestOfTheRememberedFirst()
    {
        TargetPlan plan(jobWith({1, 1, 1}));
        plan.remember({{0, 0}, 4294967295U, false});
        plan.remember({{1, 0}, 2U, false}); // newer: the serial space wraps
        plan.remember({{2, 0}, 2U, false});
        QCOMPARE(plan.takeNewest()->place.target, std::size_t(1));
        QCOMPARE(plan.takeNewest()->place.target, std::size_t(2));
        QCOMPARE(plan.takeNewest()->place.target, std::size_t(0));
        QVERIFY(!plan.takeNewest());
    }
};

QTEST_APPLESS_MAIN(TestTargetPlan)
#include "tst_target_plan.moc"

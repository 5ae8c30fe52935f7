// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/transfer_verdict.h"

#include <QTest>

using namespace zonescope;
using congestion::TransferEvidence;
using congestion::TransferVerdict;

Q_DECLARE_METATYPE(TransferEvidence)
Q_DECLARE_METATYPE(TransferVerdict)

class TestTransferVerdict : public QObject
{
    Q_OBJECT

private slots:
    void verdicts_data();
    void verdicts();
    void stalls();
};

void TestTransferVerdict::verdicts_data()
{
    using std::chrono::milliseconds;
    QTest::addColumn<TransferEvidence>("evidence");
    QTest::addColumn<TransferVerdict>("verdict");
    // One second for ten megabytes over 50 ms, with a window of two: nothing is wrong.
    TransferEvidence good;
    good.took = milliseconds(1000);
    good.bytes = 10'000'000;
    good.receiveRttUs = 50'000;
    good.receiveSpace = 2'000'000;
    const auto row = [&](const char* name, TransferVerdict verdict, auto change) {
        TransferEvidence evidence = good;
        change(evidence);
        QTest::newRow(name) << evidence << verdict;
    };
    row("healthy", TransferVerdict::Healthy, [](auto&) {});
    row("a few records", TransferVerdict::TooShort, [](auto& e) { e.bytes = 900; });
    row("a few records that took for ever", TransferVerdict::SlowPrimary, [&](auto& e) {
        e.bytes = 900;
        e.stalled = milliseconds(900);
    });
    row("the sender repeats", TransferVerdict::NetworkLoss, [](auto& e) { e.senderRetransmitted = 200'000; });
    row("the sender repeats next to nothing", TransferVerdict::Healthy,
        [](auto& e) { e.senderRetransmitted = 3'000; });
    row("out of order and pauses, the sender far away", TransferVerdict::SuspectedLoss, [](auto& e) {
        e.outOfOrder = 700;
        e.stalled = milliseconds(100);
    });
    row("a round trip that the receiver overrates", TransferVerdict::Healthy, [](auto& e) {
        e.receiveRttUs = 200'000; // the sender paused, and the kernel took the pause for the path
        e.rttUs = 50'000;
    });
    row("out of order without a pause", TransferVerdict::Healthy, [](auto& e) { e.outOfOrder = 3000; });
    row("out of order, pauses, but the sender lost nothing", TransferVerdict::SlowPrimary, [](auto& e) {
        e.outOfOrder = 700;
        e.stalled = milliseconds(400);
        e.senderRetransmitted = 0;
    });
    row("a window of one round trip", TransferVerdict::SmallReceiveWindow,
        [](auto& e) { e.receiveSpace = 500'000; });
    row("the sender waits for our window", TransferVerdict::SmallReceiveWindow,
        [](auto& e) { e.senderReceiverLimitedUs = 600'000; });
    row("pauses, nothing lost", TransferVerdict::SlowPrimary, [](auto& e) { e.stalled = milliseconds(500); });
    row("we do not read", TransferVerdict::Application, [](auto& e) {
        e.readerBusy = milliseconds(600);
        e.stalled = milliseconds(500);
    });
    row("we are busy, but it is over at once", TransferVerdict::Healthy, [](auto& e) {
        e.took = milliseconds(100);
        e.readerBusy = milliseconds(90);
        e.receiveRttUs = e.rttUs = 30;
    });
    row("a throttled primary: a little, a wait, a little", TransferVerdict::SlowPrimary, [](auto& e) {
        e.receiveRttUs = 1'000;
        e.paused = milliseconds(900);
    });
}

void TestTransferVerdict::verdicts()
{
    QFETCH(TransferEvidence, evidence);
    QFETCH(TransferVerdict, verdict);
    QCOMPARE(static_cast<int>(congestion::judge(evidence)), static_cast<int>(verdict));
}

void TestTransferVerdict::stalls()
{
    QCOMPARE(pipeline::stallAfter(0).count(), 1'000'000); // not known: a second
    QCOMPARE(pipeline::stallAfter(50).count(), 200'000);
    QCOMPARE(pipeline::stallAfter(100'000).count(), 300'000);
    QCOMPARE(pipeline::stallAfter(600'000).count(), 1'000'000);
    QCOMPARE(pipeline::pauseAfter(50).count(), 10'000);
    QCOMPARE(pipeline::pauseAfter(50'000).count(), 50'000);
}

QTEST_APPLESS_MAIN(TestTransferVerdict)
#include "tst_transfer_verdict.moc"

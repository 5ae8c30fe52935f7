// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pipeline/transfer_flow.h"

#include <QTest>

using namespace zonescope;
using pipeline::TransferFlow;

class TestTransferFlow : public QObject
{
    Q_OBJECT

private slots:
    void packedAndBack();
    void damageIsSeen();
};

void TestTransferFlow::packedAndBack()
{
    TransferFlow flow;
    QVERIFY(*TransferFlow::unpack(base::viewOf(flow.pack())) == flow);
    flow.connectedAfter = base::Duration(0); // at once is not the same as never
    flow.firstOctetAfter = base::Duration(30'000);
    flow.stalled = base::Duration(1'500'000);
    flow.paused = base::Duration(20'000);
    flow.working = base::Duration(7);
    flow.stalls = 3;
    flow.spans = {{base::Duration(10), base::Duration(500'000)},
                  {base::Duration(900'000), base::Duration(1'000'000)}};
    flow.reused = true;
    flow.senderSent = 1ULL << 40U;
    flow.senderRetransmitted = 0;
    const auto back = TransferFlow::unpack(base::viewOf(flow.pack()));
    QVERIFY(back);
    QVERIFY(*back == flow);
    QVERIFY(!back->senderReceiverLimitedUs);
    QCOMPARE(*back->senderRetransmitted, 0U);
}

void TestTransferFlow::damageIsSeen()
{
    TransferFlow flow;
    flow.connectedAfter = base::Duration(5);
    flow.spans = {{base::Duration(1), base::Duration(2)}};
    const base::Bytes good = flow.pack();
    for (std::size_t length = 0; length < good.size(); ++length)
        QVERIFY(!TransferFlow::unpack(base::viewOf(good.substr(0, length))));
    QVERIFY(!TransferFlow::unpack(base::viewOf(good + 'x')));
    base::Bytes other = good;
    other[0] = 9; // a format of a newer version
    QVERIFY(!TransferFlow::unpack(base::viewOf(other)));
    flow.stalled = base::Duration(-1); // what no clock gives, and sums would overflow
    QVERIFY(!TransferFlow::unpack(base::viewOf(flow.pack())));
}

QTEST_APPLESS_MAIN(TestTransferFlow)
#include "tst_transfer_flow.moc"

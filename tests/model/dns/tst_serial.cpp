// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/serial.h"

#include <QTest>

using namespace zonescope::dns;

class TestSerial : public QObject
{
    Q_OBJECT

private slots:
    void order_data();
    void order();
};

void TestSerial::order_data()
{
    QTest::addColumn<quint32>("a");
    QTest::addColumn<quint32>("b");
    QTest::addColumn<SerialOrder>("expected");
    // RFC 1982 section 5.1 and 3.2, in 32 bits.
    QTest::newRow("equal") << 5U << 5U << SerialOrder::Equal;
    QTest::newRow("next") << 6U << 5U << SerialOrder::Newer;
    QTest::newRow("previous") << 5U << 6U << SerialOrder::Older;
    QTest::newRow("wraps around") << 0U << 4294967295U << SerialOrder::Newer;
    QTest::newRow("before the wrap") << 4294967295U << 0U << SerialOrder::Older;
    QTest::newRow("half way") << 2147483648U << 0U << SerialOrder::Undefined;
    QTest::newRow("half way back") << 0U << 2147483648U << SerialOrder::Undefined;
    QTest::newRow("half way from anywhere") << 2147483653U << 5U << SerialOrder::Undefined;
    QTest::newRow("one less than half") << 2147483647U << 0U << SerialOrder::Newer;
    QTest::newRow("one more than half") << 2147483649U << 0U << SerialOrder::Older;
    QTest::newRow("not as text") << 10U << 9U << SerialOrder::Newer;
    QTest::newRow("dates") << 2026010200U << 2026010199U << SerialOrder::Newer;
}

void TestSerial::order()
{
    QFETCH(quint32, a);
    QFETCH(quint32, b);
    QFETCH(SerialOrder, expected);
    QCOMPARE(static_cast<int>(compareSerials(a, b)), static_cast<int>(expected));
    QCOMPARE(isNewer(a, b), expected == SerialOrder::Newer);
}

QTEST_APPLESS_MAIN(TestSerial)
#include "tst_serial.moc"

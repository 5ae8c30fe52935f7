// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/icmp_extensions.h"

#include <QTest>

using namespace zonescope;
using path::readExtensions;

namespace {

using Octets = std::vector<std::uint8_t>;

Octets withoutChecksum(Octets objects)
{
    objects.insert(objects.begin(), {0x20, 0, 0, 0});
    return objects;
}

} // namespace

/// RFC 4884 and RFC 4950.
class IcmpExtensionsTest : public QObject
{
    Q_OBJECT
private slots:
    void aLabelStackIsRead();
    void otherObjectsAreCounted();
    void whatIsWrongIsLeftOut_data();
    void whatIsWrongIsLeftOut();
};

void IcmpExtensionsTest::aLabelStackIsRead()
{
    // 24001 exp 5 ttl 1, then 3 bottom ttl 255
    const Octets octets{0x20, 0, 0x8d, 0x16, 0, 12, 1, 1, 0x05, 0xdc, 0x1a, 1, 0, 0, 0x31, 255};
    const auto found = readExtensions(octets);
    QVERIFY(found.valid);
    QCOMPARE(found.labels.size(), std::size_t(2));
    QVERIFY((found.labels[0] == path::MplsLabel{24001, 5, 1, false}));
    QVERIFY((found.labels[1] == path::MplsLabel{3, 0, 255, true}));
}

void IcmpExtensionsTest::otherObjectsAreCounted()
{
    const auto found =
        readExtensions(withoutChecksum({0, 8, 2, 0, 1, 2, 3, 4, 0, 4, 9, 9, 0, 8, 1, 1, 0, 0, 0x11, 1}));
    QVERIFY(found.valid);
    QCOMPARE(found.otherObjects, 2U);
    QCOMPARE(found.labels.size(), std::size_t(1));
}

void IcmpExtensionsTest::whatIsWrongIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char* name, std::initializer_list<unsigned char> octets, bool valid) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(octets.begin()),
                                          qsizetype(octets.size()))
                            << valid;
    };
    row("nothing", {}, false);
    row("half a header", {0x20, 0}, false);
    row("version 1", {0x10, 0, 0, 0, 0, 8, 1, 1, 0, 0, 0x11, 1}, false);
    row("a wrong checksum", {0x20, 0, 0x12, 0x34, 0, 8, 1, 1, 0, 0, 0x11, 1}, false);
    row("an object longer than the rest", {0x20, 0, 0, 0, 0, 16, 1, 1, 0, 0, 0x11, 1}, true);
    row("an object shorter than its header", {0x20, 0, 0, 0, 0, 3, 1, 1, 0, 0, 0x11, 1}, true);
    row("half a label", {0x20, 0, 0, 0, 0, 6, 1, 1, 0, 0}, true);
}

void IcmpExtensionsTest::whatIsWrongIsLeftOut()
{
    QFETCH(QByteArray, octets);
    QFETCH(bool, valid);
    const auto found = readExtensions(
        {reinterpret_cast<const std::uint8_t*>(octets.constData()), std::size_t(octets.size())});
    QCOMPARE(found.valid, valid);
    QVERIFY(found.labels.empty());
}

QTEST_GUILESS_MAIN(IcmpExtensionsTest)
#include "tst_icmp_extensions.moc"

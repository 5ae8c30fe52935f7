// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/version_difference.h"

#include "model/dns/text.h"

#include <QTest>

using namespace zonescope;

class TestVersionDifference : public QObject
{
    Q_OBJECT

    const dns::Name apex = *dns::Name::fromText("example.org.");

    std::vector<dns::Record> records(const char* text) { return *dns::recordsFromText(text, apex); }
    zone::Changeset step(std::uint32_t from, std::uint32_t to, const char* removed, const char* added)
    {
        zone::Changeset change;
        change.fromSerial = from;
        change.toSerial = to;
        change.removed = records(removed);
        change.added = records(added);
        return change;
    }
    static QStringList lines(const std::vector<dns::Record>& list)
    {
        QStringList text;
        for (const dns::Record& record : list)
            text << QString::fromStdString(dns::recordText(record));
        return text;
    }

private slots:
    void cameAndWent()
    {
        const auto d =
            zonescope::engine::combine(apex,
                                       {step(1, 2, "", "a A 192.0.2.1\nb A 192.0.2.2\n"),
                                        step(2, 3, "a A 192.0.2.1\nold A 192.0.2.9\n", "c A 192.0.2.3\n")},
                                       0);
        QCOMPARE(d.fromSerial, 1U);
        QCOMPARE(d.toSerial, 3U);
        QCOMPARE(lines(d.removed), QStringList{"old.example.org. 3600 IN A 192.0.2.9"});
        QCOMPARE(lines(d.added),
                 (QStringList{"b.example.org. 3600 IN A 192.0.2.2", "c.example.org. 3600 IN A 192.0.2.3"}));
        QCOMPARE(d.ownersTouched, std::uint64_t{3});
        const auto back = zonescope::engine::reversed(d);
        QCOMPARE(back.fromSerial, 3U);
        QCOMPARE(lines(back.added), lines(d.removed));
    }
    void wentAndCameBack()
    {
        const auto d = zonescope::engine::combine(
            apex, {step(1, 2, "a A 192.0.2.1\n", ""), step(2, 3, "", "a A 192.0.2.1\n")}, 0);
        QVERIFY(d.removed.empty() && d.added.empty());
        QCOMPARE(d.ownersTouched, std::uint64_t{0});
    }
    void ttlIsPartOfTheRecord()
    {
        const auto d =
            zonescope::engine::combine(apex, {step(1, 2, "a 300 A 192.0.2.1\n", "a 600 A 192.0.2.1\n")}, 0);
        QCOMPARE(d.removed.size(), std::size_t{1});
        QCOMPARE(d.added.size(), std::size_t{1});
    }
    void canonicalOrderAndLimit()
    {
        const auto d = zonescope::engine::combine(
            apex, {step(1, 2, "", "z A 192.0.2.1\na.a A 192.0.2.1\n@ TXT x\na A 192.0.2.1\n")}, 3);
        QCOMPARE(lines(d.added).first().left(12), QString("example.org."));
        QCOMPARE(d.added.size(), std::size_t{3});
        QVERIFY(d.truncated);
        QCOMPARE(d.ownersTouched, std::uint64_t{4});
    }
    void nothing() { QVERIFY(zonescope::engine::combine(apex, {}, 0).added.empty()); }
};

QTEST_APPLESS_MAIN(TestVersionDifference)
#include "tst_version_difference.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_axis.h"

#include <QLocale>
#include <QTest>

#include <cmath>

using namespace zonescope::ui::charts;

namespace {

QString labels(const ValueAxis& axis, std::optional<ValueRange> data, int most)
{
    QStringList result;
    for (const auto& tick : valueTicks(niceScale(axis, data, most), axis.kind, most)) {
        if (!tick.label.isEmpty())
            result << tick.label;
    }
    return result.join(u'|');
}

} // namespace

class ValueAxisTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void linear()
    {
        QCOMPARE(labels({}, ValueRange{3, 47}, 6), "0|10|20|30|40|50");
        QCOMPARE(labels({}, ValueRange{0, 0.7}, 5), "0|0.2|0.4|0.6|0.8");
        const ValueAxis durations{false, ValueKind::Milliseconds, {}, {}, true};
        QCOMPARE(labels(durations, ValueRange{0, 3700}, 5), "0 s|1 s|2 s|3 s|4 s");
        QCOMPARE(labels(durations, ValueRange{0, 900}, 5), "0 s|200 ms|400 ms|600 ms|800 ms|1 s");
        QCOMPARE(labels(durations, ValueRange{0, 110'000}, 5), "0 s|30 s|1 min|1 min 30 s|2 min");
        const ValueAxis shares{false, ValueKind::Percent, {}, {}, true};
        QCOMPARE(labels(shares, ValueRange{0, 1}, 5), "0 %|20 %|40 %|60 %|80 %|100 %");
    }

    void flatDataHaveAnAxis()
    {
        for (const double value : {0.0, 7.0, -3.0, 1e-9, 1e12}) {
            const auto scale = niceScale({}, ValueRange{value, value}, 5);
            QVERIFY(scale.range().high > scale.range().low);
            const double unit = scale.unitOf(value);
            QVERIFY(unit >= -1e-9 && unit <= 1 + 1e-9);
            QVERIFY(!valueTicks(scale, ValueKind::Number, 5).empty());
        }
        QVERIFY(!valueTicks(niceScale({}, std::nullopt, 5), ValueKind::Number, 5).empty());
    }

    void fixedEndsAreKept()
    {
        const auto scale = niceScale({false, ValueKind::Number, 2.5, 97.5, false}, ValueRange{0, 1000}, 5);
        QCOMPARE(scale.range(), (ValueRange{2.5, 97.5}));
    }

    void logarithmic()
    {
        const ValueAxis axis{true, ValueKind::Milliseconds, {}, {}, false};
        QCOMPARE(labels(axis, ValueRange{120, 800'000}, 6), "100 ms|1 s|10 s|100 s|1,000 s");
        QCOMPARE(labels(axis, ValueRange{0.02, 90}, 6), "100 µs|1 ms|10 ms|100 ms");
        const auto scale = niceScale(axis, ValueRange{120, 800'000}, 6);
        QCOMPARE(scale.range(), (ValueRange{100, 1'000'000}));
        QCOMPARE(scale.unitOf(100), 0.0);
        QCOMPARE(scale.valueAt(0.5), 10'000.0);
    }

    /// What blanks a whole series in Qt Charts is here no place at all.
    void logarithmicZeroHasNoPlace()
    {
        const auto scale = niceScale({true, ValueKind::Milliseconds, {}, {}, false}, ValueRange{0, 5000}, 5);
        QVERIFY(std::isnan(scale.unitOf(0)));
        QVERIFY(std::isnan(scale.unitOf(-4)));
        QVERIFY(scale.range().low > 0);
        QVERIFY(scale.unitOf(5000) <= 1 + 1e-9);
        const auto nothing = niceScale({true, ValueKind::Milliseconds, {}, {}, false}, ValueRange{0, 0}, 5);
        QVERIFY(nothing.range().low > 0 && nothing.range().high > nothing.range().low);
    }

    void oneDecadeIsWideEnough()
    {
        const auto scale = niceScale({true, ValueKind::Number, {}, {}, false}, ValueRange{48, 52}, 5);
        QVERIFY(scale.range().high / scale.range().low >= 10);
        QVERIFY(scale.unitOf(48) >= 0 && scale.unitOf(52) <= 1);
    }

    void texts()
    {
        QCOMPARE(valueText(4100, ValueKind::Milliseconds), "4.1 s");
        QCOMPARE(valueText(0.999, ValueKind::Percent), "99.9 %");
        QCOMPARE(valueText(12480, ValueKind::Number), "12,480");
        QCOMPARE(valueText(3.4e6, ValueKind::Bytes), "3.4 MB");
        QCOMPARE(valueText(3.4e6, ValueKind::BytesPerSecond), "3.4 MB/s");
        QCOMPARE(valueText(std::nan(""), ValueKind::Number), QStringLiteral("–"));
    }
};

QTEST_APPLESS_MAIN(ValueAxisTest)
#include "tst_value_axis.moc"

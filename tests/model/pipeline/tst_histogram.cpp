// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pipeline/histogram.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace zonescope;
using base::Duration;
using pipeline::Histogram;

namespace {

std::vector<std::int64_t> latencies(std::size_t count, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> distribution(9.0,
                                                     2.5); // 8 ms in the middle, tails from us to minutes
    std::vector<std::int64_t> values(count);
    for (std::int64_t& value : values)
        value = static_cast<std::int64_t>(distribution(random));
    return values;
}

Histogram histogramOf(const std::vector<std::int64_t>& values)
{
    Histogram histogram;
    for (const std::int64_t value : values)
        histogram.add(Duration(value));
    return histogram;
}

} // namespace

class tst_Histogram : public QObject
{
    Q_OBJECT

private slots:
    void emptyHasNoQuantile();
    void quantilesAreWithinTheirPromise();
    void smallValuesAreExact();
    void mergingEqualsAddingAll();
    void failuresAreNeverValues();
    void packAndUnpackAgree();
    void theFirstVersionIsRead();
    void damagedBytesAreRefused();
    void mutationsNeverCrash();
    void countAtMostIsMonotone();
    void extremesSurvive();
};

void tst_Histogram::emptyHasNoQuantile()
{
    QVERIFY(!Histogram().quantile(0.5));
    QCOMPARE(Histogram().count(), std::uint64_t(0));
}

void tst_Histogram::quantilesAreWithinTheirPromise()
{
    for (unsigned seed = 1; seed <= 20; ++seed) {
        auto values = latencies(5000, seed);
        const Histogram histogram = histogramOf(values);
        std::ranges::sort(values);
        for (const double q : {0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const auto rank = static_cast<std::size_t>(std::ceil(q * 5000.0));
            const double exact = static_cast<double>(values[rank - 1]);
            const double given = static_cast<double>(histogram.quantile(q)->count());
            QVERIFY2(std::abs(given - exact) <= std::max(1.0, exact * 0.016), qPrintable(QString::number(q)));
        }
    }
}

void tst_Histogram::smallValuesAreExact()
{
    for (int us = 0; us < 32; ++us) {
        Histogram histogram;
        histogram.add(Duration(us));
        QCOMPARE(histogram.quantile(0.5)->count(), us);
    }
}

void tst_Histogram::mergingEqualsAddingAll()
{
    auto first = latencies(1000, 7);
    const auto second = latencies(300, 8);
    Histogram merged = histogramOf(first);
    merged.merge(histogramOf(second));
    first.insert(first.end(), second.begin(), second.end());
    QVERIFY(merged == histogramOf(first));
    merged.merge(Histogram());
    QVERIFY(merged == histogramOf(first));
}

void tst_Histogram::failuresAreNeverValues()
{
    Histogram histogram;
    histogram.addFailure(3);
    QVERIFY(!histogram.quantile(0.5));
    QCOMPARE(histogram.failures(), std::uint64_t(3));
    histogram.add(Duration(-5)); // a clock that stepped back
    QCOMPARE(histogram.quantile(1.0)->count(), 0);
}

void tst_Histogram::packAndUnpackAgree()
{
    Histogram histogram = histogramOf(latencies(2000, 3));
    histogram.addFailure(17);
    const auto unpacked = Histogram::unpack(base::viewOf(histogram.pack()));
    QVERIFY_RESULT(unpacked);
    QVERIFY(*unpacked == histogram);
    QVERIFY(*Histogram::unpack(base::viewOf(Histogram().pack())) == Histogram());
    for (const std::int64_t us : {0, 1, 31, 32, 1000, 123'456'789}) {
        Histogram one;
        one.add(Duration(us));
        one.addFailure(us == 32 ? 2 : 0);
        const base::Bytes packed = one.pack();
        QVERIFY(packed.size() <= 7);
        QVERIFY(*Histogram::unpack(base::viewOf(packed)) == one);
        one.add(Duration(us)); // the same again: no longer one value
        QVERIFY(*Histogram::unpack(base::viewOf(one.pack())) == one);
    }
}

/// Written before version 2: failures, least, most, sum, then a gap and a count for each bucket.
void tst_Histogram::theFirstVersionIsRead()
{
    Histogram histogram;
    histogram.add(Duration(5), 2);
    histogram.add(Duration(7));
    histogram.addFailure();
    const auto unpacked =
        Histogram::unpack(base::viewOf(std::string("\x01\x01\x05\x07\x11\x05\x02\x01\x01", 9)));
    QVERIFY_RESULT(unpacked);
    QVERIFY(*unpacked == histogram);
}

void tst_Histogram::damagedBytesAreRefused()
{
    using base::ErrorCode;
    QVERIFY_ERROR(Histogram::unpack({}), ErrorCode::StoreCorrupt);
    QVERIFY_ERROR(Histogram::unpack(base::viewOf("\x02")), ErrorCode::StoreCorrupt);
    const base::Bytes packed = histogramOf(latencies(50, 4)).pack();
    QVERIFY_ERROR(Histogram::unpack(base::viewOf(packed.substr(0, 3))), ErrorCode::StoreCorrupt);
    // A gap that would ask for gigabytes of buckets.
    QVERIFY_ERROR(Histogram::unpack(base::viewOf(std::string("\x01\0\0\0\0\xff\xff\xff\xff\x7f\x01", 11))),
                  ErrorCode::StoreCorrupt);
    // Least, most and sum of nothing; a least value and a largest value in no bucket; more failures than the
    // present form can say.
    for (const std::string& bad :
         {std::string("\x01\0\x05\x05\0", 5), std::string("\x01\0\x04\x07\x11\x05\x02\x01\x01", 9),
          std::string("\x01\0\x05\x09\x11\x05\x02\x01\x01", 9),
          std::string("\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x05\x07\x11\x05\x02\x01\x01", 17)})
        QVERIFY_ERROR(Histogram::unpack(base::viewOf(bad)), ErrorCode::StoreCorrupt);
}

void tst_Histogram::mutationsNeverCrash()
{
    std::mt19937 random(11);
    const base::Bytes packed = histogramOf(latencies(200, 5)).pack();
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        base::Bytes mutated = packed;
        for (int flips = 0; flips < 3; ++flips)
            mutated[random() % mutated.size()] = static_cast<char>(random());
        mutated.resize(random() % (mutated.size() + 1));
        if (const auto unpacked = Histogram::unpack(base::viewOf(mutated))) {
            ++accepted;
            QVERIFY(*Histogram::unpack(base::viewOf(unpacked->pack())) == *unpacked);
        }
    }
    QVERIFY(accepted < 20'000);
}

void tst_Histogram::countAtMostIsMonotone()
{
    const Histogram histogram = histogramOf(latencies(1000, 9));
    std::uint64_t before = 0;
    for (std::int64_t us = 1; us < 1'000'000'000; us *= 2) {
        const std::uint64_t now = histogram.countAtMost(Duration(us));
        QVERIFY(now >= before);
        before = now;
    }
    QCOMPARE(histogram.countAtMost(histogram.maximum()), histogram.count());
    QCOMPARE(histogram.countAtMost(Duration(-1)), std::uint64_t(0));
}

void tst_Histogram::extremesSurvive()
{
    Histogram histogram;
    histogram.add(Duration::max());
    QCOMPARE(histogram.maximum(), Duration::max());
    QVERIFY(Histogram::unpack(base::viewOf(histogram.pack())).has_value());
}

QTEST_GUILESS_MAIN(tst_Histogram)
#include "tst_histogram.moc"

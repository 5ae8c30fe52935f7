// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_ticks.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

using namespace zonescope::ui::charts;

namespace {

std::int64_t utc(const char* iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODateWithMs).toMSecsSinceEpoch() *
           millisecond;
}

QStringList labels(const TimeRange& range, int most, const char* zone)
{
    QStringList result;
    for (const auto& tick : timeTicks(range, most, QTimeZone(zone)))
        result << tick.label;
    return result;
}

} // namespace

class TimeTicksTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void calendar_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("most");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* from, const char* to, int most, const char* zone,
                            const char* expected) {
            QTest::newRow(name) << from << to << most << zone << expected;
        };
        row("milliseconds", "2026-11-21T08:00:00.003Z", "2026-11-21T08:00:00.021Z", 6, "UTC",
            "08:00:00.005 08:00:00.010 08:00:00.015 08:00:00.020");
        row("seconds", "2026-11-21T08:00:03.211Z", "2026-11-21T08:00:33Z", 5, "UTC",
            "08:00:10 08:00:20 08:00:30");
        row("minutes", "2026-11-21T07:58:00Z", "2026-11-21T08:06:01Z", 6, "UTC",
            "07:58 08:00 08:02 08:04 08:06");
        row("hours of a day", "2026-11-20T08:53:00Z", "2026-11-21T08:53:00Z", 7, "UTC",
            "12:00 18:00 21 Nov 06:00");
        row("local hours", "2026-11-21T08:00:00Z", "2026-11-21T14:00:00Z", 4, "Europe/Berlin",
            "10:00 12:00 14:00");
        row("half hour zone", "2026-11-21T00:00:00Z", "2026-11-21T06:00:00Z", 4, "Asia/Kolkata",
            "06:00 08:00 10:00");
        row("days", "2026-11-18T10:00:00Z", "2026-11-21T10:00:00Z", 5, "UTC", "19 Nov 20 Nov 21 Nov");
        row("weeks begin on Monday", "2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z", 6, "UTC",
            "2 Nov 9 Nov 16 Nov 23 Nov");
        row("months", "2025-11-15T00:00:00Z", "2026-03-15T00:00:00Z", 6, "UTC", "Dec 2026 Feb Mar");
        row("quarters", "2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z", 6, "UTC", "2025 Apr Jul Oct 2026");
        row("years", "2020-05-01T00:00:00Z", "2026-05-01T00:00:00Z", 8, "UTC",
            "2021 2022 2023 2024 2025 2026");
        // 29 March 2026: 02:00 local does not exist, 03:00 follows 01:59.
        row("spring", "2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z", 8, "Europe/Berlin",
            "29 Mar 01:00 03:00 04:00 05:00");
        // 25 October 2026: 02:00 happens twice.
        row("autumn", "2026-10-24T22:00:00Z", "2026-10-25T03:30:00Z", 8, "Europe/Berlin",
            "25 Oct 01:00 02:00 02:00 03:00 04:00");
        // After the change the six hour ticks are round again.
        row("autumn, coarse", "2026-10-24T12:00:00Z", "2026-10-25T18:00:00Z", 7, "Europe/Berlin",
            "18:00 25 Oct 06:00 12:00 18:00");
        row("days over spring", "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z", 5, "Europe/Berlin",
            "29 Mar 30 Mar 31 Mar");
        // Lord Howe moves by half an hour only.
        row("half hour change", "2026-10-03T14:00:00Z", "2026-10-03T18:00:00Z", 8, "Australia/Lord_Howe",
            "01:00 03:00 04:00");
        // Midnight itself does not exist in Beirut on 29 March 2026; the day begins at 01:00.
        row("no midnight", "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z", 5, "Asia/Beirut",
            "28 Mar 29 Mar 30 Mar");
    }

    void calendar()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(int, most);
        QFETCH(QString, zone);
        QFETCH(QString, expected);
        const TimeRange range{utc(qPrintable(from)), utc(qPrintable(to))};
        QCOMPARE(labels(range, most, qPrintable(zone)).join(u' '), expected);
    }

    /// For every zoom: never more ticks than asked, strictly later, all inside, at least one when two fit.
    void everyZoomIsReadable()
    {
        const QTimeZone berlin("Europe/Berlin");
        std::int64_t span = 2 * millisecond;
        while (span < 40 * 365 * day) {
            const TimeRange range{utc("2026-03-29T00:30:00.123Z"), utc("2026-03-29T00:30:00.123Z") + span};
            for (const int most : {2, 5, 9, 14}) {
                const auto ticks = timeTicks(range, most, berlin);
                // A repeated hour may add one step's worth.
                QVERIFY2(static_cast<int>(ticks.size()) <= most + 1, qPrintable(QString::number(span)));
                for (std::size_t i = 0; i < ticks.size(); ++i) {
                    QVERIFY(range.contains(ticks[i].at));
                    QVERIFY(i == 0 || ticks[i].at > ticks[i - 1].at);
                }
            }
            QVERIFY2(!timeTicks(range, 9, berlin).empty(), qPrintable(QString::number(span)));
            span = span * 13 / 10;
        }
    }

    void datesAreMarked()
    {
        const auto ticks =
            timeTicks({utc("2026-11-20T18:00:00Z"), utc("2026-11-21T06:00:00Z")}, 6, QTimeZone::utc());
        int dates = 0;
        for (const auto& tick : ticks) {
            dates += tick.isDate ? 1 : 0;
            QCOMPARE(tick.isDate, tick.label == "21 Nov");
        }
        QCOMPARE(dates, 1);
    }

    void beforeTheEpoch()
    {
        QCOMPARE(labels({utc("1969-12-31T21:30:00Z"), utc("1970-01-01T02:30:00Z")}, 6, "UTC").join(u' '),
                 "22:00 23:00 1 Jan 01:00 02:00");
    }

    void emptyRangeHasNoTicks()
    {
        QVERIFY(timeTicks({5, 5}, 5, QTimeZone::utc()).empty());
        QVERIFY(timeTicks({5, 4}, 5, QTimeZone::utc()).empty());
    }

    void caption()
    {
        const QTimeZone berlin("Europe/Berlin");
        QCOMPARE(
            timeAxisCaption({utc("2026-11-21T08:00:00Z"), utc("2026-11-21T09:00:00Z")}, QTimeZone::utc()),
            QStringLiteral("21 Nov 2026 · UTC"));
        QCOMPARE(timeAxisCaption({utc("2026-11-20T08:00:00Z"), utc("2026-11-21T09:00:00Z")}, berlin),
                 QStringLiteral("20 Nov – 21 Nov 2026 · UTC+1"));
        QCOMPARE(timeAxisCaption({utc("2026-10-24T12:00:00Z"), utc("2026-10-25T12:00:00Z")}, berlin),
                 QStringLiteral("24 Oct – 25 Oct 2026 · UTC+2 → UTC+1"));
        QCOMPARE(timeAxisCaption({utc("2026-11-21T08:00:00Z"), utc("2026-11-21T09:00:00Z")},
                                 QTimeZone("Asia/Kolkata")),
                 QStringLiteral("21 Nov 2026 · UTC+5:30"));
    }

    void pointerTime()
    {
        const auto at = utc("2026-11-21T08:00:03.211Z");
        QCOMPARE(timeText(at, minute, QTimeZone::utc()), "08:00:03.211");
        QCOMPARE(timeText(at, 5 * hour, QTimeZone::utc()), "21 Nov 08:00:03");
        QCOMPARE(timeText(at, 20 * day, QTimeZone::utc()), "21 Nov 08:00");
    }
};

QTEST_APPLESS_MAIN(TimeTicksTest)
#include "tst_time_ticks.moc"

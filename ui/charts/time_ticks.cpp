// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_ticks.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>

namespace zonescope::ui::charts {
namespace {

struct Ticks
{
    Q_DECLARE_TR_FUNCTIONS(Ticks)
};

struct Step
{
    TimeStep step;
    std::int64_t length; ///< about, for months and years
};

constexpr std::int64_t month = 30 * day + 10 * hour + 30 * minute;
constexpr std::int64_t year = 365 * day + 6 * hour;

constexpr std::array<Step, 40> steps{{
    {{TimeUnit::Millisecond, 1}, millisecond},
    {{TimeUnit::Millisecond, 2}, 2 * millisecond},
    {{TimeUnit::Millisecond, 5}, 5 * millisecond},
    {{TimeUnit::Millisecond, 10}, 10 * millisecond},
    {{TimeUnit::Millisecond, 20}, 20 * millisecond},
    {{TimeUnit::Millisecond, 50}, 50 * millisecond},
    {{TimeUnit::Millisecond, 100}, 100 * millisecond},
    {{TimeUnit::Millisecond, 200}, 200 * millisecond},
    {{TimeUnit::Millisecond, 500}, 500 * millisecond},
    {{TimeUnit::Second, 1}, second},
    {{TimeUnit::Second, 2}, 2 * second},
    {{TimeUnit::Second, 5}, 5 * second},
    {{TimeUnit::Second, 10}, 10 * second},
    {{TimeUnit::Second, 15}, 15 * second},
    {{TimeUnit::Second, 30}, 30 * second},
    {{TimeUnit::Minute, 1}, minute},
    {{TimeUnit::Minute, 2}, 2 * minute},
    {{TimeUnit::Minute, 5}, 5 * minute},
    {{TimeUnit::Minute, 10}, 10 * minute},
    {{TimeUnit::Minute, 15}, 15 * minute},
    {{TimeUnit::Minute, 30}, 30 * minute},
    {{TimeUnit::Hour, 1}, hour},
    {{TimeUnit::Hour, 2}, 2 * hour},
    {{TimeUnit::Hour, 3}, 3 * hour},
    {{TimeUnit::Hour, 6}, 6 * hour},
    {{TimeUnit::Hour, 12}, 12 * hour},
    {{TimeUnit::Day, 1}, day},
    {{TimeUnit::Day, 2}, 2 * day},
    {{TimeUnit::Day, 7}, 7 * day},
    {{TimeUnit::Day, 14}, 14 * day},
    {{TimeUnit::Month, 1}, month},
    {{TimeUnit::Month, 2}, 2 * month},
    {{TimeUnit::Month, 3}, 3 * month},
    {{TimeUnit::Month, 6}, 6 * month},
    {{TimeUnit::Year, 1}, year},
    {{TimeUnit::Year, 2}, 2 * year},
    {{TimeUnit::Year, 5}, 5 * year},
    {{TimeUnit::Year, 10}, 10 * year},
    {{TimeUnit::Year, 20}, 20 * year},
    {{TimeUnit::Year, 50}, 50 * year},
}};

std::int64_t floorDivide(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

QDateTime dateTime(std::int64_t at, const QTimeZone& zone)
{
    return QDateTime::fromMSecsSinceEpoch(floorDivide(at, millisecond), zone);
}

std::int64_t offsetAt(std::int64_t at, const QTimeZone& zone)
{
    return zone.offsetFromUtc(dateTime(at, QTimeZone::utc())) * second;
}

std::int64_t microseconds(const QDateTime& when)
{
    return when.toMSecsSinceEpoch() * millisecond;
}

QString dateText(const QDate& date)
{
    return QLocale().toString(date, Ticks::tr("d MMM", "date on a time axis"));
}

QString longDateText(const QDate& date)
{
    return QLocale().toString(date, Ticks::tr("d MMM yyyy", "date beside a time axis"));
}

TimeTick clockTick(std::int64_t at, std::int64_t wall, TimeUnit unit, const QTimeZone& zone)
{
    const bool midnight = floorDivide(wall, day) * day == wall;
    const QDateTime when = dateTime(at, zone);
    if (midnight)
        return {at, dateText(when.date()), true};
    const char* format = unit == TimeUnit::Millisecond ? "HH:mm:ss.zzz"
                         : unit == TimeUnit::Second    ? "HH:mm:ss"
                                                       : "HH:mm";
    return {at, when.toString(QLatin1String(format)), false};
}

/// Steps up to half a day are multiples of the wall clock. A change of the clock restarts the counting at the
/// change, so no tick falls into an hour that does not exist and a repeated hour has its ticks twice.
std::vector<TimeTick> clockTicks(const TimeRange& range, std::int64_t length, TimeUnit unit,
                                 const QTimeZone& zone)
{
    std::vector<TimeTick> ticks;
    std::int64_t cursor = range.from;
    while (cursor < range.to) {
        const std::int64_t offset = offsetAt(cursor, zone);
        const std::int64_t wall = cursor + offset;
        const std::int64_t round = -floorDivide(-wall, length) * length;
        const std::int64_t candidate = cursor + (round - wall);
        if (offsetAt(candidate, zone) != offset) {
            const auto change = zone.nextTransition(dateTime(cursor, zone));
            const std::int64_t changeAt = change.atUtc.isValid() ? microseconds(change.atUtc) : candidate;
            if (changeAt > cursor && changeAt <= candidate) {
                cursor = changeAt;
                continue;
            }
        }
        if (candidate < range.to)
            ticks.push_back(clockTick(candidate, candidate + offsetAt(candidate, zone), unit, zone));
        cursor = candidate + 1;
    }
    return ticks;
}

void pushDate(std::vector<TimeTick>& ticks, const TimeRange& range, const QDate& date, const QTimeZone& zone,
              const QString& label, bool isDate)
{
    const std::int64_t at = microseconds(date.startOfDay(zone));
    if (range.contains(at))
        ticks.push_back({at, label, isDate});
}

std::vector<TimeTick> dayTicks(const TimeRange& range, int count, const QTimeZone& zone)
{
    std::vector<TimeTick> ticks;
    const QDate last = dateTime(range.to, zone).date();
    for (QDate date = dateTime(range.from, zone).date(); date <= last; date = date.addDays(1)) {
        // A Julian day that 7 divides is a Monday.
        if (date.toJulianDay() % count == 0)
            pushDate(ticks, range, date, zone, dateText(date), date.day() == 1);
    }
    return ticks;
}

std::vector<TimeTick> monthTicks(const TimeRange& range, int count, const QTimeZone& zone)
{
    std::vector<TimeTick> ticks;
    const QDate last = dateTime(range.to, zone).date();
    QDate date = dateTime(range.from, zone).date();
    for (date = QDate(date.year(), date.month(), 1); date <= last; date = date.addMonths(1)) {
        if ((date.month() - 1) % count != 0)
            continue;
        const bool january = date.month() == 1;
        const QString label = january ? QString::number(date.year())
                                      : QLocale().standaloneMonthName(date.month(), QLocale::ShortFormat);
        pushDate(ticks, range, date, zone, label, january);
    }
    return ticks;
}

std::vector<TimeTick> yearTicks(const TimeRange& range, int count, const QTimeZone& zone)
{
    std::vector<TimeTick> ticks;
    const int last = dateTime(range.to, zone).date().year();
    for (int value = dateTime(range.from, zone).date().year(); value <= last; ++value) {
        if (value % count == 0)
            pushDate(ticks, range, QDate(value, 1, 1), zone, QString::number(value), true);
    }
    return ticks;
}

const Step& stepFor(std::int64_t span, int maximumTicks)
{
    const std::int64_t most = std::max(1, maximumTicks);
    for (const Step& step : steps) {
        if (span / step.length <= most - 1 || span <= step.length * (most - 1))
            return step;
    }
    return steps.back();
}

QString zoneText(std::int64_t at, const QTimeZone& zone)
{
    const std::int64_t minutes = offsetAt(at, zone) / minute;
    if (minutes == 0)
        return QStringLiteral("UTC");
    const QString sign = minutes < 0 ? QStringLiteral("−") : QStringLiteral("+");
    const std::int64_t size = minutes < 0 ? -minutes : minutes;
    QString text = QStringLiteral("UTC") + sign + QString::number(size / 60);
    if (size % 60 != 0)
        text += QStringLiteral(":%1").arg(size % 60, 2, 10, QLatin1Char('0'));
    return text;
}

} // namespace

TimeStep timeStepFor(std::int64_t span, int maximumTicks)
{
    return stepFor(span, maximumTicks).step;
}

std::vector<TimeTick> timeTicks(const TimeRange& range, int maximumTicks, const QTimeZone& zone)
{
    if (range.isEmpty() || maximumTicks < 1)
        return {};
    const Step& step = stepFor(range.span(), maximumTicks);
    switch (step.step.unit) {
    case TimeUnit::Day:
        return dayTicks(range, step.step.count, zone);
    case TimeUnit::Month:
        return monthTicks(range, step.step.count, zone);
    case TimeUnit::Year:
        return yearTicks(range, step.step.count, zone);
    default:
        return clockTicks(range, step.length, step.step.unit, zone);
    }
}

QString timeAxisCaption(const TimeRange& range, const QTimeZone& zone)
{
    if (range.isEmpty())
        return {};
    const QDate first = dateTime(range.from, zone).date();
    const QDate last = dateTime(range.to - 1, zone).date();
    QString dates = longDateText(last);
    if (first != last)
        dates = (first.year() == last.year() ? dateText(first) : longDateText(first)) +
                QStringLiteral(" – ") + dates;
    const QString before = zoneText(range.from, zone);
    const QString after = zoneText(range.to - 1, zone);
    const QString zoneWords = before == after ? after : before + QStringLiteral(" → ") + after;
    return dates + QStringLiteral(" · ") + zoneWords;
}

QString timeText(std::int64_t at, std::int64_t span, const QTimeZone& zone)
{
    const QDateTime when = dateTime(at, zone);
    const char* format = span <= 10 * minute ? "HH:mm:ss.zzz" : span <= 4 * day ? "HH:mm:ss" : "HH:mm";
    const QString clock = when.toString(QLatin1String(format));
    return (span <= hour ? QString() : dateText(when.date()) + u' ') + clock;
}

QString spanText(std::int64_t span)
{
    return text::duration(base::Duration(span));
}

} // namespace zonescope::ui::charts

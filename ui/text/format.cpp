// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace zonescope::ui::text {
namespace {

struct Format
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QDateTime local(base::Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(at) / 1000);
}

QString oneDecimal(double value)
{
    return QLocale().toString(value, 'f', 1);
}

/// One unit only: ages are read, not calculated with.
QString coarse(std::int64_t seconds)
{
    if (seconds < 60)
        return Format::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return Format::tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return Format::tr("%1 h").arg(seconds / 3600);
    return Format::tr("%1 d").arg(seconds / 86400);
}

QString twoUnits(std::int64_t seconds)
{
    if (seconds < 3600)
        return seconds % 60 == 0 ? Format::tr("%1 min").arg(seconds / 60)
                                 : Format::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 48 * 3600) {
        const auto minutes = seconds % 3600 / 60;
        return minutes == 0 ? Format::tr("%1 h").arg(seconds / 3600)
                            : Format::tr("%1 h %2 min").arg(seconds / 3600).arg(minutes);
    }
    const auto hours = seconds % 86400 / 3600;
    return hours == 0 ? Format::tr("%1 d").arg(seconds / 86400)
                      : Format::tr("%1 d %2 h").arg(seconds / 86400).arg(hours);
}

std::int64_t secondsBetween(base::Timestamp from, base::Timestamp to)
{
    return std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
}

} // namespace

QString serial(std::uint32_t value)
{
    return QString::number(value);
}

QString serial(std::optional<std::uint32_t> value)
{
    return value ? serial(*value) : none();
}

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString bytes(std::uint64_t value)
{
    return QLocale().formattedDataSize(static_cast<qint64>(value), 1, QLocale::DataSizeSIFormat);
}

QString percent(double share, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    double value = std::round(share * 100 * scale) / scale;
    if (share < 1 && value >= 100) // one late edge in a million is not "100 %"
        value = std::floor(share * 100 * scale) / scale;
    return Format::tr("%1 %").arg(QLocale().toString(value, 'f', decimals));
}

QString duration(base::Duration value)
{
    const std::int64_t us = value.count();
    if (us < 0)
        return QStringLiteral("−") + duration(base::Duration(-us));
    if (us < 1000)
        return Format::tr("%1 µs").arg(us);
    if (us < 9'950)
        return Format::tr("%1 ms").arg(oneDecimal(static_cast<double>(us) / 1e3));
    if (us < 999'500)
        return Format::tr("%1 ms").arg((us + 500) / 1000);
    if (us < 59'950'000)
        return Format::tr("%1 s").arg(oneDecimal(static_cast<double>(us) / 1e6));
    return twoUnits((us + 500'000) / 1'000'000);
}

QString lag(base::Duration value)
{
    return value.count() < 0 ? duration(value) : u'+' + duration(value);
}

QString ago(base::Timestamp at, base::Timestamp now)
{
    const std::int64_t seconds = secondsBetween(at, now);
    return seconds < 1 ? Format::tr("now") : Format::tr("%1 ago").arg(coarse(seconds));
}

QString until(base::Timestamp at, base::Timestamp now)
{
    const std::int64_t seconds = secondsBetween(now, at);
    if (seconds >= 0)
        return seconds < 1 ? Format::tr("now") : Format::tr("in %1").arg(coarse(seconds));
    return Format::tr("%1 overdue").arg(coarse(-seconds));
}

QString timeOfDay(base::Timestamp at)
{
    return local(at).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString dayAndTime(base::Timestamp at)
{
    const QDateTime when = local(at);
    return QLocale().toString(when.date(), QLocale::ShortFormat) + u' ' +
           when.toString(QStringLiteral("HH:mm:ss"));
}

QString shortTime(base::Timestamp at, base::Timestamp now)
{
    const QDateTime when = local(at);
    if (when.date() == local(now).date())
        return when.toString(QStringLiteral("HH:mm"));
    return QLocale().toString(when.date(), Format::tr("d MMM", "date of an earlier day")) + u' ' +
           when.toString(QStringLiteral("HH:mm"));
}

} // namespace zonescope::ui::text

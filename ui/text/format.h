// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace zonescope::ui::text {

// Numbers, durations and times as people read them, in the language and locale of the program
// (QLocale::setDefault). Serials, ports and ids are never grouped.

QString serial(std::uint32_t value);
QString serial(std::optional<std::uint32_t> value); ///< "–" when unknown
QString number(std::uint64_t value);                ///< grouped: "12 480"
QString bytes(std::uint64_t value);                 ///< "3.4 MB"
QString percent(double share, int decimals = 1); ///< 0.9987 -> "99.9 %"; never rounds up to 100 what is below
QString duration(base::Duration value);          ///< "850 ms", "4.1 s", "2 min 5 s", "3 h 12 min", "7 d 4 h"
QString lag(base::Duration value);               ///< "+42 s"
QString ago(base::Timestamp at, base::Timestamp now);   ///< "now", "6 min ago", "3 d ago"
QString until(base::Timestamp at, base::Timestamp now); ///< "in 41 min"; "overdue 3 min"
QString timeOfDay(base::Timestamp at);                  ///< local "14:00:03.211"
QString dayAndTime(base::Timestamp at);                 ///< local, with date: tool tips
/// "14:03" today, "20 Nov 14:03" otherwise.
QString shortTime(base::Timestamp at, base::Timestamp now);
inline QString none()
{
    return QStringLiteral("–");
}

} // namespace zonescope::ui::text

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/zone_book.h"
#include "ui/text/names.h"

#include <QString>

namespace zonescope::ui::models {

/// Columns of the zone table. The one that answers "is it out everywhere?" stands before the primary's name.
enum class ZoneColumn : std::uint8_t {
    State,
    Zone,
    Serial,
    Visible,
    PrimarySerial,
    Primary,
    LastChange,
    NextCheck,
    Expires,
    LastError,
};
inline constexpr int zoneColumnCount = 10;

QString zoneColumnTitle(ZoneColumn column);
QString zoneColumnHint(ZoneColumn column);
QString zoneCellText(const ZoneEntry& entry, ZoneColumn column, const text::Names& names,
                     base::Timestamp now);
QString zoneCellToolTip(const ZoneEntry& entry, ZoneColumn column, const text::Names& names,
                        base::Timestamp now);
/// The primary in the column: the one that answered last, else the first of the zone; none when it has none.
base::PrimaryId shownPrimary(const ZoneEntry& entry);
/// Order of two entries by a column, ascending; ties are broken by name so that every order is total.
bool zoneLess(const ZoneEntry& a, const ZoneEntry& b, ZoneColumn column, const text::Names& names);
/// Text that changes while nothing happens: "6 min ago".
bool isRelativeTime(ZoneColumn column);
/// "ns2.primary.example does not know the key k1 (BADKEY)."; empty when all is well.
QString lastErrorText(const ZoneEntry& entry, const text::Names& names, bool withAdvice);

} // namespace zonescope::ui::models

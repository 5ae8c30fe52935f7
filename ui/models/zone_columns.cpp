// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/zone_columns.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/words.h"

#include <QCoreApplication>

#include <compare>

namespace zonescope::ui::models {
namespace {

struct ZoneColumns
{
    Q_DECLARE_TR_FUNCTIONS(ZoneColumns)
};

QString visibleText(const ZoneEntry& entry, base::Timestamp now)
{
    const auto total = entry.status.edges.size();
    if (total == 0)
        return text::none();
    const QString share = ZoneColumns::tr("%1 of %2").arg(entry.status.edgesCurrent).arg(total);
    if (entry.status.edgesCurrent == total)
        return entry.status.visibleEverywhereAt
                   ? ZoneColumns::tr("%1 since %2")
                         .arg(share, text::shortTime(*entry.status.visibleEverywhereAt, now))
                   : share;
    return entry.status.behindSince
               ? share + QStringLiteral(", ") + text::lag(now - *entry.status.behindSince)
               : share;
}

QString edgesToolTip(const ZoneEntry& entry, const text::Names& names)
{
    QStringList lines;
    for (const zone::EdgeSerial& edge : entry.status.edges) {
        if (edge.error)
            lines << names.edge(edge.edge) + QStringLiteral(": ") +
                         text::errorText(*edge.error, {names.edge(edge.edge), {}, {}}).cause;
        else if (edge.serial != entry.status.heldSerial)
            lines << ZoneColumns::tr("%1 still has serial %2")
                         .arg(names.edge(edge.edge), text::serial(edge.serial));
        if (lines.size() == 12) {
            lines << QStringLiteral("…");
            break;
        }
    }
    return lines.join(u'\n');
}

QString primaryName(const ZoneEntry& entry, const text::Names& names)
{
    const base::PrimaryId primary = shownPrimary(entry);
    return primary ? names.primary(primary) : text::none();
}

QString timeToolTip(std::optional<base::Timestamp> at)
{
    return at ? text::dayAndTime(*at) : QString();
}

/// Unknown times sort last.
auto timeKey(std::optional<base::Timestamp> at)
{
    return at.value_or(base::Timestamp::max());
}

/// Paused and unknown zones are nobody's alarm: below the current ones.
int urgency(zone::ZoneState state)
{
    return state == zone::ZoneState::Paused ? -1 : static_cast<int>(state);
}

double visibleShare(const ZoneEntry& entry)
{
    const auto total = entry.status.edges.size();
    return total == 0 ? 2.0 : static_cast<double>(entry.status.edgesCurrent) / static_cast<double>(total);
}

std::partial_ordering order(const ZoneEntry& a, const ZoneEntry& b, ZoneColumn column,
                            const text::Names& names)
{
    const zone::ZoneStatus& x = a.status;
    const zone::ZoneStatus& y = b.status;
    switch (column) {
    case ZoneColumn::State: // worst first
        return urgency(b.state()) <=> urgency(a.state());
    case ZoneColumn::Zone:
        return std::partial_ordering::equivalent;
    case ZoneColumn::Serial:
        return x.heldSerial.value_or(0) <=> y.heldSerial.value_or(0);
    case ZoneColumn::PrimarySerial:
        return x.primarySerial.value_or(0) <=> y.primarySerial.value_or(0);
    case ZoneColumn::Visible: {
        const auto shares = visibleShare(a) <=> visibleShare(b);
        return shares != 0 ? shares : timeKey(y.visibleEverywhereAt) <=> timeKey(x.visibleEverywhereAt);
    }
    case ZoneColumn::Primary:
        return primaryName(a, names).compare(primaryName(b, names), Qt::CaseInsensitive) <=> 0;
    case ZoneColumn::LastChange: // newest first
        return y.heldSince.value_or(base::Timestamp::min()) <=> x.heldSince.value_or(base::Timestamp::min());
    case ZoneColumn::NextCheck:
        return timeKey(x.nextCheck) <=> timeKey(y.nextCheck);
    case ZoneColumn::Expires:
        return timeKey(x.expiresAt) <=> timeKey(y.expiresAt);
    case ZoneColumn::LastError: { // with an error first, then by kind
        const int withX = x.lastError ? static_cast<int>(x.lastError->code) : 1 << 20;
        const int withY = y.lastError ? static_cast<int>(y.lastError->code) : 1 << 20;
        return withX <=> withY;
    }
    }
    return std::partial_ordering::equivalent;
}

} // namespace

base::PrimaryId shownPrimary(const ZoneEntry& entry)
{
    if (entry.status.primarySeen)
        return entry.status.primarySeen;
    return entry.settings->primaries.empty() ? base::PrimaryId{} : entry.settings->primaries.front();
}

QString zoneColumnTitle(ZoneColumn column)
{
    switch (column) {
    case ZoneColumn::State:
        return ZoneColumns::tr("State");
    case ZoneColumn::Zone:
        return ZoneColumns::tr("Zone");
    case ZoneColumn::Serial:
        return ZoneColumns::tr("Serial");
    case ZoneColumn::Visible:
        return ZoneColumns::tr("Visible everywhere");
    case ZoneColumn::PrimarySerial:
        return ZoneColumns::tr("Primary's serial");
    case ZoneColumn::Primary:
        return ZoneColumns::tr("Primary");
    case ZoneColumn::LastChange:
        return ZoneColumns::tr("Last change");
    case ZoneColumn::NextCheck:
        return ZoneColumns::tr("Next check");
    case ZoneColumn::Expires:
        return ZoneColumns::tr("Expires");
    case ZoneColumn::LastError:
        return ZoneColumns::tr("Last error");
    }
    return {};
}

QString zoneColumnHint(ZoneColumn column)
{
    switch (column) {
    case ZoneColumn::State:
        return ZoneColumns::tr("The worst that is true of the zone now.");
    case ZoneColumn::Zone:
        return ZoneColumns::tr("The name of the zone.");
    case ZoneColumn::Serial:
        return ZoneColumns::tr("The serial Zonescope holds and serves.");
    case ZoneColumn::Visible:
        return ZoneColumns::tr("How many edges serve our serial, and since when all of them do.");
    case ZoneColumn::PrimarySerial:
        return ZoneColumns::tr("The serial last seen at a primary.");
    case ZoneColumn::Primary:
        return ZoneColumns::tr("The primary that answered last.");
    case ZoneColumn::LastChange:
        return ZoneColumns::tr("When the present serial became ours.");
    case ZoneColumn::NextCheck:
        return ZoneColumns::tr("When the primary is asked for its serial again.");
    case ZoneColumn::Expires:
        return ZoneColumns::tr("When the zone stops being served if no primary answers.");
    case ZoneColumn::LastError:
        return ZoneColumns::tr("What went wrong last; empty while all is well.");
    }
    return {};
}

bool isRelativeTime(ZoneColumn column)
{
    return column == ZoneColumn::Visible || column == ZoneColumn::LastChange ||
           column == ZoneColumn::NextCheck || column == ZoneColumn::Expires;
}

QString lastErrorText(const ZoneEntry& entry, const text::Names& names, bool withAdvice)
{
    if (!entry.status.lastError)
        return {};
    const base::PrimaryId primary = entry.status.lastErrorPrimary;
    const text::ErrorContext context{primary ? names.primary(primary) : QString(),
                                     primary ? names.keyOf(primary) : QString(), entry.name};
    const text::ErrorText sentence = text::errorText(*entry.status.lastError, context);
    return withAdvice ? sentence.both() : sentence.cause;
}

QString zoneCellText(const ZoneEntry& entry, ZoneColumn column, const text::Names& names, base::Timestamp now)
{
    const zone::ZoneStatus& s = entry.status;
    switch (column) {
    case ZoneColumn::State:
        return text::stateWord(entry.state());
    case ZoneColumn::Zone:
        return entry.name;
    case ZoneColumn::Serial:
        return text::serial(s.heldSerial);
    case ZoneColumn::Visible:
        return visibleText(entry, now);
    case ZoneColumn::PrimarySerial:
        return text::serial(s.primarySerial);
    case ZoneColumn::Primary:
        return primaryName(entry, names);
    case ZoneColumn::LastChange:
        return s.heldSince ? text::ago(*s.heldSince, now) : text::none();
    case ZoneColumn::NextCheck:
        if (s.working)
            return ZoneColumns::tr("now");
        return s.nextCheck && !entry.settings->paused ? text::until(*s.nextCheck, now) : text::none();
    case ZoneColumn::Expires:
        return s.expiresAt ? text::until(*s.expiresAt, now) : text::none();
    case ZoneColumn::LastError:
        return lastErrorText(entry, names, false);
    }
    return {};
}

QString zoneCellToolTip(const ZoneEntry& entry, ZoneColumn column, const text::Names& names,
                        base::Timestamp now)
{
    const zone::ZoneStatus& s = entry.status;
    switch (column) {
    case ZoneColumn::State:
    case ZoneColumn::LastError: {
        const QString sentence = lastErrorText(entry, names, true);
        return s.lastErrorSince && !sentence.isEmpty()
                   ? ZoneColumns::tr("%1\nSince %2").arg(sentence, text::dayAndTime(*s.lastErrorSince))
                   : sentence;
    }
    case ZoneColumn::Visible:
        return edgesToolTip(entry, names);
    case ZoneColumn::PrimarySerial:
        return s.primarySerialAt ? ZoneColumns::tr("Seen %1").arg(text::ago(*s.primarySerialAt, now))
                                 : QString();
    case ZoneColumn::LastChange:
        return timeToolTip(s.heldSince);
    case ZoneColumn::NextCheck:
        return timeToolTip(s.nextCheck);
    case ZoneColumn::Expires:
        return timeToolTip(s.expiresAt);
    case ZoneColumn::Zone:
    case ZoneColumn::Serial:
    case ZoneColumn::Primary:
        return {};
    }
    return {};
}

bool zoneLess(const ZoneEntry& a, const ZoneEntry& b, ZoneColumn column, const text::Names& names)
{
    const std::partial_ordering found = order(a, b, column, names);
    if (found != 0)
        return found < 0;
    if (const int byName = a.folded.compare(b.folded); byName != 0)
        return byName < 0;
    return a.id < b.id;
}

} // namespace zonescope::ui::models

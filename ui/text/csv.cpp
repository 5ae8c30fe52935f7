// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/csv.h"

#include "model/report/csv_writer.h"

namespace zonescope::ui::text {
namespace {

bool looksLikeFormula(const QString& field)
{
    if (field.isEmpty() || !QStringLiteral("=+-@\t\r").contains(field.front()))
        return false;
    // "-3.5" is a number and "+1.1 s" a delay: only something else behind the sign is suspicious.
    return field.front() == u'=' || field.front() == u'@' || field.size() < 2 || !field[1].isDigit();
}

} // namespace

QString csvLine(const QStringList& fields)
{
    QStringList quoted;
    for (const QString& field : fields) {
        const QString safe = looksLikeFormula(field) ? u'\'' + field : field;
        quoted << QString::fromStdString(report::csvField(safe.toStdString()));
    }
    return quoted.join(u',');
}

QString tsvLine(const QStringList& fields)
{
    QStringList plain;
    for (QString field : fields)
        plain << field.replace(u'\t', u' ').replace(u'\n', u' ').remove(u'\r');
    return plain.join(u'\t');
}

} // namespace zonescope::ui::text

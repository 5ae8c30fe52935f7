// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/content_facts.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"

#include <QCoreApplication>

namespace zonescope::ui::zones {
namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(zonescope::ui::zones::ContentFacts)
};

QString levelWord(zone::ContentFinding::Level level)
{
    switch (level) {
    case zone::ContentFinding::Level::Notice:
        return Text::tr("Note");
    case zone::ContentFinding::Level::Warning:
        return Text::tr("Warning");
    case zone::ContentFinding::Level::Error:
        return Text::tr("Error");
    }
    return {};
}

} // namespace

QStringList contentFacts(const zone::ZoneStatus& status)
{
    QStringList facts;
    const zone::LocalStatus& local = status.local;
    if (local.publishedSerial)
        facts << Text::tr("published as serial %1").arg(text::serial(local.publishedSerial));
    if (local.overrides != 0)
        facts << Text::tr("%n own record set(s)", nullptr, static_cast<int>(local.overrides));
    if (!local.flattened)
        return facts;
    const QString target = QString::fromStdString(local.flattened->target.toDisplay());
    facts << (local.flattened->at
                  ? Text::tr("flattened from %1 at %2").arg(target, text::dayAndTime(*local.flattened->at))
                  : Text::tr("to be flattened from %1").arg(target));
    return facts;
}

QStringList contentFindings(const zone::ZoneStatus& status, const QString& zoneName)
{
    QStringList lines;
    for (const zone::ContentFinding& finding : status.findings)
        lines << Text::tr("%1: %2 (%3)")
                     .arg(levelWord(finding.level),
                          text::errorText(finding.code, {.server = {}, .key = {}, .zone = zoneName}).cause,
                          QString::fromStdString(finding.detail));
    for (const std::string& conflict : status.local.conflicts)
        lines << Text::tr("Own record: %1").arg(QString::fromStdString(conflict));
    if (status.local.flattened && status.local.flattened->error)
        lines << Text::tr("Warning: %1")
                     .arg(text::errorText(base::ErrorCode::FlattenFailed,
                                          {.server = {}, .key = {}, .zone = zoneName})
                              .both());
    return lines;
}

} // namespace zonescope::ui::zones

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/list_findings.h"

#include <QCoreApplication>
#include <QStringList>

namespace zonescope::ui::zones {
namespace {

struct ListFindings
{
    Q_DECLARE_TR_FUNCTIONS(ListFindings)
};

QString problemText(ListProblem problem, const QString& part)
{
    switch (problem) {
    case ListProblem::BadName:
        return ListFindings::tr("“%1” is not a domain name.").arg(part);
    case ListProblem::BadAddress:
        return ListFindings::tr("“%1” is not an address.").arg(part);
    case ListProblem::TooManyFields:
        return ListFindings::tr("There are more than four fields: zone, primary, key, edges.");
    case ListProblem::UnclosedQuote:
        return ListFindings::tr("A quotation mark is not closed.");
    case ListProblem::UnclosedBlock:
        return ListFindings::tr("The block of “%1” is not closed.").arg(part);
    case ListProblem::Repeated:
        return ListFindings::tr("“%1” stands in the list twice; the first one counts.").arg(part);
    case ListProblem::LineTooLong:
        return ListFindings::tr("The line is too long.");
    case ListProblem::TooManyLines:
        return ListFindings::tr("There are too many lines; the rest is left out.");
    case ListProblem::NotText:
        return ListFindings::tr("The line contains characters that are not text.");
    }
    return {};
}

} // namespace

QString findingText(const ListFinding& finding)
{
    return ListFindings::tr("Line %1: %2")
        .arg(finding.line)
        .arg(problemText(finding.problem, QString::fromStdString(finding.text)));
}

QString findingsText(const std::vector<ListFinding>& findings, std::size_t limit)
{
    QStringList lines;
    for (std::size_t i = 0; i < std::min(limit, findings.size()); ++i)
        lines << findingText(findings[i]);
    if (findings.size() > limit)
        lines << ListFindings::tr("… and %n more line(s)", nullptr,
                                  static_cast<int>(findings.size() - limit));
    return lines.join(u'\n');
}

models::ZoneWish wishOf(const ListedZone& zone)
{
    models::ZoneWish wish;
    wish.apex = zone.apex;
    wish.primaryName = QString::fromStdString(zone.primaryName);
    wish.primary = zone.primary;
    wish.keyName = QString::fromStdString(zone.key);
    for (const std::string& edge : zone.edges)
        wish.edges << QString::fromStdString(edge);
    wish.line = zone.line;
    return wish;
}

} // namespace zonescope::ui::zones

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/report_wording.h"

#include "ui/text/cloud_text.h"
#include "ui/text/error_text.h"
#include "ui/text/event_text.h"
#include "ui/text/format.h"
#include "ui/text/verdict_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace zonescope::ui::text {
namespace {

struct ReportWording
{
    Q_DECLARE_TR_FUNCTIONS(ReportWording)
public:
    static std::string word(const char* text) { return tr(text).toStdString(); }
};

void fillTitles(report::Wording& w)
{
    using R = ReportWording;
    w.title = R::word(QT_TRANSLATE_NOOP("ReportWording", "Freshness and incidents"));
    w.period = R::word(QT_TRANSLATE_NOOP("ReportWording", "Period"));
    w.written = R::word(QT_TRANSLATE_NOOP("ReportWording", "Written"));
    w.target = R::word(QT_TRANSLATE_NOOP("ReportWording", "Target"));
    w.zones = R::word(QT_TRANSLATE_NOOP("ReportWording", "Zones"));
    w.edges = R::word(QT_TRANSLATE_NOOP("ReportWording", "Edges"));
    w.changes = R::word(QT_TRANSLATE_NOOP("ReportWording", "Changes"));
    w.transfersOk = R::word(QT_TRANSLATE_NOOP("ReportWording", "Transfers that worked"));
    w.transfersFailed = R::word(QT_TRANSLATE_NOOP("ReportWording", "Transfers that failed"));
    w.freshShare = R::word(QT_TRANSLATE_NOOP("ReportWording", "Share of the time fresh"));
    w.byZone = R::word(QT_TRANSLATE_NOOP("ReportWording", "By zone"));
    w.byEdge = R::word(QT_TRANSLATE_NOOP("ReportWording", "By edge"));
    w.stages = R::word(QT_TRANSLATE_NOOP("ReportWording", "Stages"));
    w.delays = R::word(QT_TRANSLATE_NOOP("ReportWording", "Time to visible"));
    w.incidents = R::word(QT_TRANSLATE_NOOP("ReportWording", "Incidents"));
    w.gaps = R::word(QT_TRANSLATE_NOOP("ReportWording", "Data gaps"));
}

void fillColumns(report::Wording& w)
{
    using R = ReportWording;
    w.name = R::word(QT_TRANSLATE_NOOP("ReportWording", "Name"));
    w.within = R::word(QT_TRANSLATE_NOOP("ReportWording", "In time"));
    w.late = R::word(QT_TRANSLATE_NOOP("ReportWording", "Late"));
    w.never = R::word(QT_TRANSLATE_NOOP("ReportWording", "Never"));
    w.fresh = R::word(QT_TRANSLATE_NOOP("ReportWording", "Fresh"));
    w.median = R::word(QT_TRANSLATE_NOOP("ReportWording", "Median"));
    w.p95 = "p95";
    w.p99 = "p99";
    w.worst = R::word(QT_TRANSLATE_NOOP("ReportWording", "Worst"));
    w.stage = R::word(QT_TRANSLATE_NOOP("ReportWording", "Stage"));
    w.count = R::word(QT_TRANSLATE_NOOP("ReportWording", "Count"));
    w.from = R::word(QT_TRANSLATE_NOOP("ReportWording", "From"));
    w.to = R::word(QT_TRANSLATE_NOOP("ReportWording", "To"));
    w.zone = R::word(QT_TRANSLATE_NOOP("ReportWording", "Zone"));
    w.server = R::word(QT_TRANSLATE_NOOP("ReportWording", "Server"));
    w.kind = R::word(QT_TRANSLATE_NOOP("ReportWording", "Kind"));
    w.cause = R::word(QT_TRANSLATE_NOOP("ReportWording", "Cause"));
    w.noIncidents = R::word(QT_TRANSLATE_NOOP("ReportWording", "There was no incident in this period."));
    w.noGaps = R::word(QT_TRANSLATE_NOOP("ReportWording", "The period was observed without a gap."));
    w.noChanges = R::word(QT_TRANSLATE_NOOP("ReportWording", "No zone changed in this period."));
    w.flows = R::word(QT_TRANSLATE_NOOP("ReportWording", "Transfers and their connections"));
    w.transfers = R::word(QT_TRANSLATE_NOOP("ReportWording", "Transfers"));
    w.roundTrip = R::word(QT_TRANSLATE_NOOP("ReportWording", "Round trip"));
    w.stalled = R::word(QT_TRANSLATE_NOOP("ReportWording", "Stalled"));
    w.why = R::word(QT_TRANSLATE_NOOP("ReportWording", "Why"));
    w.flowChart = R::word(QT_TRANSLATE_NOOP(
        "ReportWording", "Time of a transfer (upwards) against the round trip of its connection"));
    w.noFlows = R::word(QT_TRANSLATE_NOOP("ReportWording", "There was no transfer over TCP in this period."));
    w.stillOpen = R::word(QT_TRANSLATE_NOOP("ReportWording", "not over"));
    w.failures = R::word(QT_TRANSLATE_NOOP("ReportWording", "failures"));
}

void fillClouds(report::Wording& w)
{
    using R = ReportWording;
    report::CloudWords& c = w.cloud;
    c.topology = R::word(QT_TRANSLATE_NOOP("ReportWording", "Topology of the clouds"));
    c.inventory = R::word(QT_TRANSLATE_NOOP("ReportWording", "Inventory of the clouds"));
    c.findings = R::word(QT_TRANSLATE_NOOP("ReportWording", "Findings in the clouds"));
    c.drift = R::word(QT_TRANSLATE_NOOP("ReportWording", "Drift from intent"));
    c.gaps = R::word(QT_TRANSLATE_NOOP("ReportWording", "What of the clouds was not read"));
    c.noFindings = R::word(QT_TRANSLATE_NOOP("ReportWording", "Nothing was found."));
    c.noDrift = R::word(QT_TRANSLATE_NOOP("ReportWording", "Everything is as intended."));
    c.noIntent =
        R::word(QT_TRANSLATE_NOOP("ReportWording", "No intent is set, so nothing can differ from it."));
    c.noGaps = R::word(QT_TRANSLATE_NOOP("ReportWording", "Everything was read."));
    c.provider = R::word(QT_TRANSLATE_NOOP("ReportWording", "Provider"));
    c.account = R::word(QT_TRANSLATE_NOOP("ReportWording", "Account"));
    c.region = R::word(QT_TRANSLATE_NOOP("ReportWording", "Region"));
    c.severity = R::word(QT_TRANSLATE_NOOP("ReportWording", "Severity"));
    c.finding = R::word(QT_TRANSLATE_NOOP("ReportWording", "Finding"));
    c.resource = R::word(QT_TRANSLATE_NOOP("ReportWording", "Resource"));
    c.evidence = R::word(QT_TRANSLATE_NOOP("ReportWording", "Evidence"));
    c.known = R::word(QT_TRANSLATE_NOOP("ReportWording", "Known"));
    c.part = R::word(QT_TRANSLATE_NOOP("ReportWording", "Part"));
    c.field = R::word(QT_TRANSLATE_NOOP("ReportWording", "Field"));
    c.expected = R::word(QT_TRANSLATE_NOOP("ReportWording", "Intended"));
    c.actual = R::word(QT_TRANSLATE_NOOP("ReportWording", "Found"));
    c.owner = R::word(QT_TRANSLATE_NOOP("ReportWording", "Owner"));
    c.what = R::word(QT_TRANSLATE_NOOP("ReportWording", "What"));
    c.state = R::word(QT_TRANSLATE_NOOP("ReportWording", "State"));
    w.cloudWord = [](std::string_view group, std::string_view word) {
        return cloudReportWord(group, word).toStdString();
    };
}

void fillNetwork(report::Wording& w)
{
    using R = ReportWording;
    w.paths = R::word(QT_TRANSLATE_NOOP("ReportWording", "Paths"));
    w.peers = R::word(QT_TRANSLATE_NOOP("ReportWording", "Connections by network"));
    w.drops = R::word(QT_TRANSLATE_NOOP("ReportWording", "Dropped by this host"));
    w.experiments = R::word(QT_TRANSLATE_NOOP("ReportWording", "Experiments on congestion control"));
    w.noPaths = R::word(QT_TRANSLATE_NOOP("ReportWording", "No path was traced in this period."));
    w.noPeers = R::word(QT_TRANSLATE_NOOP("ReportWording", "No connection ended in this period."));
    w.noDrops = R::word(QT_TRANSLATE_NOOP("ReportWording", "This host dropped nothing in this period."));
    w.noExperiments = R::word(QT_TRANSLATE_NOOP("ReportWording", "No experiment ran in this period."));
    w.rounds = R::word(QT_TRANSLATE_NOOP("ReportWording", "Rounds"));
    w.answered = R::word(QT_TRANSLATE_NOOP("ReportWording", "Answered"));
    w.best = R::word(QT_TRANSLATE_NOOP("ReportWording", "Best"));
    w.routes = R::word(QT_TRANSLATE_NOOP("ReportWording", "Routes"));
    w.routeChanges = R::word(QT_TRANSLATE_NOOP("ReportWording", "Route changes"));
    w.node = R::word(QT_TRANSLATE_NOOP("ReportWording", "Node"));
    w.network = R::word(QT_TRANSLATE_NOOP("ReportWording", "Network"));
    w.algorithm = R::word(QT_TRANSLATE_NOOP("ReportWording", "Algorithm"));
    w.connections = R::word(QT_TRANSLATE_NOOP("ReportWording", "Connections"));
    w.sent = R::word(QT_TRANSLATE_NOOP("ReportWording", "Bytes sent"));
    w.received = R::word(QT_TRANSLATE_NOOP("ReportWording", "Bytes received"));
    w.repeated = R::word(QT_TRANSLATE_NOOP("ReportWording", "Repeated"));
    w.dropped = R::word(QT_TRANSLATE_NOOP("ReportWording", "Dropped"));
    w.times = R::word(QT_TRANSLATE_NOOP("ReportWording", "Times"));
    w.last = R::word(QT_TRANSLATE_NOOP("ReportWording", "Last"));
    w.baseline = R::word(QT_TRANSLATE_NOOP("ReportWording", "Baseline"));
    w.ratio = R::word(QT_TRANSLATE_NOOP("ReportWording", "Ratio"));
    w.interval = R::word(QT_TRANSLATE_NOOP("ReportWording", "Interval"));
    w.verdict = R::word(QT_TRANSLATE_NOOP("ReportWording", "Verdict"));
    w.allPaths = R::word(QT_TRANSLATE_NOOP("ReportWording", "all paths"));
}

std::string outcomeWord(const report::ExperimentRow& row)
{
    switch (row.outcome) {
    case report::ExperimentOutcome::Withheld:
        return ReportWording::tr("verdict withheld: %1")
            .arg(QString::fromStdString(row.reason))
            .toStdString();
    case report::ExperimentOutcome::NoDifference:
        return ReportWording::tr("no difference shown").toStdString();
    case report::ExperimentOutcome::Faster:
        return ReportWording::tr("faster").toStdString();
    case report::ExperimentOutcome::Slower:
        return ReportWording::tr("slower").toStdString();
    case report::ExperimentOutcome::Open:
        break;
    }
    return ReportWording::tr("too early").toStdString();
}

/// Local time with its distance from UTC, in the order of ISO 8601: a report is read elsewhere and later.
std::string localTime(base::Timestamp at)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(at) / 1000);
    return when.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t")).toStdString();
}

std::string incidentWord(const report::Incident& incident)
{
    using K = pipeline::Event::Kind;
    switch (incident.kind) {
    case K::EdgeLate:
        return ReportWording::word(QT_TRANSLATE_NOOP("ReportWording", "Edge late"));
    case K::EdgeFailing:
        return ReportWording::word(QT_TRANSLATE_NOOP("ReportWording", "Edge not answering"));
    case K::ZoneExpired:
        return ReportWording::word(QT_TRANSLATE_NOOP("ReportWording", "Zone expired"));
    case K::TransferFailed:
    case K::CheckFailed:
        return ReportWording::word(QT_TRANSLATE_NOOP("ReportWording", "Transfer failed"));
    case K::PublishFailed:
        return ReportWording::word(QT_TRANSLATE_NOOP("ReportWording", "Not published"));
    case K::StoreFailed:
        return ReportWording::word(QT_TRANSLATE_NOOP("ReportWording", "History not written"));
    default:
        return eventKindWord(incident.kind).toStdString();
    }
}

} // namespace

report::Wording reportWording()
{
    report::Wording w;
    fillTitles(w);
    fillColumns(w);
    fillNetwork(w);
    w.time = localTime;
    w.duration = [](base::Duration value) { return duration(value).toStdString(); };
    w.percent = [](double share) { return percent(share).toStdString(); };
    w.stageWord = [](pipeline::Stage stage) { return stageWord(stage).toStdString(); };
    w.incidentWord = incidentWord;
    w.verdictWord = [](pipeline::TransferVerdict verdict) { return verdictWord(verdict).toStdString(); };
    w.flowCaption = [](std::uint64_t n, const std::string& kernel) {
        return ReportWording::tr(
                   "n = %1, kernel %2. We receive: loss is certain only where the sender runs on "
                   "this host.")
            .arg(number(n), kernel.empty() ? none() : QString::fromStdString(kernel))
            .toStdString();
    };
    w.outcomeWord = outcomeWord;
    w.networkCaption = [](std::uint64_t n, const report::Document& document) {
        return ReportWording::tr("n = %1, %2 to %3, kernel %4, no filter")
            .arg(number(n), QString::fromStdString(localTime(document.period.from)),
                 QString::fromStdString(localTime(document.period.to)),
                 document.kernel.empty() ? none() : QString::fromStdString(document.kernel))
            .toStdString();
    };
    w.causeSentence = [](const base::Error& error) { return errorText(error).cause.toStdString(); };
    fillClouds(w);
    w.language = QLocale().bcp47Name().toStdString();
    return w;
}

} // namespace zonescope::ui::text

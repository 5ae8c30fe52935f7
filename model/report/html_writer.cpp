// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/html_writer.h"

#include "model/report/cloud_writer.h"
#include "model/report/svg_charts.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace zonescope::report {
namespace {

constexpr const char* style = R"(
:root{color-scheme:light dark;--window:#f6f7f9;--card:#fff;--border:#dfe3e8;--text:#1f2328;--muted:#57606a;--accent:#0b66a8}
@media (prefers-color-scheme:dark){:root{--window:#14171b;--card:#1b1f24;--border:#2d333b;--text:#e6e9ee;--muted:#9aa4af;--accent:#4aa3df}}
body{background:var(--window);color:var(--text);font:14px/1.45 Inter,"Noto Sans","DejaVu Sans",sans-serif;margin:0;padding:24px}
main{max-width:900px;margin:auto}h1{font-size:24px;margin:0 0 4px}h2{font-size:16px;margin:0 0 10px}
section{background:var(--card);border:1px solid var(--border);border-radius:6px;padding:14px;margin:12px 0;overflow-x:auto}
p.muted,.muted{color:var(--muted)}dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:0}
dt{color:var(--muted);font-size:12px}dd{margin:0;font-size:20px;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:5px 8px;border-bottom:1px solid var(--border);text-align:right;vertical-align:top}
th{color:var(--muted);font-weight:600}th:first-child,td:first-child,td.text,th.text{text-align:left}
svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--muted)}.grid{stroke:var(--border)}.target{stroke:#d55e00;stroke-dasharray:5 4}.whisker{stroke:var(--text);stroke-width:2}
@media print{body{background:#fff;padding:0}section{break-inside:avoid}}
)";

struct Cell
{
    std::string text;
    bool number = true;
};

class Html
{
public:
    explicit Html(const Wording& wording)
        : m_w(wording)
    {
    }

    void add(const std::string& markup) { m_text += markup; }
    void section(const std::string& title, const std::string& body)
    {
        m_text += "<section><h2>" + htmlEscaped(title) + "</h2>" + body + "</section>\n";
    }
    static std::string sentence(const std::string& text)
    {
        return "<p class=\"muted\">" + htmlEscaped(text) + "</p>";
    }
    static std::string table(const std::vector<Cell>& titles, const std::vector<std::vector<Cell>>& rows)
    {
        std::string markup =
            "<table><thead><tr>" + cells(titles, "th scope=\"col\"", "th") + "</tr></thead><tbody>";
        for (const auto& row : rows)
            markup += "<tr>" + cells(row, "td", "td") + "</tr>";
        return markup + "</tbody></table>";
    }
    std::string duration(std::optional<base::Duration> value) const
    {
        return value ? m_w.duration(*value) : "–";
    }
    std::string take() { return std::move(m_text); }

private:
    static std::string cells(const std::vector<Cell>& row, const std::string& open, const std::string& close)
    {
        std::string markup;
        for (const Cell& cell : row)
            markup += "<" + open + (cell.number ? ">" : " class=\"text\">") + htmlEscaped(cell.text) + "</" +
                      close + ">";
        return markup;
    }

    const Wording& m_w;
    std::string m_text;
};

std::string freshnessTable(const Html& html, const Wording& w, const std::vector<FreshnessRow>& rows)
{
    std::vector<std::vector<Cell>> cells;
    for (const FreshnessRow& r : rows)
        cells.push_back({{r.name, false},
                         {w.percent(r.freshShare)},
                         {std::to_string(r.changes)},
                         {std::to_string(r.withinTarget)},
                         {std::to_string(r.late)},
                         {std::to_string(r.never)},
                         {html.duration(r.p50)},
                         {html.duration(r.p95)},
                         {html.duration(r.p99)},
                         {html.duration(r.worst)}});
    return Html::table({{w.name, false},
                        {w.fresh},
                        {w.changes},
                        {w.within},
                        {w.late},
                        {w.never},
                        {w.median},
                        {w.p95},
                        {w.p99},
                        {w.worst}},
                       cells);
}

std::string stageTable(const Html& html, const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    for (const StageRow& s : d.stages)
        cells.push_back({{w.stageWord(s.stage), false},
                         {std::to_string(s.count)},
                         {html.duration(s.p50)},
                         {html.duration(s.p95)},
                         {html.duration(s.p99)},
                         {html.duration(s.worst)}});
    return Html::table({{w.stage, false}, {w.count}, {w.median}, {w.p95}, {w.p99}, {w.worst}}, cells);
}

/// "12 healthy, 3 slow primary": the most frequent first.
std::string verdictList(const Wording& w, const FlowRow& row)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < row.verdicts.size(); ++i)
        if (row.verdicts[i] > 0)
            order.push_back(i);
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return row.verdicts[i]; });
    std::string list;
    for (const std::size_t i : order)
        list += (list.empty() ? "" : ", ") + std::to_string(row.verdicts[i]) + " " +
                w.verdictWord(static_cast<pipeline::TransferVerdict>(i));
    return list;
}

std::string flowSection(const Html& html, const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    std::uint64_t n = 0;
    for (const FlowRow& r : d.flows) {
        n += r.transfers;
        cells.push_back({{r.name, false},
                         {std::to_string(r.transfers)},
                         {html.duration(r.p50)},
                         {html.duration(r.p95)},
                         {html.duration(r.worst)},
                         {html.duration(r.roundTrip)},
                         {w.percent(r.stalledShare)},
                         {verdictList(w, r), false}});
    }
    return Html::sentence(w.flowCaption(n, d.kernel)) + (d.flowPoints.empty() ? "" : flowChart(d, w)) +
           Html::table({{w.server, false},
                        {w.transfers},
                        {w.median},
                        {w.p95},
                        {w.worst},
                        {w.roundTrip},
                        {w.stalled},
                        {w.why, false}},
                       cells);
}

std::string pathSection(const Html& html, const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    std::uint64_t n = 0;
    for (const PathRow& r : d.paths) {
        n += r.rounds;
        const double share = r.probes ? static_cast<double>(r.answered) / static_cast<double>(r.probes) : 0;
        cells.push_back({{r.name + (r.name == r.address ? "" : " (" + r.address + ")"), false},
                         {std::to_string(r.rounds)},
                         {w.percent(share)},
                         {html.duration(r.best)},
                         {html.duration(r.median)},
                         {html.duration(r.worst)},
                         {std::to_string(r.routes)},
                         {std::to_string(r.routeChanges)},
                         {r.nodes, false}});
    }
    return Html::sentence(w.networkCaption(n, d)) + Html::table({{w.server, false},
                                                                 {w.rounds},
                                                                 {w.answered},
                                                                 {w.best},
                                                                 {w.median},
                                                                 {w.worst},
                                                                 {w.routes},
                                                                 {w.routeChanges},
                                                                 {w.node, false}},
                                                                cells);
}

std::string peerSection(const Html& html, const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    std::uint64_t n = 0;
    for (const PeerRow& r : d.peers) {
        n += r.connections;
        cells.push_back({{r.network, false},
                         {r.algorithm.empty() ? "–" : r.algorithm, false},
                         {std::to_string(r.connections)},
                         {std::to_string(r.bytesSent)},
                         {std::to_string(r.bytesReceived)},
                         {w.percent(r.repeatedShare)},
                         {html.duration(r.p50)},
                         {html.duration(r.p95)}});
    }
    return Html::sentence(w.networkCaption(n, d)) + Html::table({{w.network, false},
                                                                 {w.algorithm, false},
                                                                 {w.connections},
                                                                 {w.sent},
                                                                 {w.received},
                                                                 {w.repeated},
                                                                 {w.roundTrip},
                                                                 {w.p95}},
                                                                cells);
}

std::string dropSection(const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    std::uint64_t n = 0;
    for (const DropRow& r : d.drops) {
        n += r.times;
        cells.push_back(
            {{r.what, false}, {std::to_string(r.dropped)}, {std::to_string(r.times)}, {w.time(r.last)}});
    }
    return Html::sentence(w.networkCaption(n, d)) +
           Html::table({{w.kind, false}, {w.dropped}, {w.times}, {w.last}}, cells);
}

std::string ratioText(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", value); // NOLINT: the figures of a ratio
    return text.data();
}

std::string experimentSection(const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    std::uint64_t n = 0;
    for (const ExperimentRow& r : d.experiments) {
        n += r.path.empty() ? r.transfers : 0; // those of one path are among them
        cells.push_back({{r.name, false},
                         {r.path.empty() ? w.allPaths : r.path, false},
                         {r.arm, false},
                         {r.baseline, false},
                         {std::to_string(r.transfers)},
                         {r.ratio ? ratioText(*r.ratio) : "–"},
                         {r.low && r.high ? ratioText(*r.low) + " – " + ratioText(*r.high) : "–"},
                         {w.outcomeWord(r), false}});
    }
    return Html::sentence(w.networkCaption(n, d)) + experimentChart(d, w) +
           Html::table({{w.name, false},
                        {w.paths, false},
                        {w.algorithm, false},
                        {w.baseline, false},
                        {w.transfers},
                        {w.ratio},
                        {w.interval},
                        {w.verdict, false}},
                       cells);
}

std::string incidentTable(const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    for (const Incident& i : d.incidents)
        cells.push_back({{w.time(i.from), false},
                         {i.to ? w.time(*i.to) : w.stillOpen, false},
                         {i.zoneName, false},
                         {i.serverName, false},
                         {w.incidentWord(i), false},
                         {i.cause ? w.causeSentence(*i.cause) : std::string(), false}});
    return Html::table({{w.from, false},
                        {w.to, false},
                        {w.zone, false},
                        {w.server, false},
                        {w.kind, false},
                        {w.cause, false}},
                       cells);
}

std::string gapTable(const Wording& w, const Document& d)
{
    std::vector<std::vector<Cell>> cells;
    for (const pipeline::DataGap& gap : d.gaps)
        cells.push_back({{w.time(gap.period.from), false},
                         {w.time(gap.period.to), false},
                         {w.duration(gap.period.to - gap.period.from)}});
    return Html::table({{w.from, false}, {w.to, false}, {""}}, cells);
}

std::string keyFigures(const Wording& w, const Document& d)
{
    std::string markup = "<dl>";
    const auto figure = [&](const std::string& name, const std::string& value) {
        markup += "<div><dt>" + htmlEscaped(name) + "</dt><dd>" + htmlEscaped(value) + "</dd></div>";
    };
    figure(w.freshShare, w.percent(d.freshShare));
    figure(w.target, w.duration(d.freshnessTarget));
    figure(w.zones, std::to_string(d.zones));
    figure(w.edges, std::to_string(d.edges));
    figure(w.changes, std::to_string(d.changes));
    figure(w.transfersOk, std::to_string(d.transfersOk));
    figure(w.transfersFailed, std::to_string(d.transfersFailed));
    figure(w.incidents, std::to_string(d.incidents.size()));
    return markup + "</dl>";
}

} // namespace

std::string htmlEscaped(std::string_view text)
{
    std::string escaped;
    for (const char c : text)
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += c;
        }
    return escaped;
}

std::string writeHtml(const Document& d, const Wording& w)
{
    Html html(w);
    html.add(
        "<!doctype html>\n<html lang=\"" + htmlEscaped(w.language) + "\"><head><meta charset=\"utf-8\">" +
        "<meta name=\"viewport\" content=\"width=device-width\"><title>Zonescope: " + htmlEscaped(w.title) +
        "</title><style>" + style + "</style></head><body><main>\n");
    html.add("<h1>" + htmlEscaped(w.title) + "</h1><p class=\"muted\">" + htmlEscaped(w.period) + ": " +
             htmlEscaped(w.time(d.period.from)) + " – " + htmlEscaped(w.time(d.period.to)) + " · " +
             htmlEscaped(w.written) + ": " + htmlEscaped(w.time(d.writtenAt)) + "</p>\n");
    html.add("<section>" + keyFigures(w, d) + "</section>\n");
    html.section(w.gaps, d.gaps.empty() ? Html::sentence(w.noGaps) : gapTable(w, d));
    html.section(w.delays, d.delays.empty() ? Html::sentence(w.noChanges) : delayChart(d, w));
    html.section(w.stages,
                 d.changes == 0 ? Html::sentence(w.noChanges) : stageChart(d, w) + stageTable(html, w, d));
    html.section(w.flows, d.flows.empty() ? Html::sentence(w.noFlows) : flowSection(html, w, d));
    html.section(w.paths, d.paths.empty() ? Html::sentence(w.noPaths) : pathSection(html, w, d));
    html.section(w.peers, d.peers.empty() ? Html::sentence(w.noPeers) : peerSection(html, w, d));
    html.section(w.drops, d.drops.empty() ? Html::sentence(w.noDrops) : dropSection(w, d));
    html.section(w.experiments,
                 d.experiments.empty() ? Html::sentence(w.noExperiments) : experimentSection(w, d));
    html.section(w.byEdge, freshnessTable(html, w, d.byEdge));
    html.section(w.byZone, freshnessTable(html, w, d.byZone));
    html.section(w.incidents, d.incidents.empty() ? Html::sentence(w.noIncidents) : incidentTable(w, d));
    if (d.cloud)
        for (const NamedText& part : cloudParts(*d.cloud, w))
            html.section(part.name, part.text);
    html.add("</main></body></html>\n");
    return html.take();
}

} // namespace zonescope::report

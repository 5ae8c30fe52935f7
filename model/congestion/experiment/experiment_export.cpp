// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment_export.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace zonescope::congestion {
namespace {

std::string utc(base::Timestamp at, const char* format)
{
    const std::time_t seconds = static_cast<std::time_t>(base::toMicroseconds(at) / 1'000'000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

std::string isoTime(base::Timestamp at)
{
    std::array<char, 24> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%06d",
                  static_cast<int>(base::toMicroseconds(at) % 1'000'000));
    return utc(at, "%Y-%m-%dT%H:%M:%S") + fraction.data() + "Z";
}

std::string number(double value, const char* format = "%.4g")
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return std::isfinite(value) ? text.data() : "";
}

std::string csvText(const std::string& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

std::string jsonText(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 24> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
            quoted += escape.data();
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string htmlText(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
        escaped += c == '<'   ? "&lt;"
                   : c == '>' ? "&gt;"
                   : c == '&' ? "&amp;"
                   : c == '"' ? "&quot;"
                              : std::string(1, c);
    return escaped;
}

std::string nameOf(const Experiment& experiment, const PathAnalysis& path)
{
    if (!path.target)
        return "all paths";
    const ExperimentTarget& target = experiment.design.targets[*path.target];
    return target.label.empty() ? target.at.toText() : target.label;
}

template <class Take>
void eachComparison(const Analysis& analysis, Take take)
{
    for (const ArmComparison& comparison : analysis.all.comparisons)
        take(analysis.all, comparison);
    if (analysis.paths.size() < 2)
        return;
    for (const PathAnalysis& path : analysis.paths)
        for (const ArmComparison& comparison : path.comparisons)
            take(path, comparison);
}

} // namespace

std::string experimentCaption(const Experiment& experiment, const Analysis& analysis)
{
    const ExperimentDesign& design = experiment.design;
    std::string text = design.name.empty() ? std::string("experiment") : design.name;
    text += ": ";
    for (std::size_t i = 1; i < design.arms.size(); ++i)
        text += (i > 1 ? ", " : "") + design.arms[i];
    text += " against " + design.arms.front() + ", n = " + std::to_string(experiment.samples.size()) +
            " transfers in " + std::to_string(analysis.all.validBlocks) + " of " +
            std::to_string(analysis.all.plannedBlocks) + " blocks";
    if (!experiment.samples.empty())
        text += ", " + utc(experiment.samples.front().startedAt, "%Y-%m-%d %H:%M") + " to " +
                utc(experiment.samples.back().startedAt + experiment.samples.back().took, "%Y-%m-%d %H:%M") +
                " UTC";
    const ExperimentConditions& conditions = experiment.conditions;
    text += ", kernel " + conditions.kernel;
    if (!conditions.queueDisciplines.empty())
        text += ", queues " + conditions.queueDisciplines;
    return text + (conditions.metricsCached ? ", metrics cached" : ", metrics not cached");
}

std::string experimentCsv(const Experiment& experiment, const Analysis& analysis)
{
    std::string text = "# " + experimentCaption(experiment, analysis) + "\r\n";
    eachComparison(analysis, [&](const PathAnalysis& path, const ArmComparison& comparison) {
        text +=
            "# " + nameOf(experiment, path) + ": " + verdictSentence(experiment, path, comparison) + "\r\n";
    });
    text +=
        "number,block,path,algorithm,started_at,took_ms,outcome,bytes,bytes_retransmitted,min_rtt_ms,rtt_ms,"
        "path_before,path_after\r\n";
    for (const ExperimentSample& sample : experiment.samples) {
        const ExperimentTarget& target = experiment.design.targets[sample.target];
        text += std::to_string(sample.number) + ',' + std::to_string(sample.block) + ',' +
                csvText(target.label.empty() ? target.at.toText() : target.label) + ',' +
                experiment.design.arms[sample.arm] + ',' + isoTime(sample.startedAt) + ',' +
                number(base::toMilliseconds(sample.took), "%.3f") + ',' +
                std::string(outcomeWord(sample.outcome)) + ',' + std::to_string(sample.bytes) + ',' +
                std::to_string(sample.bytesRetransmitted) + ',' + number(sample.minRttUs / 1e3, "%.3f") +
                ',' + number(sample.rttUs / 1e3, "%.3f") + ',' + std::to_string(sample.pathBefore) + ',' +
                std::to_string(sample.pathAfter) + "\r\n";
    }
    return text;
}

std::string experimentJsonLines(const Experiment& experiment, const Analysis& analysis)
{
    std::string text =
        "{\"caption\":" + jsonText(experimentCaption(experiment, analysis)) + ",\"verdicts\":[";
    bool first = true;
    eachComparison(analysis, [&](const PathAnalysis& path, const ArmComparison& comparison) {
        text += (first ? "" : ",") + std::string("{\"path\":") + jsonText(nameOf(experiment, path)) +
                ",\"algorithm\":" + jsonText(experiment.design.arms[comparison.arm]) +
                ",\"verdict\":" + jsonText(verdictSentence(experiment, path, comparison)) + "}";
        first = false;
    });
    text += "]}\n";
    for (const ExperimentSample& sample : experiment.samples) {
        const ExperimentTarget& target = experiment.design.targets[sample.target];
        text += "{\"number\":" + std::to_string(sample.number) +
                ",\"block\":" + std::to_string(sample.block) +
                ",\"path\":" + jsonText(target.label.empty() ? target.at.toText() : target.label) +
                ",\"algorithm\":" + jsonText(experiment.design.arms[sample.arm]) + ",\"started_at\":\"" +
                isoTime(sample.startedAt) +
                "\",\"took_ms\":" + number(base::toMilliseconds(sample.took), "%.3f") + ",\"outcome\":\"" +
                std::string(outcomeWord(sample.outcome)) + "\",\"bytes\":" + std::to_string(sample.bytes) +
                ",\"bytes_retransmitted\":" + std::to_string(sample.bytesRetransmitted) +
                ",\"min_rtt_ms\":" + number(sample.minRttUs / 1e3, "%.3f") +
                ",\"rtt_ms\":" + number(sample.rttUs / 1e3, "%.3f") + "}\n";
    }
    return text;
}

std::string experimentHtml(const Experiment& experiment, const Analysis& analysis)
{
    std::string html =
        "<section><h2>" + htmlText(experiment.design.name.empty() ? "Experiment" : experiment.design.name) +
        "</h2>\n<p>" + htmlText(experimentCaption(experiment, analysis)) +
        "</p>\n<table border=\"1\" cellpadding=\"4\" "
        "cellspacing=\"0\"><tr><th>Path</th><th>Algorithm</th><th>Median</th>"
        "<th>Ratio</th><th>Interval</th><th>Repeated</th><th>Succeeded</th><th>Verdict</th></tr>\n";
    eachComparison(analysis, [&](const PathAnalysis& path, const ArmComparison& comparison) {
        const ArmFigures& arm = path.arms[comparison.arm];
        const auto& seconds = arm.seconds;
        html += "<tr><td>" + htmlText(nameOf(experiment, path)) + "</td><td>" + htmlText(arm.algorithm) +
                "</td><td>" + (seconds.empty() ? "" : number(seconds[seconds.size() / 2] * 1e3, "%.1f ms")) +
                "</td><td>" + (comparison.estimate ? number(comparison.estimate->ratio, "%.3f") : "") +
                "</td><td>" +
                (comparison.estimate ? number(comparison.estimate->low, "%.3f") + " to " +
                                           number(comparison.estimate->high, "%.3f")
                                     : "") +
                "</td><td>" + number(arm.retransmittedShare() * 100, "%.2f %%") + "</td><td>" +
                number(arm.successShare() * 100, "%.1f %%") + "</td><td>" +
                htmlText(verdictSentence(experiment, path, comparison)) + "</td></tr>\n";
    });
    return html + "</table></section>\n";
}

} // namespace zonescope::congestion

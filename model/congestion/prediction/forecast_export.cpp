// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/forecast_export.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace zonescope::congestion {
namespace {

std::string number(const std::optional<double>& value, const char* format = "%.4f")
{
    if (!value)
        return {};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), format, *value);
    return text.data();
}

/// Words from a stranger's file: nothing that ends a field or a string.
std::string plain(const std::string& text)
{
    std::string kept;
    for (const char c : text)
        kept += c == '"' || c == '\\' || c == ',' || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
    return kept;
}

} // namespace

std::string forecastCaption(const Forecast& forecast, double matchRate)
{
    std::string text = "n = " + std::to_string(forecast.pages) + " pages, " +
                       std::to_string(forecast.rumPages) + " with RUM, matched " +
                       number(matchRate * 100, "%.1f %%");
    if (forecast.correlation)
        text += ", correlation " + number(forecast.correlation, "%.3f") + ", mean log difference " +
                number(forecast.logDifference, "%.3f") + " at " + std::to_string(forecast.comparedPoints) +
                " points";
    if (forecast.refusal)
        text += ", prediction refused: " + std::string(refusalWord(*forecast.refusal));
    return text;
}

namespace {

std::string captionWith(std::string about, const Forecast& forecast, double matchRate)
{
    std::replace_if(
        about.begin(), about.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    return (about.empty() ? "" : about + "; ") + forecastCaption(forecast, matchRate);
}

} // namespace

std::string forecastCsv(const Forecast& forecast, double matchRate, const std::string& about)
{
    std::string text = "# " + captionWith(about, forecast, matchRate) +
                       "\r\npath,algorithm,at_us,rum_ratio,predicted_ratio,rum_pages,pages,extrapolated\r\n";
    for (const CurvePoint& point : forecast.curve)
        text += plain(point.path) + ',' + plain(point.algorithm) + ',' +
                std::to_string(base::toMicroseconds(point.at)) + ',' + number(point.rum) + ',' +
                number(point.predicted) + ',' + std::to_string(point.rumPages) + ',' +
                std::to_string(point.pages) + ',' + (point.extrapolated ? "1" : "0") + "\r\n";
    return text;
}

std::string forecastJsonLines(const Forecast& forecast, double matchRate, const std::string& about)
{
    std::string text = "{\"caption\":\"" + plain(captionWith(about, forecast, matchRate)) + "\"}\n";
    const auto value = [](const std::optional<double>& ratio) {
        return ratio ? number(ratio) : std::string("null");
    };
    for (const CurvePoint& point : forecast.curve)
        text += "{\"path\":\"" + plain(point.path) + "\",\"algorithm\":\"" + plain(point.algorithm) +
                "\",\"at_us\":" + std::to_string(base::toMicroseconds(point.at)) +
                ",\"rum_ratio\":" + value(point.rum) + ",\"predicted_ratio\":" + value(point.predicted) +
                ",\"rum_pages\":" + std::to_string(point.rumPages) +
                ",\"pages\":" + std::to_string(point.pages) +
                ",\"extrapolated\":" + (point.extrapolated ? "true" : "false") + "}\n";
    return text;
}

} // namespace zonescope::congestion

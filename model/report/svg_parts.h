// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/pipeline/stage.h"
#include "model/report/html_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

// What the report's charts are drawn with: 860 units wide, styled by the page's classes.
namespace zonescope::report::svg {

inline constexpr double left = 76;
inline constexpr double right = 850;
// Okabe-Ito: told apart in every kind of colour vision; the shape of the mark differs as well.
inline constexpr std::array<const char*, 6> colours{"#0072b2", "#e69f00", "#009e73",
                                                    "#d55e00", "#cc79a7", "#56b4e9"};

/// As in the window: schedule takes the sky blue between NOTIFY's blue and transfer's orange.
inline const char* stageColour(pipeline::Stage stage)
{
    constexpr std::array<std::size_t, 6> order{0, 5, 1, 2, 3, 4};
    return colours[order[static_cast<std::size_t>(stage)]];
}

inline std::string coordinate(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

inline std::string line(double x1, double y1, double x2, double y2, const char* style)
{
    return "<line x1=\"" + coordinate(x1) + "\" y1=\"" + coordinate(y1) + "\" x2=\"" + coordinate(x2) +
           "\" y2=\"" + coordinate(y2) + "\" class=\"" + style + "\"/>";
}

inline std::string label(double x, double y, const char* anchor, const std::string& text)
{
    return "<text x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\" text-anchor=\"" + anchor + "\">" +
           htmlEscaped(text) + "</text>";
}

/// Logarithmic scale over whole decades of microseconds.
class LogScale
{
public:
    LogScale(double lowest, double highest, double atLowest, double atHighest)
        : m_low(std::floor(std::log10(std::max(1.0, lowest))))
        , m_high(std::max(m_low + 1, std::ceil(std::log10(std::max(1.0, highest)))))
        , m_atLow(atLowest)
        , m_atHigh(atHighest)
    {
    }
    double at(base::Duration value) const
    {
        const double position = std::log10(std::max<double>(1.0, static_cast<double>(value.count())));
        return m_atLow +
               (std::clamp(position, m_low, m_high) - m_low) / (m_high - m_low) * (m_atHigh - m_atLow);
    }
    template <class Draw>
    void forEachDecade(Draw draw) const
    {
        for (double decade = m_low; decade <= m_high; ++decade)
            draw(base::Duration(static_cast<std::int64_t>(std::llround(std::pow(10.0, decade)))));
    }

private:
    double m_low, m_high, m_atLow, m_atHigh;
};

/// Each server has its own colour and shape, in the order of its table.
inline std::string mark(std::size_t server, double x, double y)
{
    const std::string fill = std::string(" fill=\"") + colours[server % colours.size()] + "\"";
    const std::string cx = coordinate(x);
    switch (server / colours.size() % 3) {
    case 0:
        return "<circle cx=\"" + cx + "\" cy=\"" + coordinate(y) + "\" r=\"3\"" + fill + "/>";
    case 1:
        return "<rect x=\"" + coordinate(x - 3) + "\" y=\"" + coordinate(y - 3) +
               "\" width=\"6\" height=\"6\"" + fill + "/>";
    default:
        return "<path d=\"M" + cx + " " + coordinate(y - 4) + "l4 7h-8z\"" + fill + "/>";
    }
}

inline std::string opening(double height, const std::string& title)
{
    return "<svg viewBox=\"0 0 860 " + coordinate(height) + "\" role=\"img\" aria-label=\"" +
           htmlEscaped(title) + "\">";
}

} // namespace zonescope::report::svg

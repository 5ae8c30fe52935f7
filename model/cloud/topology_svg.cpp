// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/topology_svg.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace zonescope::cloud {
namespace {

constexpr double width = 860;
constexpr double smallest = 16; ///< a narrower box would be a spot on paper

std::string number(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text)
        result += c == '&'   ? "&amp;"
                  : c == '<' ? "&lt;"
                  : c == '>' ? "&gt;"
                  : c == '"' ? "&quot;"
                             : std::string(1, c);
    return result;
}

/// The colours of the window's overlays; Okabe-Ito, so that they differ in every kind of colour vision.
const char* colourOf(std::uint8_t marks)
{
    if (marks & MarkBlackhole)
        return "#d55e00";
    if (marks & MarkExposed)
        return "#e69f00";
    if (marks & MarkTunnelDown)
        return "#cc79a7";
    if (marks & MarkDrift)
        return "#0072b2";
    return "#8a929b";
}

/// As many letters of the name as there is room for; cut between characters, not inside one.
std::string fitted(std::string_view text, double room, double size)
{
    auto most = static_cast<std::size_t>(std::max(0.0, room / (size * 0.56)));
    if (text.size() <= most)
        return escaped(text);
    if (most < 4)
        return {};
    --most;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return escaped(text.substr(0, most)) + "…";
}

std::string boxMarkup(const TopologyBox& box, double scale)
{
    const double w = box.width * scale;
    const double h = box.height * scale;
    if (w < smallest && box.kind == BoxKind::Subnet)
        return {};
    const double size = std::clamp(13 * scale, 5.0, 12.0);
    std::string markup = "<rect x=\"" + number(box.x * scale) + "\" y=\"" + number(box.y * scale) +
                         "\" width=\"" + number(w) + "\" height=\"" + number(h) +
                         "\" fill=\"#8a929b\" fill-opacity=\"0.06\" stroke=\"" + colourOf(box.marks) +
                         "\" stroke-width=\"" + (box.marks & ~MarkStale ? "2" : "0.8") + "\"" +
                         (box.marks & MarkStale ? " stroke-dasharray=\"4 3\"" : "") + "/>";
    const auto line = [&](const std::string& text, double y) {
        if (!text.empty())
            markup += "<text x=\"" + number(box.x * scale + 3) + "\" y=\"" + number(y) +
                      "\" style=\"font-size:" + number(size) + "px\">" + text + "</text>";
    };
    if (h >= size + 2)
        line(fitted(box.kind == BoxKind::Internet ? std::string("Internet") : box.label, w - 6, size),
             box.y * scale + size + 1);
    if (box.kind >= BoxKind::Network && std::min(h, 44 * scale) >= 2 * size + 4)
        line(fitted(box.note, w - 6, size), box.y * scale + 2 * size + 3);
    return markup;
}

std::string linkMarkup(const Topology& topology, const TopologyLink& link, double scale)
{
    const TopologyBox& a = topology.boxes[link.from];
    const TopologyBox& b = topology.boxes[link.to];
    const auto middle = [&](const TopologyBox& box) {
        return std::pair((box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale);
    };
    const auto [x1, y1] = middle(a);
    const auto [x2, y2] = middle(b);
    std::string markup = "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) +
                         "\" y2=\"" + number(y2) + "\" stroke=\"" + (link.marks ? "#cc79a7" : "#56b4e9") +
                         "\" stroke-width=\"1.4\"" +
                         (link.kind == LinkKind::Tunnel ? " stroke-dasharray=\"5 3\"" : "") + "/>";
    if (link.count > 1)
        markup += "<text x=\"" + number((x1 + x2) / 2) + "\" y=\"" + number((y1 + y2) / 2) +
                  "\" style=\"font-size:9px\">" + std::to_string(link.count) + "</text>";
    return markup;
}

} // namespace

std::string topologySvg(const Topology& topology)
{
    if (topology.boxes.empty())
        return {};
    const double scale = std::min(1.0, (width - 2) / std::max(1.0F, topology.width));
    std::string svg = "<svg viewBox=\"-1 -1 " + number(width) + " " + number(topology.height * scale + 2) +
                      "\" role=\"img\">";
    for (const TopologyBox& box : topology.boxes)
        if (box.kind < BoxKind::Network)
            svg += boxMarkup(box, scale);
    for (const TopologyLink& link : topology.links)
        svg += linkMarkup(topology, link, scale);
    for (const TopologyBox& box : topology.boxes)
        if (box.kind >= BoxKind::Network)
            svg += boxMarkup(box, scale);
    return svg + "</svg>";
}

} // namespace zonescope::cloud

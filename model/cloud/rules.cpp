// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/rules.h"

#include <algorithm>
#include <charconv>

namespace zonescope::cloud {
namespace {

std::optional<unsigned> numberFromText(std::string_view text, unsigned longest)
{
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number > longest)
        return std::nullopt;
    return number;
}

bool sameWord(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + 32 : x) == y; });
}

} // namespace

std::optional<int> protocolFromText(std::string_view text)
{
    struct Word
    {
        std::string_view word;
        int number;
    };
    static constexpr Word words[]{{"tcp", 6},  {"udp", 17}, {"icmp", 1}, {"icmpv6", 58}, {"ipv6-icmp", 58},
                                  {"esp", 50}, {"ah", 51},  {"gre", 47}, {"sctp", 132},  {"ipip", 94},
                                  {"all", -1}, {"any", -1}, {"*", -1},   {"-1", -1}};
    for (const Word& w : words)
        if (sameWord(text, w.word))
            return w.number;
    if (const auto number = numberFromText(text, 255))
        return static_cast<int>(*number);
    return std::nullopt;
}

std::optional<PortRange> portsFromText(std::string_view text)
{
    if (text == "*" || sameWord(text, "any") || text.empty())
        return PortRange{};
    const std::size_t dash = text.find('-');
    const auto first = numberFromText(text.substr(0, dash), 65535);
    const auto last = dash == std::string_view::npos ? first : numberFromText(text.substr(dash + 1), 65535);
    if (!first || !last || *first > *last)
        return std::nullopt;
    return PortRange{static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)};
}

std::string ruleSummary(const Rule& rule)
{
    std::string text = rule.ingress ? "in " : "out ";
    text += rule.allow ? "allow " : "deny ";
    switch (rule.protocol) {
    case anyProtocol:
        text += "all";
        break;
    case 1:
        text += "icmp";
        break;
    case 6:
        text += "tcp";
        break;
    case 17:
        text += "udp";
        break;
    default:
        text += "protocol " + std::to_string(rule.protocol);
    }
    const bool allPorts = rule.ports.size() == 1 && rule.ports[0] == PortRange{};
    for (std::size_t i = 0; !allPorts && i < rule.ports.size(); ++i) {
        text += i == 0 ? ' ' : ',';
        text += std::to_string(rule.ports[i].first);
        if (rule.ports[i].last != rule.ports[i].first)
            text += "-" + std::to_string(rule.ports[i].last);
    }
    text += rule.ingress ? " from" : " to";
    for (const net::Prefix& remote : rule.remotes)
        text += " " + remote.toText();
    for (const std::string& group : rule.remoteGroups)
        text += " " + group;
    return text;
}

} // namespace zonescope::cloud

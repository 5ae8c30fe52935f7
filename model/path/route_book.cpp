// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/route_book.h"

#include <algorithm>
#include <cstdio>

namespace zonescope::path {
namespace {

constexpr std::size_t mostRoutes = 32;

RouteId hashOf(const Route& route)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a: a name, nothing that must resist anybody
    const auto mix = [&](std::uint8_t octet) { hash = (hash ^ octet) * 0x100000001b3ULL; };
    mix(route.length.value_or(0));
    for (const auto& addresses : route.hops) {
        mix(static_cast<std::uint8_t>(addresses.size()));
        for (const net::IpAddress& address : addresses)
            for (const std::uint8_t octet : address.octets())
                mix(octet);
    }
    return hash ? hash : 1;
}

/// Nothing of what was seen contradicts the route.
bool fits(const Route& seen, const Route& route)
{
    if (seen.length && route.length && *seen.length != *route.length)
        return false;
    for (std::size_t i = 0; i < seen.hops.size(); ++i) {
        if (i >= route.hops.size()) {
            if (route.length && !seen.hops[i].empty())
                return false;
            continue;
        }
        const auto& known = route.hops[i];
        if (!known.empty() &&
            !std::includes(known.begin(), known.end(), seen.hops[i].begin(), seen.hops[i].end()))
            return false;
    }
    return true;
}

/// Hops that were silent until now.
void fillIn(Route& route, const Route& seen)
{
    if (!route.length)
        route.length = seen.length;
    route.hops.resize(std::max(route.hops.size(), seen.hops.size()));
    for (std::size_t i = 0; i < seen.hops.size(); ++i)
        if (route.hops[i].empty())
            route.hops[i] = seen.hops[i];
}

} // namespace

std::string routeName(RouteId id)
{
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%08llx",
                  static_cast<unsigned long long>(id >> 32 ^ (id & 0xffffffffU)));
    return text.data();
}

std::string routeText(const Route& route)
{
    std::string text;
    for (std::size_t i = 0; i < route.hops.size(); ++i) {
        if (i > 0)
            text += ';';
        const char* between = "";
        for (const net::IpAddress& address : route.hops[i]) {
            text += between + address.toText();
            between = ",";
        }
        if (route.hops[i].empty())
            text += '*';
    }
    return text;
}

Route routeFromText(RouteId id, std::optional<std::uint8_t> length, std::string_view text)
{
    Route route{id, length, {}};
    while (!text.empty() && route.hops.size() < 255) {
        const std::string_view hop = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(text.size(), hop.size() + 1));
        auto& addresses = route.hops.emplace_back();
        for (std::string_view left = hop; !left.empty();) {
            const std::string_view word = left.substr(0, left.find(','));
            left.remove_prefix(std::min(left.size(), word.size() + 1));
            if (const auto address = net::IpAddress::fromText(word))
                addresses.insert(*address);
        }
    }
    return route;
}

Route routeOf(const Round& round)
{
    Route route;
    route.length = round.length;
    for (const Sample& sample : round.samples) {
        if (sample.ttl == 0 || sample.answer == Answer::None)
            continue;
        if (route.hops.size() < sample.ttl)
            route.hops.resize(sample.ttl);
        route.hops[sample.ttl - 1U].insert(sample.from);
    }
    route.id = route.hops.empty() ? 0 : hashOf(route);
    return route;
}

std::optional<RouteBook::Change> RouteBook::add(const Round& round)
{
    const Route seen = routeOf(round);
    if (seen.id == 0)
        return std::nullopt; // nothing answered: no news about the way
    if (m_current.id == 0) {
        m_current = seen;
        return std::nullopt;
    }
    if (fits(seen, m_current)) {
        fillIn(m_current, seen);
        m_candidate.reset();
        return std::nullopt;
    }
    // Once may be the round in which the route changed, half old and half new.
    if (!m_candidate || !fits(seen, *m_candidate)) {
        m_candidate = seen;
        return std::nullopt;
    }
    Route before = m_current;
    adopt(seen);
    return Change{std::move(before), m_current};
}

void RouteBook::adopt(const Route& seen)
{
    Route after = *m_candidate;
    fillIn(after, seen);
    m_candidate.reset();
    m_known.push_front(m_current);
    if (m_known.size() > mostRoutes)
        m_known.pop_back();
    const auto again =
        std::find_if(m_known.begin(), m_known.end(), [&](const Route& known) { return fits(after, known); });
    m_current = again == m_known.end() ? std::move(after) : *again;
}

} // namespace zonescope::path

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/host_counters.h"

#include <sys/utsname.h>

#include <algorithm>
#include <charconv>

namespace zonescope::congestion {
namespace {

struct Name
{
    std::string_view group;
    std::string_view field;
};

constexpr std::array<Name, hostCounterCount> names{{{"Tcp", "RetransSegs"},
                                                    {"TcpExt", "TCPTimeouts"},
                                                    {"TcpExt", "TCPLossProbes"},
                                                    {"TcpExt", "ListenOverflows"},
                                                    {"TcpExt", "ListenDrops"},
                                                    {"TcpExt", "TCPBacklogDrop"},
                                                    {"Tcp", "OutSegs"},
                                                    {"Tcp", "InSegs"}}};

std::string_view cutAt(std::string_view& rest, char separator)
{
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

void readPair(std::string_view group, std::string_view fields, std::string_view values, HostCounters& into)
{
    while (!fields.empty() && !values.empty()) {
        const std::string_view field = cutAt(fields, ' ');
        const std::string_view text = cutAt(values, ' ');
        const auto known = std::ranges::find_if(
            names, [&](const Name& name) { return name.group == group && name.field == field; });
        if (known == names.end())
            continue;
        std::uint64_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec == std::errc() && read.ptr == text.data() + text.size())
            into.values[static_cast<std::size_t>(known - names.begin())] = value;
    }
}

} // namespace

std::string kernelRelease()
{
    utsname words{};
    return ::uname(&words) == 0 ? std::string(words.release) : std::string();
}

std::string_view hostCounterName(HostCounter counter)
{
    return names.at(static_cast<std::size_t>(counter)).field;
}

void readProcNet(std::string_view text, HostCounters& into)
{
    while (!text.empty()) {
        std::string_view heads = cutAt(text, '\n');
        const std::string_view group = cutAt(heads, ':');
        // Values follow their names at once; anything else is not for us.
        std::string_view rest = text;
        std::string_view values = cutAt(rest, '\n');
        if (cutAt(values, ':') != group)
            continue;
        text = rest;
        const auto trimmed = [](std::string_view part) {
            part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
            return part;
        };
        readPair(group, trimmed(heads), trimmed(values), into);
    }
}

std::optional<double> HostSample::rate(HostCounter counter, const HostSample& before) const
{
    if (since.count() <= 0 || counters[counter] < before.counters[counter])
        return std::nullopt;
    return static_cast<double>(counters[counter] - before.counters[counter]) * 1e6 /
           static_cast<double>(since.count());
}

} // namespace zonescope::congestion

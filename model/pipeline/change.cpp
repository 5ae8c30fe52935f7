// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pipeline/change.h"

#include <algorithm>

namespace zonescope::pipeline {
namespace {

// In the order of Event::Kind. The database keeps the words: append, never rename.
constexpr std::array<std::string_view, 45> eventKindNames{
    "notify-accepted",    "notify-merged",          "notify-refused",        "check-unchanged",
    "check-failed",       "transfer-started",       "transfer-done",         "transfer-failed",
    "fell-back-to-axfr",  "tried-next-primary",     "build-finding",         "published",
    "publish-failed",     "visible-at-edge",        "visible-everywhere",    "edge-late",
    "edge-failing",       "edge-recovered",         "zone-expired",          "zone-recovered",
    "zone-added",         "zone-removed",           "configuration-changed", "store-failed",
    "store-recovered",    "engine-started",         "engine-stopped",        "announced-not-served",
    "transfer-cancelled", "serial-backwards",       "report-written",        "fell-back-to-tcp",
    "proxy-without-udp",  "configuration-reloaded", "configuration-refused", "test-change-sent",
    "path-route-changed", "path-rtt-changed",       "path-node-changed",     "host-drops-rose",
    "cloud-drift-opened", "cloud-drift-closed",     "cloud-changed",         "cloud-revert-decided",
    "cloud-kill-switch",
};
static_assert(eventKindNames.size() == static_cast<std::size_t>(Event::Kind::CloudKillSwitch) + 1);

} // namespace

std::string_view transferKindName(TransferKind kind)
{
    constexpr std::array<std::string_view, 4> names{"soa", "ixfr", "axfr", "axfr-style-ixfr"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view transportName(Transport transport)
{
    constexpr std::array<std::string_view, 4> names{"udp", "tcp", "tls", "tcp-not-tls"};
    return names.at(static_cast<std::size_t>(transport));
}

std::string_view eventKindName(Event::Kind kind)
{
    return eventKindNames.at(static_cast<std::size_t>(kind));
}

std::optional<Event::Kind> eventKindFromName(std::string_view name)
{
    const auto found = std::ranges::find(eventKindNames, name);
    if (found == eventKindNames.end())
        return std::nullopt;
    return static_cast<Event::Kind>(found - eventKindNames.begin());
}

} // namespace zonescope::pipeline

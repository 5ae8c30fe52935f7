// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/strong_id.h"

#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::report {

// What a report says of the network: ways, connections, the host, experiments.

/// The way to one server over the period.
struct PathRow
{
    std::string name; ///< of the primary or edge
    std::string address;
    std::uint64_t rounds = 0;
    std::uint64_t probes = 0; ///< that should have reached it
    std::uint64_t answered = 0;
    std::optional<base::Duration> best, median, worst; ///< round trip; median: of the best of each round
    std::uint64_t routes = 0;                          ///< different ones
    std::uint64_t routeChanges = 0;
    std::uint8_t length = 0; ///< hops to it, newest; 0: not reached
    std::string nodes;       ///< by which it named itself, in order of time

    friend bool operator==(const PathRow&, const PathRow&) = default;
};

/// Connections of all programs with one network that ended in the period.
struct PeerRow
{
    std::string network;   ///< "192.0.2.0/24"
    std::string algorithm; ///< of this host's side; empty: not known
    std::uint64_t connections = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    double repeatedShare = 0;               ///< of the octets this host sent, 0..1
    std::optional<base::Duration> p50, p95; ///< round trip at the end of each

    friend bool operator==(const PeerRow&, const PeerRow&) = default;
};

/// What this host dropped.
struct DropRow
{
    std::string what; ///< the kernel's counter: "ListenDrops", "eth0 queue"
    std::uint64_t dropped = 0;
    std::uint64_t times = 0; ///< it was told
    base::Timestamp last{};

    friend bool operator==(const DropRow&, const DropRow&) = default;
};

enum class ExperimentOutcome : std::uint8_t { Open, Withheld, NoDifference, Faster, Slower };

/// One algorithm against the baseline, in an experiment that ran in the period.
struct ExperimentRow
{
    std::string name, path, arm, baseline;
    ExperimentOutcome outcome = ExperimentOutcome::Open;
    std::string reason;                     ///< Withheld: "arms overlap"
    std::optional<double> ratio, low, high; ///< of the baseline's time; only with an outcome
    std::uint64_t transfers = 0;
    std::uint64_t blocks = 0; ///< valid ones
    base::Timestamp from{}, to{};
    std::string kernel;

    friend bool operator==(const ExperimentRow&, const ExperimentRow&) = default;
};

} // namespace zonescope::report

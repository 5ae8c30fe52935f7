// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::congestion {

/// What this process may do with one algorithm.
struct AlgorithmState
{
    std::string name;
    bool available = false; ///< the kernel has it loaded
    bool allowed = false;   ///< in tcp_allowed_congestion_control
    bool usable = false;    ///< a socket of ours took it just now
    std::string command;    ///< what an administrator types to make it usable; empty when it is

    friend bool operator==(const AlgorithmState&, const AlgorithmState&) = default;
};

/// What has to be known before an experiment. A plain value.
struct ExperimentPreflight
{
    std::vector<AlgorithmState> algorithms; ///< all available ones, and bbr and cubic in any case
    ExperimentConditions conditions;
    std::string metricsCommand; ///< keeps the kernel from handing on what it learnt; empty when it does not

    const AlgorithmState* find(const std::string& name) const;
    friend bool operator==(const ExperimentPreflight&, const ExperimentPreflight&) = default;
};

/// Asks /proc, a socket of our own and rtnetlink. Some milliseconds; any thread.
ExperimentPreflight runExperimentPreflight(const std::filesystem::path& proc = "/proc");

/// The pure part: words of the two lists, and which a socket took.
std::vector<AlgorithmState> algorithmStates(const std::string& available, const std::string& allowed,
                                            const std::vector<std::string>& taken);

} // namespace zonescope::congestion

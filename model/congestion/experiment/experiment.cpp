// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment.h"

#include <algorithm>
#include <array>
#include <set>

namespace zonescope::congestion {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t longestAlgorithm = 15; // TCP_CA_NAME_MAX without its end
constexpr std::size_t mostArms = 6;
constexpr std::size_t mostTargets = 32;
constexpr std::uint64_t mostTransfers = 100'000;
constexpr std::uint64_t mostBytes = 10'000'000'000;

base::Status checkArms(const std::vector<std::string>& arms)
{
    if (arms.size() < 2 || arms.size() > mostArms)
        return fail(ErrorCode::InvalidValue, "arms: two to " + std::to_string(mostArms) +
                                                 " algorithms, the baseline first; these are " +
                                                 std::to_string(arms.size()));
    for (const std::string& arm : arms)
        if (arm.empty() || arm.size() > longestAlgorithm)
            return fail(ErrorCode::InvalidValue, "arms: '" + arm + "' is no name of an algorithm");
    return {};
}

base::Status checkTargets(const ExperimentDesign& design)
{
    if (design.targets.empty() || design.targets.size() > mostTargets)
        return fail(ErrorCode::InvalidValue, "targets: one to " + std::to_string(mostTargets) +
                                                 ", these are " + std::to_string(design.targets.size()));
    std::set<net::Endpoint> seen;
    for (ExperimentTarget target : design.targets) {
        if (design.kind == SendKind::TestStream && target.at.port == 0)
            return fail(ErrorCode::InvalidValue, "targets: " + target.at.address.toText() + " has no port");
        if (design.kind == SendKind::ZoneTransfer)
            target.at.port = 0;
        if (!seen.insert(target.at).second)
            return fail(ErrorCode::InvalidValue, "targets: " + target.at.toText() + " is there twice");
    }
    return {};
}

} // namespace

base::Status checkDesign(const ExperimentDesign& design)
{
    if (auto checked = checkArms(design.arms); !checked)
        return checked;
    if (auto checked = checkTargets(design); !checked)
        return checked;
    if (design.blocks < 2)
        return fail(ErrorCode::InvalidValue, "blocks: at least 2");
    if (design.repeats < 1)
        return fail(ErrorCode::InvalidValue, "repeats: at least 1");
    const std::uint64_t transfers =
        std::uint64_t{design.blocks} * design.repeats * design.arms.size() * design.targets.size();
    if (transfers > mostTransfers)
        return fail(ErrorCode::InvalidValue, "blocks and repeats: " + std::to_string(transfers) +
                                                 " transfers; at most " + std::to_string(mostTransfers));
    if (design.kind == SendKind::TestStream && (design.bytes < 1 || design.bytes > mostBytes))
        return fail(ErrorCode::InvalidValue, "bytes: 1 to " + std::to_string(mostBytes));
    if (design.timeout < std::chrono::milliseconds(100) || design.timeout > std::chrono::hours(1))
        return fail(ErrorCode::InvalidValue, "timeout: 100 ms to 1 h");
    if (design.pause < base::Duration(0) || design.pause > std::chrono::hours(24))
        return fail(ErrorCode::InvalidValue, "pause: 0 to 24 h");
    return {};
}

std::string_view outcomeWord(SampleOutcome outcome)
{
    constexpr std::array<std::string_view, 5> words{"ok", "failed", "timed-out", "refused", "interrupted"};
    return words[std::min(static_cast<std::size_t>(outcome), words.size() - 1)];
}

} // namespace zonescope::congestion

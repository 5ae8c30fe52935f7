// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/auto_revert.h"
#include "model/cloud/gate/gate.h"
#include "model/cloud/intent/drift_tracker.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

enum class RevertStep : std::uint8_t {
    Report,   ///< said, nothing more
    Propose,  ///< stands ready for a person
    CarryOut, ///< now, without one
};

/// Why that step and none beyond it. The first that holds.
enum class RevertReason : std::uint8_t {
    ReportOnly,      ///< the account's mode
    NotConfirmed,    ///< not seen often enough in a row
    OwnedElsewhere,  ///< detail: who
    NotPossible,     ///< neither a route nor a rule
    ClassNotAllowed, ///< detail: the class
    ScopeIncomplete, ///< detail: the list that was not read to its end
    NoProfile,
    WritingOff,  ///< writing to clouds is switched off altogether
    GateRefused, ///< detail: the rail
    Proposed,    ///< the account's mode
    Killed,
    Halted,        ///< detail: what went wrong last time
    NotLive,       ///< what was read is a folder, and cannot be read again afterwards
    Contested,     ///< put right before, and it came back: somebody else wants it so
    OutsideWindow, ///< notBefore
    RateExhausted, ///< notBefore
    RailBroken,    ///< detail: the rail
    NotModelled,   ///< the gate cannot see everything; detail: what
    FlowsLost,     ///< detail: the first
    TooWide,       ///< detail: how many interfaces
    AnotherFirst,  ///< another account or region is put right with this scan
    Due,
};
inline constexpr std::size_t revertReasonCount = static_cast<std::size_t>(RevertReason::Due) + 1;
std::string_view revertReasonWord(RevertReason reason); ///< "outside-window"
std::optional<RevertReason> revertReasonFromWord(std::string_view word);

struct RevertDecision
{
    RevertStep step = RevertStep::Report;
    RevertReason reason = RevertReason::ReportOnly;
    std::string detail;
    std::optional<base::Timestamp> notBefore = {};
    friend bool operator==(const RevertDecision&, const RevertDecision&) = default;
};

/// One that was put right without a person.
struct RevertRun
{
    std::string key; ///< DriftFinding::key()
    base::Timestamp at{};
    friend bool operator==(const RevertRun&, const RevertRun&) = default;
};

/// What else decides.
struct RevertContext
{
    base::Timestamp now{};
    bool killed = false;
    bool writing = false;
    bool live = true;            ///< it can be read again afterwards
    std::string halted;          ///< after something went wrong, until a person looked
    std::vector<RevertRun> runs; ///< of this account, those that are chosen in this round as well
    LocalOffset local;
    const Snapshot* snapshot = nullptr; ///< where it was seen
};

/// Least that a drift is seen in a row before anything happens by itself, whatever the drift's own policy.
inline constexpr std::uint32_t leastSeen = 2;

/// How far it may go before the gate is asked. Pure.
RevertDecision decideRevert(const DriftEvent& event, const AutoRevertSettings& settings,
                            const RevertContext& context);
/// The same after the gate's answer: never further, perhaps less far. Nobody may override it here. Pure.
RevertDecision afterGate(RevertDecision decision, const GateResult& gate, const AutoRevertSettings& settings);

/// In which order: what adds before what replaces before what takes away, so that nothing is gone in
/// between; then the oldest.
std::vector<const DriftEvent*> revertOrder(const std::vector<DriftEvent>& events);

/// What the gate foretold against what is seen afterwards: empty when it came so, else what is otherwise.
std::string differenceOfFlows(const GateResult& foretold, const GateResult& seen);

} // namespace zonescope::cloud

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/auto_revert_policy.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, revertReasonCount> reasons{"report-only",
                                                                  "not-confirmed",
                                                                  "owned-elsewhere",
                                                                  "not-possible",
                                                                  "class-not-allowed",
                                                                  "scope-incomplete",
                                                                  "no-profile",
                                                                  "writing-off",
                                                                  "gate-refused",
                                                                  "proposed",
                                                                  "killed",
                                                                  "halted",
                                                                  "not-live",
                                                                  "contested",
                                                                  "outside-window",
                                                                  "rate-exhausted",
                                                                  "rail-broken",
                                                                  "not-modelled",
                                                                  "flows-lost",
                                                                  "too-wide",
                                                                  "another-first",
                                                                  "due"};

RevertDecision report(RevertReason reason, std::string detail = {})
{
    return {RevertStep::Report, reason, std::move(detail), {}};
}

RevertDecision propose(RevertReason reason, std::string detail = {},
                       std::optional<base::Timestamp> notBefore = {})
{
    return {RevertStep::Propose, reason, std::move(detail), notBefore};
}

/// A list that stands where the finding does and was not read to its end; empty: all were.
std::string unreadList(const DriftFinding& finding, const Snapshot* snapshot)
{
    if (snapshot == nullptr)
        return "no snapshot";
    for (const Scope& scope : snapshot->scopes()) {
        const bool account =
            scope.account.empty() || finding.account.empty() || scope.account == finding.account;
        const bool region = scope.region.empty() || finding.region.empty() || scope.region == "global" ||
                            finding.region == "global" || scope.region == finding.region;
        if (scope.state != ScopeState::Ok && account && region)
            return scope.what + (scope.region.empty() ? "" : " (" + scope.region + ")");
    }
    return {};
}

/// When there is room for one more; nothing: now.
std::optional<base::Timestamp> roomAt(const AutoRevertSettings& settings, const RevertContext& context)
{
    const auto span = std::chrono::hours(settings.hours);
    std::vector<base::Timestamp> counted;
    for (const RevertRun& run : context.runs)
        if (run.at > context.now - span) // one in the future counts: a clock was set back
            counted.push_back(run.at);
    if (counted.size() < settings.most)
        return std::nullopt;
    std::ranges::sort(counted);
    return counted[counted.size() - settings.most] + span;
}

bool cameBack(const DriftEvent& event, const AutoRevertSettings& settings, const RevertContext& context)
{
    const auto span = std::chrono::hours(settings.hours);
    const std::string key = event.finding.key();
    return std::ranges::any_of(
        context.runs, [&](const RevertRun& run) { return run.key == key && run.at > context.now - span; });
}

std::string railText(const RailFinding& rail)
{
    return std::string(guardRailWord(rail.rail)) + ": " + rail.object +
           (rail.object.empty() || rail.evidence.empty() ? "" : ", ") + rail.evidence;
}

std::string flowText(const FlowChange& flow)
{
    return std::string(flowKindWord(flow.kind)) + " " + flow.from + " -> " + flow.to + " " + flow.what;
}

int rankOf(const DriftEvent& event)
{
    return event.finding.kind == DriftKind::Missing ? 0 : event.finding.kind == DriftKind::Changed ? 1 : 2;
}

} // namespace

std::string_view revertReasonWord(RevertReason reason)
{
    return reasons[static_cast<std::size_t>(reason)];
}

std::optional<RevertReason> revertReasonFromWord(std::string_view word)
{
    const auto found = std::ranges::find(reasons, word);
    return found == reasons.end() ? std::nullopt
                                  : std::optional(static_cast<RevertReason>(found - reasons.begin()));
}

RevertDecision decideRevert(const DriftEvent& event, const AutoRevertSettings& settings,
                            const RevertContext& context)
{
    const DriftFinding& finding = event.finding;
    // 1. May anything be offered at all?
    if (settings.mode == RevertMode::Report)
        return report(RevertReason::ReportOnly);
    if (event.state != DriftState::Open || event.seen < leastSeen)
        return report(RevertReason::NotConfirmed);
    if (!finding.owner.empty())
        return report(RevertReason::OwnedElsewhere, finding.owner);
    const auto kind = revertClassOf(finding);
    if (!kind || !finding.canBePutBack())
        return report(RevertReason::NotPossible);
    if (!settings.classes.contains(*kind))
        return report(RevertReason::ClassNotAllowed, std::string(revertClassWord(*kind)));
    if (const std::string unread = unreadList(finding, context.snapshot); !unread.empty())
        return report(RevertReason::ScopeIncomplete, unread);
    if (settings.profile.empty())
        return report(RevertReason::NoProfile);
    if (!context.writing)
        return report(RevertReason::WritingOff);
    if (settings.mode == RevertMode::Propose)
        return propose(RevertReason::Proposed);
    // 2. May it be done without a person, now?
    if (context.killed)
        return propose(RevertReason::Killed);
    if (!context.halted.empty())
        return propose(RevertReason::Halted, context.halted);
    if (!context.live)
        return propose(RevertReason::NotLive);
    if (cameBack(event, settings, context))
        return propose(RevertReason::Contested);
    if (!isOpen(settings.window, context.now, context.local))
        return propose(RevertReason::OutsideWindow, windowText(settings.window),
                       nextOpening(settings.window, context.now, context.local));
    if (const auto at = roomAt(settings, context))
        return propose(RevertReason::RateExhausted,
                       std::to_string(settings.most) + " in " + std::to_string(settings.hours) + " h", at);
    return {RevertStep::CarryOut, RevertReason::Due, {}, {}};
}

RevertDecision afterGate(RevertDecision decision, const GateResult& gate, const AutoRevertSettings& settings)
{
    if (decision.step == RevertStep::Report)
        return decision;
    if (gate.verdict == GateVerdict::Refuse)
        return report(RevertReason::GateRefused, gate.rails.empty() ? "" : railText(gate.rails.front()));
    if (decision.step == RevertStep::Propose)
        return decision;
    if (!gate.rails.empty())
        return propose(RevertReason::RailBroken, railText(gate.rails.front()));
    if (!gate.notModelled.empty())
        return propose(RevertReason::NotModelled, gate.notModelled.front());
    if (gate.cut)
        return propose(RevertReason::NotModelled, "there are more ends than are asked about");
    const auto lost = std::ranges::find(gate.flows, FlowKind::Lost, &FlowChange::kind);
    if (lost != gate.flows.end() && !settings.mayCutFlows)
        return propose(RevertReason::FlowsLost, flowText(*lost));
    if (gate.interfaces > settings.mostInterfaces)
        return propose(RevertReason::TooWide, std::to_string(gate.interfaces));
    return decision;
}

std::vector<const DriftEvent*> revertOrder(const std::vector<DriftEvent>& events)
{
    std::vector<const DriftEvent*> order;
    for (const DriftEvent& event : events)
        if (event.state != DriftState::Closed)
            order.push_back(&event);
    std::ranges::stable_sort(order, [](const DriftEvent* a, const DriftEvent* b) {
        return std::pair(rankOf(*a), a->firstSeen) < std::pair(rankOf(*b), b->firstSeen);
    });
    return order;
}

std::string differenceOfFlows(const GateResult& foretold, const GateResult& seen)
{
    const auto without = [](const std::vector<FlowChange>& from, const std::vector<FlowChange>& those) {
        return std::ranges::find_if(
            from, [&](const FlowChange& flow) { return std::ranges::find(those, flow) == those.end(); });
    };
    if (const auto more = without(seen.flows, foretold.flows); more != seen.flows.end())
        return "not foretold: " + flowText(*more);
    if (const auto less = without(foretold.flows, seen.flows); less != foretold.flows.end())
        return "foretold and did not come: " + flowText(*less);
    return {};
}

} // namespace zonescope::cloud

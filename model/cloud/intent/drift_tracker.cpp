// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/drift_tracker.h"

#include <algorithm>
#include <array>
#include <map>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, 3> states{"suspected", "open", "closed"};

void seeAgain(DriftEvent& event, const DriftFinding& finding, base::Timestamp now, bool newScan,
              const DriftPolicy& policy, DriftTransitions& transitions)
{
    event.finding = finding;
    event.lastSeen = now;
    event.absent = 0;
    if (newScan)
        ++event.seen;
    if (event.state == DriftState::Suspected && event.seen >= policy.openAfter) {
        event.state = DriftState::Open;
        transitions.opened.push_back(event);
    }
}

/// True when the event is to be forgotten: it was never more than a suspicion.
bool missOnce(DriftEvent& event, base::Timestamp now, bool newScan, const DriftPolicy& policy,
              DriftTransitions& transitions)
{
    if (event.state == DriftState::Suspected)
        return true;
    ++event.absent;
    if (newScan && event.absent < policy.closeAfter)
        return false;
    event.state = DriftState::Closed;
    event.closedAt = now;
    transitions.closed.push_back(event);
    return false;
}

} // namespace

std::string_view driftStateWord(DriftState state)
{
    return states[static_cast<std::size_t>(state)];
}

std::optional<DriftState> driftStateFromWord(std::string_view word)
{
    const auto found = std::ranges::find(states, word);
    if (found == states.end())
        return std::nullopt;
    return static_cast<DriftState>(found - states.begin());
}

DriftTransitions advance(std::vector<DriftEvent>& events, const DriftReport& report, base::Timestamp now,
                         bool newScan, const DriftPolicy& policy)
{
    DriftTransitions transitions;
    std::map<std::string, const DriftFinding*> found;
    for (const DriftFinding& finding : report.findings)
        found.emplace(finding.key(), &finding);
    std::erase_if(events, [&](DriftEvent& event) {
        if (event.state == DriftState::Closed)
            return false;
        const auto again = found.find(event.finding.key());
        if (again != found.end()) {
            seeAgain(event, *again->second, now, newScan, policy, transitions);
            found.erase(again);
            return false;
        }
        if (report.unknown.contains(event.finding.resourceKey()))
            return false;
        return missOnce(event, now, newScan, policy, transitions);
    });
    for (const auto& [key, finding] : found) {
        DriftEvent event;
        event.firstSeen = now;
        seeAgain(event, *finding, now, true, policy, transitions);
        events.push_back(std::move(event));
    }
    return transitions;
}

} // namespace zonescope::cloud

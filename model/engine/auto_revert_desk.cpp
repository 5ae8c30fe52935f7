// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/auto_revert_desk.h"

#include <algorithm>
#include <ctime>

namespace zonescope::engine {
namespace {

using cloud::DriftEvent;
using cloud::RevertDecision;
using cloud::RevertReason;
using cloud::RevertStep;

/// Each asks the gate, which is a second in a large network.
constexpr int mostGated = 50;
constexpr const char* underWay = "a correction was begun and its end is not known";

std::string placeOf(const cloud::DriftFinding& finding)
{
    return std::string(cloud::providerWord(finding.provider)) + "\n" + finding.account + "\n" +
           finding.region;
}

std::string objectText(const cloud::DriftFinding& finding)
{
    return finding.part.empty() ? finding.resource : finding.resource + " " + finding.part;
}

/// Who reads has no right to write: never one profile for both.
bool isReader(const cloud::AutoRevertSettings& settings)
{
    for (const auto provider :
         {cloud::Provider::Aws, cloud::Provider::Google, cloud::Provider::Azure, cloud::Provider::OpenStack})
        if (cloud::accountName(provider, settings.profile) == settings.account)
            return true;
    return false;
}

/// A person is needed, or has something to confirm.
bool wantsAPerson(const RevertDecision& decision)
{
    switch (decision.reason) {
    case RevertReason::ReportOnly:
    case RevertReason::NotConfirmed:
    case RevertReason::OwnedElsewhere:
    case RevertReason::NotPossible:
    case RevertReason::ClassNotAllowed:
    case RevertReason::OutsideWindow: // it comes by itself
    case RevertReason::AnotherFirst:
    case RevertReason::Due:
        return false;
    default:
        return true;
    }
}

std::string textOf(const RevertDecision& decision)
{
    const std::string word(cloud::revertReasonWord(decision.reason));
    return decision.detail.empty() ? word : word + ": " + decision.detail;
}

} // namespace

base::Duration localOffset(base::Timestamp at)
{
    const std::time_t seconds = base::toMicroseconds(at) / 1'000'000;
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::seconds(local.tm_gmtoff);
}

AutoRevertDesk::AutoRevertDesk(const base::Clock& clock, Tell tell, const KillSwitch& killSwitch)
    : m_clock(clock)
    , m_tell(std::move(tell))
    , m_killSwitch(killSwitch)
{
}

base::Status AutoRevertDesk::load(store::IntentStore& store)
{
    auto settings = store.autoReverts();
    auto halts = store.halts();
    auto decisions = store.decisions();
    if (!settings || !halts || !decisions)
        return tl::unexpected(!settings ? settings.error() : !halts ? halts.error() : decisions.error());
    m_runs.clear();
    for (const cloud::AutoRevertSettings& one : *settings) {
        auto runs = store.runs(one.account);
        if (!runs)
            return tl::unexpected(runs.error());
        m_runs[one.account] = std::move(*runs);
    }
    m_settings = std::move(*settings);
    m_halts = std::move(*halts);
    m_notes.clear();
    for (store::SavedDecision& saved : *decisions)
        m_notes.push_back(
            {std::move(saved.key), std::move(saved.account), std::move(saved.decision), saved.since});
    return {};
}

base::Status AutoRevertDesk::save(store::IntentStore& store, const cloud::AutoRevertSettings& settings)
{
    if (const auto good = cloud::check(settings); !good)
        return good;
    if (settings.mode != cloud::RevertMode::Report && isReader(settings))
        return base::fail(base::ErrorCode::InvalidValue,
                          "the profile " + settings.profile +
                              " reads this cloud; name another one for writing");
    if (const auto done = store.saveAutoRevert(settings); !done)
        return done;
    return load(store);
}

base::Status AutoRevertDesk::resume(store::IntentStore& store, const std::string& account)
{
    return halt(store, account, {}).and_then([&] { return store.forgetRunKeys(account); }).and_then([&] {
        return load(store);
    });
}

base::Status AutoRevertDesk::halt(store::IntentStore& store, const std::string& account,
                                  const std::string& why)
{
    if (const auto done = store.setHalt(account, why); !done)
        return done;
    if (why.empty())
        m_halts.erase(account);
    else
        m_halts[account] = why;
    return {};
}

const cloud::AutoRevertSettings* AutoRevertDesk::settingsOf(const std::string& account) const
{
    const auto found = std::ranges::find(m_settings, account, &cloud::AutoRevertSettings::account);
    return found == m_settings.end() ? nullptr : &*found;
}

cloud::RevertContext AutoRevertDesk::contextOf(const store::IntentStore& store,
                                               const CorrectionDesk& corrections, const Scan& scan) const
{
    cloud::RevertContext context;
    context.now = m_clock.wall();
    context.killed = m_killSwitch.isOn(store);
    context.writing = corrections.writing();
    context.live = static_cast<bool>(scan.again);
    if (const auto halted = m_halts.find(scan.snapshot->label()); halted != m_halts.end())
        context.halted = halted->second;
    if (const auto runs = m_runs.find(scan.snapshot->label()); runs != m_runs.end())
        context.runs = runs->second;
    context.local = localOffset;
    context.snapshot = scan.snapshot.get();
    return context;
}

AutoRevertDesk::Chosen AutoRevertDesk::decide(const cloud::AutoRevertSettings& settings,
                                              cloud::RevertContext context, const Scan& scan,
                                              std::vector<RevertNote>& notes) const
{
    std::set<std::string> here;
    for (const cloud::DriftFinding& finding : scan.report.findings)
        here.insert(finding.key());
    Chosen chosen;
    int gated = 0;
    for (const DriftEvent* event : cloud::revertOrder(scan.events)) {
        const std::string key = event->finding.key();
        if (!here.contains(key))
            continue;
        RevertDecision decision = cloud::decideRevert(*event, settings, context);
        if (decision.step != RevertStep::Report && gated++ < mostGated)
            decision = cloud::afterGate(
                std::move(decision),
                cloud::checkPlan(cloud::planToRevert({event->finding}), scan.snapshot, scan.gate), settings);
        else if (decision.step == RevertStep::CarryOut)
            decision = {RevertStep::Propose, RevertReason::AnotherFirst, {}, {}};
        if (decision.step == RevertStep::CarryOut) {
            if (!chosen.findings.empty() && placeOf(chosen.findings.front()) != placeOf(event->finding)) {
                decision = {RevertStep::Propose, RevertReason::AnotherFirst, {}, {}};
            } else {
                chosen.findings.push_back(event->finding);
                context.runs.push_back({key, context.now});
            }
        }
        notes.push_back({key, settings.account, std::move(decision), context.now});
    }
    if (chosen.findings.empty())
        return chosen;
    // Each may be harmless where all of them together are not.
    chosen.plan = cloud::planToRevert(chosen.findings);
    chosen.gate = cloud::checkPlan(chosen.plan, scan.snapshot, scan.gate);
    const RevertDecision together =
        cloud::afterGate({RevertStep::CarryOut, RevertReason::Due, {}, {}}, chosen.gate, settings);
    if (together.step == RevertStep::CarryOut)
        return chosen;
    for (RevertNote& note : notes)
        if (note.decision.step == RevertStep::CarryOut)
            note.decision = together;
    return {};
}

base::Status AutoRevertDesk::run(store::IntentStore& store, CorrectionDesk& corrections, const Scan& scan)
{
    // Another program on this data folder may have changed any of it.
    if (const auto loaded = load(store); !loaded)
        return loaded;
    const cloud::AutoRevertSettings* settings = settingsOf(scan.snapshot->label());
    if (!settings)
        return {};
    std::vector<RevertNote> notes;
    const cloud::AutoRevertSettings used = *settings;
    const Chosen chosen = decide(used, contextOf(store, corrections, scan), scan, notes);
    if (const auto noted = note(store, used.account, std::move(notes), scan); !noted)
        return noted;
    return chosen.findings.empty() ? base::Status() : carryOut(store, corrections, used, chosen, scan);
}

base::Status AutoRevertDesk::carryOut(store::IntentStore& store, CorrectionDesk& corrections,
                                      const cloud::AutoRevertSettings& settings, const Chosen& chosen,
                                      const Scan& scan)
{
    PrepareCorrection wanted;
    wanted.profile = settings.profile;
    wanted.endpoint = settings.endpoint;
    const base::Timestamp now = m_clock.wall();
    std::vector<cloud::RevertRun> runs;
    for (const cloud::DriftFinding& finding : chosen.findings) {
        wanted.findings.push_back(finding.key());
        runs.push_back({finding.key(), now});
    }
    const CorrectionAnswer prepared = corrections.prepare(chosen.plan, chosen.gate, wanted);
    if (prepared.prepared == 0) {
        // Nothing was sent. Somebody who was quicker is no fault: the next scan sees what there is then.
        const bool quicker = prepared.problem && prepared.problem->code == base::ErrorCode::Superseded;
        const std::string why = prepared.problem ? base::toString(*prepared.problem) : "the gate refuses it";
        pipeline::Event event;
        event.kind = pipeline::Event::Kind::CloudChanged;
        event.stage = pipeline::Stage::Observe;
        event.severity = quicker ? pipeline::Severity::Warning : pipeline::Severity::Error;
        event.before =
            objectText(chosen.findings.front()) + " (profile " + settings.profile + ", without a person)";
        event.after = std::string(correctionStateWord(CorrectionState::Failed)) + ": " + why;
        m_tell(std::move(event));
        return quicker ? base::Status() : halt(store, settings.account, why);
    }
    // Counted and halted before the first call: should we die in the middle, the next start finds both.
    if (const auto counted = store.addRuns(settings.account, runs).and_then([&] {
            return halt(store, settings.account, underWay);
        });
        !counted)
        return counted;
    m_runs[settings.account].insert(m_runs[settings.account].begin(), runs.begin(), runs.end());
    const auto stop = [&] { return m_killSwitch.isOn(store); };
    if (const auto done = corrections.apply(store, {prepared.prepared}, stop, true); !done)
        return halt(store, settings.account, base::toString(done.error()));
    const std::int64_t id = corrections.corrections().front().id;
    const base::Result<Reading> after = scan.again();
    if (const std::string problem = problemOf(chosen, scan, after); !problem.empty()) {
        const auto back = corrections.takeBack(store, id, problem);
        return halt(
            store, settings.account,
            problem + (back ? "; taken back" : "; could not be taken back: " + base::toString(back.error())));
    }
    if (const auto kept = corrections.keep(store, id, "read again and as foretold"); !kept)
        return halt(store, settings.account, base::toString(kept.error()));
    return halt(store, settings.account, {});
}

std::string AutoRevertDesk::problemOf(const Chosen& chosen, const Scan& scan,
                                      const base::Result<Reading>& after)
{
    if (!after)
        return "the account could not be read again: " + base::toString(after.error());
    for (const cloud::DriftFinding& finding : chosen.findings) {
        if (after->report.unknown.contains(finding.resourceKey()))
            return objectText(finding) + " could not be read again";
        if (std::ranges::any_of(after->report.findings, [&](const cloud::DriftFinding& f) {
                return f.resourceKey() == finding.resourceKey() && f.part == finding.part;
            }))
            return objectText(finding) + " is still not as intended";
    }
    const cloud::GateResult seen =
        cloud::checkOutcome(chosen.plan, scan.snapshot, after->snapshot, scan.gate);
    const std::string different = cloud::differenceOfFlows(chosen.gate, seen);
    return different.empty() ? different : "traffic is otherwise than the gate said: " + different;
}

base::Status AutoRevertDesk::note(store::IntentStore& store, const std::string& account,
                                  std::vector<RevertNote> notes, const Scan& scan)
{
    std::map<std::string, const RevertNote*> old;
    for (const RevertNote& known : m_notes)
        old.emplace(known.key, &known);
    std::map<std::string, pipeline::Event> news; // by what is said
    for (RevertNote& made : notes) {
        const auto known = old.find(made.key);
        const bool same = known != old.end() && known->second->decision.reason == made.decision.reason &&
                          known->second->decision.detail == made.decision.detail;
        if (same) {
            made.since = known->second->since;
            continue;
        }
        // What is due is said by what becomes of it, and what was seen once may be gone with the next scan.
        if (made.decision.reason == RevertReason::Due || made.decision.reason == RevertReason::NotConfirmed)
            continue;
        pipeline::Event& event = news[textOf(made.decision)];
        if (event.records++ > 0)
            continue;
        event.kind = pipeline::Event::Kind::CloudRevertDecided;
        event.stage = pipeline::Stage::Observe;
        event.severity = wantsAPerson(made.decision) ? pipeline::Severity::Warning : pipeline::Severity::Info;
        const auto drift = std::ranges::find_if(
            scan.events, [&](const DriftEvent& e) { return e.finding.key() == made.key; });
        event.before = drift == scan.events.end() ? made.key : objectText(drift->finding);
        event.after = textOf(made.decision);
    }
    std::erase_if(m_notes, [&](const RevertNote& known) { return known.account == account; });
    m_notes.insert(m_notes.end(), std::make_move_iterator(notes.begin()),
                   std::make_move_iterator(notes.end()));
    std::vector<store::SavedDecision> saved;
    for (const RevertNote& known : m_notes)
        saved.push_back({known.key, known.account, known.decision, known.since});
    for (auto& [text, event] : news)
        m_tell(std::move(event));
    return store.saveDecisions(saved);
}

void AutoRevertDesk::show(const store::IntentStore& store, DriftView& view) const
{
    const base::Timestamp now = m_clock.wall();
    for (const cloud::AutoRevertSettings& settings : m_settings) {
        AutoRevertInfo info{settings, {}, {}};
        if (const auto halted = m_halts.find(settings.account); halted != m_halts.end())
            info.halted = halted->second;
        if (const auto runs = m_runs.find(settings.account); runs != m_runs.end())
            for (const cloud::RevertRun& run : runs->second)
                if (run.at > now - std::chrono::hours(settings.hours))
                    info.runs.push_back(run);
        view.autoReverts.push_back(std::move(info));
    }
    view.notes = m_notes;
    view.killed = m_killSwitch.isOn(store);
}

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the desk that puts things right.
#include "model/base/log.h"
#include "model/engine/cloud_reader.h"
#include "model/engine/intent_desk.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

using base::ErrorCode;

/// By id; or as a table whose name somebody typed, even if more than one has it.
bool knows(const cloud::Snapshot& snapshot, const std::string& resource)
{
    if (snapshot.find(resource))
        return true;
    const auto table = cloud::tableOf(resource, snapshot);
    return table || table.error().code != ErrorCode::NotFound;
}

/// Who reads has no right to write, so that reading can never do harm: the two are never one profile.
base::Status checkProfile(const PrepareCorrection& what, const cloud::ChangePlan& plan,
                          const cloud::Snapshot& snapshot)
{
    if (what.profile.empty())
        return base::fail(ErrorCode::InvalidValue, "name the profile that may write");
    ReadAccount reader;
    reader.provider = plan.changes.empty() ? cloud::Provider::Aws : plan.changes.front().provider;
    reader.profile = what.profile;
    const bool imported = std::ranges::all_of(
        snapshot.scopes(), [](const cloud::Scope& scope) { return scope.what.ends_with(".json"); });
    if (!imported && labelOf(reader) == snapshot.label())
        return base::fail(ErrorCode::InvalidValue,
                          "the profile " + what.profile + " reads this cloud; name another one for writing");
    return {};
}

} // namespace

base::Result<cloud::SnapshotPtr> IntentDesk::snapshotWith(const std::string& resource,
                                                          const store::CloudStore& snapshots) const
{
    const auto all = snapshots.list();
    if (!all)
        return tl::unexpected(all.error());
    for (const store::SavedSnapshot& saved : *all) // newest first
        if (auto snapshot = snapshots.load(saved.id); snapshot && knows(**snapshot, resource))
            return snapshot;
    return base::fail(ErrorCode::NotFound, "no snapshot has " + resource + "; read the cloud first");
}

base::Result<cloud::ChangePlan> IntentDesk::planOf(const PrepareCorrection& what,
                                                   const cloud::Snapshot& snapshot) const
{
    if (!what.routes.empty())
        return cloud::planOfRoutes(what.routes, snapshot);
    std::vector<cloud::DriftFinding> findings;
    for (const cloud::DriftEvent& event : m_events)
        if (event.state != cloud::DriftState::Closed &&
            std::ranges::find(what.findings, event.finding.key()) != what.findings.end())
            findings.push_back(event.finding);
    return cloud::planToRevert(findings);
}

base::Result<Answer> IntentDesk::prepare(const PrepareCorrection& what, const store::CloudStore& snapshots)
{
    std::string resource = what.routes.empty() ? std::string() : what.routes.front().resource;
    for (const cloud::DriftEvent& event : m_events)
        if (what.routes.empty() && !what.findings.empty() && event.finding.key() == what.findings.front())
            resource = event.finding.resource;
    if (resource.empty())
        return base::fail(ErrorCode::NotFound, "this drift is gone");
    const auto snapshot = snapshotWith(resource, snapshots);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    auto plan = planOf(what, **snapshot);
    if (!plan)
        return tl::unexpected(plan.error());
    cloud::GateResult gate = cloud::checkPlan(*plan, *snapshot, m_gate);
    const base::Status profile = checkProfile(what, *plan, **snapshot);
    CorrectionAnswer answer = m_corrections.prepare(std::move(*plan), std::move(gate), what, profile);
    return Answer{std::move(answer)};
}

base::Status IntentDesk::correct(const IntentRequest& what)
{
    if (const auto* allow = std::get_if<AllowWriting>(&what))
        return m_corrections.allow(*m_store, allow->allowed);
    if (const auto* settings = std::get_if<SetAutoRevert>(&what))
        return m_autoRevert.save(*m_store, settings->settings);
    if (const auto* resumed = std::get_if<ResumeAutoRevert>(&what))
        return m_autoRevert.resume(*m_store, resumed->account);
    if (const auto* thrown = std::get_if<ThrowKillSwitch>(&what))
        return throwKillSwitch(thrown->on);
    if (const auto* apply = std::get_if<ApplyCorrection>(&what)) {
        // Whoever begins while the switch is on does so knowing it; one thrown from now on stops that, too.
        const bool before = m_killSwitch.isOn(*m_store);
        return m_corrections.apply(*m_store, *apply,
                                   [this, before] { return !before && m_killSwitch.isOn(*m_store); });
    }
    if (const auto* keep = std::get_if<KeepCorrection>(&what))
        return m_corrections.keep(*m_store, keep->id);
    return m_corrections.takeBack(*m_store, std::get<TakeBackCorrection>(what).id, "by hand");
}

base::Status IntentDesk::scanned(const store::CloudStore& snapshots, const cloud::SnapshotPtr& snapshot,
                                 const ReadAgain& again)
{
    const bool fresh = m_store.has_value();
    if (const auto opened = open(snapshots); !opened)
        return opened;
    base::Timestamp& judged = m_judgedAt[snapshot->label()];
    // Opening judged the newest one just now without counting it as a scan; here it counts.
    if (snapshot->takenAt() < judged || (fresh && snapshot->takenAt() == judged) || m_intents.empty())
        return {};
    judged = snapshot->takenAt();
    const cloud::DriftReport report = judge(*snapshot, true);
    if (const auto saved = m_store->saveEvents(m_events); !saved)
        return saved;
    return putRight(snapshot, report, again);
}

base::Result<bool> IntentDesk::isPinned(std::int64_t snapshot)
{
    if (!m_store) {
        auto opened = store::IntentStore::open(m_file);
        if (!opened)
            return tl::unexpected(opened.error());
        const auto saved = opened->intents();
        if (!saved)
            return tl::unexpected(saved.error());
        return std::ranges::find(*saved, snapshot, &store::SavedIntent::snapshot) != saved->end();
    }
    return std::ranges::any_of(m_intents, [&](const Held& held) { return held.saved.snapshot == snapshot; });
}

base::Status IntentDesk::throwKillSwitch(bool on)
{
    const base::Status done = m_killSwitch.set(on);
    pipeline::Event event;
    event.kind = pipeline::Event::Kind::CloudKillSwitch;
    event.stage = pipeline::Stage::Observe;
    event.severity = pipeline::Severity::Warning;
    event.after = on ? "on" : "off";
    if (!done)
        event.error = done.error();
    if (done || on) // off only counts when it lasts
        m_tell(std::move(event));
    return done;
}

base::Status IntentDesk::putRight(const cloud::SnapshotPtr& snapshot, const cloud::DriftReport& report,
                                  const ReadAgain& again)
{
    std::function<base::Result<AutoRevertDesk::Reading>()> reread;
    if (again)
        reread = [&]() -> base::Result<AutoRevertDesk::Reading> {
            auto read = again();
            if (!read)
                return tl::unexpected(read.error());
            m_judgedAt[(*read)->label()] = (*read)->takenAt();
            AutoRevertDesk::Reading reading{*read, judge(**read, true)};
            if (const auto saved = m_store->saveEvents(m_events); !saved)
                return tl::unexpected(saved.error());
            return reading;
        };
    return m_autoRevert.run(*m_store, m_corrections, {snapshot, report, m_events, m_gate, reread});
}

void IntentDesk::takeBackOverdue(const store::CloudStore& snapshots)
{
    if (const auto opened = open(snapshots); !opened)
        base::log(base::LogCategory::Engine, base::LogLevel::Error,
                  "what shall be in the clouds cannot be read: " + base::toString(opened.error()));
    else
        m_corrections.takeBackOverdue(*m_store);
}

} // namespace zonescope::engine

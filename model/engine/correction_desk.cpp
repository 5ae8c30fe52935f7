// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/correction_desk.h"

#include "model/base/log.h"
#include "model/cloud/gate/plan_json.h"

#include <algorithm>
#include <array>

namespace zonescope::engine {
namespace {

using base::ErrorCode;

/// A preview is of a moment; after that somebody has to look again.
constexpr base::Duration longestPreview{600'000'000};
constexpr base::Duration shortestToKeep{10'000'000};
constexpr base::Duration longestToKeep{24LL * 3600 * 1'000'000};

constexpr std::array<std::string_view, 5> states{"pending", "kept", "taken-back", "not-taken-back", "failed"};

std::string joined(const std::vector<cloud::WriteCall>& calls)
{
    std::string text;
    for (const cloud::WriteCall& call : calls)
        text += (text.empty() ? "" : "\n\n") + cloud::callText(call);
    return text;
}

std::string labelOf(const std::vector<cloud::WriteCall>& calls)
{
    std::string text;
    for (const cloud::WriteCall& call : calls)
        text += (text.empty() ? "" : ", ") + call.what;
    return text;
}

/// The profile and what leads to it, in one line of the database.
std::string textOf(const WriterWanted& wanted)
{
    return std::string(cloud::providerWord(wanted.provider)) + "\n" + wanted.profile + "\n" +
           wanted.endpoint + "\n" + wanted.region;
}

WriterWanted wantedOf(const std::string& text)
{
    std::array<std::string, 4> lines;
    std::size_t at = 0;
    for (std::string& line : lines) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        line = text.substr(at, end - at);
        at = std::min(end + 1, text.size());
    }
    return {cloud::providerFromWord(lines[0]).value_or(cloud::Provider::Aws), lines[1], lines[2], lines[3]};
}

} // namespace

std::string_view correctionStateWord(CorrectionState state)
{
    return states[static_cast<std::size_t>(state)];
}

std::optional<CorrectionState> correctionStateFromWord(std::string_view word)
{
    const auto found = std::ranges::find(states, word);
    if (found == states.end())
        return std::nullopt;
    return static_cast<CorrectionState>(found - states.begin());
}

CorrectionDesk::CorrectionDesk(const base::Clock& clock, Tell tell, WriterFactory writers)
    : m_clock(clock)
    , m_tell(std::move(tell))
    , m_writers(std::move(writers))
{
}

base::Status CorrectionDesk::load(store::IntentStore& store)
{
    const auto settings = store.settings();
    if (!settings)
        return tl::unexpected(settings.error());
    const auto found = settings->find("writing");
    m_writing = found != settings->end() && found->second == "allowed";
    return reload(store);
}

base::Status CorrectionDesk::reload(store::IntentStore& store)
{
    const auto saved = store.corrections();
    if (!saved)
        return tl::unexpected(saved.error());
    m_corrections.clear();
    for (const store::SavedCorrection& c : *saved)
        m_corrections.push_back({c.id, correctionStateFromWord(c.state).value_or(CorrectionState::Failed),
                                 c.label, wantedOf(c.profile).profile, c.madeAt, c.deadline, c.outcome,
                                 c.automatic});
    return {};
}

base::Status CorrectionDesk::allow(store::IntentStore& store, bool allowed)
{
    if (const auto done = store.setSetting("writing", allowed ? "allowed" : "off"); !done)
        return done;
    m_writing = allowed;
    m_prepared.clear();
    return {};
}

CorrectionAnswer CorrectionDesk::prepare(cloud::ChangePlan plan, cloud::GateResult gate,
                                         const PrepareCorrection& what, const base::Status& profile)
{
    CorrectionAnswer answer{0, std::move(plan), std::move(gate), {}, false, {}};
    const auto refuse = [&](base::Error error) {
        answer.problem = std::move(error);
        return answer;
    };
    if (!m_writing)
        return refuse({ErrorCode::PermissionDenied, "writing to clouds is switched off"});
    if (answer.plan.changes.empty())
        return refuse({ErrorCode::Unsupported, "nothing of this can be put right from here"});
    if (!profile)
        return refuse(profile.error());
    const cloud::PlannedChange& first = answer.plan.changes.front();
    const bool one = std::ranges::all_of(answer.plan.changes, [&](const cloud::PlannedChange& c) {
        return c.provider == first.provider && c.account == first.account;
    });
    if (!one)
        return refuse({ErrorCode::Unsupported, "one account at a time: take the others afterwards"});
    const WriterWanted wanted{first.provider, what.profile, what.endpoint, first.region};
    auto writer = m_writers(wanted);
    if (!writer)
        return refuse(writer.error());
    auto prepared = cloud::prepare(**writer, answer.plan);
    if (!prepared)
        return refuse(prepared.error());
    for (const cloud::WriteCall& call : prepared->calls)
        answer.calls.push_back(cloud::callText(call));
    answer.dryRun = prepared->dryRun;
    if (answer.gate.verdict == cloud::GateVerdict::Refuse)
        return answer;
    answer.prepared = m_nextPrepared++;
    m_prepared.insert_or_assign(answer.prepared, Prepared{std::move(*prepared), wanted, m_clock.wall()});
    return answer;
}

base::Status CorrectionDesk::apply(store::IntentStore& store, const ApplyCorrection& what,
                                   const cloud::Stop& stop, bool automatic)
{
    if (!m_writing)
        return base::fail(ErrorCode::PermissionDenied, "writing to clouds is switched off");
    const auto found = m_prepared.find(what.prepared);
    if (found == m_prepared.end() || m_clock.wall() - found->second.at > longestPreview)
        return base::fail(ErrorCode::Superseded, "the preview is too old; look again");
    const Prepared prepared = std::move(found->second);
    m_prepared.erase(found);
    auto writer = m_writers(prepared.wanted);
    if (!writer)
        return tl::unexpected(writer.error());
    const base::Duration within = std::clamp(what.keepWithin, shortestToKeep, longestToKeep);
    const base::Timestamp now = m_clock.wall();
    // Written down first: should we die in the middle, the next start takes it back.
    store::SavedCorrection saved{0,
                                 std::string(correctionStateWord(CorrectionState::Pending)),
                                 labelOf(prepared.correction.calls),
                                 textOf(prepared.wanted),
                                 now,
                                 now + within,
                                 joined(prepared.correction.calls),
                                 cloud::planJson(prepared.correction.plan),
                                 {},
                                 automatic};
    const auto id = store.addCorrection(saved);
    if (!id)
        return tl::unexpected(id.error());
    const auto done = cloud::carryOut(**writer, prepared.correction, stop);
    if (!done) {
        const bool left = done.error().detail.find("could not be taken back") != std::string::npos;
        const auto state = left ? CorrectionState::NotTakenBack : CorrectionState::Failed;
        if (const auto noted =
                store.updateCorrection(*id, correctionStateWord(state), base::toString(done.error()));
            !noted)
            return noted;
    }
    if (const auto loaded = reload(store); !loaded)
        return loaded;
    if (const CorrectionInfo* made = find(*id))
        tell(*made, done ? pipeline::Severity::Info : pipeline::Severity::Error);
    return done;
}

base::Status CorrectionDesk::keep(store::IntentStore& store, std::int64_t id, const std::string& why)
{
    const CorrectionInfo* correction = find(id);
    if (!correction || correction->state != CorrectionState::Pending)
        return base::fail(ErrorCode::NotFound, "this change is not waiting to be kept any more");
    if (const auto done = store.updateCorrection(id, correctionStateWord(CorrectionState::Kept), why); !done)
        return done;
    if (const auto loaded = reload(store); !loaded)
        return loaded;
    // What nobody watched is said aloud, also when it went well.
    const CorrectionInfo& kept = *find(id);
    tell(kept, kept.automatic ? pipeline::Severity::Warning : pipeline::Severity::Info);
    return {};
}

base::Status CorrectionDesk::takeBack(store::IntentStore& store, std::int64_t id, const std::string& why)
{
    const auto all = store.corrections();
    if (!all)
        return tl::unexpected(all.error());
    const auto saved = std::ranges::find(*all, id, &store::SavedCorrection::id);
    const auto state = saved == all->end() ? std::nullopt : correctionStateFromWord(saved->state);
    if (state != CorrectionState::Pending && state != CorrectionState::NotTakenBack)
        return base::fail(ErrorCode::NotFound, "this change is not there to be taken back any more");
    const base::Status done = [&]() -> base::Status {
        const auto plan = cloud::planFromJson(saved->inverse);
        if (!plan)
            return base::fail(ErrorCode::StoreCorrupt, "the plan of this change cannot be read any more");
        auto writer = m_writers(wantedOf(saved->profile));
        if (!writer)
            return tl::unexpected(writer.error());
        return cloud::takeBack(**writer, *plan);
    }();
    const auto now = done ? CorrectionState::TakenBack : CorrectionState::NotTakenBack;
    if (const auto noted =
            store.updateCorrection(id, correctionStateWord(now), done ? why : base::toString(done.error()));
        !noted)
        return noted;
    if (const auto loaded = reload(store); !loaded)
        return loaded;
    tell(*find(id), done ? pipeline::Severity::Warning : pipeline::Severity::Error);
    return done;
}

void CorrectionDesk::takeBackOverdue(store::IntentStore& store)
{
    std::vector<std::int64_t> overdue;
    for (const CorrectionInfo& correction : m_corrections)
        if (correction.state == CorrectionState::Pending && correction.deadline <= m_clock.wall())
            overdue.push_back(correction.id);
    for (const std::int64_t id : overdue) // newest first, as they lie upon each other
        if (const auto done = takeBack(store, id, "nobody kept it in time"); !done)
            base::log(base::LogCategory::Engine, base::LogLevel::Error,
                      "a change to a cloud could not be taken back: " + base::toString(done.error()));
}

std::optional<base::Timestamp> CorrectionDesk::nextDeadline() const
{
    std::optional<base::Timestamp> next;
    for (const CorrectionInfo& correction : m_corrections)
        if (correction.state == CorrectionState::Pending && (!next || correction.deadline < *next))
            next = correction.deadline;
    return next;
}

const CorrectionInfo* CorrectionDesk::find(std::int64_t id) const
{
    const auto found = std::ranges::find(m_corrections, id, &CorrectionInfo::id);
    return found == m_corrections.end() ? nullptr : &*found;
}

/// The audit: who (which profile), what, how it ended. The calls themselves stand in the database.
void CorrectionDesk::tell(const CorrectionInfo& correction, pipeline::Severity severity) const
{
    pipeline::Event event;
    event.kind = pipeline::Event::Kind::CloudChanged;
    event.stage = pipeline::Stage::Observe;
    event.severity = severity;
    event.before = correction.label + " (profile " + correction.profile +
                   (correction.automatic ? ", without a person)" : ")");
    event.after = std::string(correctionStateWord(correction.state)) +
                  (correction.outcome.empty() ? "" : ": " + correction.outcome);
    m_tell(std::move(event));
}

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/pipeline_runner.h"

#include "model/base/log.h"
#include "model/congestion/transfer_verdict.h"
#include "model/dns/serial.h"
#include "model/engine/job_maker.h"
#include "model/engine/path_desk.h"
#include "model/engine/served_zone.h"

#include <algorithm>
#include <utility>

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using Phase = pipeline::TransferProgress::Phase;
using pipeline::Severity;
using pipeline::Stage;
using pipeline::Trigger;

constexpr base::Duration longestSleep{3'600'000'000};
/// New zones at once from which on they are asked for without an SOA query before: with so many the queries
/// are a fifth of all work, and what they would save, a transfer of nothing new, cannot be.
constexpr std::size_t manyAdded = 100;

std::optional<std::uint32_t> newestSeen(const transfer::TransferResult& result)
{
    std::optional<std::uint32_t> newest;
    const auto see = [&](std::uint32_t serial) {
        if (!newest || dns::isNewer(serial, *newest))
            newest = serial;
    };
    for (const transfer::SoaAnswer& answer : result.soaAnswers)
        see(answer.serial);
    if (result.version)
        see(result.version->serial());
    return newest;
}

std::optional<std::uint32_t> ednsExpireOf(const transfer::TransferResult& result)
{
    for (const transfer::SoaAnswer& answer : result.soaAnswers)
        if (answer.primary == result.primary && answer.ednsExpire)
            return answer.ednsExpire;
    return std::nullopt;
}

bool somebodyWaits(const schedule::Work& work)
{
    return work.has(Trigger::Notify) || work.has(Trigger::Forced) || work.has(Trigger::ForcedFull);
}

} // namespace

PipelineRunner::PipelineRunner(Core& core, StatusBoard& board, Observation& observation,
                               CommitWorker& commits, transfer::TransferService& transfers)
    : m_core(core)
    , m_board(board)
    , m_observation(observation)
    , m_commits(commits)
    , m_transfers(transfers)
{
}

PipelineRunner::~PipelineRunner()
{
    m_core.loop.cancel(m_timer);
}

void PipelineRunner::pump()
{
    if (m_pumping || m_core.stopping)
        return; // a start that failed at once ends up here again: the loop below sees its zone
    m_pumping = true;
    const base::Timestamp now = m_core.now();
    for (const base::ZoneId zone : m_core.scheduler.takeExpired(now))
        expire(zone);
    for (const auto& taken : m_core.scheduler.take(now))
        start(taken);
    m_pumping = false;
    if (!m_starting.empty())
        m_transfers.submit(std::exchange(m_starting, {}));
    armTimer();
}

/// Many zones become durable in one commit: what follows them starts together, too.
void PipelineRunner::pumpSoon()
{
    if (std::exchange(m_pumpPosted, true))
        return;
    m_core.loop.post([this] {
        m_pumpPosted = false;
        pump();
    });
}

void PipelineRunner::armTimer()
{
    m_core.loop.cancel(std::exchange(m_timer, 0));
    const base::Timestamp now = m_core.now();
    const auto wake = m_core.scheduler.nextWake(now);
    if (!wake || m_core.stopping)
        return;
    const base::Duration wait = std::clamp(base::Duration(*wake - now), base::Duration(0), longestSleep);
    m_timer = m_core.loop.after(wait, [this] {
        m_timer = 0;
        pump();
    });
}

void PipelineRunner::expire(base::ZoneId id)
{
    ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr || !zone->held || zone->expired)
        return;
    zone->expired = true;
    m_core.published.publish(servedZone(*zone, *m_core.configuration));
    pipeline::Event event = makeEvent(Kind::ZoneExpired, Stage::Schedule, Severity::Error, id);
    event.toSerial = zone->held->serial();
    event.primary = zone->lastErrorPrimary;
    event.error = zone->lastError;
    m_core.journal.event(std::move(event));
    m_board.touch(id);
}

void PipelineRunner::start(const schedule::Scheduler::Taken& taken)
{
    ZoneRuntime* zone = m_core.find(taken.zone);
    if (zone == nullptr)
        return;
    InHand inHand;
    inHand.job = m_nextJob++;
    inHand.change = m_core.journal.nextId();
    inHand.working = taken.working;
    inHand.notify = std::exchange(zone->waitingNotify, std::nullopt);
    inHand.heldExpired = zone->expired;
    zone->inHand = std::move(inHand);
    m_board.touch(taken.zone);

    const schedule::Work& work = taken.working.work;
    auto targets = targetsFor(*zone->settings, work, *m_core.configuration, *m_core.keys);
    if (!targets) {
        failed(*zone, targets.error(), {});
        return;
    }
    transfer::TransferJob job;
    job.id = zone->inHand->job;
    job.zone = taken.zone;
    job.apex = zone->settings->apex;
    job.held = zone->held;
    job.heldExpired = zone->expired;
    job.targets = std::move(*targets);
    job.mode = modeOf(work);
    job.announcedSerial = work.announced;
    job.askEverybody = asksEverybody(work, zone->checksOfOne);
    job.limits = zone->settings->limits;
    job.triggers = work.triggers;
    job.withoutCheck = !zone->held && work.has(Trigger::Added) &&
                       m_core.scheduler.scheduledCount() + m_core.scheduler.workingCount() >= manyAdded;
    if (!zone->held)
        job.parts = partsOf(*zone);
    m_starting.push_back(std::move(job));
}

/// A new zone is packed and written while it comes: for a large one that is half the time to its commit.
zone::PartSink PipelineRunner::partsOf(ZoneRuntime& zone)
{
    zone.inHand->ahead = std::make_shared<std::atomic<std::uint64_t>>(0);
    return [&commits = m_commits, id = zone.id(), owners = zone.inHand->ahead](zone::ZonePartPtr part) {
        if (!part && *owners == 0)
            return;
        *owners = part ? *owners + part->ownerCount() : 0;
        commits.part(id, std::move(part));
    };
}

/// Work that came to nothing: so do the parts of it.
void PipelineRunner::forgetParts(ZoneRuntime& zone)
{
    if (zone.inHand->ahead && *zone.inHand->ahead != 0)
        m_commits.part(zone.id(), nullptr);
}

bool PipelineRunner::cancel(base::ZoneId id)
{
    ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr || !zone->inHand)
        return false;
    m_transfers.cancel(zone->inHand->job);
    return true;
}

void PipelineRunner::releaseAll()
{
    m_core.loop.cancel(std::exchange(m_timer, 0));
    for (auto& [id, zone] : m_core.zones)
        if (zone.inHand) {
            forgetParts(zone);
            zone.inHand.reset();
            m_core.scheduler.release(id);
        }
}

ZoneRuntime* PipelineRunner::inHand(base::ZoneId id, transfer::JobId job)
{
    ZoneRuntime* zone = m_core.find(id);
    return zone != nullptr && zone->inHand && zone->inHand->job == job ? zone : nullptr;
}

void PipelineRunner::transferProgress(const pipeline::TransferProgress& progress)
{
    ZoneRuntime* zone = m_core.find(progress.zone);
    if (zone == nullptr || !zone->inHand)
        return; // the last words of a transfer that was cut off
    if (progress.phase >= Phase::Building)
        return; // how it ends is told here, when it has been published
    const bool receiving = progress.phase == Phase::Receiving;
    if (receiving && !zone->inHand->receiving) {
        zone->inHand->receiving = true;
        pipeline::Event event = eventOf(*zone, Kind::TransferStarted, Stage::Transfer, Severity::Info);
        event.primary = progress.primary;
        event.address = progress.address;
        event.transferKind = progress.kind;
        m_core.journal.event(std::move(event));
        m_board.touch(progress.zone);
    }
    m_core.primaries.open(progress.zone, receiving ? progress.primary : base::PrimaryId());
    m_board.touchEngine();
    m_core.batcher.put(progress);
}

void PipelineRunner::transferFinished(transfer::TransferResult result)
{
    using TransferOutcome = transfer::TransferResult::Outcome;
    ZoneRuntime* zone = inHand(result.zone, result.job);
    if (zone == nullptr) { // removed meanwhile, or released by the shutdown
        m_commits.part(result.zone, nullptr);
        return;
    }
    recordAnswers(*zone, result);
    m_core.primaries.open(result.zone, {});
    zone->inHand->result = std::move(result);
    const transfer::TransferResult& r = zone->inHand->result;
    switch (r.outcome) {
    case TransferOutcome::NewVersion:
        build(*zone);
        return;
    case TransferOutcome::Unchanged:
        if (somebodyWaits(zone->inHand->working.work)) {
            pipeline::Event event = eventOf(*zone, Kind::CheckUnchanged, Stage::Transfer, Severity::Info);
            event.toSerial = newestSeen(r);
            m_core.journal.event(std::move(event));
        }
        good(*zone);
        tell(*zone, Phase::Done);
        conclude(*zone, Outcome::Unchanged);
        return;
    case TransferOutcome::Cancelled:
        m_core.journal.event(eventOf(*zone, Kind::TransferCancelled, Stage::Transfer, Severity::Notice));
        tell(*zone, Phase::Cancelled);
        conclude(*zone, Outcome::Cancelled);
        return;
    case TransferOutcome::Failed:
        failed(*zone, r.error.value_or(base::Error{base::ErrorCode::Internal, "failed without a reason"}),
               r.errorPrimary);
        return;
    }
}

namespace {

/// Why the transfer took its time. The primary's own counters, when it lives on this host, tell loss for
/// certain; asked only then.
void explainFlow(pipeline::TransferAttempt& attempt, congestion::Monitor* connections)
{
    if (!attempt.flow || attempt.kind == pipeline::TransferKind::SoaOnly)
        return;
    const bool sameHost = attempt.tcpInfo && (attempt.address.address.isLoopback() ||
                                              attempt.tcpInfo->local.address == attempt.address.address);
    if (sameHost && connections != nullptr) {
        // Counters of a connection that carried several transfers cannot be told apart from outside.
        const auto sender = attempt.flow->reused
                                ? std::nullopt
                                : connections->otherEnd(attempt.tcpInfo->local, attempt.address);
        if (sender) {
            attempt.flow->senderSent = sender->bytesSent;
            attempt.flow->senderRetransmitted = sender->bytesRetransmitted;
            attempt.flow->senderReceiverLimitedUs = sender->receiverLimitedUs;
        }
    }
    if (const auto evidence = congestion::evidenceOf(attempt))
        attempt.verdict = congestion::judge(*evidence);
}

} // namespace

/// What the primaries said, whatever became of it.
void PipelineRunner::recordAnswers(ZoneRuntime& zone, const transfer::TransferResult& result)
{
    const base::Timestamp now = m_core.now();
    for (pipeline::TransferAttempt attempt : result.attempts) {
        if (m_core.paths)
            attempt.route = m_core.paths->routeTo(attempt.address);
        explainFlow(attempt, m_core.connections);
        m_core.journal.attempt(attempt);
        m_core.primaries.attempted(attempt);
        if (attempt.error && attempt.kind == pipeline::TransferKind::SoaOnly)
            m_core.journal.span({.zone = zone.id(),
                                 .edge = {},
                                 .primary = attempt.primary,
                                 .serial = {},
                                 .failure = attempt.error->code,
                                 .from = now,
                                 .to = now});
    }
    const auto before = zone.primarySeen;
    for (const auto& [primary, ours] : result.seenFrom)
        m_core.primaries.seenFrom(primary, ours);
    for (const transfer::SoaAnswer& answer : result.soaAnswers) {
        m_core.primaries.answered(answer, now);
        m_core.journal.span({.zone = zone.id(),
                             .edge = {},
                             .primary = answer.primary,
                             .serial = answer.serial,
                             .failure = {},
                             .from = now,
                             .to = now});
        if (&answer == &result.soaAnswers.front() || !dns::isNewer(zone.primarySeen->serial, answer.serial))
            zone.primarySeen = {answer.serial, now, answer.primary};
    }
    if (result.soaAnswers.empty() || !zone.held)
        return;
    const std::uint32_t seen = zone.primarySeen->serial;
    const bool backwards = dns::isNewer(zone.held->serial(), seen);
    if (backwards && (!before || before->serial != seen)) {
        pipeline::Event event = eventOf(zone, Kind::SerialBackwards, Stage::Transfer, Severity::Warning);
        event.primary = zone.primarySeen->primary;
        event.fromSerial = zone.held->serial();
        event.toSerial = seen;
        m_core.journal.event(std::move(event));
    }
    if (!dns::isNewer(seen, zone.held->serial()))
        zone.newerSince.reset();
    else if (!zone.newerSince)
        zone.newerSince = now;
}

void PipelineRunner::failed(ZoneRuntime& zone, const base::Error& error, base::PrimaryId primary)
{
    const transfer::TransferResult& result = zone.inHand->result;
    const bool onlyChecked =
        std::ranges::all_of(result.attempts, [](const pipeline::TransferAttempt& attempt) {
            return attempt.kind == pipeline::TransferKind::SoaOnly;
        });
    pipeline::Event event = eventOf(zone, onlyChecked ? Kind::CheckFailed : Kind::TransferFailed,
                                    Stage::Transfer, Severity::Warning);
    event.primary = primary;
    if (!result.attempts.empty()) {
        event.address = result.attempts.back().address;
        event.transferKind = result.attempts.back().kind;
    }
    event.error = error;
    m_core.journal.event(std::move(event));
    if (!zone.lastError)
        zone.lastErrorSince = m_core.now();
    zone.lastError = error;
    zone.lastErrorPrimary = primary;
    m_core.primaries.blame(zone.id(), primary);
    tell(zone, Phase::Failed);
    conclude(zone, Outcome::Failed);
}

void PipelineRunner::good(ZoneRuntime& zone)
{
    const bool recovered = zone.expired || zone.lastError;
    if (zone.expired) {
        zone.expired = false;
        m_core.published.publish(servedZone(zone, *m_core.configuration));
    }
    zone.lastError.reset();
    zone.lastErrorSince.reset();
    zone.lastErrorPrimary = {};
    m_core.primaries.blame(zone.id(), {});
    if (recovered)
        m_core.journal.event(eventOf(zone, Kind::ZoneRecovered, Stage::Schedule, Severity::Notice));
}

void PipelineRunner::conclude(ZoneRuntime& zone, Outcome outcome)
{
    const transfer::TransferResult& result = zone.inHand->result;
    schedule::Scheduler::Finish finish;
    finish.outcome = outcome;
    if (zone.held)
        finish.soa = schedule::SoaTimers::of(zone.held->soa());
    finish.seenSerial = newestSeen(result);
    finish.ednsExpire = ednsExpireOf(result);
    const auto planned = m_core.scheduler.finished(zone.id(), finish, m_core.now());
    if (planned.announcementGivenUp) {
        pipeline::Event event = eventOf(zone, Kind::AnnouncedNotServed, Stage::Schedule, Severity::Warning);
        event.fromSerial = finish.seenSerial;
        event.toSerial = planned.announced;
        event.primary = zone.announced ? zone.announced->primary : base::PrimaryId();
        m_core.journal.event(std::move(event));
    }
    if (zone.announced && zone.held && !dns::isNewer(zone.announced->serial, zone.held->serial()))
        zone.announced.reset(); // it came true
    if (outcome != Outcome::NewVersion)
        forgetParts(zone);
    zone.inHand.reset();
    m_board.touch(zone.id());
    pumpSoon();
}

pipeline::Event PipelineRunner::eventOf(const ZoneRuntime& zone, Kind kind, Stage stage,
                                        Severity severity) const
{
    pipeline::Event event = makeEvent(kind, stage, severity, zone.id());
    if (zone.inHand) {
        event.change = zone.inHand->change;
        event.primary = zone.inHand->result.primary;
    }
    return event;
}

} // namespace zonescope::engine

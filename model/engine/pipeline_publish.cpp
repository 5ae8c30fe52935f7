// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of PipelineRunner: from a transferred version to a served one.
#include "model/engine/pipeline_runner.h"

#include "model/dns/serial.h"
#include "model/engine/catalog_desk.h"
#include "model/engine/edge_desk.h"
#include "model/engine/local_content.h"
#include "model/engine/served_zone.h"
#include "model/engine/stage_times.h"

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using Phase = pipeline::TransferProgress::Phase;
using pipeline::Severity;
using pipeline::Stage;
using pipeline::Trigger;

/// Building so many takes some ten microseconds: less than the way to another thread and back.
constexpr std::uint64_t fewRecords = 100;

/// A small zone, or a small difference to a zone of which nothing has to be looked at as a whole.
bool isQuickToBuild(const transfer::TransferResult& result, const build::BuildInput& input)
{
    if (input.recipe.changesContent())
        return false;
    if (result.version->recordCount() <= fewRecords)
        return true;
    return input.versions.previous && result.kind == pipeline::TransferKind::Ixfr && !input.recipe.strict &&
           input.recipe.zonemdCheck == zone::ZonemdCheck::Off && result.added + result.removed <= fewRecords;
}

} // namespace

void PipelineRunner::build(ZoneRuntime& zone)
{
    const InHand& work = *zone.inHand;
    const transfer::TransferResult& result = work.result;
    pipeline::Event event = eventOf(zone, Kind::TransferDone, Stage::Transfer, Severity::Info);
    if (zone.held)
        event.fromSerial = zone.held->serial();
    event.toSerial = result.version->serial();
    event.primary = result.primary;
    event.address = result.address;
    event.transferKind = result.kind;
    event.records = result.attempts.empty() ? result.version->recordCount() : result.attempts.back().records;
    event.duration = result.finishedAt - result.startedAt;
    m_core.journal.event(std::move(event));
    m_board.transferDone(result.finishedAt);
    m_observation.began(changeOf(work, zone.id()));
    tell(zone, Phase::Building);

    build::BuildInput input;
    input.zone = zone.id();
    input.versions.previous = zone.held;
    input.versions.next = result.version;
    input.versions.tolerated = result.tolerated;
    input.versions.now = m_core.now();
    input.versions.known = zone.findings;
    input.recipe = m_core.local->recipeOf(zone);
    input.packed = work.ahead && !zone.held && *work.ahead == result.version->ownerCount();
    if (input.packed)
        m_commits.flushParts(zone.id());
    input.versions.acceptOlder = work.heldExpired || work.working.work.has(Trigger::ForcedFull);
    if (isQuickToBuild(result, input))
        return built(zone.id(), work.job, std::make_shared<const build::BuildResult>(build::build(input)));
    m_core.pool.post([this, input = std::move(input), job = work.job] {
        auto entries = std::make_shared<const build::BuildResult>(build::build(input));
        m_core.loop.post([this, id = input.zone, job, entries] { built(id, job, entries); });
    });
}

void PipelineRunner::built(base::ZoneId id, transfer::JobId job,
                           std::shared_ptr<const build::BuildResult> result)
{
    ZoneRuntime* zone = inHand(id, job);
    if (zone == nullptr)
        return;
    InHand& work = *zone->inHand;
    work.builtAt = m_core.now();
    for (const build::Finding& finding : result->findings) {
        if (finding.level == build::Level::Notice)
            continue;
        pipeline::Event event =
            eventOf(*zone, Kind::BuildFinding, Stage::Build,
                    finding.level == build::Level::Error && !result->publishable ? Severity::Error
                                                                                 : Severity::Warning);
        event.toSerial = work.result.version->serial();
        event.records = finding.count;
        event.error = base::Error{finding.code, finding.owner.toText() + ": " + finding.detail};
        m_core.journal.event(std::move(event));
    }
    if (!result->publishable) {
        const build::Finding& worst = result->findings.front();
        m_observation.abandon(changeOf(work, id));
        failed(*zone, {worst.code, worst.owner.toText() + ": " + worst.detail}, work.result.primary);
        return;
    }
    tell(*zone, Phase::Publishing);
    work.publication = result->publication;
    work.findings = std::make_shared<const std::vector<build::Finding>>(result->findings);
    work.checkWhole = result->checkWhole;
    CommitWorker::Job commit;
    commit.zone = id;
    commit.version = work.result.version;
    if (result->difference && zone->held)
        commit.onto = zone->held->serial();
    work.result.added = result->difference ? result->recordsAdded : work.result.version->recordCount();
    work.result.removed = result->recordsRemoved;
    commit.built = std::move(result);
    commit.done = [this, id, job](const base::Status& outcome) {
        m_core.loop.post([this, id, job, outcome] { committed(id, job, outcome); });
    };
    m_commits.commit(std::move(commit));
}

void PipelineRunner::committed(base::ZoneId id, transfer::JobId job, const base::Status& outcome)
{
    ZoneRuntime* zone = inHand(id, job);
    if (zone == nullptr)
        return;
    if (outcome)
        return serve(*zone);
    // The old version is still served, in memory and on disk; it is tried again soon, without a human.
    pipeline::Event event = eventOf(*zone, Kind::PublishFailed, Stage::Publish, Severity::Error);
    event.toSerial = zone->inHand->result.version->serial();
    event.error = outcome.error();
    m_core.journal.event(std::move(event));
    m_observation.abandon(changeOf(*zone->inHand, id));
    if (!zone->lastError)
        zone->lastErrorSince = m_core.now();
    zone->lastError = outcome.error();
    zone->lastErrorPrimary = {}; // not a primary's fault
    m_core.primaries.blame(id, {});
    tell(*zone, Phase::Failed);
    conclude(*zone, Outcome::FailedHere);
}

/// The one pointer swap, then everybody who wants to know.
void PipelineRunner::serve(ZoneRuntime& zone)
{
    const base::ZoneId id = zone.id();
    InHand& work = *zone.inHand;
    const zone::ZoneVersionPtr servedBefore = zone.served();
    const zone::ZoneVersionPtr before = std::exchange(zone.held, work.result.version);
    m_core.local->take(zone, std::move(work.publication), std::move(work.findings));
    if (work.checkWhole)
        before ? m_core.local->checkAgain(id) : m_core.local->checkAgain(id, base::Duration(0));
    const bool wasExpired = zone.expired;
    zone.expired = false;
    m_core.published.publish(servedZone(zone, *m_core.configuration));
    const base::Timestamp now = m_core.now();
    zone.expired = wasExpired; // good() says that it recovered
    m_core.snapshots.set(id, zone.served());
    zone.heldSince = now;
    if (zone.newerSince && !dns::isNewer(zone.primarySeen->serial, zone.held->serial()))
        zone.newerSince.reset();

    pipeline::Change change = changeOf(work, id);
    if (before)
        change.fromSerial = before->serial();
    finishStages(change, work, now);
    pipeline::Event event = eventOf(zone, Kind::Published, Stage::Publish, Severity::Info);
    event.fromSerial = change.fromSerial;
    event.toSerial = change.toSerial;
    event.records = zone.held->recordCount();
    event.duration = now - change.startedAt;
    m_core.journal.event(std::move(event));
    m_core.journal.span({.zone = id,
                         .edge = {},
                         .primary = {},
                         .serial = change.toSerial,
                         .failure = {},
                         .from = now,
                         .to = now});
    m_core.primaries.changed(change.primary, work.notify.has_value());
    m_observation.published(std::move(change), now);
    m_core.edges->served(zone, servedBefore);
    m_core.local->served(zone);
    m_core.catalogs->held(zone);
    good(zone);
    tell(zone, Phase::Done);
    conclude(zone, Outcome::NewVersion);
}

void PipelineRunner::tell(ZoneRuntime& zone, Phase phase)
{
    const transfer::TransferResult& result = zone.inHand->result;
    pipeline::TransferProgress progress;
    progress.zone = zone.id();
    progress.phase = phase;
    progress.kind = result.kind;
    progress.primary = result.primary;
    progress.address = result.address;
    if (!result.attempts.empty()) {
        progress.records = result.attempts.back().records;
        progress.bytes = result.attempts.back().bytes;
        progress.messages = result.attempts.back().messages;
    }
    progress.startedAt = zone.inHand->working.takenAt;
    m_core.batcher.put(progress);
}

} // namespace zonescope::engine

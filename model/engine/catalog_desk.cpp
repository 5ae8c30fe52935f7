// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/catalog_desk.h"

#include "model/dns/serial.h"
#include "model/engine/edge_desk.h"
#include "model/engine/served_zone.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using pipeline::Severity;
using pipeline::Stage;
using zone::CatalogRole;

/// Unix time, as most operators number zones that programs make, but always newer than the one before: also
/// after the data folder was lost, edges see a newer serial.
std::uint32_t nextSerial(const zone::ZoneVersionPtr& before, base::Timestamp now)
{
    const auto seconds = static_cast<std::uint32_t>(base::toMicroseconds(now) / 1'000'000);
    return !before || dns::isNewer(seconds, before->serial()) ? seconds : before->serial() + 1;
}

/// Apart from the SOA: does the catalog list what it should?
bool lists(const zone::ZoneVersion& version, const std::vector<zone::CatalogMember>& members)
{
    const auto content = zone::readCatalog(version);
    if (!content || content->members.size() != members.size())
        return false;
    std::vector<zone::CatalogMember> wanted = members;
    std::vector<zone::CatalogMember> found = content->members;
    std::ranges::sort(wanted, {}, &zone::CatalogMember::uniqueId);
    std::ranges::sort(found, {}, &zone::CatalogMember::uniqueId);
    return wanted == found;
}

} // namespace

CatalogDesk::CatalogDesk(Core& core, StatusBoard& board, Observation& observation, CommitWorker& commits,
                         Configurator& configurator)
    : m_core(core)
    , m_board(board)
    , m_observation(observation)
    , m_commits(commits)
    , m_configurator(configurator)
{
}

void CatalogDesk::held(ZoneRuntime& zone)
{
    if (zone.settings->catalog == CatalogRole::Producer && zone.loaded)
        return produce(zone);
    if (zone.settings->catalog != CatalogRole::Consumer || !zone.held)
        return;
    if (std::exchange(m_read[zone.id()], zone.held) == zone.held)
        return;
    m_core.pool.post([this, id = zone.id(), version = zone.held] {
        auto content =
            std::make_shared<const base::Result<zone::CatalogContent>>(zone::readCatalog(*version));
        m_core.loop.post([this, id, version, content] {
            const ZoneRuntime* read = m_core.find(id);
            if (read != nullptr && read->held == version)
                this->read(id, *content);
        });
    });
}

void CatalogDesk::read(base::ZoneId id, const base::Result<zone::CatalogContent>& content)
{
    if (content) {
        m_contents[id] = std::make_shared<const zone::CatalogContent>(*content);
        return plan();
    }
    // RFC 9432 section 5.1: nothing of it may be processed; its members stay as they are.
    m_contents.erase(id);
    pipeline::Event event = makeEvent(Kind::BuildFinding, Stage::Build, Severity::Error, id);
    event.error = content.error();
    m_core.journal.event(std::move(event));
}

void CatalogDesk::plan()
{
    if (m_contents.empty() || m_core.stopping)
        return;
    m_planAgain = m_planning;
    if (m_planning)
        return;
    m_planning = true;
    m_core.pool.post([this, configuration = m_core.configuration, contents = m_contents] {
        auto plan = std::make_shared<zone::CatalogPlan>(zone::planCatalogs(*configuration, contents));
        m_core.loop.post([this, configuration, plan] { planned(configuration, std::move(*plan)); });
    });
}

void CatalogDesk::planned(const zone::ConfigurationPtr& base, zone::CatalogPlan plan)
{
    m_planning = false;
    // An operator was faster, or another catalog came: what was planned is of yesterday.
    if (std::exchange(m_planAgain, false) || base != m_core.configuration)
        return this->plan();
    tellConflicts(plan.conflicts);
    // Superseded in the queue: the configuration that won calls configured(), which plans again.
    if (plan.changesAnything())
        m_configurator.configure(0, base, std::move(plan.configuration), {});
}

void CatalogDesk::tellConflicts(const std::vector<zone::CatalogConflict>& conflicts)
{
    for (const zone::CatalogConflict& conflict : conflicts) {
        if (std::ranges::find(m_conflicts, conflict) != m_conflicts.end())
            continue;
        pipeline::Event event =
            makeEvent(Kind::BuildFinding, Stage::Build, Severity::Warning, conflict.catalog);
        event.error =
            base::Error{base::ErrorCode::CatalogMemberTaken, conflict.member.toText() + " " + conflict.why};
        m_core.journal.event(std::move(event));
    }
    m_conflicts = conflicts;
}

void CatalogDesk::configured()
{
    const auto isNoCatalog = [this](const auto& entry) {
        const zone::Zone* zone = m_core.configuration->zone(entry.first);
        return zone == nullptr || zone->catalog != CatalogRole::Consumer;
    };
    std::erase_if(m_contents, isNoCatalog);
    std::erase_if(m_read, isNoCatalog);
    for (auto& [id, zone] : m_core.zones)
        if (zone.settings->catalog != CatalogRole::None)
            held(zone);
    plan();
}

void CatalogDesk::removeZone(base::ZoneId zone)
{
    m_contents.erase(zone);
    m_read.erase(zone);
    m_makeAgain.erase(zone);
}

void CatalogDesk::produce(ZoneRuntime& zone)
{
    const base::ZoneId id = zone.id();
    if (!m_making.insert(id).second) {
        m_makeAgain.insert(id);
        return;
    }
    m_core.pool.post([this, id, configuration = m_core.configuration, before = zone.held,
                      apex = zone.settings->apex, now = m_core.now()] {
        const auto members = zone::listedMembers(*configuration, id);
        base::Result<zone::ZoneVersionPtr> version = before;
        auto built = std::make_shared<build::BuildResult>();
        if (!before || !lists(*before, members)) {
            version = zone::makeCatalog(apex, nextSerial(before, now), members);
            if (version)
                *built = build::build({id, {before, *version, {}}});
        }
        m_core.loop.post([this, id, before, version, built] { made(id, before, version, built); });
    });
}

void CatalogDesk::made(base::ZoneId id, const zone::ZoneVersionPtr& onto,
                       base::Result<zone::ZoneVersionPtr> version,
                       std::shared_ptr<const build::BuildResult> built)
{
    if (!version || *version == onto || m_core.find(id) == nullptr)
        return stored(id, nullptr, version ? base::Status() : tl::unexpected(version.error()));
    CommitWorker::Job commit;
    commit.zone = id;
    commit.version = *version;
    if (built->difference && onto)
        commit.onto = onto->serial();
    commit.built = std::move(built);
    commit.done = [this, id, made = *version](const base::Status& outcome) {
        m_core.loop.post([this, id, made, outcome] { stored(id, made, outcome); });
    };
    m_commits.commit(std::move(commit));
}

void CatalogDesk::stored(base::ZoneId id, const zone::ZoneVersionPtr& version, const base::Status& outcome)
{
    m_making.erase(id);
    ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr)
        return;
    if (!outcome) {
        pipeline::Event event = makeEvent(Kind::PublishFailed, Stage::Publish, Severity::Error, id);
        event.error = outcome.error();
        m_core.journal.event(std::move(event));
    } else if (version) {
        const zone::ZoneVersionPtr before = std::exchange(zone->held, version);
        const base::Timestamp now = m_core.now();
        zone->heldSince = now;
        m_core.snapshots.set(id, version);
        m_core.published.publish(servedZone(*zone, *m_core.configuration));
        m_observation.setHeld(id, version->serial(), now);
        pipeline::Event event = makeEvent(Kind::Published, Stage::Publish, Severity::Info, id);
        if (before)
            event.fromSerial = before->serial();
        event.toSerial = version->serial();
        event.records = version->recordCount();
        m_core.journal.event(std::move(event));
        m_core.edges->served(*zone, before);
        m_board.touch(id);
    }
    if (m_makeAgain.erase(id) != 0)
        produce(*zone);
}

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/local_content.h"

#include "model/base/log.h"
#include "model/build/flatten_policy.h"
#include "model/dns/serial.h"
#include "model/engine/edge_desk.h"
#include "model/engine/flattened_file.h"
#include "model/engine/served_zone.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using pipeline::Severity;
using pipeline::Stage;

bool sameRecipe(const zone::Zone& a, const zone::Zone& b)
{
    return a.overrides == b.overrides && a.resolvers == b.resolvers && a.zonemdDigest == b.zonemdDigest;
}

} // namespace

LocalContent::Alias::~Alias()
{
    if (loop != nullptr)
        loop->cancel(timer);
}

LocalContent::LocalContent(Core& core, StatusBoard& board, std::filesystem::path dataFolder)
    : m_core(core)
    , m_board(board)
    , m_dataFolder(std::move(dataFolder))
{
}

void LocalContent::removeZone(base::ZoneId zone)
{
    if (m_aliases.erase(zone) == 0)
        return;
    m_core.background.post([file = flattenedFile(m_dataFolder, zone)] {
        std::error_code notThere;
        std::filesystem::remove(file, notThere);
    });
}

void LocalContent::prepare(ZoneRuntime& zone)
{
    zone.overlay.reset();
    if (zone.settings->overrides.empty())
        return;
    // The configuration was checked: this cannot fail but for a program older than the one that saved it.
    if (auto overlay = zone::Overlay::parse(zone.settings->overrides, zone.settings->apex))
        zone.overlay = std::make_shared<const zone::Overlay>(std::move(*overlay));
}

build::Recipe LocalContent::recipeOf(const ZoneRuntime& zone) const
{
    build::Recipe recipe;
    recipe.zonemdCheck = zone.settings->zonemdCheck;
    recipe.zonemdDigest = zone.settings->zonemdDigest;
    recipe.strict = zone.settings->strict;
    recipe.overlay = zone.overlay;
    recipe.flatten = !zone.settings->resolvers.empty();
    recipe.flattened = zone.flattened;
    recipe.publishedBefore = zone.served();
    recipe.lastSerial = zone.lastSerial;
    return recipe;
}

void LocalContent::take(ZoneRuntime& zone, build::Publication publication,
                        std::shared_ptr<const std::vector<build::Finding>> findings)
{
    const bool ours = publication.version != zone.held;
    zone.published = ours ? publication.version : nullptr;
    zone.withheld = false;
    if (ours && publication.version->serial() != zone.held->serial())
        zone.lastSerial = publication.version->serial();
    else if (!ours)
        zone.lastSerial.reset();
    zone.alias = publication.alias;
    if (findings)
        zone.findings = std::move(findings);
    if (publication.conflicts == zone.conflicts)
        return;
    zone.conflicts = std::move(publication.conflicts);
    for (const zone::OverrideConflict& conflict : zone.conflicts) {
        pipeline::Event event = makeEvent(Kind::BuildFinding, Stage::Build, Severity::Warning, zone.id());
        event.toSerial = zone.served()->serial();
        event.error = base::Error{base::ErrorCode::OverrideConflict, zone::toText(conflict)};
        m_core.journal.event(std::move(event));
    }
}

void LocalContent::served(ZoneRuntime& zone)
{
    if (!zone.alias) {
        m_aliases.erase(zone.id());
        zone.flattenError.reset();
        return;
    }
    Alias& alias = m_aliases[zone.id()];
    if (alias.loop != nullptr && alias.target == *zone.alias)
        return;
    m_core.loop.cancel(std::exchange(alias.timer, 0));
    alias.loop = &m_core.loop;
    alias.target = *zone.alias;
    alias.failures = 0;
    lookUp(zone.id());
}

void LocalContent::restored(ZoneRuntime& zone, std::function<void(ZoneRuntime&)> publish)
{
    checkInBackground(zone);
    if (!recipeOf(zone).changesContent())
        return publish(zone);
    zone.withheld = true;
    // The differences that were kept tell the serial that was published last: edges have it.
    const auto file =
        recipeOf(zone).flatten ? flattenedFile(m_dataFolder, zone.id()) : std::filesystem::path();
    m_core.store.read(
        [this, file, id = zone.id(), publish = std::move(publish)](store::HistoryReader& store) {
            const auto kept = store.keptVersions(id);
            const auto flattened = file.empty() ? std::nullopt : loadFlattened(file);
            const auto newest = kept && !kept->empty() ? std::optional(kept->front()) : std::nullopt;
            m_core.loop.post(
                [this, id, newest, flattened, publish] { recalled(id, newest, flattened, publish); });
        });
}

void LocalContent::recalled(base::ZoneId id, std::optional<std::uint32_t> newest,
                            std::optional<build::FlattenedApex> flattened,
                            std::function<void(ZoneRuntime&)> publish)
{
    ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr || !zone->withheld)
        return; // a transfer was faster
    if (newest && dns::isNewer(*newest, zone->held->serial()))
        zone->lastSerial = newest;
    if (flattened && !zone->flattened)
        zone->flattened = std::make_shared<const build::FlattenedApex>(std::move(*flattened));
    derive(id, [this, publish = std::move(publish)](ZoneRuntime& derived) {
        served(derived);
        const auto alias = m_aliases.find(derived.id());
        if (alias == m_aliases.end() || derived.flattened)
            return publish(derived);
        // An apex without addresses would be remembered by resolvers: the first verdict comes before.
        derived.withheld = true;
        alias->second.first = publish;
    });
}

void LocalContent::changed(ZoneRuntime& zone, const zone::Zone& before)
{
    if (sameRecipe(before, *zone.settings))
        return;
    prepare(zone);
    if (before.resolvers != zone.settings->resolvers)
        m_aliases.erase(zone.id()); // the new ones are asked
    if (!zone.held)
        return;
    derive(zone.id(), [this, served = zone.served()](ZoneRuntime& derived) { publish(derived, served); });
}

/// Takes the publication of the held version, then goes on with `then`; forgets it when a transfer was
/// faster.
void LocalContent::derive(base::ZoneId id, std::function<void(ZoneRuntime&)> then)
{
    const ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr || !zone->held)
        return;
    build::Recipe recipe = recipeOf(*zone);
    if (zone->withheld) // nothing was published since the start
        recipe.publishedBefore.reset();
    m_core.pool.post([this, id, held = zone->held, recipe = std::move(recipe), then = std::move(then)] {
        auto made = std::make_shared<base::Result<build::Publication>>(build::publicationOf(held, recipe));
        m_core.loop.post([this, id, held, made, then] {
            ZoneRuntime* derived = m_core.find(id);
            if (derived == nullptr || derived->held != held)
                return;
            if (*made)
                take(*derived, std::move(**made), nullptr);
            then(*derived);
        });
    });
}

void LocalContent::publish(ZoneRuntime& zone, const zone::ZoneVersionPtr& before)
{
    m_core.snapshots.set(zone.id(), zone.served());
    m_core.published.publish(servedZone(zone, *m_core.configuration));
    m_board.touch(zone.id());
    if (before->serial() != zone.served()->serial()) {
        pipeline::Event event = makeEvent(Kind::Published, Stage::Publish, Severity::Info, zone.id());
        event.fromSerial = before->serial();
        event.toSerial = zone.served()->serial();
        event.records = zone.served()->recordCount();
        m_core.journal.event(std::move(event));
        m_core.edges->served(zone, before);
    }
    served(zone);
}

void LocalContent::checkAgain(base::ZoneId id, base::Duration pause)
{
    if (!m_toCheck.insert(id).second)
        return;
    m_core.loop.after(pause, [this, id] {
        if (const ZoneRuntime* zone = m_core.find(id); zone != nullptr && zone->held)
            checkInBackground(*zone, true);
        else
            m_toCheck.erase(id);
    });
}

/// Later than the version was published: what was not known before is told. What the transfer dropped or
/// repaired is known from the transfer only.
void LocalContent::checked(ZoneRuntime& zone, bool again, std::vector<build::Finding> found)
{
    const auto before = std::exchange(zone.findings, nullptr);
    for (const build::Finding& finding : found) {
        const bool known = before && std::ranges::any_of(*before, [&](const build::Finding& each) {
                               return each.code == finding.code && each.owner == finding.owner;
                           });
        if (!again || known || finding.level == build::Level::Notice)
            continue;
        pipeline::Event event = makeEvent(Kind::BuildFinding, Stage::Build, Severity::Warning, zone.id());
        event.toSerial = zone.held->serial();
        event.records = finding.count;
        event.error = base::Error{finding.code, finding.owner.toText() + ": " + finding.detail};
        m_core.journal.event(std::move(event));
    }
    if (before)
        std::ranges::copy_if(*before, std::back_inserter(found),
                             [](const build::Finding& each) { return each.type == dns::Type::ANY; });
    zone.findings = std::make_shared<const std::vector<build::Finding>>(std::move(found));
    m_board.touch(zone.id());
}

/// What is wrong with a version that an earlier run stored, or that differences made: nobody waits for it.
void LocalContent::checkInBackground(const ZoneRuntime& zone, bool again)
{
    build::CheckInput input;
    input.next = zone.held;
    input.now = m_core.now();
    m_core.background.post([this, id = zone.id(), again, input = std::move(input)] {
        m_core.loop.post([this, id, again, version = input.next, found = build::checkZone(input)]() mutable {
            if (again)
                m_toCheck.erase(id);
            ZoneRuntime* held = m_core.find(id);
            if (held == nullptr || !held->held)
                return;
            if (held->held != version)
                return again ? checkAgain(id) : void(); // a newer one came meanwhile
            if (again || !held->findings)
                checked(*held, again, std::move(found));
        });
    });
}

void LocalContent::lookUp(base::ZoneId id)
{
    const ZoneRuntime* zone = m_core.find(id);
    const auto alias = m_aliases.find(id);
    if (zone == nullptr || alias == m_aliases.end() || m_core.stopping)
        return;
    alias->second.timer = 0;
    alias->second.lookup = std::make_unique<AddressLookup>(
        m_core.loop, m_core.clock, alias->second.target, zone->settings->resolvers,
        [this, id](base::Result<build::FlattenedApex> result) { found(id, std::move(result)); });
}

void LocalContent::found(base::ZoneId id, base::Result<build::FlattenedApex> result)
{
    ZoneRuntime* zone = m_core.find(id);
    const auto entry = m_aliases.find(id);
    if (zone == nullptr || entry == m_aliases.end())
        return;
    Alias& alias = entry->second;
    // Not from inside the lookup: it is freed with the next one.
    const auto first = std::exchange(alias.first, {});
    bool news = false;
    if (result) {
        alias.failures = 0;
        alias.timer = m_core.loop.after(build::nextLookup(result->ttl), [this, id] { lookUp(id); });
        auto merged = build::merged(zone->flattened.get(), std::move(*result));
        news = !zone->flattened || !(zone->flattened->target == merged.target) ||
               zone->flattened->a != merged.a || zone->flattened->aaaa != merged.aaaa;
        zone->flattened = std::make_shared<const build::FlattenedApex>(std::move(merged));
        zone->flattenError.reset();
        if (news)
            m_core.background.post([file = flattenedFile(m_dataFolder, id), good = zone->flattened] {
                if (const auto saved = saveFlattened(file, *good); !saved)
                    base::log(base::LogCategory::Build, base::LogLevel::Warning,
                              base::toString(saved.error()));
            });
    } else {
        alias.timer = m_core.loop.after(build::nextLookupAfter(++alias.failures), [this, id] { lookUp(id); });
        if (!zone->flattenError) {
            pipeline::Event event = makeEvent(Kind::BuildFinding, Stage::Build, Severity::Warning, id);
            event.error = base::Error{base::ErrorCode::FlattenFailed,
                                      alias.target.toText() + ": " + base::toString(result.error())};
            m_core.journal.event(std::move(event));
        }
        zone->flattenError = result.error();
    }
    m_board.touch(id);
    if (news)
        derive(id, [this, first, before = zone->served()](ZoneRuntime& derived) {
            first ? first(derived) : publish(derived, before);
        });
    else if (first) {
        zone->withheld = false;
        first(*zone);
    }
}

} // namespace zonescope::engine

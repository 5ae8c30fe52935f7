// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/running_engine.h"

#include "model/dns/text.h"

#include <algorithm>

namespace zonescope::kit {
namespace {

std::string canonicalLine(dns::Record record)
{
    // Owner case is preserved on the wire; equality of zones is not a matter of case (RFC 4343).
    record.owner = record.owner.lowered();
    return dns::recordText(record);
}

std::vector<std::string> sortedUnique(std::vector<std::string> lines)
{
    std::ranges::sort(lines);
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

} // namespace

base::Result<std::unique_ptr<RunningEngine>> RunningEngine::start(std::filesystem::path folder)
{
    std::unique_ptr<RunningEngine> running(new RunningEngine);
    if (folder.empty()) {
        running->m_own = std::make_unique<TemporaryFolder>();
        folder = running->m_own->path() / "data";
    }
    const net::Endpoint anyPort = *net::Endpoint::fromText("127.0.0.1:0");
    auto engine = engine::Engine::start(
        {.dataFolder = folder, .notifyListen = {anyPort}, .serveListen = {anyPort}, .clock = nullptr});
    if (!engine)
        return tl::unexpected(engine.error());
    running->m_engine = std::move(*engine);
    running->m_engine->setWake([self = running.get()] {
        const std::scoped_lock lock(self->m_mutex);
        self->m_waiting = true;
        self->m_woken.notify_one();
    });
    running->take();
    return running;
}

RunningEngine::~RunningEngine()
{
    if (m_engine)
        m_engine->setWake({});
}

bool RunningEngine::waitFor(const std::function<bool()>& done, std::chrono::milliseconds limit)
{
    const auto until = std::chrono::steady_clock::now() + limit;
    for (;;) {
        take();
        if (done()) {
            take(); // what made it true may have been told after the batch that was looked at
            return true;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now >= until)
            return false;
        // `done` may ask the engine itself and so take the news that would have woken us, or look at a peer.
        std::unique_lock lock(m_mutex);
        m_woken.wait_until(lock, std::min(until, now + std::chrono::milliseconds(50)),
                           [this] { return m_waiting; });
        m_waiting = false;
    }
}

base::Result<engine::Answer> RunningEngine::reply(engine::RequestId request, std::chrono::milliseconds limit)
{
    if (!waitFor([&] { return m_replies.contains(request); }, limit))
        return base::fail(base::ErrorCode::TimedOut, "no reply");
    return m_replies.at(request);
}

base::Status RunningEngine::configure(
    const std::function<base::Status(zone::Configuration&, std::map<base::KeyId, base::Bytes>&)>& edit)
{
    const zone::ConfigurationPtr newest = m_engine->configuration();
    zone::Configuration changed = *newest;
    std::map<base::KeyId, base::Bytes> secrets;
    if (auto done = edit(changed, secrets); !done)
        return done;
    return reply(m_engine->configure(newest, std::move(changed), std::move(secrets)))
        .map([](const engine::Answer&) {});
}

base::Result<base::ZoneId> RunningEngine::addZone(const ZoneSpec& spec)
{
    base::ZoneId added;
    auto done = configure([&](zone::Configuration& c, auto& secrets) -> base::Status {
        zone::Zone zone;
        auto apex = dns::Name::fromText(spec.apex);
        if (!apex)
            return tl::unexpected(apex.error());
        zone.apex = *apex;
        zone::Primary primary;
        primary.name = "primary " + spec.primary.toText() + (spec.key.empty() ? "" : " with a key");
        primary.addresses = {spec.primary};
        for (const auto& [id, existing] : c.primaries())
            if (existing.name == primary.name)
                zone.primaries = {id};
        if (!spec.key.empty() && zone.primaries.empty()) {
            auto key = dns::TsigKey::fromText(spec.key);
            if (!key)
                return tl::unexpected(key.error());
            auto id = c.put(zone::Key{{}, key->name, key->algorithm});
            if (!id)
                return tl::unexpected(id.error());
            secrets[*id] = key->secret;
            primary.key = *id;
        }
        if (zone.primaries.empty()) {
            auto id = c.put(primary);
            if (!id)
                return tl::unexpected(id.error());
            zone.primaries = {*id};
        }
        for (const net::Endpoint& endpoint : spec.edges) {
            base::EdgeId known;
            for (const auto& [id, edge] : c.edges())
                if (edge.endpoint == endpoint)
                    known = id;
            if (!known) {
                zone::Edge edge;
                edge.name = "edge " + endpoint.toText();
                edge.endpoint = endpoint;
                auto id = c.put(edge);
                if (!id)
                    return tl::unexpected(id.error());
                known = *id;
            }
            zone.edges.push_back(known);
        }
        auto id = c.put(zone);
        if (!id)
            return tl::unexpected(id.error());
        added = *id;
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return added;
}

std::optional<zone::ZoneStatus> RunningEngine::status(base::ZoneId zone) const
{
    const auto found = m_statuses.find(zone);
    return found == m_statuses.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> RunningEngine::heldSerial(base::ZoneId zone) const
{
    const auto version = m_engine->heldVersion(zone);
    return version ? std::optional(version->serial()) : std::nullopt;
}

bool RunningEngine::sawEvent(pipeline::Event::Kind kind, base::ZoneId zone) const
{
    return std::ranges::any_of(
        m_events, [&](const pipeline::Event& e) { return e.kind == kind && (!zone || e.zone == zone); });
}

std::size_t RunningEngine::attemptsOf(base::ZoneId zone, pipeline::TransferKind kind, bool successful) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(m_attempts, [&](const pipeline::TransferAttempt& a) {
            return a.zone == zone && a.kind == kind && a.error.has_value() != successful;
        }));
}

void RunningEngine::take()
{
    engine::Batch batch = m_engine->takeBatch();
    for (zone::ZoneStatus& status : batch.zones)
        m_statuses[status.zone] = std::move(status);
    m_events.insert(m_events.end(), batch.events.begin(), batch.events.end());
    m_attempts.insert(m_attempts.end(), batch.attempts.begin(), batch.attempts.end());
    for (engine::Reply& reply : batch.replies)
        m_replies.insert_or_assign(reply.request, std::move(reply.answer));
}

std::vector<std::string> zoneLines(const zone::ZoneVersion& version)
{
    std::vector<std::string> lines;
    version.forEach([&](zone::OwnerView owner) {
        const dns::Name name = owner.name(version.apex());
        owner.forEachRrset([&](const zone::RrsetView& set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                lines.push_back(canonicalLine(
                    {name, set.type(), dns::Class::IN, set.ttl(), base::Bytes(base::textOf(set.rdata(i)))}));
            return true;
        });
        return true;
    });
    return sortedUnique(std::move(lines));
}

base::Result<std::vector<std::string>> zoneLines(const std::string& digOutput, const std::string& apex)
{
    auto origin = dns::Name::fromText(apex);
    if (!origin)
        return tl::unexpected(origin.error());
    auto records = dns::recordsFromText(digOutput, *origin);
    if (!records)
        return tl::unexpected(records.error());
    std::vector<std::string> lines;
    std::ranges::transform(*records, std::back_inserter(lines), canonicalLine);
    return sortedUnique(std::move(lines));
}

} // namespace zonescope::kit

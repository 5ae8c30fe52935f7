// SPDX-License-Identifier: GPL-3.0-or-later
// The requests of the facade: a number at once, the answer in a later batch.
#include "model/engine/engine_impl.h"

namespace zonescope::engine {
namespace {

/// Calls back once when all of several commits are durable, with the first error.
class AllDurable
{
public:
    AllDurable(std::size_t count, std::function<void(base::Status)> done)
        : m_left(count)
        , m_done(std::move(done))
    {
    }
    void one(const base::Status& outcome)
    {
        if (m_outcome && !outcome)
            m_outcome = outcome;
        if (--m_left == 0)
            m_done(m_outcome);
    }

private:
    std::size_t m_left;
    base::Status m_outcome;
    std::function<void(base::Status)> m_done;
};

} // namespace

RequestId EngineImpl::configure(zone::ConfigurationPtr base, zone::Configuration changed,
                                std::map<base::KeyId, base::Bytes> newSecrets)
{
    const RequestId request = newRequest();
    m_core.loop.post([this, request, base = std::move(base), changed = std::move(changed),
                      newSecrets = std::move(newSecrets)]() mutable {
        m_configurator.configure(request, std::move(base), std::move(changed), std::move(newSecrets));
    });
    return request;
}

RequestId EngineImpl::tracePath(path::Target target)
{
    const RequestId request = newRequest();
    m_core.loop.post([this, request, target = std::move(target)] { m_paths.trace(request, target); });
    return request;
}

void EngineImpl::watchPath(std::optional<path::Target> target)
{
    m_core.loop.post([this, target = std::move(target)] { m_paths.watch(target); });
}

RequestId EngineImpl::pathHistory(net::Endpoint target, pipeline::Period period)
{
    const RequestId request = newRequest();
    m_queries.paths(request, target, period);
    return request;
}

RequestId EngineImpl::transfer(TransferRequest what)
{
    const RequestId request = newRequest();
    m_core.loop.post([this, request, what = std::move(what)] { transferNow(request, what); });
    return request;
}

void EngineImpl::transferNow(RequestId request, const TransferRequest& what)
{
    std::vector<ZoneRuntime*> zones;
    for (const base::ZoneId id : what.zones) {
        ZoneRuntime* zone = m_core.find(id);
        if (zone == nullptr)
            return m_batcher.reply(request, base::fail(base::ErrorCode::NotFound, "no such zone"));
        zones.push_back(zone);
    }
    if (what.primary && m_core.configuration->primary(what.primary) == nullptr)
        return m_batcher.reply(request, base::fail(base::ErrorCode::NotFound, "no such primary"));
    if (zones.empty())
        return m_batcher.reply(request, Answer{Done{}});
    const auto all = std::make_shared<AllDurable>(zones.size(), [this, request](const base::Status& outcome) {
        m_batcher.reply(request, outcome.map([] { return Answer{Done{}}; }));
    });
    for (ZoneRuntime* zone : zones)
        forceOne(*zone, what, [this, all](const base::Status& outcome) {
            m_core.loop.post([all, outcome] { all->one(outcome); });
        });
    m_runner.pump();
}

void EngineImpl::forceOne(ZoneRuntime& zone, const TransferRequest& what,
                          schedule::WorkLedger::Durable durable)
{
    if (!zone.loaded) {
        zone.whenLoaded.push_back([this, id = zone.id(), what, durable = std::move(durable)] {
            if (ZoneRuntime* loaded = m_core.find(id))
                return forceOne(*loaded, what, durable);
            durable(base::fail(base::ErrorCode::NotFound, "the zone was removed meanwhile"));
        });
        return;
    }
    // "Full" while a slow transfer runs: that one is in the way.
    if (what.full)
        m_runner.cancel(zone.id());
    schedule::Scheduler::Request request;
    request.trigger = what.full ? pipeline::Trigger::ForcedFull : pipeline::Trigger::Forced;
    request.primary = what.primary;
    request.address = what.address;
    m_core.scheduler.enqueue(zone.id(), request, m_core.now(), std::move(durable));
    m_board.touch(zone.id());
}

void EngineImpl::configurationFileRead(const base::Status& outcome)
{
    m_core.loop.post([this, outcome] {
        m_core.configurationError = outcome ? std::nullopt : std::optional(outcome.error());
        pipeline::Event event = makeEvent(outcome ? pipeline::Event::Kind::ConfigurationReloaded
                                                  : pipeline::Event::Kind::ConfigurationRefused,
                                          pipeline::Stage::Schedule,
                                          outcome ? pipeline::Severity::Notice : pipeline::Severity::Error);
        event.error = m_core.configurationError;
        m_core.journal.event(std::move(event));
        m_board.touchEngine();
    });
}

RequestId EngineImpl::cancelTransfer(base::ZoneId zone)
{
    const RequestId request = newRequest();
    m_core.loop.post([this, request, zone] {
        if (m_runner.cancel(zone))
            m_batcher.reply(request, Answer{Done{}});
        else
            m_batcher.reply(request, base::fail(base::ErrorCode::NotFound, "no transfer is running"));
    });
    return request;
}

RequestId EngineImpl::probeNow(std::vector<base::ZoneId> zones)
{
    const RequestId request = newRequest();
    m_prober.probeNow(zones);
    m_batcher.reply(request, Answer{Done{}});
    return request;
}

RequestId EngineImpl::preflight(std::vector<PreflightRow> rows)
{
    const RequestId request = newRequest();
    m_preflight.probe(request, std::move(rows));
    return request;
}

RequestId EngineImpl::testChange(base::ZoneId zone)
{
    const RequestId request = newRequest();
    m_core.loop.post([this, request, zone] { m_testChanges.send(request, zone); });
    return request;
}

RequestId EngineImpl::changes(pipeline::HistoryFilter filter)
{
    const RequestId request = newRequest();
    m_queries.changes(request, std::move(filter));
    return request;
}

RequestId EngineImpl::attempts(pipeline::HistoryFilter filter)
{
    const RequestId request = newRequest();
    m_queries.attempts(request, std::move(filter));
    return request;
}

RequestId EngineImpl::events(pipeline::HistoryFilter filter)
{
    const RequestId request = newRequest();
    m_queries.events(request, std::move(filter));
    return request;
}

RequestId EngineImpl::latency(pipeline::HistoryFilter filter, bool byEdge)
{
    const RequestId request = newRequest();
    m_queries.latency(request, std::move(filter), byEdge);
    return request;
}

RequestId EngineImpl::serials(pipeline::HistoryFilter filter)
{
    const RequestId request = newRequest();
    m_queries.serials(request, std::move(filter));
    return request;
}

RequestId EngineImpl::versions(base::ZoneId zone)
{
    const RequestId request = newRequest();
    m_queries.versions(request, zone);
    return request;
}

RequestId EngineImpl::difference(base::ZoneId zone, std::uint32_t fromSerial, std::uint32_t toSerial)
{
    const RequestId request = newRequest();
    m_queries.difference(request, zone, fromSerial, toSerial);
    return request;
}

RequestId EngineImpl::report(ReportRequest what)
{
    const RequestId request = newRequest();
    if (!what.clouds) {
        m_queries.report(request, std::move(what), experiments());
        return request;
    }
    m_clouds.section([this, request, what](std::shared_ptr<const report::CloudSection> section) {
        m_queries.report(request, what, experiments(), std::move(section));
    });
    return request;
}

RequestId EngineImpl::endedConnections(congestion::ConnectionFilter filter)
{
    const RequestId request = newRequest();
    m_queries.endedConnections(request, std::move(filter));
    return request;
}

RequestId EngineImpl::connectionMinutes(pipeline::Period period, std::optional<net::Prefix> peer)
{
    const RequestId request = newRequest();
    m_queries.connectionMinutes(request, period, peer);
    return request;
}

RequestId EngineImpl::clouds(CloudRequest what)
{
    const RequestId request = newRequest();
    m_clouds.ask(request, std::move(what));
    return request;
}

RequestId EngineImpl::cloudIntent(IntentRequest what)
{
    const RequestId request = newRequest();
    m_clouds.ask(request, std::move(what));
    return request;
}

} // namespace zonescope::engine

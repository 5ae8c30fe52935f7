// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/catalog_desk.h"
#include "model/engine/cloud_desk.h"
#include "model/engine/configurator.h"
#include "model/engine/core.h"
#include "model/engine/edge_desk.h"
#include "model/engine/engine.h"
#include "model/engine/experiment_desk.h"
#include "model/engine/local_content.h"
#include "model/engine/notify_desk.h"
#include "model/engine/path_desk.h"
#include "model/engine/pipeline_runner.h"
#include "model/engine/preflight_desk.h"
#include "model/engine/queries.h"
#include "model/engine/registry.h"
#include "model/engine/test_change_desk.h"
#include "model/publish/authoritative_server.h"

#include <atomic>
#include <memory>
#include <thread>

namespace zonescope::engine {

/// What is opened before any thread runs; see EngineImpl::open().
struct Opened
{
    std::unique_ptr<net::EventLoop> loop;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<publish::KeyValueStore> entries;
    std::optional<base::Error> entriesDamage; ///< set aside, a new store was begun
    zone::ConfigurationPtr configuration;
    dns::KeyRing keys;
    schedule::WorkLedger::Loaded work;
};

/// Puts the parts together: what is started, in which order, and stopped in reverse.
class EngineImpl final : public Engine
{
public:
    EngineImpl(Options options, Opened opened);
    ~EngineImpl() override;

    /// Precondition, here and in the constructor: options.clock is set.
    static base::Result<Opened> open(const Options& options);
    /// Binds the sockets and starts the threads.
    base::Status run();
    std::vector<net::InheritedSocket> takeSockets();

    void setWake(std::function<void()> wake) override { m_batcher.setWake(std::move(wake)); }
    Batch takeBatch() override { return m_batcher.take(); }
    void followNews(bool followed) override { m_batcher.follow(followed); }

    zone::ConfigurationPtr configuration() const override { return m_snapshots.configuration(); }
    zone::ZoneVersionPtr heldVersion(base::ZoneId zone) const override { return m_snapshots.held(zone); }
    std::vector<zone::ZoneStatus> zoneStatuses() const override { return m_snapshots.statuses(); }
    void configurationFileRead(const base::Status& outcome) override;
    std::vector<zone::PrimaryStatus> primaryStatuses() const override { return m_snapshots.primaries(); }
    EngineStatus status() const override { return m_snapshots.status(); }
    std::shared_ptr<const congestion::Snapshot> connections() const override
    {
        return m_connections->snapshot();
    }
    void watchConnections(bool watched) override { m_connections->setWatched(watched); }
    std::shared_ptr<const congestion::ExperimentsSnapshot> experiments() const override
    {
        return m_experiments.service().snapshot();
    }
    base::Result<congestion::ExperimentId> beginExperiment(congestion::ExperimentDesign design) override
    {
        return m_experiments.service().begin(std::move(design));
    }
    void stopExperiment(congestion::ExperimentId id) override { m_experiments.service().stop(id); }
    void removeExperiment(congestion::ExperimentId id) override { m_experiments.service().remove(id); }
    void watchClosely(std::vector<congestion::Connection> connections) override
    {
        m_connections->watch(std::move(connections));
    }
    std::shared_ptr<const congestion::WatchSeries> closeWatch(std::uint64_t cookie) const override
    {
        return m_connections->watched(cookie);
    }

    RequestId configure(zone::ConfigurationPtr base, zone::Configuration changed,
                        std::map<base::KeyId, base::Bytes> newSecrets) override;
    RequestId transfer(TransferRequest request) override;
    RequestId cancelTransfer(base::ZoneId zone) override;
    RequestId probeNow(std::vector<base::ZoneId> zones) override;
    RequestId preflight(std::vector<PreflightRow> rows) override;
    RequestId testChange(base::ZoneId zone) override;

    RequestId tracePath(path::Target target) override;
    void watchPath(std::optional<path::Target> target) override;
    std::vector<std::shared_ptr<const path::PathView>> paths() const override { return m_paths.views(); }
    RequestId pathHistory(net::Endpoint target, pipeline::Period period) override;

    RequestId changes(pipeline::HistoryFilter filter) override;
    RequestId attempts(pipeline::HistoryFilter filter) override;
    RequestId events(pipeline::HistoryFilter filter) override;
    RequestId latency(pipeline::HistoryFilter filter, bool byEdge) override;
    RequestId serials(pipeline::HistoryFilter filter) override;
    RequestId versions(base::ZoneId zone) override;
    RequestId difference(base::ZoneId zone, std::uint32_t fromSerial, std::uint32_t toSerial) override;
    RequestId report(ReportRequest request) override;
    RequestId endedConnections(congestion::ConnectionFilter filter) override;
    RequestId connectionMinutes(pipeline::Period period, std::optional<net::Prefix> peer) override;
    RequestId clouds(CloudRequest request) override;
    RequestId cloudIntent(IntentRequest request) override;

private:
    RequestId newRequest() { return m_nextRequest.fetch_add(1); }
    transfer::TransferService::Callbacks transferCallbacks();
    congestion::Monitor::Options monitorOptions();
    void transferNow(RequestId request, const TransferRequest& what);
    void forceOne(ZoneRuntime& zone, const TransferRequest& what, schedule::WorkLedger::Durable durable);
    void storeChanged(const std::optional<base::Error>& error);
    void applied();
    void stop();

    // In the order of construction; destroyed in reverse, after stop() has joined all threads.
    const Options m_options;
    Batcher m_batcher;
    Snapshots m_snapshots;
    Opened m_opened;
    std::shared_ptr<publish::PublishedZones> m_published = std::make_shared<publish::PublishedZones>();
    Journal m_journal;
    TaskPool m_pool;
    TaskPool m_background;
    Core m_core;
    observe::Prober m_prober;
    transfer::TransferService m_transfers;
    CommitWorker m_commits;
    StatusBoard m_board;
    EdgeDesk m_edges;
    Observation m_observation;
    PipelineRunner m_runner;
    Registry m_registry;
    Configurator m_configurator;
    LocalContent m_local;
    CatalogDesk m_catalogs;
    NotifyDesk m_notify;
    Queries m_queries;
    CloudDesk m_clouds;
    PreflightDesk m_preflight;
    ExperimentDesk m_experiments;
    PathDesk m_paths;
    TestChangeDesk m_testChanges;
    std::unique_ptr<publish::AuthoritativeServer> m_server;
    std::unique_ptr<congestion::Monitor> m_connections;
    std::atomic<RequestId> m_nextRequest{1};
    std::thread m_thread; ///< the engine thread
};

} // namespace zonescope::engine

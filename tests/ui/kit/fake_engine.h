// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <atomic>
#include <mutex>
#include <set>

namespace zonescope::uikit {

/// Time stands still unless a test moves it.
class StoppedClock final : public base::Clock
{
public:
    /// 2026-11-21 14:06:00 UTC
    base::Timestamp wall() const override { return base::fromMicroseconds(m_now.load()); }
    base::Instant steady() const override { return base::Instant(std::chrono::microseconds(m_now.load())); }
    void advance(base::Duration by) { m_now += by.count(); }

private:
    std::atomic<std::int64_t> m_now{1'795'269'960'000'000};
};

struct FakeOptions
{
    std::size_t zones = 60;
    std::size_t edges = 12;
    std::size_t primaries = 4;
    std::size_t changes = 600;  ///< history over the last 24 hours
    bool versions = true;       ///< hold real zone versions (costs memory with many zones)
    bool troubled = true;       ///< some zones behind, failing, expired, paused
    bool answerRequests = true; ///< false: the test answers by hand
};

/// An engine without sockets and threads: deterministic data, requests recorded, answers batched as the real
/// one does. For tests only.
class FakeEngine final : public engine::Engine
{
public:
    explicit FakeEngine(FakeOptions options = {});

    void setWake(std::function<void()> wake) override;
    engine::Batch takeBatch() override;
    zone::ConfigurationPtr configuration() const override;
    zone::ZoneVersionPtr heldVersion(base::ZoneId zone) const override;
    std::vector<zone::ZoneStatus> zoneStatuses() const override;
    engine::EngineStatus status() const override;
    std::shared_ptr<const congestion::Snapshot> connections() const override { return m_connections; }
    void watchConnections(bool watched) override { connectionsWatched = watched; }
    std::shared_ptr<const congestion::ExperimentsSnapshot> experiments() const override
    {
        return m_experiments;
    }
    base::Result<congestion::ExperimentId> beginExperiment(congestion::ExperimentDesign design) override;
    void stopExperiment(congestion::ExperimentId id) override { experimentsStopped.push_back(id); }
    void removeExperiment(congestion::ExperimentId id) override { experimentsRemoved.push_back(id); }
    engine::RequestId tracePath(path::Target target) override;
    void watchPath(std::optional<path::Target> target) override { pathWatched = std::move(target); }
    std::vector<std::shared_ptr<const path::PathView>> paths() const override;
    engine::RequestId pathHistory(net::Endpoint target, pipeline::Period period) override;
    engine::RequestId configure(zone::ConfigurationPtr base, zone::Configuration changed,
                                std::map<base::KeyId, base::Bytes> newSecrets) override;
    engine::RequestId transfer(engine::TransferRequest request) override;
    engine::RequestId cancelTransfer(base::ZoneId zone) override;
    engine::RequestId probeNow(std::vector<base::ZoneId> zones) override;
    engine::RequestId testChange(base::ZoneId zone) override;
    engine::RequestId preflight(std::vector<engine::PreflightRow> rows) override;
    engine::RequestId changes(pipeline::HistoryFilter filter) override;
    engine::RequestId attempts(pipeline::HistoryFilter filter) override;
    engine::RequestId events(pipeline::HistoryFilter filter) override;
    engine::RequestId latency(pipeline::HistoryFilter filter, bool byEdge) override;
    engine::RequestId serials(pipeline::HistoryFilter filter) override;
    engine::RequestId versions(base::ZoneId zone) override;
    engine::RequestId difference(base::ZoneId zone, std::uint32_t fromSerial,
                                 std::uint32_t toSerial) override;
    engine::RequestId report(engine::ReportRequest request) override;
    engine::RequestId endedConnections(congestion::ConnectionFilter filter) override;
    engine::RequestId connectionMinutes(pipeline::Period period, std::optional<net::Prefix> peer) override;
    void watchClosely(std::vector<congestion::Connection> connections) override
    {
        watchedClosely = std::move(connections);
    }
    std::shared_ptr<const congestion::WatchSeries> closeWatch(std::uint64_t cookie) const override;
    /// With `cloudView` that one is shown; without, nothing is kept.
    engine::RequestId clouds(engine::CloudRequest request) override;
    /// With `driftView` that one is given.
    engine::RequestId cloudIntent(engine::IntentRequest request) override;

    // What tests do with it. Any thread.
    const std::shared_ptr<StoppedClock>& clock() const { return m_clock; }
    void send(engine::Batch news); ///< merged into the waiting batch, wakes
    void reply(engine::RequestId request, base::Result<engine::Answer> answer);
    pipeline::Event sampleEvent(std::uint64_t id) const;
    zone::ZoneStatus statusOf(base::ZoneId zone) const;
    pipeline::TransferAttempt sampleAttempt(std::uint64_t id, base::ZoneId zone) const;

    std::vector<engine::TransferRequest> transfersAsked;
    std::vector<base::ZoneId> cancelsAsked;
    std::vector<base::ZoneId> testChangesAsked;
    std::vector<std::vector<base::ZoneId>> probesAsked;
    std::vector<engine::PreflightRow> preflightsAsked;
    std::vector<engine::CloudRequest> cloudsAsked;
    cloud::CloudViewPtr cloudView;
    engine::CloudHistoryAnswer cloudHistory;
    std::vector<cloud::Suppression> suppressions;
    std::vector<engine::IntentRequest> intentsAsked;
    std::shared_ptr<const engine::DriftView> driftView;
    engine::GateAnswer gateAnswer;
    engine::CorrectionAnswer correctionAnswer;
    std::map<base::KeyId, base::Bytes> secretsGiven;
    bool connectionsWatched = false;
    std::vector<congestion::ExperimentDesign> experimentsBegun;
    std::vector<congestion::ExperimentId> experimentsStopped, experimentsRemoved;
    void setExperiments(std::shared_ptr<const congestion::ExperimentsSnapshot> snapshot)
    {
        m_experiments = std::move(snapshot);
    }
    std::vector<congestion::Connection> watchedClosely;
    std::vector<congestion::ConnectionFilter> endedAsked;
    std::optional<path::Target> pathWatched;
    std::vector<path::Target> tracesAsked;
    void setConnections(std::shared_ptr<const congestion::Snapshot> snapshot)
    {
        m_connections = std::move(snapshot);
    }
    int supersedeNext = 0; ///< so many configure() calls lose against somebody else
    engine::RequestId lastRequest() const { return m_nextRequest - 1; }

private:
    engine::RequestId answered(base::Result<engine::Answer> answer);
    void wake();

    FakeOptions m_options;
    std::shared_ptr<StoppedClock> m_clock;
    mutable std::mutex m_mutex;
    std::function<void()> m_wake;
    bool m_waiting = false;
    engine::Batch m_batch;
    engine::RequestId m_nextRequest = 1;
    zone::ConfigurationPtr m_configuration;
    std::shared_ptr<const congestion::Snapshot> m_connections = std::make_shared<congestion::Snapshot>();
    std::shared_ptr<const congestion::ExperimentsSnapshot> m_experiments =
        std::make_shared<congestion::ExperimentsSnapshot>();
    std::vector<zone::ZoneStatus> m_statuses;
    std::vector<zone::PrimaryStatus> m_primaryStatuses;
    std::vector<pipeline::Change> m_changes;
    mutable std::map<base::ZoneId, zone::ZoneVersionPtr> m_versions;
};

} // namespace zonescope::uikit

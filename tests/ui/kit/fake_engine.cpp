// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/fake_engine.h"

#include "tests/ui/kit/fake_data.h"

#include <algorithm>

namespace zonescope::uikit {

FakeEngine::FakeEngine(FakeOptions options)
    : m_options(options)
    , m_clock(std::make_shared<StoppedClock>())
{
    m_configuration = sampleConfiguration(options);
    std::size_t number = 0;
    for (const auto& [id, zone] : m_configuration->zones())
        m_statuses.push_back(sampleStatus(*zone, number++, options, m_clock->wall()));
    number = 0;
    for (const auto& [id, primary] : m_configuration->primaries())
        m_primaryStatuses.push_back(samplePrimaryStatus(id, number++, options, m_clock->wall()));
    m_changes = sampleChanges(*m_configuration, options, m_clock->wall());
    m_connections = sampleConnections(m_clock->wall());
    m_batch.zones = m_statuses;
    m_batch.primaries = m_primaryStatuses;
    m_batch.engine = status();
    for (std::uint64_t id = 1; id <= 60; ++id)
        m_batch.events.push_back(sampleEvent(id));
}

void FakeEngine::setWake(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

engine::Batch FakeEngine::takeBatch()
{
    const std::lock_guard lock(m_mutex);
    m_waiting = false;
    engine::Batch batch;
    std::swap(batch, m_batch);
    m_batch.droppedEvents = batch.droppedEvents;
    return batch;
}

engine::RequestId FakeEngine::tracePath(path::Target target)
{
    tracesAsked.push_back(std::move(target));
    return answered(engine::Answer{engine::Done{}});
}

std::vector<std::shared_ptr<const path::PathView>> FakeEngine::paths() const
{
    return samplePaths(*m_configuration, m_clock->wall());
}

engine::RequestId FakeEngine::pathHistory(net::Endpoint target, pipeline::Period)
{
    return answered(engine::Answer{engine::PathHistoryAnswer{samplePathHistory(target, m_clock->wall())}});
}

void FakeEngine::wake()
{
    std::function<void()> wakeNow;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_waiting)
            wakeNow = m_wake;
        m_waiting = true;
    }
    if (wakeNow)
        wakeNow();
}

void FakeEngine::send(engine::Batch news)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto append = [](auto& to, auto& from) { to.insert(to.end(), from.begin(), from.end()); };
        if (news.configuration) {
            m_configuration = news.configuration;
            m_batch.configuration = news.configuration;
        }
        append(m_batch.zones, news.zones);
        append(m_batch.removedZones, news.removedZones);
        append(m_batch.primaries, news.primaries);
        append(m_batch.progress, news.progress);
        append(m_batch.attempts, news.attempts);
        append(m_batch.changes, news.changes);
        append(m_batch.events, news.events);
        append(m_batch.replies, news.replies);
        m_batch.droppedEvents = std::max(m_batch.droppedEvents, news.droppedEvents);
        if (news.engine)
            m_batch.engine = news.engine;
    }
    wake();
}

void FakeEngine::reply(engine::RequestId request, base::Result<engine::Answer> answer)
{
    engine::Batch batch;
    batch.replies.push_back({request, std::move(answer)});
    send(std::move(batch));
}

engine::RequestId FakeEngine::answered(base::Result<engine::Answer> answer)
{
    const engine::RequestId request = m_nextRequest++;
    if (m_options.answerRequests)
        reply(request, std::move(answer));
    return request;
}

zone::ConfigurationPtr FakeEngine::configuration() const
{
    const std::lock_guard lock(m_mutex);
    return m_configuration;
}

zone::ZoneVersionPtr FakeEngine::heldVersion(base::ZoneId zone) const
{
    const zone::Zone* settings = configuration()->zone(zone);
    if (!m_options.versions || !settings)
        return nullptr;
    zone::ZoneVersionPtr& version = m_versions[zone];
    if (!version)
        version = sampleVersion(settings->apex, statusOf(zone).heldSerial.value_or(1));
    return version;
}

std::vector<zone::ZoneStatus> FakeEngine::zoneStatuses() const
{
    return m_statuses;
}

zone::ZoneStatus FakeEngine::statusOf(base::ZoneId zone) const
{
    const auto found = std::ranges::find(m_statuses, zone, &zone::ZoneStatus::zone);
    return found == m_statuses.end() ? zone::ZoneStatus{} : *found;
}

engine::EngineStatus FakeEngine::status() const
{
    engine::EngineStatus status;
    status.running = true;
    status.notifyAt = {*net::Endpoint::fromText("127.0.0.1:5301"), *net::Endpoint::fromText("[::1]:5301")};
    status.serveAt = {*net::Endpoint::fromText("127.0.0.1:5300")};
    status.transfersPerMinute = 38;
    status.notifiesAccepted = 1204;
    status.notifiesRefused = 7;
    status.probesSent = 412'300;
    return status;
}

engine::RequestId FakeEngine::configure(zone::ConfigurationPtr base, zone::Configuration changed,
                                        std::map<base::KeyId, base::Bytes> newSecrets)
{
    if (supersedeNext > 0 || base != configuration()) {
        --supersedeNext;
        return answered(base::fail(base::ErrorCode::Superseded));
    }
    secretsGiven.insert(newSecrets.begin(), newSecrets.end());
    engine::Batch news;
    news.configuration = std::make_shared<zone::Configuration>(std::move(changed));
    send(std::move(news));
    return answered(engine::Answer{engine::Done{}});
}

engine::RequestId FakeEngine::testChange(base::ZoneId zone)
{
    testChangesAsked.push_back(zone);
    engine::TestChangeAnswer taken;
    taken.primary = m_configuration->zone(zone)->primaries.front();
    return answered(engine::Answer{taken});
}

engine::RequestId FakeEngine::transfer(engine::TransferRequest request)
{
    engine::Batch news;
    for (const base::ZoneId zone : request.zones) {
        pipeline::TransferProgress progress;
        progress.zone = zone;
        progress.phase = pipeline::TransferProgress::Phase::Receiving;
        progress.kind = request.full ? pipeline::TransferKind::Axfr : pipeline::TransferKind::Ixfr;
        progress.primary = m_configuration->zone(zone)->primaries.front();
        progress.startedAt = m_clock->wall() - std::chrono::milliseconds(400);
        progress.records = 12'000;
        progress.bytes = 1'200'000;
        news.progress.push_back(progress);
    }
    transfersAsked.push_back(std::move(request));
    send(std::move(news));
    return answered(engine::Answer{engine::Done{}});
}

engine::RequestId FakeEngine::cancelTransfer(base::ZoneId zone)
{
    cancelsAsked.push_back(zone);
    return answered(engine::Answer{engine::Done{}});
}

engine::RequestId FakeEngine::probeNow(std::vector<base::ZoneId> zones)
{
    probesAsked.push_back(std::move(zones));
    return answered(engine::Answer{engine::Done{}});
}

engine::RequestId FakeEngine::preflight(std::vector<engine::PreflightRow> rows)
{
    engine::PreflightAnswer answer;
    for (const engine::PreflightRow& row : rows)
        answer.results.push_back(samplePreflight(row));
    answer.last = true;
    preflightsAsked.insert(preflightsAsked.end(), rows.begin(), rows.end());
    return answered(engine::Answer{std::move(answer)});
}

engine::RequestId FakeEngine::changes(pipeline::HistoryFilter filter)
{
    engine::ChangesAnswer answer;
    for (auto it = m_changes.rbegin(); it != m_changes.rend() && answer.changes.size() < filter.limit; ++it)
        if (it->startedAt >= filter.period.from && it->startedAt < filter.period.to &&
            (filter.zones.empty() || std::ranges::find(filter.zones, it->zone) != filter.zones.end()))
            answer.changes.push_back(*it);
    return answered(engine::Answer{std::move(answer)});
}

engine::RequestId FakeEngine::attempts(pipeline::HistoryFilter filter)
{
    engine::AttemptsAnswer answer;
    const base::ZoneId zone = filter.zones.empty() ? m_statuses.front().zone : filter.zones.front();
    for (std::uint64_t id = 40; id > 0; --id)
        answer.attempts.push_back(sampleAttempt(id, zone));
    return answered(engine::Answer{std::move(answer)});
}

engine::RequestId FakeEngine::events(pipeline::HistoryFilter filter)
{
    engine::EventsAnswer answer;
    for (std::uint64_t id = std::min<std::uint64_t>(filter.beforeId, 50); id > 1; --id)
        answer.events.push_back(sampleEvent(id - 1));
    return answered(engine::Answer{std::move(answer)});
}

engine::RequestId FakeEngine::latency(pipeline::HistoryFilter filter, bool byEdge)
{
    return answered(engine::Answer{engine::LatencyAnswer{sampleLatency(m_changes, filter, byEdge)}});
}

engine::RequestId FakeEngine::serials(pipeline::HistoryFilter filter)
{
    const zone::ZoneStatus status =
        filter.zones.empty() ? m_statuses.front() : statusOf(filter.zones.front());
    return answered(engine::Answer{sampleSerials(status, filter.period)});
}

engine::RequestId FakeEngine::versions(base::ZoneId zone)
{
    const std::uint32_t newest = statusOf(zone).heldSerial.value_or(3);
    return answered(engine::Answer{engine::VersionsAnswer{{newest, newest - 1, newest - 2, newest - 3}}});
}

engine::RequestId FakeEngine::difference(base::ZoneId zone, std::uint32_t fromSerial, std::uint32_t toSerial)
{
    const zone::Zone* settings = configuration()->zone(zone);
    return answered(
        engine::Answer{engine::DifferenceAnswer{sampleDifference(settings->apex, fromSerial, toSerial)}});
}

engine::RequestId FakeEngine::clouds(engine::CloudRequest request)
{
    cloudsAsked.push_back(request);
    if (std::holds_alternative<engine::CompareClouds>(request))
        return answered(engine::Answer{engine::CloudDifferenceAnswer{
            cloudView->snapshot, cloudView->snapshot, std::make_shared<const cloud::SnapshotDifference>()}});
    if (std::holds_alternative<engine::ExportCloud>(request))
        return answered(engine::Answer{engine::Done{}});
    if (std::holds_alternative<engine::AskCloudHistory>(request))
        return answered(engine::Answer{cloudHistory});
    if (const auto* finding = std::get_if<engine::SuppressFinding>(&request)) {
        std::erase_if(suppressions, [&](const cloud::Suppression& s) {
            return s.check == finding->what.check && s.resource == finding->what.resource;
        });
        if (!finding->undo)
            suppressions.push_back(finding->what);
        return answered(engine::Answer{engine::SuppressionsAnswer{suppressions}});
    }
    engine::CloudAnswer answer;
    answer.suppressions = suppressions;
    if (cloudView) {
        answer.kept = {{2, "estate", m_clock->wall(), cloudView->snapshot->resources().size()},
                       {1, "estate before", m_clock->wall() - std::chrono::hours(24), 1}};
        answer.shown = 2;
        answer.view = cloudView;
    }
    return answered(engine::Answer{std::move(answer)});
}

engine::RequestId FakeEngine::cloudIntent(engine::IntentRequest request)
{
    intentsAsked.push_back(request);
    if (const auto* preview = std::get_if<engine::PreviewTerraform>(&request)) {
        engine::TerraformPreviewAnswer answer;
        for (const auto& file : preview->files)
            answer.files.push_back({file.string(), cloud::IntentForm::State, 12, 30, 0, 4, {}});
        return answered(engine::Answer{std::move(answer)});
    }
    if (std::holds_alternative<engine::CheckTerraformPlan>(request))
        return answered(engine::Answer{gateAnswer});
    if (const auto* thrown = std::get_if<engine::ThrowKillSwitch>(&request)) {
        engine::DriftView view = driftView ? *driftView : engine::DriftView();
        view.killed = thrown->on;
        driftView = std::make_shared<const engine::DriftView>(std::move(view));
        return answered(engine::Answer{engine::Done{}});
    }
    if (std::holds_alternative<engine::PrepareCorrection>(request))
        return answered(engine::Answer{correctionAnswer});
    return answered(engine::Answer{
        engine::IntentAnswer{driftView ? driftView : std::make_shared<const engine::DriftView>()}});
}

engine::RequestId FakeEngine::report(engine::ReportRequest request)
{
    return answered(engine::Answer{engine::ReportAnswer{sampleReport(*m_configuration, m_changes, request)}});
}

engine::RequestId FakeEngine::endedConnections(congestion::ConnectionFilter filter)
{
    engine::ConnectionsAnswer answer;
    for (auto chunk = m_connections->closed.rbegin(); chunk != m_connections->closed.rend(); ++chunk)
        for (auto row = (*chunk)->rbegin(); row != (*chunk)->rend(); ++row) {
            const congestion::Connection& c = row->connection;
            const bool wanted =
                (!filter.peer || filter.peer->contains(c.remote.address)) &&
                (filter.port == 0 || c.remote.port == filter.port || c.local.port == filter.port);
            if (wanted && answer.rows.size() < filter.limit)
                answer.rows.push_back(*row);
        }
    endedAsked.push_back(std::move(filter));
    return answered(engine::Answer{std::move(answer)});
}

engine::RequestId FakeEngine::connectionMinutes(pipeline::Period period, std::optional<net::Prefix> peer)
{
    return answered(engine::Answer{engine::MinutesAnswer{sampleMinutes(period, peer, m_clock->wall())}});
}

std::shared_ptr<const congestion::WatchSeries> FakeEngine::closeWatch(std::uint64_t cookie) const
{
    for (const congestion::Connection& connection : watchedClosely)
        if (connection.cookie == cookie)
            return sampleWatch(connection, m_clock->wall());
    return nullptr;
}

pipeline::Event FakeEngine::sampleEvent(std::uint64_t id) const
{
    return uikit::sampleEvent(*m_configuration, id,
                              m_clock->wall() - std::chrono::seconds(61) + std::chrono::seconds(id));
}

pipeline::TransferAttempt FakeEngine::sampleAttempt(std::uint64_t id, base::ZoneId zone) const
{
    return uikit::sampleAttempt(*m_configuration, id, zone,
                                m_clock->wall() - std::chrono::minutes(41 - static_cast<int>(id)));
}

} // namespace zonescope::uikit

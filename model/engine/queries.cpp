// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/queries.h"

#include "model/dns/serial.h"
#include "model/engine/network_report.h"
#include "model/engine/version_difference.h"
#include "model/report/report_builder.h"

#include <algorithm>
#include <limits>

namespace zonescope::engine {
namespace {

constexpr std::uint64_t shownDifferenceMost = 100'000; // records: more than anybody scrolls through
constexpr std::size_t reportRows = 5'000'000;          // bounds memory, a month of 1,000 busy zones is less

template <class T>
base::Result<Answer> answerOf(base::Result<T> result, auto wrap)
{
    if (!result)
        return tl::unexpected(result.error());
    return Answer{wrap(std::move(*result))};
}

/// The first failure of several readings.
template <class... Results>
const base::Error* firstError(const Results&... results)
{
    const base::Error* error = nullptr;
    ((error = error == nullptr && !results ? &results.error() : error), ...);
    return error;
}

base::Result<Answer> readDifference(store::HistoryReader& history, const zone::Configuration& configuration,
                                    base::ZoneId id, std::uint32_t from, std::uint32_t to)
{
    const zone::Zone* zone = configuration.zone(id);
    if (zone == nullptr)
        return base::fail(base::ErrorCode::NotFound, "no such zone");
    zone::Difference difference;
    if (from != to) {
        const bool back = dns::isNewer(from, to);
        const auto chain = history.changesets(id, back ? to : from, back ? from : to);
        if (!chain)
            return tl::unexpected(chain.error());
        difference = combine(zone->apex, *chain, shownDifferenceMost);
        if (back)
            difference = reversed(std::move(difference));
    }
    difference.fromSerial = from;
    difference.toSerial = to;
    return Answer{DifferenceAnswer{std::make_shared<const zone::Difference>(std::move(difference))}};
}

} // namespace

Queries::Queries(const base::Clock& clock, store::Store& store, const Snapshots& snapshots, Batcher& batcher,
                 TaskPool& background)
    : m_clock(clock)
    , m_store(store)
    , m_snapshots(snapshots)
    , m_batcher(batcher)
    , m_background(background)
    , m_kernel(congestion::kernelRelease())
{
}

void Queries::readUpToDate(std::function<void(store::HistoryReader&)> work)
{
    // When writing fails there is still something to read.
    m_store.flush([this, work = std::move(work)](const base::Status&) { m_store.read(work); });
}

void Queries::paths(RequestId request, const net::Endpoint& target, const pipeline::Period& period)
{
    constexpr std::size_t mostRounds = 20'000;
    m_store.read([this, request, target, period](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.paths(target, period, mostRounds),
                                          [](auto rows) { return PathHistoryAnswer{std::move(rows)}; }));
    });
}

void Queries::changes(RequestId request, pipeline::HistoryFilter filter)
{
    m_store.read([this, request, filter = std::move(filter)](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.changes(filter),
                                          [](auto rows) { return ChangesAnswer{std::move(rows)}; }));
    });
}

void Queries::attempts(RequestId request, pipeline::HistoryFilter filter)
{
    m_store.read([this, request, filter = std::move(filter)](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.attempts(filter),
                                          [](auto rows) { return AttemptsAnswer{std::move(rows)}; }));
    });
}

void Queries::events(RequestId request, pipeline::HistoryFilter filter)
{
    m_store.read([this, request, filter = std::move(filter)](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.events(filter),
                                          [](auto rows) { return EventsAnswer{std::move(rows)}; }));
    });
}

void Queries::latency(RequestId request, pipeline::HistoryFilter filter, bool byEdge)
{
    m_store.read([this, request, filter = std::move(filter), byEdge](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.latency(filter, byEdge),
                                          [](auto rows) { return LatencyAnswer{std::move(rows)}; }));
    });
}

void Queries::serials(RequestId request, pipeline::HistoryFilter filter)
{
    m_store.read([this, request, filter = std::move(filter)](store::HistoryReader& history) {
        auto spans = history.serials(filter);
        auto gaps = history.gaps(filter.period);
        if (const base::Error* error = firstError(spans, gaps))
            return m_batcher.reply(request, tl::unexpected(*error));
        m_batcher.reply(request, Answer{SerialsAnswer{std::move(*spans), std::move(*gaps)}});
    });
}

void Queries::versions(RequestId request, base::ZoneId zone)
{
    readUpToDate([this, request, zone](store::HistoryReader& history) {
        auto kept = history.keptVersions(zone);
        if (!kept)
            return m_batcher.reply(request, tl::unexpected(kept.error()));
        // The held one can always be shown, also when nothing leads to it.
        if (const auto held = m_snapshots.held(zone))
            if (std::ranges::count(*kept, held->serial()) == 0)
                kept->insert(kept->begin(), held->serial());
        m_batcher.reply(request, Answer{VersionsAnswer{std::move(*kept)}});
    });
}

void Queries::difference(RequestId request, base::ZoneId zone, std::uint32_t fromSerial,
                         std::uint32_t toSerial)
{
    readUpToDate([=, this](store::HistoryReader& history) {
        m_batcher.reply(request,
                        readDifference(history, *m_snapshots.configuration(), zone, fromSerial, toSerial));
    });
}

void Queries::report(RequestId request, ReportRequest what,
                     std::shared_ptr<const congestion::ExperimentsSnapshot> experiments,
                     std::shared_ptr<const report::CloudSection> cloud)
{
    readUpToDate([this, request, what = std::move(what), experiments = std::move(experiments),
                  cloud = std::move(cloud)](store::HistoryReader& history) {
        pipeline::HistoryFilter filter = what.selection;
        filter.limit = reportRows;
        auto changes = history.changes(filter);
        auto attempts = history.attempts(filter);
        auto events = history.events(filter);
        auto gaps = history.gaps(filter.period);
        auto paths = readPaths(history, *m_snapshots.configuration(), filter.period);
        auto minutes = history.minutes(filter.period, {});
        if (const base::Error* error = firstError(changes, attempts, events, gaps, paths, minutes))
            return m_batcher.reply(request, tl::unexpected(*error));
        auto input = std::make_shared<report::ReportInput>();
        input->configuration = m_snapshots.configuration();
        input->selection = what.selection;
        input->freshnessTarget = what.freshnessTarget;
        input->writtenAt = m_clock.wall();
        input->changes = std::move(*changes);
        input->attempts = std::move(*attempts);
        input->events = std::move(*events);
        input->gaps = std::move(*gaps);
        input->kernel = m_kernel;
        input->cloud = cloud;
        input->paths = std::move(*paths);
        // Seconds for a large month: other readers must not wait for it.
        m_background.post([this, request, input, experiments, minutes = std::move(*minutes)] {
            input->peers = peerRows(minutes);
            input->experiments = experimentRows(*experiments, input->selection.period);
            auto document = std::make_shared<const report::Document>(report::buildReport(*input));
            m_batcher.reply(request, Answer{ReportAnswer{std::move(document)}});
        });
    });
}

void Queries::endedConnections(RequestId request, congestion::ConnectionFilter filter)
{
    readUpToDate([this, request, filter = std::move(filter)](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.connections(filter),
                                          [](auto rows) { return ConnectionsAnswer{std::move(rows)}; }));
    });
}

void Queries::connectionMinutes(RequestId request, pipeline::Period period, std::optional<net::Prefix> peer)
{
    readUpToDate([this, request, period, peer](store::HistoryReader& history) {
        m_batcher.reply(request, answerOf(history.minutes(period, peer),
                                          [](auto rows) { return MinutesAnswer{std::move(rows)}; }));
    });
}

} // namespace zonescope::engine

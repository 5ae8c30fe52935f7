// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/congestion/host_counters.h"
#include "model/engine/batcher.h"
#include "model/engine/snapshots.h"
#include "model/engine/task_pool.h"
#include "model/store/store.h"

namespace zonescope::engine {

/// Answers questions about history on the store's reader thread; answers leave through the batcher.
/// Thread-safe.
class Queries
{
public:
    Queries(const base::Clock& clock, store::Store& store, const Snapshots& snapshots, Batcher& batcher,
            TaskPool& background);

    void changes(RequestId request, pipeline::HistoryFilter filter);
    void attempts(RequestId request, pipeline::HistoryFilter filter);
    void events(RequestId request, pipeline::HistoryFilter filter);
    void latency(RequestId request, pipeline::HistoryFilter filter, bool byEdge);
    void serials(RequestId request, pipeline::HistoryFilter filter);
    void paths(RequestId request, const net::Endpoint& target, const pipeline::Period& period);
    void versions(RequestId request, base::ZoneId zone);
    void difference(RequestId request, base::ZoneId zone, std::uint32_t fromSerial, std::uint32_t toSerial);
    void report(RequestId request, ReportRequest what,
                std::shared_ptr<const congestion::ExperimentsSnapshot> experiments,
                std::shared_ptr<const report::CloudSection> cloud = {});
    void endedConnections(RequestId request, congestion::ConnectionFilter filter);
    void connectionMinutes(RequestId request, pipeline::Period period, std::optional<net::Prefix> peer);

private:
    /// After all rows queued so far are in the database: what was just seen can be asked for.
    void readUpToDate(std::function<void(store::HistoryReader&)> work);

    const base::Clock& m_clock;
    store::Store& m_store;
    const Snapshots& m_snapshots;
    Batcher& m_batcher;
    TaskPool& m_background;
    const std::string m_kernel;
};

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"
#include "model/engine/engine.h"
#include "model/path/target_watch.h"
#include "model/path/trace_worker.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace zonescope::engine {

/// The ways to the servers of the configuration: traced now and then, one server after the other and from the
/// address from which transfers leave; one that somebody looks at every second. What changes becomes an
/// event. Engine thread, except views().
class PathDesk
{
public:
    explicit PathDesk(Core& core);

    void begin();      ///< reads what the last run knew
    void configured(); ///< the configuration changed
    void stop();       ///< joins the worker; the loop may still run

    void trace(RequestId request, const path::Target& target);
    void watch(const std::optional<path::Target>& target);
    /// Name of the route to that server; 0: not known.
    std::uint64_t routeTo(const net::Endpoint& server) const;

    std::vector<std::shared_ptr<const path::PathView>> views() const; ///< any thread

private:
    using Key = std::pair<net::Endpoint, path::Protocol>;
    struct Known
    {
        explicit Known(const path::Target& to)
            : target(to)
            , watch(to)
        {
        }
        path::Target target;
        path::TargetWatch watch;
        base::PrimaryId primary; ///< these two none: nobody of ours
        base::EdgeId edge;
        std::uint64_t zones = 0; ///< that depend on it
        bool ours = false;
        std::optional<base::Instant> due; ///< nothing: only when asked for
        bool running = false;
        bool wholeWatched = false; ///< the watching began with a round of all flows
        std::uint8_t nextFlow = 0;
        std::optional<base::Instant> storedAt;
        std::vector<RequestId> asked;
    };

    Known& known(const path::Target& target);
    void want(const path::Target& target, base::PrimaryId primary, base::EdgeId edge, std::size_t place);
    void tick();
    void run(Known& one, std::uint8_t flows, std::uint8_t firstFlow);
    void finished(const path::TraceWorker::Work& work, const path::Round& round);
    void tell(const Known& one, const path::PathChange& change);
    void keep(Known& one, const path::Round& round, bool always);
    void publish(const Known& one);
    void forgetStrangers();
    bool ready();

    Core& m_core;
    std::map<Key, Known> m_known;
    std::optional<Key> m_watched;
    std::unique_ptr<path::TraceWorker> m_worker; ///< from the first use on
    net::EventLoop::TimerId m_timer = 0;
    bool m_stopped = false;

    mutable std::mutex m_mutex;
    std::map<Key, std::shared_ptr<const path::PathView>> m_views; ///< guarded by m_mutex
};

} // namespace zonescope::engine

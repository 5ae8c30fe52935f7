// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/path/path_round.h"

#include <functional>
#include <memory>

namespace zonescope::path {

/// Traces paths on a thread of its own, over real sockets, as an ordinary user. Remembers of each target the
/// ports of its flows and the length of the path, so that later rounds need no probe beyond the target.
/// Thread-safe.
class TraceWorker
{
public:
    struct Options
    {
        std::shared_ptr<const base::Clock> clock; ///< nothing: SystemClock
        base::Duration timeout{1'000'000};        ///< for each probe
        std::size_t atOnce = 4;                   ///< rounds; more wait
    };
    struct Work
    {
        Target target;
        std::uint8_t flows = 1;
        std::uint8_t firstFlow = 0;
    };
    /// On the worker's thread; every trace() ends in one.
    using Done = std::function<void(const Work&, const Round&)>;

    /// Errors: SocketFailed.
    static base::Result<std::unique_ptr<TraceWorker>> start(Options options, Done done);
    virtual ~TraceWorker() = default; ///< joins; rounds on their way are not reported

    virtual void trace(Work work) = 0;
};

} // namespace zonescope::path

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment_book.h"
#include "model/congestion/experiment/experiment_preflight.h"
#include "model/congestion/experiment/served_transfers.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::congestion {

/// All experiments at one moment, newest last. Immutable, shared between threads.
struct ExperimentsSnapshot
{
    std::uint64_t number = 0; ///< rises with every change
    std::vector<std::shared_ptr<const Experiment>> experiments;
    std::optional<ExperimentId> running;
    std::optional<base::Error> bookError; ///< what is shown may be lost with the next restart

    const Experiment* find(ExperimentId id) const;
};

/// Runs experiments, one at a time: two at once would share a path and both be wrong. A thread of its own;
/// all calls are thread-safe and return at once.
class ExperimentService
{
public:
    struct Options
    {
        std::shared_ptr<const base::Clock> clock;
        std::unique_ptr<ExperimentBook> book;             ///< nothing: they are forgotten at the end
        std::shared_ptr<ServedTransfers> served;          ///< nothing: ZoneTransfer is refused
        std::function<ExperimentConditions()> conditions; ///< nothing: those of this host
        std::function<SendResult(const SendOrder&, const std::atomic<bool>&)> send; ///< nothing: sendStream()
        std::function<std::uint64_t(const net::IpAddress&)> pathOf; ///< nothing: the kernel's route
        std::function<void()> news; ///< called on the service's thread after every change
    };

    /// Reads the book. What was under way at the last end goes on after its last whole block.
    static std::unique_ptr<ExperimentService> start(Options options);
    virtual ~ExperimentService() = default; ///< ends within some 50 ms; joins its thread

    virtual std::shared_ptr<const ExperimentsSnapshot> snapshot() const = 0;
    /// Errors: InvalidValue (the design), StillInUse (one is running), Unsupported (no server to take zone
    /// transfers from).
    virtual base::Result<ExperimentId> begin(ExperimentDesign design) = 0;
    virtual void stop(ExperimentId id) = 0;   ///< ends without a verdict
    virtual void remove(ExperimentId id) = 0; ///< a running one is stopped first
};

} // namespace zonescope::congestion

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/timings.h"
#include "model/transfer/transfer_job.h"

#include <functional>
#include <memory>
#include <vector>

namespace zonescope::transfer {

/// Runs jobs: sessions multiplexed over a few worker threads, each with its own epoll loop. Thread-safe.
/// A job that waits for a free place at its primary or in all holds nothing and delays no other zone.
class TransferService
{
public:
    struct Limits
    {
        std::uint16_t threads = 2;
        std::uint16_t maxTransfers = 64; ///< TCP connections in all
        std::uint16_t maxChecks = 512;   ///< SOA queries under way in all
        std::uint16_t maxChecksPerPrimary = 32;
        Timings timings;
    };
    /// Called on a worker thread; they post home and return at once.
    struct Callbacks
    {
        std::function<void(TransferResult)> finished;                    ///< exactly once for each job
        std::function<void(const pipeline::TransferProgress&)> progress; ///< at most 10 a second for each job
        std::function<void(pipeline::Event)> event; ///< fell back to AXFR, tried the next primary
    };

    TransferService(const base::Clock& clock, Limits limits, Callbacks callbacks);
    ~TransferService(); ///< stops
    TransferService(const TransferService&) = delete;

    void submit(TransferJob job);
    /// Each of them; the threads are woken once.
    void submit(std::vector<TransferJob> jobs);
    /// The job finishes as Cancelled; too late is harmless.
    void cancel(JobId job);
    void setMaxTransfers(std::uint16_t maxTransfers);
    /// Cancels all, joins the threads. Every submitted job has had its finished() call afterwards.
    void stop();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::transfer

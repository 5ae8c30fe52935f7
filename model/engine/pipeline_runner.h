// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/zone_builder.h"
#include "model/engine/commit_worker.h"
#include "model/engine/core.h"
#include "model/engine/observation.h"
#include "model/engine/status_board.h"
#include "model/transfer/transfer_service.h"

#include <memory>
#include <optional>
#include <vector>

namespace zonescope::engine {

/// Carries a piece of work through the stages: out of the scheduler's queue, to the transfer threads, to a
/// build thread, to the commit thread, and when it is durable the served version is swapped. Every step is
/// posted straight to the next thread; nothing polls. Engine thread.
class PipelineRunner
{
public:
    PipelineRunner(Core& core, StatusBoard& board, Observation& observation, CommitWorker& commits,
                   transfer::TransferService& transfers);
    ~PipelineRunner();

    /// Starts what may start and sets the timer for the rest. Call after anything that asked for work.
    void pump();
    /// False: nothing is in hand.
    bool cancel(base::ZoneId zone);
    /// Shutdown: all that is in hand goes back to the queue; late results are ignored.
    void releaseAll();

    void transferFinished(transfer::TransferResult result);
    void transferProgress(const pipeline::TransferProgress& progress);

private:
    using Outcome = schedule::Scheduler::Finish::Outcome;

    void pumpSoon();
    void armTimer();
    void expire(base::ZoneId id);
    void start(const schedule::Scheduler::Taken& taken);
    zone::PartSink partsOf(ZoneRuntime& zone);
    void forgetParts(ZoneRuntime& zone);
    ZoneRuntime* inHand(base::ZoneId zone, transfer::JobId job);
    void recordAnswers(ZoneRuntime& zone, const transfer::TransferResult& result);
    void failed(ZoneRuntime& zone, const base::Error& error, base::PrimaryId primary);
    void build(ZoneRuntime& zone);
    void built(base::ZoneId id, transfer::JobId job, std::shared_ptr<const build::BuildResult> result);
    void committed(base::ZoneId id, transfer::JobId job, const base::Status& outcome);
    void serve(ZoneRuntime& zone);
    void good(ZoneRuntime& zone);
    void conclude(ZoneRuntime& zone, Outcome outcome);
    void tell(ZoneRuntime& zone, pipeline::TransferProgress::Phase phase);
    pipeline::Event eventOf(const ZoneRuntime& zone, pipeline::Event::Kind kind, pipeline::Stage stage,
                            pipeline::Severity severity) const;

    Core& m_core;
    StatusBoard& m_board;
    Observation& m_observation;
    CommitWorker& m_commits;
    transfer::TransferService& m_transfers;
    transfer::JobId m_nextJob = 1;
    net::EventLoop::TimerId m_timer = 0;
    bool m_pumping = false;
    bool m_pumpPosted = false;
    std::vector<transfer::TransferJob> m_starting; ///< of this pump(): handed over together
};

} // namespace zonescope::engine

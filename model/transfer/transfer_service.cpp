// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/transfer_service.h"

#include "model/base/log.h"
#include "model/transfer/transfer_worker.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zonescope::transfer {

struct TransferService::State
{
    State(const base::Clock& clock, Limits limits, Callbacks callbacks)
        : finished(std::move(callbacks.finished))
        , shared(clock, limits, withForget(std::move(callbacks)))
    {
    }

    Callbacks withForget(Callbacks callbacks)
    {
        callbacks.finished = [this](TransferResult result) {
            {
                const std::lock_guard lock(mutex);
                workerOf.erase(result.job);
            }
            finished(std::move(result));
        };
        return callbacks;
    }

    std::mutex mutex; // guards the next two
    std::unordered_map<JobId, TransferWorker*> workerOf;
    bool stopped = false;
    std::function<void(TransferResult)> finished;
    TransferShared shared;
    std::vector<std::unique_ptr<TransferWorker>> workers; ///< fixed after construction
};

namespace {

TransferResult refused(const TransferJob& job, const base::Clock& clock, TransferResult::Outcome outcome,
                       base::Error error)
{
    TransferResult result;
    result.job = job.id;
    result.zone = job.zone;
    result.outcome = outcome;
    result.startedAt = result.finishedAt = clock.wall();
    result.error = std::move(error);
    return result;
}

} // namespace

TransferService::TransferService(const base::Clock& clock, Limits limits, Callbacks callbacks)
    : m_state(std::make_unique<State>(clock, limits, std::move(callbacks)))
{
    for (int i = 0; i < std::max<int>(1, limits.threads); ++i) {
        auto worker = TransferWorker::start(m_state->shared);
        if (worker)
            m_state->workers.push_back(std::move(*worker));
        else
            base::log(base::LogCategory::Transfer, base::LogLevel::Error,
                      "no transfer thread: " + base::toString(worker.error()));
    }
}

TransferService::~TransferService()
{
    stop();
}

void TransferService::submit(TransferJob job)
{
    std::vector<TransferJob> one;
    one.push_back(std::move(job));
    submit(std::move(one));
}

void TransferService::submit(std::vector<TransferJob> jobs)
{
    std::unique_lock lock(m_state->mutex);
    if (!m_state->stopped && !m_state->workers.empty()) {
        std::vector<std::vector<TransferJob>> shares(m_state->workers.size());
        const auto loadWith = [&](std::size_t worker) {
            return m_state->workers[worker]->load() + shares[worker].size();
        };
        for (TransferJob& job : jobs) {
            std::size_t idlest = 0;
            for (std::size_t worker = 1; worker < shares.size(); ++worker)
                if (loadWith(worker) < loadWith(idlest))
                    idlest = worker;
            m_state->workerOf[job.id] = m_state->workers[idlest].get();
            shares[idlest].push_back(std::move(job));
        }
        // Under the lock: stop() must not come between.
        for (std::size_t worker = 0; worker < shares.size(); ++worker)
            if (!shares[worker].empty())
                m_state->workers[worker]->submit(std::move(shares[worker]));
        return;
    }
    const bool stopped = m_state->stopped;
    lock.unlock();
    const base::Clock& clock = m_state->shared.clock;
    for (const TransferJob& job : jobs)
        m_state->finished(
            stopped
                ? refused(job, clock, TransferResult::Outcome::Cancelled, {base::ErrorCode::ShuttingDown, {}})
                : refused(job, clock, TransferResult::Outcome::Failed,
                          {base::ErrorCode::SocketFailed, "no transfer thread could be started"}));
}

void TransferService::cancel(JobId job)
{
    const std::lock_guard lock(m_state->mutex);
    if (const auto found = m_state->workerOf.find(job); found != m_state->workerOf.end())
        found->second->cancel(job);
}

void TransferService::setMaxTransfers(std::uint16_t maxTransfers)
{
    m_state->shared.connections.setLimitInAll(maxTransfers);
}

void TransferService::stop()
{
    {
        const std::lock_guard lock(m_state->mutex);
        if (std::exchange(m_state->stopped, true))
            return;
    }
    // All are told before one is waited for: a place given back by one may be granted to another.
    for (const auto& worker : m_state->workers)
        worker->stop();
    for (const auto& worker : m_state->workers)
        worker->join();
}

} // namespace zonescope::transfer

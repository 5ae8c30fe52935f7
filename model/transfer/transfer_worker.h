// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/event_loop.h"
#include "model/transfer/kept_connections.h"
#include "model/transfer/server_notes.h"
#include "model/transfer/transfer_places.h"
#include "model/transfer/transfer_service.h"

#include <atomic>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

namespace zonescope::transfer {

class QueryPipe;

/// What all worker threads share.
struct TransferShared
{
    const base::Clock& clock;
    TransferService::Limits limits;
    TransferService::Callbacks callbacks;
    TransferPlaces checks;
    TransferPlaces connections;
    ServerNotes notes;

    TransferShared(const base::Clock& sharedClock, TransferService::Limits l, TransferService::Callbacks c)
        : clock(sharedClock)
        , limits(l)
        , callbacks(std::move(c))
        , checks(l.maxChecks)
        , connections(l.maxTransfers, TransferPlaces::mostNewConnections)
        , notes(sharedClock)
    {
    }
};

/// One thread with an event loop and its sessions. Public calls from any thread.
class TransferWorker
{
public:
    /// Starts the thread. `shared` outlives it. Errors: SocketFailed.
    static base::Result<std::unique_ptr<TransferWorker>> start(TransferShared& shared);
    ~TransferWorker(); ///< after join()

    void submit(std::vector<TransferJob> jobs);
    void cancel(JobId job);
    /// Cancels all and ends the thread; join() waits for that.
    void stop();
    void join();
    std::size_t load() const { return m_load.load(std::memory_order_relaxed); }

private:
    class Running;
    struct Piped;
    /// Checks that may ask through one connection at the same time.
    static constexpr std::size_t mostPiped = 64;

    TransferWorker(TransferShared& shared, std::unique_ptr<net::EventLoop> loop);

    void begin(TransferJob job);
    void remove(JobId job);
    std::shared_ptr<QueryPipe> pipeFor(base::PrimaryId primary, const ConnectionKey& key) const;
    bool othersWait(const Running& but, const ConnectionKey& key) const;
    void openPipe(Running& first, const ConnectionKey& key, TransferPlaces::Ticket ticket);
    void pipeEmpty(std::uint64_t pipe);
    void cancelAll();

    TransferShared& m_shared;
    std::unique_ptr<net::EventLoop> m_loop;
    KeptConnections m_kept;                                        ///< the loop's thread only
    std::unordered_map<JobId, std::unique_ptr<Running>> m_running; ///< the loop's thread only
    std::unordered_map<std::uint64_t, Piped> m_pipes;              ///< the loop's thread only
    std::uint64_t m_nextPipe = 1;
    bool m_stopping = false; ///< the loop's thread only
    std::atomic<std::size_t> m_load{0};
    std::thread m_thread;
};

} // namespace zonescope::transfer

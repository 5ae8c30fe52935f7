// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace zonescope::engine {

/// Everything that leaves the engine goes through here: append under a mutex, one wake while nobody has taken
/// what waits. Latest value per zone, primary and change; events in a bounded ring whose drops are counted.
/// Thread-safe.
class Batcher
{
public:
    /// `ring`: events, and attempts and changes, kept for a reader that does not come.
    explicit Batcher(std::size_t ring = 10'000);

    /// Once this returns, the function set before is not called again. It must not call setWake().
    void setWake(std::function<void()> wake);
    Batch take();
    /// False: only configurations and replies are kept from now on. Statuses, events and rows of ten thousand
    /// zones that were gathered for nobody took a tenth of the time to serve them.
    void follow(bool followed) { m_followed.store(followed, std::memory_order_relaxed); }

    void put(zone::ConfigurationPtr configuration);
    void put(zone::ZoneStatus status);
    void remove(base::ZoneId zone);
    void put(zone::PrimaryStatus status);
    void put(const pipeline::TransferProgress& progress);
    void put(const pipeline::TransferAttempt& attempt);
    void put(const pipeline::Change& change);
    void put(const pipeline::Event& event);
    void put(std::shared_ptr<const path::PathView> view);
    void put(EngineStatus status);
    void reply(RequestId request, base::Result<Answer> answer);

private:
    template <class Change>
    void append(Change&& change);
    template <class Change>
    void tell(Change&& change); ///< append() while somebody follows
    void wake();

    const std::size_t m_ring;
    std::atomic<bool> m_followed{true};
    std::mutex m_mutex;
    // guarded by m_mutex
    Batch m_batch; ///< what needs no "latest wins"
    std::unordered_map<base::ZoneId, zone::ZoneStatus> m_zones;
    std::unordered_map<base::PrimaryId, zone::PrimaryStatus> m_primaries;
    std::map<path::Target, std::shared_ptr<const path::PathView>> m_paths;
    std::unordered_map<base::ZoneId, pipeline::TransferProgress> m_progress;
    std::unordered_map<std::uint64_t, pipeline::Change> m_changes;
    std::deque<std::uint64_t> m_changeOrder;
    std::deque<pipeline::TransferAttempt> m_attempts;
    std::deque<pipeline::Event> m_events;
    std::uint64_t m_droppedEvents = 0;
    bool m_waiting = false; ///< something was put since take()

    std::mutex m_wakeMutex;
    std::function<void()> m_wake; ///< guarded by m_wakeMutex
};

} // namespace zonescope::engine

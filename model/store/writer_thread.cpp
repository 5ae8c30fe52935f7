// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/writer_thread.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace zonescope::store {

using Steady = std::chrono::steady_clock;

void WriterThread::start(std::vector<CommitLane*> lanes, base::ThreadPriority priority)
{
    m_lanes = std::move(lanes);
    m_thread = std::thread([this, priority] {
        base::setOwnPriority(priority);
        loop();
    });
    pthread_setname_np(m_thread.native_handle(),
                       priority == base::ThreadPriority::Low ? "history" : "ledger");
}

void WriterThread::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
    }
    m_condition.notify_one();
}

void WriterThread::stop()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_condition.notify_one();
    m_thread.join();
}

CommitLane* WriterThread::dueLane(CommitLane::TimePoint now) const
{
    const auto found = std::ranges::find_if(m_lanes, [now](const CommitLane* lane) {
        const auto due = lane->dueAt();
        return due && *due <= now;
    });
    return found == m_lanes.end() ? nullptr : *found;
}

void WriterThread::waitForDue()
{
    std::optional<CommitLane::TimePoint> earliest;
    for (const CommitLane* lane : m_lanes)
        if (const auto due = lane->dueAt(); due && (!earliest || *due < *earliest))
            earliest = due;
    std::unique_lock lock(m_mutex);
    const auto woken = [this] { return m_woken || m_stopping; };
    if (earliest)
        m_condition.wait_until(lock, *earliest, woken);
    else
        m_condition.wait(lock, woken);
    m_woken = false;
}

void WriterThread::loop()
{
    for (;;) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping)
                break;
        }
        if (CommitLane* lane = dueLane(Steady::now()))
            lane->commit();
        else
            waitForDue();
    }
    drain();
}

void WriterThread::drain()
{
    for (CommitLane* lane : m_lanes)
        lane->ending();
    for (CommitLane* lane : m_lanes)
        do
            lane->commit(); // also the last try of what failed before
        while (!lane->settled());
}

} // namespace zonescope::store

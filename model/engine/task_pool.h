// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/thread_priority.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace zonescope::engine {

/// A few threads for pure functions over shared_ptr<const ...>. Thread-safe.
class TaskPool
{
public:
    explicit TaskPool(std::size_t threads, base::ThreadPriority priority = base::ThreadPriority::Normal);
    ~TaskPool();
    TaskPool(const TaskPool&) = delete;

    void post(std::function<void()> task);
    /// Tasks not begun are dropped, those that run are waited for.
    void stop();
    /// As stop(), but what is queued is still done.
    void finish();

private:
    void run();
    void join();

    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::deque<std::function<void()>> m_tasks; ///< guarded by m_mutex
    bool m_stopping = false;                   ///< guarded by m_mutex: nothing new, leave when empty
    std::vector<std::thread> m_threads;
};

} // namespace zonescope::engine

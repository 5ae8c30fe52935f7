// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/task_pool.h"

#include <pthread.h>

namespace zonescope::engine {

TaskPool::TaskPool(std::size_t threads, base::ThreadPriority priority)
{
    for (std::size_t i = 0; i < threads; ++i) {
        std::thread& thread = m_threads.emplace_back([this, priority] {
            base::setOwnPriority(priority);
            run();
        });
        pthread_setname_np(thread.native_handle(), "pool");
    }
}

TaskPool::~TaskPool()
{
    stop();
}

void TaskPool::post(std::function<void()> task)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopping)
            return;
        m_tasks.push_back(std::move(task));
    }
    m_ready.notify_one();
}

void TaskPool::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
        m_tasks.clear();
    }
    join();
}

void TaskPool::finish()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    join();
}

void TaskPool::join()
{
    m_ready.notify_all();
    for (std::thread& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

void TaskPool::run()
{
    while (true) {
        std::function<void()> task;
        {
            std::unique_lock lock(m_mutex);
            m_ready.wait(lock, [&] { return m_stopping || !m_tasks.empty(); });
            if (m_tasks.empty())
                return;
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        }
        task();
    }
}

} // namespace zonescope::engine

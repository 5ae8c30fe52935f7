// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/reader_thread.h"

#include <utility>

namespace zonescope::store {

ReaderThread::ReaderThread(Database database)
    : m_queries(std::move(database))
    , m_thread([this] { loop(); })
{
}

ReaderThread::~ReaderThread()
{
    stop();
}

void ReaderThread::post(Work work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_work.push_back(std::move(work));
    }
    m_condition.notify_one();
}

void ReaderThread::stop()
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

void ReaderThread::loop()
{
    for (;;) {
        Work work;
        {
            std::unique_lock lock(m_mutex);
            m_condition.wait(lock, [this] { return m_stopping || !m_work.empty(); });
            if (m_work.empty())
                return;
            work = std::move(m_work.front());
            m_work.pop_front();
        }
        work(m_queries);
    }
}

} // namespace zonescope::store

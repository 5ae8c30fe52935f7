// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/history_queries.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace zonescope::store {

/// The one thread that reads history, in the order of the questions. Readers in WAL mode never wait for the
/// writer.
class ReaderThread
{
public:
    using Work = std::function<void(HistoryReader&)>;

    explicit ReaderThread(Database database);
    ~ReaderThread();
    ReaderThread(const ReaderThread&) = delete;
    ReaderThread& operator=(const ReaderThread&) = delete;

    void post(Work work);
    /// Answers what was asked, then joins.
    void stop();

private:
    void loop();

    HistoryQueries m_queries;
    std::mutex m_mutex; ///< guards m_work, m_stopping
    std::condition_variable m_condition;
    std::deque<Work> m_work;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/batcher.h"
#include "model/engine/intent_desk.h"
#include "model/engine/snapshots.h"
#include "model/engine/task_pool.h"
#include "model/report/cloud_section.h"
#include "model/store/cloud/cloud_store.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace zonescope::engine {

/// Clouds, on a thread of their own: reads folders and files, keeps snapshots in a database of their own,
/// works out what is to be seen. That database is opened when it is first asked for. Thread-safe.
class CloudDesk
{
public:
    CloudDesk(std::filesystem::path file, const base::Clock& clock, const Snapshots& snapshots,
              Batcher& batcher, IntentDesk::Tell tell);
    ~CloudDesk() { stop(); }

    void ask(RequestId request, CloudRequest what);
    /// What a report says of the newest snapshot; null when nothing is kept or it cannot be read. Called on
    /// the desk's thread.
    void section(std::function<void(std::shared_ptr<const report::CloudSection>)> done);
    void ask(RequestId request, IntentRequest what);
    /// An import that runs is given up; waits for the thread.
    void stop();

private:
    // All on the thread of m_pool.
    base::Result<Answer> answer(const CloudRequest& what);
    base::Result<Answer> import(const std::filesystem::path& path);
    base::Result<Answer> read(const ReadAccount& what);
    base::Result<cloud::SnapshotPtr> readNow(const ReadAccount& what);
    base::Result<cloud::SnapshotPtr> load(std::int64_t id);
    bool wait(base::Duration duration); ///< false: we stop, or the reading is given up
    bool rest(base::Duration duration); ///< false: we stop
    base::Result<Answer> show(std::int64_t id, std::size_t notRead);
    base::Result<Answer> compare(const CompareClouds& what);
    std::shared_ptr<const report::CloudSection> makeSection();
    base::Result<Answer> history();
    base::Result<Answer> suppress(const SuppressFinding& what);
    base::Status openStore();
    /// Waits for the deadline of what was written to a cloud and is not kept yet.
    void watchDeadlines();
    void noteDeadline();
    /// Keeps a new snapshot and holds it against what shall be.
    base::Result<std::int64_t> keep(const cloud::SnapshotPtr& snapshot,
                                    const IntentDesk::ReadAgain& again = {});
    base::Result<std::vector<KeptSnapshot>> kept();
    std::vector<cloud::HeldZone> heldZones() const;
    std::vector<cloud::SnapshotPtr> before(const std::vector<KeptSnapshot>& all, std::int64_t id);

    const std::filesystem::path m_file;
    const base::Clock& m_clock;
    const Snapshots& m_snapshots;
    Batcher& m_batcher;
    std::optional<store::CloudStore> m_store;                              ///< that thread only
    std::map<std::int64_t, std::weak_ptr<const cloud::Snapshot>> m_loaded; ///< that thread only
    IntentDesk m_intent;                                                   ///< that thread only
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_giveUp = false; ///< the account that is being read
    std::mutex m_waitMutex;
    std::condition_variable m_waiting; ///< with m_waitMutex: wakes those who wait to ask again
    std::atomic<std::int64_t> m_deadline = noDeadline; ///< microseconds; the watch looks at it
    static constexpr std::int64_t noDeadline = std::numeric_limits<std::int64_t>::max();
    TaskPool m_pool{1, base::ThreadPriority::Low}; ///< reading a large cloud takes all cores for seconds
    TaskPool m_switchPool{1};                      ///< the kill switch waits for nothing that m_pool does
    std::thread m_watch;                           ///< sleeps on m_waiting
};

} // namespace zonescope::engine

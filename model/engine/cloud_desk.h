// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/batcher.h"
#include "model/engine/snapshots.h"
#include "model/engine/task_pool.h"
#include "model/report/cloud_section.h"
#include "model/store/cloud/cloud_store.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

namespace zonescope::engine {

/// Clouds, on a thread of their own: reads folders and files, keeps snapshots in a database of their own,
/// works out what is to be seen. That database is opened when it is first asked for. Thread-safe.
class CloudDesk
{
public:
    CloudDesk(std::filesystem::path file, const base::Clock& clock, const Snapshots& snapshots,
              Batcher& batcher);
    ~CloudDesk() { stop(); }

    void ask(RequestId request, CloudRequest what);
    /// What a report says of the newest snapshot; null when nothing is kept or it cannot be read. Called on
    /// the desk's thread.
    void section(std::function<void(std::shared_ptr<const report::CloudSection>)> done);
    /// An import that runs is given up; waits for the thread.
    void stop();

private:
    // All on the thread of m_pool.
    base::Result<Answer> answer(const CloudRequest& what);
    base::Result<Answer> import(const std::filesystem::path& path);
    base::Result<Answer> read(const ReadAws& what);
    bool wait(base::Duration duration); ///< false: we stop
    base::Result<Answer> show(std::int64_t id, std::size_t notRead);
    base::Result<Answer> compare(const CompareClouds& what);
    std::shared_ptr<const report::CloudSection> makeSection();
    base::Result<Answer> history();
    base::Result<Answer> suppress(const SuppressFinding& what);
    base::Status openStore();
    base::Result<std::vector<KeptSnapshot>> kept();
    std::vector<cloud::HeldZone> heldZones() const;
    std::vector<cloud::SnapshotPtr> before(const std::vector<KeptSnapshot>& all, std::int64_t id);

    const std::filesystem::path m_file;
    const base::Clock& m_clock;
    const Snapshots& m_snapshots;
    Batcher& m_batcher;
    std::optional<store::CloudStore> m_store; ///< that thread only
    std::atomic<bool> m_stopping = false;
    std::mutex m_waitMutex;
    std::condition_variable m_waiting; ///< with m_waitMutex: wakes those who wait to ask again
    TaskPool m_pool{1};
};

} // namespace zonescope::engine

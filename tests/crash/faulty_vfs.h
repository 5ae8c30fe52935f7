// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/crash/recorded_media.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace zonescope::kit {

/// Puts itself between SQLite and the disk as SQLite's default VFS, for as long as it lives. One at a time,
/// made before and gone after every database that it shall see. Thread-safe.
class FaultyVfs
{
public:
    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// What a disk that waits for its media takes longer for each sync.
    void setSyncDelay(std::chrono::microseconds delay);
    /// While set, every write says that the disk is full.
    void setFull(bool full);
    /// While set, every sync fails as a dying disk does.
    void setSyncFails(bool fails);
    std::uint64_t syncs() const;  ///< so far
    std::uint64_t writes() const; ///< so far

    /// Remembers what is on the media and what was written but not synced, per file.
    void record(bool on);
    /// `cut` is called once, in the middle of the operation (write, truncation or sync) with this number,
    /// counted from 1 since record(true); on the thread that works.
    void atOperation(std::uint64_t number, std::function<void()> cut);
    std::uint64_t operations() const;

    /// The media as a power cut now would find them.
    std::shared_ptr<const RecordedMedia> media() const;

private:
    struct State;
    friend struct VfsHooks;
    std::shared_ptr<State> m_state;
};

} // namespace zonescope::kit

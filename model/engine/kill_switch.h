// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/cloud/intent_store.h"

#include <atomic>
#include <filesystem>
#include <mutex>

namespace zonescope::engine {

/// Stops what happens to clouds without a person. Kept in the database of the intent, so that it outlives a
/// restart and every program on that data folder obeys it. Thread-safe: whoever carries something out is busy
/// on a thread of its own, and must not be waited for.
class KillSwitch
{
public:
    explicit KillSwitch(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }

    /// Holds at once, in this program; set() makes it last.
    void throwNow() { m_on = true; }
    /// On the disk when it returns, over a connection of its own. Blocks. Errors: those of IntentStore; it
    /// holds in this program all the same.
    base::Status set(bool on);
    /// Thrown here, or by any program in the file. What cannot be read counts as thrown.
    bool isOn(const store::IntentStore& store) const;

    /// Two connections must not make a new file at the same time.
    std::mutex& opening() { return m_opening; }

private:
    const std::filesystem::path m_file;
    std::mutex m_opening;
    std::atomic<bool> m_on = false;
};

} // namespace zonescope::engine

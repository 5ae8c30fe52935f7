// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/unique_fd.h"

#include <filesystem>

namespace zonescope::store {

/// The folder with everything Zonescope keeps, used by one engine at a time. The lock is the kernel's: it
/// goes with the process, however that dies.
class DataFolder
{
public:
    /// Creates it with mode 0700 when it is not there.
    /// Errors: StoreOpen (another engine has it, or it is no folder), StoreReadOnly, StoreFull.
    static base::Result<DataFolder> acquire(const std::filesystem::path& folder);

    std::filesystem::path work() const { return m_path / "work.sqlite"; }
    std::filesystem::path workJournal() const { return m_path / "work.journal"; } ///< in front of work()
    std::filesystem::path history() const { return m_path / "history.sqlite"; }
    std::filesystem::path historyJournal() const { return m_path / "history.journal"; }
    std::filesystem::path secrets() const { return m_path / "secrets"; }

    /// Room kept for a start on a full disk: what SQLite needs before anything can be read.
    /// True: there was some, and it is free now.
    bool freeReserve() const;
    /// When it is not there; without room for it nothing happens.
    void keepReserve() const;

private:
    DataFolder(std::filesystem::path path, net::UniqueFd lock)
        : m_path(std::move(path))
        , m_lock(std::move(lock))
    {
    }

    std::filesystem::path m_path;
    net::UniqueFd m_lock;
};

} // namespace zonescope::store

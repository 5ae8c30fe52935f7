// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

struct sqlite3_file;

namespace zonescope::store {

/// A small file that only grows: a change of a few octets costs one page and one sync, where a tree costs its
/// pages from leaf to root. What it holds is moved to where it belongs now and then (its owner does that),
/// after which the file begins anew from the front. One thread.
///
/// Form: a head (magic, salt, digest), then groups (length, digest, octets). The digest of a group is seeded
/// with the salt, so that groups of an earlier beginning are none of this one. Reading ends with the first
/// group that is not whole: it was never acknowledged. The file goes through SQLite's VFS, whose care for
/// folders and syncs it shares.
class AppendJournal
{
public:
    AppendJournal(); ///< good() only after open() and startAnew()
    ~AppendJournal();
    AppendJournal(AppendJournal&& other) noexcept;
    AppendJournal& operator=(AppendJournal&& other) noexcept;

    /// Called for each whole group, in order.
    using Visit = std::function<void(std::uint64_t salt, base::ByteView group)>;
    /// `sync`: false only where losing the end in a power cut is fine. What was read is not appended to: the
    /// owner moves it to its place and calls startAnew(). Errors: StoreOpen, StoreReadOnly, StoreFailed.
    static base::Result<AppendJournal> open(const std::filesystem::path& file, bool sync, const Visit& visit);

    /// Of the head that open() read, or given to startAnew(); 0: there was none.
    std::uint64_t salt() const { return m_salt; }
    /// append() may be called: startAnew() was, and nothing failed since.
    bool good() const { return m_good; }
    /// Octets of the groups since startAnew().
    std::uint64_t size() const { return m_end; }

    /// What is in the file counts no longer. Writes nothing yet. `salt`: another one each time.
    void startAnew(std::uint64_t salt);
    static std::uint64_t freshSalt();
    /// Durable when it returns. After an error nothing more is taken until startAnew(): the group may be on
    /// the disk or not. Errors: StoreFull, StoreReadOnly, StoreFailed.
    base::Status append(base::ByteView group);

private:
    struct File;
    void read(const Visit& visit);
    base::Bytes readAt(std::uint64_t offset, std::uint64_t count) const;

    std::unique_ptr<File> m_file;
    std::uint64_t m_salt = 0;
    std::uint64_t m_end = 0;
    bool m_sync = true;
    bool m_good = false;
};

} // namespace zonescope::store

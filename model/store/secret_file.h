// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/base/strong_id.h"

#include <filesystem>
#include <map>

namespace zonescope::store {

using Secrets = std::map<base::KeyId, base::Bytes>; ///< raw octets by key

/// The TSIG secrets, in a text file of their own that only its owner can read (mode 0600). Replaced as a
/// whole: temporary file, fsync, rename, fsync of the folder, so that a power cut leaves the old or the new
/// one. Secrets never enter an Error's detail. Not thread-safe.
class SecretFile
{
public:
    explicit SecretFile(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }

    /// Empty when there is no file yet.
    /// Errors: PermissionDenied (others could read it; the detail names the remedy), StoreCorrupt (with the
    /// line), FileFailed.
    base::Result<Secrets> read() const;
    /// Errors: PermissionDenied, StoreFull, StoreReadOnly, FileFailed.
    base::Status write(const Secrets& secrets) const;
    const std::filesystem::path& path() const { return m_file; }

private:
    std::filesystem::path m_file;
};

} // namespace zonescope::store

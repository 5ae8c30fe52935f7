// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/snapshot.h"

#include "model/base/result.h"

#include <filesystem>
#include <functional>

namespace zonescope::cloud {

struct FolderRead
{
    SnapshotPtr snapshot;
    std::size_t filesRead = 0;
    std::size_t filesNotRead = 0; ///< each has a scope with state Broken that says why
};

/// What providers' command lines print, saved as files below one folder (`aws ec2 describe-vpcs`, `gcloud ...
/// --format=json`, `az ... -o json`, answers of Neutron), becomes a snapshot. Names of folders and files may
/// say the account (twelve digits) and the region; a transit gateway route table's or prefix list's content
/// needs its id in the file's name. A file that cannot be read never stops the others. Blocks: for a worker
/// thread. Errors: FileFailed (no such folder), NotFound (nothing in it could be read).
base::Result<FolderRead> readFolder(const std::filesystem::path& folder, base::Timestamp now,
                                    const std::function<bool()>& cancelled = {});

inline constexpr std::uintmax_t largestImportFile = 512U << 20;

} // namespace zonescope::cloud

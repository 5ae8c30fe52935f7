// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/mapping.h"
#include "model/cloud/snapshot.h"

#include <filesystem>
#include <functional>

namespace zonescope::cloud {

/// A snapshot as one file to hand to a colleague: JSON lines, compressed with zstd. First line who and when,
/// then one line a scope, then one a resource with its redacted raw attributes; everything else is made from
/// those again, so a newer program sees more in an old file.
base::Status writeSnapshotFile(const Snapshot& snapshot, const std::filesystem::path& file);
/// Errors: FileFailed, SyntaxError (not such a file, damaged, cut short, larger than 4 GiB when unpacked),
/// Unsupported (a newer program wrote it).
base::Result<SnapshotPtr> readSnapshotFile(const std::filesystem::path& file);
/// The same from memory.
base::Result<SnapshotPtr> readSnapshotBytes(std::string_view compressed);
/// The text inside; for the tests and for whoever wants to grep it.
base::Result<std::string> unpackSnapshot(std::string_view compressed, std::size_t largest);

inline constexpr int snapshotFormat = 1;
inline constexpr std::size_t largestSnapshotText = std::size_t{4} << 30;

/// A resource from what was kept of it. Nothing when the raw text is none that we wrote.
bool restoreResource(std::string_view raw, std::string_view collection, const ReadContext& context,
                     std::vector<std::string> redacted, std::vector<Resource>& out);

} // namespace zonescope::cloud

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"
#include "model/build/publication.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace zonescope::engine {

// The last good addresses of a flattened apex, in a small text file a zone: after a restart they are served
// at once, also while no resolver answers. Replaced as a whole; one that is lost or damaged costs a lookup,
// no more. Blocking: not on the engine thread.

/// Below the engine's data folder.
std::filesystem::path flattenedFile(const std::filesystem::path& dataFolder, base::ZoneId zone);
/// Errors: FileFailed.
base::Status saveFlattened(const std::filesystem::path& file, const build::FlattenedApex& flattened);
/// Nothing: there is none, or it is damaged.
std::optional<build::FlattenedApex> loadFlattened(const std::filesystem::path& file);

/// What stands in the file.
std::string flattenedText(const build::FlattenedApex& flattened);
/// Nothing: damaged.
std::optional<build::FlattenedApex> readFlattened(std::istream& in);

} // namespace zonescope::engine

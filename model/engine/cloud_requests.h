// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"
#include "model/cloud/difference.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace zonescope::engine {

/// A snapshot that is kept.
struct KeptSnapshot
{
    std::int64_t id = 0;
    std::string label;
    base::Timestamp takenAt{};
    std::size_t resources = 0;
    friend bool operator==(const KeptSnapshot&, const KeptSnapshot&) = default;
};

// What can be asked about clouds.
struct ImportCloudFolder
{
    std::filesystem::path folder; ///< or a single file: a snapshot that a colleague exported
};
struct ShowCloud
{
    std::int64_t id = 0; ///< 0: the newest
};
struct ExportCloud
{
    std::int64_t id = 0;
    std::filesystem::path file;
};
struct CompareClouds
{
    std::int64_t older = 0;
    std::int64_t newer = 0;
};
struct ForgetCloud
{
    std::int64_t id = 0;
};
using CloudRequest = std::variant<ImportCloudFolder, ShowCloud, ExportCloud, CompareClouds, ForgetCloud>;

/// What is kept, newest first, and what was asked for. `view` is null when nothing is kept at all.
struct CloudAnswer
{
    std::vector<KeptSnapshot> kept;
    std::int64_t shown = 0;
    cloud::CloudViewPtr view;
    std::size_t filesNotRead = 0; ///< of an import; the snapshot's scopes say why
};
struct CloudDifferenceAnswer
{
    cloud::SnapshotPtr older;
    cloud::SnapshotPtr newer;
    std::shared_ptr<const cloud::SnapshotDifference> difference;
};

} // namespace zonescope::engine

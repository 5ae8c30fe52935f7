// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"
#include "model/cloud/difference.h"
#include "model/cloud/health.h"

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
/// Reads an account over the network. Secrets are taken from the user's own files or environment when it
/// begins and kept nowhere.
struct ReadAccount
{
    cloud::Provider provider = cloud::Provider::Aws;
    std::string profile;               ///< as the provider's own tools name it; empty: their default
    std::vector<std::string> places;   ///< AWS and OpenStack: regions; empty: all that are switched on
    std::string endpoint;              ///< instead of the profile's and the provider's own
    std::filesystem::path caFile;      ///< authorities of that endpoint; empty: the system's
    std::vector<std::string> accounts; ///< Google: projects, Azure: subscriptions; empty: the profile's
};
/// Gives up the account that is being read.
struct StopReading
{
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
/// Counts of everything that is kept, for charts over time.
struct AskCloudHistory
{
};
/// Somebody knows about a finding, or takes that back.
struct SuppressFinding
{
    cloud::Suppression what;
    bool undo = false; ///< only check and resource are looked at
};
using CloudRequest = std::variant<ImportCloudFolder, ReadAccount, StopReading, ShowCloud, ExportCloud,
                                  CompareClouds, ForgetCloud, AskCloudHistory, SuppressFinding>;

/// What is kept, newest first, and what was asked for. `view` is null when nothing is kept at all.
struct CloudAnswer
{
    std::vector<KeptSnapshot> kept;
    std::int64_t shown = 0;
    cloud::CloudViewPtr view;
    std::size_t notRead = 0; ///< files of an import, lists of an account; the snapshot's scopes say why
    std::vector<cloud::Suppression> suppressions = {}; ///< ended ones as well
};
struct CloudScan
{
    KeptSnapshot snapshot;
    cloud::Tally tally;
};
struct CloudHistoryAnswer
{
    std::vector<CloudScan> scans; ///< newest first
};
struct SuppressionsAnswer
{
    std::vector<cloud::Suppression> suppressions;
};
struct CloudDifferenceAnswer
{
    cloud::SnapshotPtr older;
    cloud::SnapshotPtr newer;
    std::shared_ptr<const cloud::SnapshotDifference> difference;
};

} // namespace zonescope::engine

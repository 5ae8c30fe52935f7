// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cloud_commands.h"

#include "model/base/clock.h"
#include "model/cloud/folder_reader.h"
#include "model/cloud/intent/finding_json.h"
#include "model/cloud/snapshot_file.h"
#include "model/engine/intent_desk.h"
#include "model/store/cloud/intent_store.h"

namespace zonescope::app {

base::Result<cloud::SnapshotPtr> snapshotFrom(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error))
        return cloud::readSnapshotFile(path);
    auto read = cloud::readFolder(path, base::SystemClock().wall(), [] { return false; });
    if (!read)
        return tl::unexpected(read.error());
    return std::move(read->snapshot);
}

base::Result<CloudOutput> printDrift(const std::filesystem::path& dataFolder)
{
    const std::filesystem::path file = dataFolder / "cloud-intent.sqlite";
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return base::fail(base::ErrorCode::NotFound,
                          file.string() + " is not there: nothing was pinned or added in this data folder");
    const auto store = store::IntentStore::open(file);
    if (!store)
        return tl::unexpected(store.error());
    const auto events = store->events();
    if (!events)
        return tl::unexpected(events.error());
    return CloudOutput{cloud::driftJson(*events), 0};
}

base::Result<cloud::UsedSettings> guardRailsOf(const std::filesystem::path& dataFolder)
{
    if (dataFolder.empty())
        return cloud::UsedSettings{{}, "built in"};
    return engine::gateSettingsIn(dataFolder).map([&](const std::optional<cloud::GateSettings>& set) {
        return set ? cloud::UsedSettings{*set, dataFolder.string()} : cloud::UsedSettings{{}, "built in"};
    });
}

base::Result<CloudOutput> checkPlanFile(const std::filesystem::path& plan,
                                        const std::filesystem::path& snapshot,
                                        const std::filesystem::path& dataFolder)
{
    const auto used = guardRailsOf(dataFolder);
    if (!used)
        return tl::unexpected(used.error());
    const auto changes = engine::readTerraformText(plan).and_then(
        [&](const std::string& text) { return cloud::readTerraformPlan(text, plan.filename().string()); });
    if (!changes)
        return tl::unexpected(changes.error());
    const auto loaded = snapshotFrom(snapshot);
    if (!loaded)
        return tl::unexpected(loaded.error());
    const cloud::ChangePlan planned = cloud::planFromTerraform(*changes);
    const cloud::GateResult result = cloud::checkPlan(planned, *loaded, used->settings);
    const int code = result.verdict == cloud::GateVerdict::Pass      ? 0
                     : result.verdict == cloud::GateVerdict::Confirm ? exitConfirm
                                                                     : exitRefuse;
    return CloudOutput{cloud::gateJson(result, planned, &*used), code};
}

} // namespace zonescope::app

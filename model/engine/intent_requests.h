// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/gate/auto_revert_policy.h"
#include "model/cloud/gate/gate.h"
#include "model/cloud/gate/route_plan.h"
#include "model/cloud/intent/drift_finder.h"
#include "model/cloud/intent/drift_tracker.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace zonescope::engine {

// What can be asked about what clouds shall be, and how they differ from it.
struct ShowDrift
{
};
/// From now on this snapshot is how things shall be; replaces an earlier one of the same name.
struct PinIntent
{
    std::int64_t snapshot = 0; ///< 0: the newest
};
/// States or plans of Terraform are read and nothing is kept.
struct PreviewTerraform
{
    std::vector<std::filesystem::path> files;
};
/// All of them or none; a file that was taken before is replaced.
struct AddTerraform
{
    std::vector<std::filesystem::path> files;
};
struct RemoveIntent
{
    std::int64_t id = 0;
};
struct IgnoreDrift
{
    cloud::DriftIgnore ignore; ///< without id
};
struct UnignoreDrift
{
    std::int64_t id = 0;
};
struct SetDriftSettings
{
    cloud::DriftSettings drift;
    cloud::GateSettings gate;
    cloud::DriftPolicy policy = {};
};
/// A plan of Terraform is tried on a snapshot: GateAnswer.
struct CheckTerraformPlan
{
    std::filesystem::path file;
    std::int64_t snapshot = 0; ///< 0: the newest
};
/// Whether anything may be written to a provider at all. Off until somebody allows it.
struct AllowWriting
{
    bool allowed = false;
};
/// Works out what would put these findings right, or make these routes, tries it on the newest snapshot and
/// asks the provider what is there now: CorrectionAnswer. Changes nothing.
struct PrepareCorrection
{
    std::vector<std::string> findings;      ///< DriftFinding::key()
    std::vector<cloud::RouteAction> routes; ///< instead
    std::string profile;                    ///< for writing; not the one that reads
    std::string endpoint;                   ///< instead of the profile's
};
/// Carries out what was prepared. Taken back by itself after that time unless somebody keeps it.
struct ApplyCorrection
{
    std::int64_t prepared = 0;
    base::Duration keepWithin{120'000'000};
};
struct KeepCorrection
{
    std::int64_t id = 0;
};
struct TakeBackCorrection
{
    std::int64_t id = 0;
};
/// What becomes of drift in one account. Errors: InvalidValue (which says what is missing; also when the
/// profile is the one that reads).
struct SetAutoRevert
{
    cloud::AutoRevertSettings settings;
};
/// A person looked at what went wrong or what came back: it may go on by itself. What was done still counts
/// against the rate.
struct ResumeAutoRevert
{
    std::string account;
};
/// Stops all that happens without a person, in every account: before the next call of whatever is under way,
/// which is taken back then. Answered with Done when it is on the disk; it holds from the moment it is asked.
struct ThrowKillSwitch
{
    bool on = true;
};
using IntentRequest = std::variant<ShowDrift, PinIntent, PreviewTerraform, AddTerraform, RemoveIntent,
                                   IgnoreDrift, UnignoreDrift, SetDriftSettings, CheckTerraformPlan,
                                   AllowWriting, PrepareCorrection, ApplyCorrection, KeepCorrection,
                                   TakeBackCorrection, SetAutoRevert, ResumeAutoRevert, ThrowKillSwitch>;

enum class CorrectionState : std::uint8_t {
    Pending, ///< carried out; taken back at the deadline unless kept
    Kept,
    TakenBack,
    NotTakenBack, ///< it should have been, and could not: somebody has to look
    Failed,       ///< never carried out
};
struct CorrectionInfo
{
    std::int64_t id = 0;
    CorrectionState state = CorrectionState::Pending;
    std::string label;
    std::string profile;
    base::Timestamp madeAt{};
    base::Timestamp deadline{};
    std::string outcome;
    bool automatic = false; ///< without a person
    friend bool operator==(const CorrectionInfo&, const CorrectionInfo&) = default;
};

/// How it stands with one account.
struct AutoRevertInfo
{
    cloud::AutoRevertSettings settings;
    std::string halted; ///< why nothing more happens by itself until somebody looked; or empty
    std::vector<cloud::RevertRun> runs; ///< those the rate counts, newest first
    friend bool operator==(const AutoRevertInfo&, const AutoRevertInfo&) = default;
};
/// What was decided about one drift.
struct RevertNote
{
    std::string key; ///< DriftFinding::key()
    std::string account;
    cloud::RevertDecision decision;
    base::Timestamp since{};
    friend bool operator==(const RevertNote&, const RevertNote&) = default;
};

struct IntentInfo
{
    std::int64_t id = 0;
    std::string label;
    std::int64_t snapshot = 0; ///< pinned; 0: a file of Terraform
    base::Timestamp addedAt{};
    std::size_t resources = 0;
    friend bool operator==(const IntentInfo&, const IntentInfo&) = default;
};

/// Everything about intent and drift at one time. A value behind a pointer; any thread.
struct DriftView
{
    std::vector<IntentInfo> intents;
    std::vector<cloud::DriftEvent> events; ///< newest first; suspected, open and closed
    std::vector<cloud::DriftIgnore> ignores;
    cloud::DriftSettings settings;
    cloud::GateSettings gate;
    cloud::DriftPolicy policy;
    std::string judged; ///< label of the snapshot that was judged last
    base::Timestamp judgedAt{};
    std::size_t compared = 0;
    std::size_t ignored = 0;
    std::size_t unknown = 0;
    std::size_t notMade = 0;
    bool writing = false;                    ///< AllowWriting
    std::vector<CorrectionInfo> corrections; ///< newest first
    std::vector<AutoRevertInfo> autoReverts; ///< accounts with settings
    std::vector<RevertNote> notes;           ///< of drift in these accounts
    bool killed = false;                     ///< ThrowKillSwitch
};
/// The answer to all that change intent, and to ShowDrift.
struct IntentAnswer
{
    std::shared_ptr<const DriftView> view;
};

struct TerraformPreview
{
    std::string file;
    cloud::IntentForm form = cloud::IntentForm::State;
    std::size_t resources = 0;
    std::size_t parts = 0; ///< routes and rules
    std::size_t notMade = 0;
    std::size_t otherTypes = 0;
    std::optional<base::Error> error; ///< then the figures are 0
    friend bool operator==(const TerraformPreview&, const TerraformPreview&) = default;
};
struct TerraformPreviewAnswer
{
    std::vector<TerraformPreview> files;
};
/// What would be done, exactly.
struct CorrectionAnswer
{
    std::int64_t prepared = 0; ///< for ApplyCorrection; 0: it cannot be done, `problem` or the gate says why
    cloud::ChangePlan plan;
    cloud::GateResult gate;
    std::vector<std::string> calls; ///< as they will be sent, without credentials
    bool dryRun = false;            ///< the provider is asked first
    std::optional<base::Error> problem;
};
struct GateAnswer
{
    cloud::ChangePlan plan;
    cloud::GateResult result;
};

} // namespace zonescope::engine

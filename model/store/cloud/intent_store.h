// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/auto_revert_policy.h"
#include "model/cloud/intent/drift_tracker.h"
#include "model/store/sqlite.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace zonescope::store {

struct SavedIntent
{
    std::int64_t id = 0;
    std::string label;
    std::int64_t snapshot = 0; ///< pinned; 0: a file of Terraform
    base::Timestamp addedAt{};
    std::string terraform; ///< TerraformFile::reduced
    friend bool operator==(const SavedIntent&, const SavedIntent&) = default;
};

/// A change that was made and what takes it back. Calls are stored without credentials.
struct SavedCorrection
{
    std::int64_t id = 0;
    std::string state; ///< a word of the engine's
    std::string label;
    std::string profile;
    base::Timestamp madeAt{};
    base::Timestamp deadline{}; ///< when it is rolled back unless kept
    std::string calls;          ///< JSON, made
    std::string inverse;        ///< JSON, to be made for the roll-back
    std::string outcome;
    bool automatic = false; ///< without a person
    friend bool operator==(const SavedCorrection&, const SavedCorrection&) = default;
};

/// What was last decided about one drift, and when that began.
struct SavedDecision
{
    std::string key; ///< DriftFinding::key()
    std::string account;
    cloud::RevertDecision decision;
    base::Timestamp since{};
    friend bool operator==(const SavedDecision&, const SavedDecision&) = default;
};

/// Intent, drift, what is ignored and what was corrected, in a database file of their own beside the
/// snapshots. One thread at a time.
class IntentStore
{
public:
    /// Errors: StoreOpen, StoreReadOnly, StoreCorrupt, StoreFull.
    static base::Result<IntentStore> open(const std::filesystem::path& file);

    base::Result<std::int64_t> addIntent(const SavedIntent& intent);
    base::Status removeIntent(std::int64_t id);
    base::Result<std::vector<SavedIntent>> intents() const; ///< oldest first

    /// Replaces all; gives new ones their id. At most `keptClosed` closed ones stay, the newest.
    base::Status saveEvents(std::vector<cloud::DriftEvent>& events);
    base::Result<std::vector<cloud::DriftEvent>> events() const; ///< newest first
    static constexpr std::size_t keptClosed = 1000;

    base::Result<std::int64_t> addIgnore(const cloud::DriftIgnore& ignore);
    base::Status removeIgnore(std::int64_t id);
    base::Result<std::vector<cloud::DriftIgnore>> ignores() const;

    base::Status setSetting(std::string_view name, std::string_view value);
    base::Result<std::map<std::string, std::string>> settings() const;

    base::Result<std::int64_t> addCorrection(const SavedCorrection& correction);
    base::Status updateCorrection(std::int64_t id, std::string_view state, std::string_view outcome);
    base::Result<std::vector<SavedCorrection>> corrections() const; ///< newest first

    // What is put right without a person.
    base::Result<std::vector<cloud::AutoRevertSettings>> autoReverts() const; ///< by account
    base::Status saveAutoRevert(const cloud::AutoRevertSettings& settings);
    /// Why nothing more happens by itself, by account.
    base::Result<std::map<std::string, std::string>> halts() const;
    base::Status setHalt(const std::string& account, const std::string& why); ///< empty: no more
    /// Those that are older than the longest span of a rate go.
    base::Status addRuns(const std::string& account, const std::vector<cloud::RevertRun>& runs);
    base::Result<std::vector<cloud::RevertRun>> runs(const std::string& account) const; ///< newest first
    /// They still count, but what they were about is forgotten: it may come again.
    base::Status forgetRunKeys(const std::string& account);
    base::Status saveDecisions(const std::vector<SavedDecision>& decisions); ///< replaces all
    base::Result<std::vector<SavedDecision>> decisions() const;
    /// Whoever asks reads the file: another program may have thrown the switch.
    base::Result<bool> killed() const;
    base::Status setKilled(bool killed);

private:
    explicit IntentStore(Database database)
        : m_database(std::move(database))
    {
    }
    base::Result<std::map<std::string, std::string>> pairs(std::string_view select) const; ///< two columns

    Database m_database;
};

} // namespace zonescope::store

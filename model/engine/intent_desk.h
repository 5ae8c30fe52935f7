// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/auto_revert_desk.h"
#include "model/engine/correction_desk.h"
#include "model/engine/engine.h"
#include "model/store/cloud/cloud_store.h"
#include "model/store/cloud/intent_store.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>

namespace zonescope::engine {

/// What clouds shall be, held against every scan. Lives on the thread of the CloudDesk; its database is
/// opened when it is first needed.
class IntentDesk
{
public:
    using Tell = std::function<void(pipeline::Event)>;
    IntentDesk(std::filesystem::path file, const base::Clock& clock, Tell tell, WriterFactory writers);

    base::Result<Answer> answer(const IntentRequest& what, const store::CloudStore& snapshots);
    /// Reads the account of a snapshot once more and keeps what it read.
    using ReadAgain = std::function<base::Result<cloud::SnapshotPtr>()>;
    /// A snapshot came in: compared with what shall be, and as far as that is allowed put right. One that is
    /// older than the last of its name is not. `again` empty: it was no account that was read.
    base::Status scanned(const store::CloudStore& snapshots, const cloud::SnapshotPtr& snapshot,
                         const ReadAgain& again = {});
    /// Must be kept: it is what shall be.
    base::Result<bool> isPinned(std::int64_t snapshot);
    /// Takes back what was not kept in time; also what an earlier run of the program left.
    void takeBackOverdue(const store::CloudStore& snapshots);
    /// Any thread.
    KillSwitch& killSwitch() { return m_killSwitch; }
    /// Makes it last and says so. Blocks; any thread.
    base::Status throwKillSwitch(bool on);
    std::optional<base::Timestamp> nextDeadline() const { return m_corrections.nextDeadline(); }
    const std::filesystem::path& file() const { return m_file; }

private:
    struct Held
    {
        store::SavedIntent saved; ///< without the text
        cloud::IntentSource source;
        std::size_t resources = 0;
    };
    base::Status open(const store::CloudStore& snapshots);
    base::Status loadSettings();
    base::Result<Held> hold(store::SavedIntent saved, const store::CloudStore& snapshots) const;
    base::Status act(const IntentRequest& what, const store::CloudStore& snapshots);
    base::Status pin(const PinIntent& what, const store::CloudStore& snapshots);
    base::Status add(const AddTerraform& what, const store::CloudStore& snapshots);
    base::Status replace(store::SavedIntent saved, const store::CloudStore& snapshots);
    base::Status remove(std::int64_t id);
    base::Status save(const SetDriftSettings& what);
    base::Result<Answer> check(const CheckTerraformPlan& what, const store::CloudStore& snapshots);
    base::Result<Answer> prepare(const PrepareCorrection& what, const store::CloudStore& snapshots);
    base::Result<cloud::ChangePlan> planOf(const PrepareCorrection& what,
                                           const cloud::Snapshot& snapshot) const;
    base::Result<cloud::SnapshotPtr> snapshotWith(const std::string& resource,
                                                  const store::CloudStore& snapshots) const;
    base::Status correct(const IntentRequest& what);
    base::Status putRight(const cloud::SnapshotPtr& snapshot, const cloud::DriftReport& report,
                          const ReadAgain& again);
    /// The newest snapshot of each name again, because what shall be changed.
    base::Status judgeAgain(const store::CloudStore& snapshots);
    cloud::DriftReport judge(const cloud::Snapshot& snapshot, bool newScan);
    void announce(const cloud::DriftTransitions& transitions) const;
    Answer view() const;

    const std::filesystem::path m_file;
    const base::Clock& m_clock;
    const Tell m_tell;
    std::optional<store::IntentStore> m_store;
    std::vector<Held> m_intents;
    std::vector<cloud::DriftEvent> m_events;
    std::vector<cloud::DriftIgnore> m_ignores;
    cloud::DriftSettings m_settings;
    cloud::GateSettings m_gate;
    cloud::DriftPolicy m_policy;
    std::map<std::string, base::Timestamp> m_judgedAt; ///< by label: when the newest snapshot was taken
    DriftView m_last;                                  ///< its figures
    KillSwitch m_killSwitch;
    CorrectionDesk m_corrections;
    AutoRevertDesk m_autoRevert;
};

/// The guard rails that are set in a data folder, whether a service runs on it or not; nothing when nobody
/// set any. Errors: NotFound (no such folder), StoreOpen, StoreCorrupt.
base::Result<std::optional<cloud::GateSettings>> gateSettingsIn(const std::filesystem::path& dataFolder);

/// One file of Terraform, from the disk. Errors: FileFailed, and those of readTerraform().
base::Result<std::string> readTerraformText(const std::filesystem::path& file);

} // namespace zonescope::engine

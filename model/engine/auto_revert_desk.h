// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/correction_desk.h"
#include "model/engine/kill_switch.h"

namespace zonescope::engine {

/// Puts drift right without a person, or says why not: with every scan, one account and region at a time, as
/// far as the policy goes. Limits, the hard stop after a failure and every decision stand in the database
/// before anything is sent. Lives on the thread of the CloudDesk.
class AutoRevertDesk
{
public:
    using Tell = std::function<void(pipeline::Event)>;
    AutoRevertDesk(const base::Clock& clock, Tell tell, const KillSwitch& killSwitch);

    base::Status load(store::IntentStore& store);
    /// Errors: InvalidValue.
    base::Status save(store::IntentStore& store, const cloud::AutoRevertSettings& settings);
    base::Status resume(store::IntentStore& store, const std::string& account);

    /// The account as it is afterwards, judged.
    struct Reading
    {
        cloud::SnapshotPtr snapshot;
        cloud::DriftReport report;
    };
    /// One scan that was judged.
    struct Scan
    {
        cloud::SnapshotPtr snapshot;
        const cloud::DriftReport& report;
        const std::vector<cloud::DriftEvent>& events;
        const cloud::GateSettings& gate;
        /// Reads the account once more; empty: it cannot be read again.
        std::function<base::Result<Reading>()> again;
    };
    /// Blocks while something is carried out. Errors: of the database; what a provider refuses is a halt.
    base::Status run(store::IntentStore& store, CorrectionDesk& corrections, const Scan& scan);

    /// Into the view: settings, halts, counted runs, notes and the switch.
    void show(const store::IntentStore& store, DriftView& view) const;

private:
    struct Chosen
    {
        std::vector<cloud::DriftFinding> findings; ///< copies: reading again moves the events
        cloud::ChangePlan plan;
        cloud::GateResult gate;
    };
    const cloud::AutoRevertSettings* settingsOf(const std::string& account) const;
    cloud::RevertContext contextOf(const store::IntentStore& store, const CorrectionDesk& corrections,
                                   const Scan& scan) const;
    /// Fills `notes`; gives what is to be carried out.
    Chosen decide(const cloud::AutoRevertSettings& settings, cloud::RevertContext context, const Scan& scan,
                  std::vector<RevertNote>& notes) const;
    base::Status carryOut(store::IntentStore& store, CorrectionDesk& corrections,
                          const cloud::AutoRevertSettings& settings, const Chosen& chosen, const Scan& scan);
    /// Empty: it came as it was foretold.
    static std::string problemOf(const Chosen& chosen, const Scan& scan, const base::Result<Reading>& after);
    base::Status halt(store::IntentStore& store, const std::string& account, const std::string& why);
    /// Keeps the notes; says those that are new, one event a reason.
    base::Status note(store::IntentStore& store, const std::string& account, std::vector<RevertNote> notes,
                      const Scan& scan);

    const base::Clock& m_clock;
    const Tell m_tell;
    const KillSwitch& m_killSwitch;
    std::vector<cloud::AutoRevertSettings> m_settings;
    std::map<std::string, std::string> m_halts;
    std::map<std::string, std::vector<cloud::RevertRun>> m_runs;
    std::vector<RevertNote> m_notes;
};

/// How far this computer's time is ahead of UTC, from its time zone.
base::Duration localOffset(base::Timestamp at);

} // namespace zonescope::engine

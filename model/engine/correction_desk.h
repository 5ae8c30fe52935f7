// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/corrector.h"
#include "model/cloud/write/token_calls.h"
#include "model/engine/engine.h"
#include "model/store/cloud/intent_store.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace zonescope::engine {

/// Who writes to a provider, with a profile of the user's own files. Errors: those of the profiles.
struct WriterWanted
{
    cloud::Provider provider = cloud::Provider::Aws;
    std::string profile;
    std::string endpoint; ///< instead of the profile's
    std::string region;
};
using WriterFactory =
    std::function<base::Result<std::unique_ptr<cloud::ProviderWriter>>(const WriterWanted& wanted)>;
/// `wait`: while a provider is not done yet; false: give up. Empty: the thread sleeps.
WriterFactory ordinaryWriters(const base::Clock& clock, cloud::WaitFor wait = {});

/// Corrections at providers: prepared, carried out, kept, taken back. What was carried out and is not yet
/// kept stands in the database, so a restart does not forget to take it back. Lives on the thread of the
/// CloudDesk.
class CorrectionDesk
{
public:
    using Tell = std::function<void(pipeline::Event)>;
    CorrectionDesk(const base::Clock& clock, Tell tell, WriterFactory writers);

    /// The database is open now: what is pending comes back.
    base::Status load(store::IntentStore& store);
    bool writing() const { return m_writing; }
    base::Status allow(store::IntentStore& store, bool allowed);

    /// `profile`: why that one may not write. The gate's judgement is in the answer all the same.
    CorrectionAnswer prepare(cloud::ChangePlan plan, cloud::GateResult gate, const PrepareCorrection& what,
                             const base::Status& profile = {});
    /// `stop`: asked before each call. `automatic`: no person is behind it.
    base::Status apply(store::IntentStore& store, const ApplyCorrection& what, const cloud::Stop& stop = {},
                       bool automatic = false);
    base::Status keep(store::IntentStore& store, std::int64_t id, const std::string& why = {});
    base::Status takeBack(store::IntentStore& store, std::int64_t id, const std::string& why);
    /// Takes back whatever was not kept in time.
    void takeBackOverdue(store::IntentStore& store);
    /// The earliest; nothing when nothing is pending.
    std::optional<base::Timestamp> nextDeadline() const;
    const std::vector<CorrectionInfo>& corrections() const { return m_corrections; }

private:
    struct Prepared
    {
        cloud::PreparedCorrection correction;
        WriterWanted wanted;
        base::Timestamp at;
    };
    base::Status reload(store::IntentStore& store);
    void tell(const CorrectionInfo& correction, pipeline::Severity severity) const;
    const CorrectionInfo* find(std::int64_t id) const;

    const base::Clock& m_clock;
    const Tell m_tell;
    const WriterFactory m_writers;
    bool m_writing = false;
    std::vector<CorrectionInfo> m_corrections; ///< newest first
    std::map<std::int64_t, Prepared> m_prepared;
    std::int64_t m_nextPrepared = 1;
};

std::string_view correctionStateWord(CorrectionState state);
std::optional<CorrectionState> correctionStateFromWord(std::string_view word);

} // namespace zonescope::engine

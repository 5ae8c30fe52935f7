// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/journal/append_journal.h"
#include "model/store/lmdb/difference_record.h"
#include "model/store/lmdb/lmdb_store.h"

#include <shared_mutex>
#include <unordered_map>

namespace zonescope::store {

/// A store of zones in which small differences go into a journal first: one page each, whatever the zone's
/// size, where the pages of the tree from leaf to root, the row and the head are nine. They wait in memory
/// until the journal is full, a whole version comes or a zone goes; then the store below takes them all in
/// one transaction, an entry that changed a hundred times once.
/// Crash safety: a record names the content it fits onto (digest and serial). After the move, what the
/// journal still holds fits onto nothing any more. Threads: as KeyValueStore.
class JournaledStore final : public publish::KeyValueStore
{
public:
    struct Options
    {
        std::uint64_t journalLimit = std::uint64_t{512} << 10; ///< octets; then all is moved
        std::uint64_t largestGroup = std::uint64_t{64} << 10;  ///< larger ones gain nothing: below at once
        bool sync = true;
    };

    /// `below` is open; what the journal holds for it is moved there. Errors: those of AppendJournal::open().
    static base::Result<std::unique_ptr<JournaledStore>> open(std::unique_ptr<publish::KeyValueStore> below,
                                                              const std::filesystem::path& journal,
                                                              Options options);
    ~JournaledStore() override;

    base::Result<publish::CommitReport> commit(const std::vector<publish::ZoneWrite>& batch) override;
    base::Status remove(const std::vector<base::ZoneId>& zones) override;
    base::Status writeAhead(base::ZoneId zone,
                            const std::function<base::Status(publish::EntryWriter&)>& write) override
    {
        return m_below->writeAhead(zone, write);
    }
    base::Status flushAhead() override { return m_below->flushAhead(); }
    void dropAhead(base::ZoneId zone) override { m_below->dropAhead(zone); }
    base::Result<std::optional<std::string>> readEntry(std::string_view key) const override;
    base::Result<publish::StoredZone> loadZone(base::ZoneId zone, const Visit& visit) const override;
    base::Result<std::optional<publish::StoredZone>> findZone(base::ZoneId zone) const override;
    base::Result<std::vector<publish::StoredZone>> listZones() const override;

    /// Zones with differences that wait. For tests.
    std::size_t waiting() const;

private:
    /// What waits for one zone.
    struct Waiting
    {
        std::uint32_t onto = 0; ///< serial that the store below has
        ZoneRow row;            ///< with what waits
        EntryChanges changes;
    };
    using AllWaiting = std::unordered_map<base::ZoneId, Waiting>;
    class Recorder;

    JournaledStore(std::unique_ptr<publish::KeyValueStore> below, Options options);
    void replay(base::ByteView group);
    bool mayJournal(const std::vector<publish::ZoneWrite>& batch) const;
    bool journal(const std::vector<publish::ZoneWrite>& batch, publish::CommitReport& report);
    base::Status record(const publish::ZoneWrite& write, DifferenceRecord& record,
                        publish::CommitReport& report) const;
    base::Result<std::optional<ZoneRow>> rowOf(base::ZoneId zone) const;
    void take(DifferenceRecord record);
    std::vector<publish::ZoneWrite> writesOfWaiting(const std::vector<base::ZoneId>& without) const;
    base::Result<publish::CommitReport> commitBelow(const std::vector<publish::ZoneWrite>& batch,
                                                    const std::vector<base::ZoneId>& without = {});

    std::unique_ptr<publish::KeyValueStore> m_below;
    Options m_options;
    AppendJournal m_journal;
    mutable std::shared_mutex m_mutex; ///< m_waiting changes on the thread that commits only
    AllWaiting m_waiting;
};

/// LMDB in `folder` with the journal "zones.journal" before it. Errors: those of both.
base::Result<std::unique_ptr<publish::KeyValueStore>> openZoneStore(const std::filesystem::path& folder,
                                                                    const LmdbOptions& options = {});

} // namespace zonescope::store

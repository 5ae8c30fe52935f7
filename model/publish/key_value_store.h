// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/strong_id.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::publish {

/// The four octets, big-endian, that every key of a zone begins with: zones lie one after the other.
inline std::string zonePrefix(base::ZoneId zone)
{
    std::string prefix;
    for (int shift = 24; shift >= 0; shift -= 8)
        prefix += static_cast<char>(zone.value >> shift & 0xff);
    return prefix;
}

/// Takes the entries of one zone while a commit runs. Keys are whole keys (prefix included), at most 511
/// octets.
class EntryWriter
{
public:
    virtual ~EntryWriter() = default;
    /// Adds or replaces. Ascending keys are quick. A full write must come in ascending order.
    virtual base::Status put(std::string_view key, std::string_view value) = 0;
    /// Removing what is not there is no error. Not in a full write: there everything old is gone anyway.
    virtual base::Status remove(std::string_view key) = 0;
};

/// A new version of one zone.
struct ZoneWrite
{
    base::ZoneId zone;
    std::uint32_t serial = 0;
    /// The serial the store must hold for a difference to fit; nothing: a full write that replaces all.
    std::optional<std::uint32_t> onto;
    /// Called during commit(), on its thread; again from the start when the store had to grow. An error
    /// leaves this zone as it was and lets the others pass.
    std::function<base::Status(EntryWriter&)> write;
    /// The entries were given to writeAhead(); `write` puts what lies in front of them: the entry whose key
    /// is the zone's prefix. StoreFailed in the report: they are no longer there, write the zone in full.
    bool ahead = false;
};

/// Outcome for each zone of a commit, in the order of the batch.
struct CommitReport
{
    std::vector<base::Status> zones; ///< StoreFailed: `onto` is not what is held, write it in full
    std::uint64_t puts = 0;
    std::uint64_t removes = 0;
    bool durable = false; ///< the disk has it
};

/// One zone as the store holds it.
struct StoredZone
{
    base::ZoneId zone;
    std::uint32_t serial = 0;
    std::uint64_t entries = 0;
    std::uint64_t octets = 0; ///< of keys and values
    std::uint64_t digest = 0; ///< of all entries; 0: the store keeps none

    friend bool operator==(const StoredZone&, const StoredZone&) = default;
};

/// The published versions as entries, one read an answer. Readers see the version before or the version
/// after a commit, never a mix, from any thread. commit() and remove() are for one thread at a time: a write
/// begins and ends on the thread that called. Common errors: StoreFull, StoreReadOnly, StoreCorrupt,
/// StoreFailed.
class KeyValueStore
{
public:
    virtual ~KeyValueStore() = default;

    /// All zones of the batch in one transaction, durable when it returns. An error means that nothing of the
    /// whole batch was kept (full disk and the like); what concerns one zone stands in the report.
    virtual base::Result<CommitReport> commit(const std::vector<ZoneWrite>& batch) = 0;
    /// Removes every entry of the zones. One that is not there is no error.
    virtual base::Status remove(const std::vector<base::ZoneId>& zones) = 0;

    // A large new zone can be written while it still comes. Until its commit nobody sees it: it has no row in
    // the table of zones. One zone at a time; other zones may be committed between. Same thread as commit().

    /// Entries of a zone that is not held, ascending over all calls. Errors: StoreBusy (another zone is
    /// written ahead), StoreFailed (held, or what was written before is lost: write it in full).
    virtual base::Status writeAhead(base::ZoneId zone,
                                    const std::function<base::Status(EntryWriter&)>& write);
    /// Lets the disk have what was written ahead, so that less is left for the commit.
    virtual base::Status flushAhead() { return {}; }
    /// Forgets what was written ahead for the zone; nothing happens when there is none.
    virtual void dropAhead(base::ZoneId zone);

    /// The value of one entry, nothing when there is none.
    virtual base::Result<std::optional<std::string>> readEntry(std::string_view key) const = 0;
    using Visit = std::function<bool(std::string_view key, std::string_view value)>;
    /// Streams the entries of one zone in key order from one snapshot; the views hold during the call.
    /// `visit` gives false to stop. Errors: NotFound; StoreCorrupt when what came is not what was written
    /// (found at the end, so nothing may be used before this returns).
    virtual base::Result<StoredZone> loadZone(base::ZoneId zone, const Visit& visit) const = 0;
    virtual base::Result<std::vector<StoredZone>> listZones() const = 0;
    virtual base::Result<std::optional<StoredZone>> findZone(base::ZoneId zone) const;
};

inline base::Status KeyValueStore::writeAhead(base::ZoneId, const std::function<base::Status(EntryWriter&)>&)
{
    return base::fail(base::ErrorCode::StoreFailed, "this store writes nothing ahead");
}
inline base::Result<std::optional<StoredZone>> KeyValueStore::findZone(base::ZoneId zone) const
{
    return listZones().map([zone](const std::vector<StoredZone>& all) {
        std::optional<StoredZone> found;
        for (const StoredZone& stored : all)
            if (stored.zone == zone)
                found = stored;
        return found;
    });
}
inline void KeyValueStore::dropAhead(base::ZoneId) {}

} // namespace zonescope::publish

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/checks.h"
#include "model/cloud/health.h"
#include "model/cloud/snapshot.h"
#include "model/store/sqlite.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::store {

struct SavedSnapshot
{
    std::int64_t id = 0;
    std::string label;
    base::Timestamp takenAt{};
    std::size_t resources = 0;
    friend bool operator==(const SavedSnapshot&, const SavedSnapshot&) = default;
};

/// Which list a resource came in.
struct StoredPlace
{
    std::optional<cloud::Provider> provider; ///< none: of a newer program
    std::string account, region, collection, parent;
};
/// A resource as it lies in the file.
struct StoredBody
{
    std::shared_ptr<const StoredPlace> place;
    std::size_t size = 0; ///< unpacked
    base::Bytes data;
    std::string redacted; ///< a path a line
};

/// Snapshots of clouds in a database file of their own. A resource's raw attributes are stored once, under
/// their digest, compressed, and a list in which nothing changed is stored once as well: a snapshot without
/// changes costs one short row a list. What comes in is redacted already. One thread at a time.
class CloudStore
{
public:
    /// Errors: StoreOpen, StoreReadOnly, StoreCorrupt, StoreFull.
    static base::Result<CloudStore> open(const std::filesystem::path& file);

    /// All or nothing; gives the id.
    base::Result<std::int64_t> save(const cloud::Snapshot& snapshot);
    base::Result<std::vector<SavedSnapshot>> list() const; ///< newest first
    /// Errors: NotFound, StoreCorrupt.
    base::Result<cloud::SnapshotPtr> load(std::int64_t id) const;
    /// Bodies that no snapshot needs any more go with it.
    base::Status remove(std::int64_t id);
    /// Counts of a scan: written with it, worked out and written now for one of an older program. Errors:
    /// as load().
    base::Result<cloud::Tally> tally(std::int64_t id);

    /// One for the same check and resource is replaced.
    base::Status suppress(const cloud::Suppression& suppression);
    base::Status unsuppress(cloud::CheckId check, const std::string& resource);
    base::Result<std::vector<cloud::Suppression>> suppressions() const; ///< ended ones as well

    /// Distinct bodies held; what a second, equal snapshot does not raise.
    base::Result<std::int64_t> bodies() const { return m_database.value("SELECT count(*) FROM body"); }

private:
    explicit CloudStore(Database database)
        : m_database(std::move(database))
    {
    }
    base::Status saveScopes(std::int64_t scan, const cloud::Snapshot& snapshot);
    base::Status saveTally(std::int64_t scan, const cloud::Tally& tally);
    /// The lists of a scan whose resources are the very same.
    base::Status saveAgain(std::int64_t scan, std::int64_t same);
    base::Status readItems(std::int64_t scan, std::vector<StoredBody>& bodies) const;
    base::Status readPiles(std::int64_t scan, std::vector<StoredBody>& bodies) const;
    base::Status forgetBodies();

    Database m_database;
    std::weak_ptr<const void> m_lastContent; ///< of the snapshot saved last, while somebody holds it
    std::int64_t m_lastSaved = 0;            ///< its id
};

} // namespace zonescope::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/snapshot.h"
#include "model/store/sqlite.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace zonescope::store {

/// Writes the resources of one snapshot: each list (place) as a pile of body ids, found again by its digest,
/// so that a list in which nothing changed costs one short row; each body once. Digests and compression run
/// on all cores, SQLite on this thread. Inside the caller's transaction.
class ItemSaver
{
public:
    ItemSaver(const Database& database, const cloud::Snapshot& snapshot);

    base::Status save(std::int64_t scan);

private:
    struct Place
    {
        std::int64_t id = 0;
        std::vector<std::uint32_t> resources; ///< indexes, in the order of the snapshot
    };
    base::Status gatherPlaces();
    void makeDigests();
    std::string digestOf(const Place& place) const;
    /// The pile that has just this in it; 0: none yet.
    base::Result<std::int64_t> knownPile(const Place& place, const std::string& digest);
    base::Status findBodies(std::vector<std::uint32_t>& wanted);
    base::Status addBodies(std::vector<std::uint32_t> fresh);
    base::Status addBatch(std::span<const std::uint32_t> batch, const std::vector<std::string>& data);
    base::Result<std::int64_t> addPile(const Place& place, const std::string& digest);

    const Database& m_database;
    const cloud::ResourceList m_resources;
    std::vector<Place> m_places;
    std::vector<std::string> m_digests; ///< by resource
    std::vector<std::int64_t> m_bodies; ///< by resource; 0: not known yet
    std::int64_t m_lastBody = 0;
    std::string m_lastDigest; ///< of the body inserted last
    Statement m_addBody;
};

} // namespace zonescope::store

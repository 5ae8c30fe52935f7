// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/key_value_store.h"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace zonescope::store {

struct LmdbOptions
{
    std::size_t firstMapOctets = std::size_t{1} << 30; ///< address space, not disk; doubles when full
    std::size_t maxMapOctets = std::size_t{1} << 40;   ///< beyond: StoreFull
    bool sync = true; ///< false only where losing the last commits in a power cut is fine (tests, benchmarks)
};

/// KeyValueStore in two LMDB files, zones.mdb and zones.mdb-lock, in `folder` (created when missing). Beside
/// the entries it keeps, per zone, serial, count and a digest of all entries, so that loadZone() notices any
/// changed octet. Errors: StoreOpen, StoreReadOnly, StoreCorrupt (not ours, damaged head, cut off).
base::Result<std::unique_ptr<publish::KeyValueStore>> openLmdbStore(const std::filesystem::path& folder,
                                                                    const LmdbOptions& options = {});

/// Renames a damaged store out of the way ("zones.mdb.damaged-1"), so that a new one can be opened and filled
/// from the primaries. Gives the new name. Errors: StoreReadOnly, StoreFailed. Not while it is open.
base::Result<std::filesystem::path> setAsideLmdbStore(const std::filesystem::path& folder);

} // namespace zonescope::store

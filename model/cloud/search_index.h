// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// Finds resources by what one types: words that must all be in id, name, tags, names in the DNS, kind,
/// state, account or region; an address finds who has it and which networks hold it; a CIDR whatever overlaps
/// it. One folded text a resource in one block of memory, searched from end to end: 100,000 resources in a
/// few milliseconds, and no index can be stale. Immutable; any thread.
class SearchIndex
{
public:
    explicit SearchIndex(SnapshotPtr snapshot);

    /// Indexes into the snapshot, in its order; all of them for an empty text. "provider:aws" and
    /// "kind:subnet" narrow by whole words.
    std::vector<std::uint32_t> find(std::string_view text) const;
    const SnapshotPtr& snapshot() const { return m_snapshot; }

private:
    struct Query;
    bool matches(std::uint32_t index, const Query& query) const;
    std::string_view textOf(std::uint32_t index) const;

    SnapshotPtr m_snapshot;
    std::string m_texts;
    std::vector<std::uint32_t> m_starts;
};

} // namespace zonescope::cloud

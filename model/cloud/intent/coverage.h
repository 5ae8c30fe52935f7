// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/snapshot.h"

#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace zonescope::cloud {

/// What a snapshot can be asked about: only where a list was read to its end is an absence a fact.
class Coverage
{
public:
    explicit Coverage(const Snapshot& snapshot);

    /// Nothing failed where this resource stands: what the snapshot says of it is of now.
    bool fresh(const Resource& resource) const;
    /// Where this resource would stand was read to its end. `account` and `region` may be unknown (empty);
    /// then all that were read must be.
    bool complete(const Resource& resource) const;

private:
    bool failed(Provider provider, const std::string& account, const std::string& region,
                const std::string& collection) const;

    using Place = std::tuple<Provider, std::string, std::string>; ///< provider, account, collection
    std::vector<Scope> m_failed;
    std::set<Place> m_seen; ///< collections that have at least one resource
    std::set<std::tuple<Provider, std::string, std::string, std::string>> m_read; ///< with region: Ok scopes
    std::set<std::pair<Provider, std::string>> m_live; ///< read list by list, so an absent list is not read
};

} // namespace zonescope::cloud

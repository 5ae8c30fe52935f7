// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/coverage.h"

#include "model/cloud/mapping.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

bool sameOrUnknown(const std::string& a, const std::string& b)
{
    return a.empty() || b.empty() || a == b;
}

bool sameRegion(const std::string& scope, const std::string& resource)
{
    return scope.empty() || scope == "global" || resource.empty() || scope == resource;
}

/// Scopes of a live reading are called like their list; those of an import like their file.
bool isList(const Scope& scope)
{
    return mappingFor(scope.provider, scope.what) != nullptr;
}

} // namespace

Coverage::Coverage(const Snapshot& snapshot)
{
    for (const Scope& scope : snapshot.scopes()) {
        if (scope.state != ScopeState::Ok)
            m_failed.push_back(scope);
        else if (isList(scope))
            m_read.insert({scope.provider, scope.account, scope.region, scope.what});
        if (isList(scope))
            m_live.insert({scope.provider, scope.account});
    }
    for (const Resource& resource : snapshot.resources()) {
        m_seen.insert({resource.provider, resource.account, resource.collection});
        m_seen.insert({resource.provider, {}, resource.collection});
    }
}

bool Coverage::failed(Provider provider, const std::string& account, const std::string& region,
                      const std::string& collection) const
{
    return std::ranges::any_of(m_failed, [&](const Scope& scope) {
        return scope.provider == provider && sameOrUnknown(scope.account, account) &&
               sameRegion(scope.region, region) && (scope.what == collection || !isList(scope));
    });
}

bool Coverage::fresh(const Resource& resource) const
{
    return m_failed.empty() ||
           !failed(resource.provider, resource.account, resource.region, resource.collection);
}

bool Coverage::complete(const Resource& resource) const
{
    if (failed(resource.provider, resource.account, resource.region, resource.collection))
        return false;
    const bool live = std::ranges::any_of(m_live, [&](const auto& place) {
        return place.first == resource.provider && sameOrUnknown(place.second, resource.account);
    });
    if (!live) // files: a list that has something in it was there
        return m_seen.contains({resource.provider, resource.account, resource.collection});
    return std::ranges::any_of(m_read, [&](const auto& read) {
        const auto& [provider, account, region, what] = read;
        return provider == resource.provider && what == resource.collection &&
               sameOrUnknown(account, resource.account) && sameRegion(region, resource.region);
    });
}

} // namespace zonescope::cloud

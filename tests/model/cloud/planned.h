// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/change_plan.h"
#include "model/cloud/json.h"
#include "model/cloud/mapping.h"

#include <QtGlobal>

#include <algorithm>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// The one resource of a provider's text.
inline Resource normalised(Provider provider, const char* collection, const std::string& text)
{
    auto tree = parseJson(text);
    std::vector<Resource> all;
    normalise(*tree, collection, {provider, "acc", "eu-central-1", ""}, {}, all);
    return all.at(0);
}

/// The part of that identity is added as `like` has it, changed to it or removed.
inline PlannedChange change(const Resource& resource, ChangeVerb verb, const Resource& like,
                            const std::string& identity)
{
    const auto parts = partsOf(like);
    const auto part = std::ranges::find(parts, identity, &Part::identity);
    if (part == parts.end())
        qFatal("no part %s", identity.c_str());
    return {
        verb, resource.provider, resource.kind, resource.account, resource.region, resource.id, {*part}, {},
        {}};
}

inline Route route(const char* destination, TargetKind kind, const char* target)
{
    Route made;
    made.destination = prefixFromText(destination);
    made.targetKind = kind;
    made.target = target;
    return made;
}

} // namespace zonescope::cloud

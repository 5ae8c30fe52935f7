// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/build/publication.h"

#include <algorithm>
#include <cstdint>

namespace zonescope::build {

// When an alias at the apex is looked up again, and what becomes of an answer. Pure.

inline constexpr std::uint32_t leastFlattenTtl = 5; // seconds: a TTL of 0 must not become a busy loop
inline constexpr std::uint32_t mostFlattenTtl = 3600;
inline constexpr std::uint32_t firstFlattenRetry = 5;
inline constexpr std::uint32_t mostFlattenRetry = 300;

/// After a good answer: when its TTL is over.
constexpr base::Duration nextLookup(std::uint32_t ttl)
{
    return std::chrono::seconds(std::clamp(ttl, leastFlattenTtl, mostFlattenTtl));
}

/// After failures in a row: 5 s, 10 s, 20 s ... 5 minutes.
constexpr base::Duration nextLookupAfter(unsigned failures)
{
    const std::uint32_t doubled = firstFlattenRetry << std::min(failures == 0 ? 0U : failures - 1, 10U);
    return std::chrono::seconds(std::min(doubled, mostFlattenRetry));
}

/// What is published after a good answer. Resolvers count TTLs down: the same addresses with a smaller TTL
/// are no change, so the TTL stays what it was when they were first seen.
inline FlattenedApex merged(const FlattenedApex* before, FlattenedApex found)
{
    std::ranges::sort(found.a);
    std::ranges::sort(found.aaaa);
    const bool same = before != nullptr && before->target == found.target && before->a == found.a &&
                      before->aaaa == found.aaaa;
    found.ttl = same ? before->ttl : std::clamp(found.ttl, leastFlattenTtl, mostFlattenTtl);
    return found;
}

} // namespace zonescope::build

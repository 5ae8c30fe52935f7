// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/drift.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, 4> kinds{"missing", "unexpected", "changed", "owned-twice"};

} // namespace

std::string_view driftKindWord(DriftKind kind)
{
    return kinds[static_cast<std::size_t>(kind)];
}

std::optional<DriftKind> driftKindFromWord(std::string_view word)
{
    const auto found = std::ranges::find(kinds, word);
    if (found == kinds.end())
        return std::nullopt;
    return static_cast<DriftKind>(found - kinds.begin());
}

std::string DriftFinding::resourceKey() const
{
    std::string key(providerWord(provider));
    key.append("/").append(kindWord(resourceKind)).append("/").append(resource);
    return key;
}

std::string DriftFinding::key() const
{
    std::string text(driftKindWord(kind));
    text.append(" ").append(resourceKey()).append(" ").append(part);
    return text;
}

bool matchesGlob(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
            ++p;
            ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace zonescope::cloud

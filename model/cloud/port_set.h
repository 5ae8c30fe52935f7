// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/resource.h"

#include <algorithm>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// Ports as intervals: "any port but 22" is one question. Sorted, disjoint, not touching.
class PortSet
{
public:
    PortSet() = default;
    explicit PortSet(std::vector<PortRange> ranges) { *this = fromRanges(std::move(ranges)); }
    static PortSet all() { return PortSet({PortRange{}}); }

    bool empty() const { return m_ranges.empty(); }
    const std::vector<PortRange>& ranges() const { return m_ranges; }

    PortSet united(const PortSet& other) const
    {
        std::vector<PortRange> both = m_ranges;
        both.insert(both.end(), other.m_ranges.begin(), other.m_ranges.end());
        return PortSet(std::move(both));
    }
    PortSet common(const PortSet& other) const
    {
        std::vector<PortRange> result;
        for (const PortRange& a : m_ranges)
            for (const PortRange& b : other.m_ranges)
                if (std::max(a.first, b.first) <= std::min(a.last, b.last))
                    result.push_back({std::max(a.first, b.first), std::min(a.last, b.last)});
        return PortSet(std::move(result));
    }
    PortSet without(const PortSet& other) const
    {
        std::vector<PortRange> left = m_ranges;
        for (const PortRange& cut : other.m_ranges) {
            std::vector<PortRange> next;
            for (const PortRange& r : left) {
                if (cut.last < r.first || cut.first > r.last) {
                    next.push_back(r);
                    continue;
                }
                if (r.first < cut.first)
                    next.push_back({r.first, static_cast<std::uint16_t>(cut.first - 1)});
                if (r.last > cut.last)
                    next.push_back({static_cast<std::uint16_t>(cut.last + 1), r.last});
            }
            left = std::move(next);
        }
        return PortSet(std::move(left));
    }
    /// "22, 80-443"; empty for none.
    std::string toText() const
    {
        std::string text;
        for (const PortRange& r : m_ranges) {
            text += (text.empty() ? "" : ", ") + std::to_string(r.first);
            if (r.last != r.first)
                text += "-" + std::to_string(r.last);
        }
        return text;
    }
    friend bool operator==(const PortSet&, const PortSet&) = default;

private:
    static PortSet fromRanges(std::vector<PortRange> ranges)
    {
        PortSet set;
        std::ranges::sort(ranges);
        for (const PortRange& r : ranges) {
            if (!set.m_ranges.empty() && r.first <= set.m_ranges.back().last + 1)
                set.m_ranges.back().last = std::max(set.m_ranges.back().last, r.last);
            else
                set.m_ranges.push_back(r);
        }
        return set;
    }
    std::vector<PortRange> m_ranges;
};

} // namespace zonescope::cloud

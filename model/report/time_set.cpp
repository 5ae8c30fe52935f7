// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/time_set.h"

#include <algorithm>

namespace zonescope::report {

using pipeline::Period;

void TimeSet::add(Period period)
{
    if (period.from >= period.to)
        return;
    std::vector<Period> merged;
    for (const Period& old : m_periods) {
        if (old.to < period.from || old.from > period.to) {
            merged.push_back(old);
            continue;
        }
        period = {std::min(period.from, old.from), std::max(period.to, old.to)};
    }
    merged.insert(std::ranges::upper_bound(merged, period.from, {}, &Period::from), period);
    m_periods = std::move(merged);
}

void TimeSet::remove(Period period)
{
    if (period.from >= period.to)
        return;
    std::vector<Period> left;
    for (const Period& old : m_periods) {
        if (old.from < std::min(old.to, period.from))
            left.push_back({old.from, std::min(old.to, period.from)});
        if (std::max(old.from, period.to) < old.to)
            left.push_back({std::max(old.from, period.to), old.to});
    }
    m_periods = std::move(left);
}

TimeSet TimeSet::intersection(const TimeSet& other) const
{
    TimeSet common;
    auto mine = m_periods.begin();
    auto theirs = other.m_periods.begin();
    while (mine != m_periods.end() && theirs != other.m_periods.end()) {
        common.add({std::max(mine->from, theirs->from), std::min(mine->to, theirs->to)});
        mine->to < theirs->to ? ++mine : ++theirs;
    }
    return common;
}

base::Duration TimeSet::total() const
{
    base::Duration sum{0};
    for (const Period& period : m_periods)
        sum += period.to - period.from;
    return sum;
}

} // namespace zonescope::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"

#include <vector>

namespace zonescope::report {

/// A set of moments as disjoint half-open periods in order. A plain value.
class TimeSet
{
public:
    void add(pipeline::Period period); ///< empty and inverted periods add nothing
    void remove(pipeline::Period period);
    TimeSet intersection(const TimeSet& other) const;
    base::Duration total() const;
    const std::vector<pipeline::Period>& periods() const { return m_periods; }

private:
    std::vector<pipeline::Period> m_periods;
};

} // namespace zonescope::report

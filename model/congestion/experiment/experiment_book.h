// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment.h"

namespace zonescope::congestion {

/// Where experiments outlive a restart; the store implements it. One thread.
class ExperimentBook
{
public:
    virtual ~ExperimentBook() = default;
    /// All, oldest first, with their samples.
    virtual base::Result<std::vector<Experiment>> load() = 0;
    /// Inserts or replaces by id; samples are left alone.
    virtual base::Status put(const Experiment& experiment) = 0;
    virtual base::Status append(ExperimentId id, const ExperimentSample& sample) = 0;
    virtual base::Status remove(ExperimentId id) = 0;
};

} // namespace zonescope::congestion

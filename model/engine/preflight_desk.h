// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/engine/batcher.h"
#include "model/engine/snapshots.h"
#include "model/transfer/preflight.h"

#include <memory>
#include <mutex>

namespace zonescope::engine {

/// The add-zone preview: zones we hold are known at once, the rest is probed while the operator looks.
/// Thread-safe.
class PreflightDesk
{
public:
    PreflightDesk(const base::Clock& clock, const Snapshots& snapshots, Batcher& batcher);

    void probe(RequestId request, std::vector<PreflightRow> rows);
    void stop();

private:
    bool takeSecret(transfer::PreflightProbe& probe) const;

    const base::Clock& m_clock;
    const Snapshots& m_snapshots;
    Batcher& m_batcher;
    std::mutex m_mutex;
    std::unique_ptr<transfer::PreflightWorker> m_worker; ///< guarded by m_mutex; from the first use on
    bool m_stopped = false;                              ///< guarded by m_mutex
};

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment_service.h"
#include "model/publish/transfer_observer.h"

#include <filesystem>
#include <memory>

namespace zonescope::engine {

/// Experiments on congestion control beside the rest of the engine: hands the transfers that the server gives
/// out to the experiment that waits for them, keeps experiments in the data folder.
class ExperimentDesk
{
public:
    /// `serving`: there is a server whose transfers can be compared. A database that cannot be opened is a
    /// message in the snapshot: experiments then run, and are forgotten.
    ExperimentDesk(std::shared_ptr<const base::Clock> clock, const std::filesystem::path& dataFolder,
                   bool serving);

    std::shared_ptr<publish::TransferObserver> observer() const { return m_observer; }
    congestion::ExperimentService& service() { return *m_service; }
    const congestion::ExperimentService& service() const { return *m_service; }

private:
    std::shared_ptr<publish::TransferObserver> m_observer;
    std::unique_ptr<congestion::ExperimentService> m_service;
};

} // namespace zonescope::engine

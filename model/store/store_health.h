// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <array>
#include <functional>
#include <mutex>
#include <optional>

namespace zonescope::store {

/// Tells the listener once when writing starts to fail (or fails for another reason) and once when all works
/// again.
class StoreHealth
{
public:
    enum class Part : std::uint8_t { Ledger, History };
    using Listener = std::function<void(std::optional<base::Error>)>;

    void setListener(Listener listener);
    /// Outcome of a commit. Any writer thread.
    void report(Part part, const base::Status& outcome);

private:
    std::mutex m_mutex; ///< guards all below
    Listener m_listener;
    std::array<std::optional<base::Error>, 2> m_errors; ///< by part
    std::optional<base::ErrorCode> m_told;
};

} // namespace zonescope::store

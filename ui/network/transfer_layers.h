// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"
#include "ui/charts/layer.h"
#include "ui/text/names.h"

#include <optional>
#include <vector>

namespace zonescope::ui::network {

// From rows of the transfer history to charts. Pure.

/// A lane for each primary: connecting, waiting for the first octet, data, stalls; newest `most` transfers.
std::vector<charts::LayerPtr> ganttLayers(const std::vector<pipeline::TransferAttempt>& attempts,
                                          std::size_t most, const text::Names& names,
                                          const theme::Palette& palette);

/// What the time of a transfer is held against.
enum class Against : std::uint8_t { RoundTrip, RepeatedBySender, OutOfOrder };
QString againstWord(Against what); ///< "Round trip"
charts::ValueKind kindOf(Against what);

struct Scatter
{
    charts::LayerPtr layer;
    std::size_t n = 0;
    std::optional<double> correlation; ///< Spearman's; nothing: too few, or one side does not vary
};
/// Successful transfers over TCP for which the value is known; latency in milliseconds.
Scatter scatterOf(const std::vector<pipeline::TransferAttempt>& attempts, Against what);

} // namespace zonescope::ui::network

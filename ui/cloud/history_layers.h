// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/topology.h"
#include "model/engine/cloud_requests.h"
#include "ui/charts/layer.h"
#include "ui/theme/palette.h"

#include <QStringList>

#include <vector>

namespace zonescope::ui::cloudpage {

// From kept counts to charts. Pure.

enum class CountBy : std::uint8_t { Kind, Provider, Account, Region };

/// Scans of one name, oldest first.
std::vector<engine::CloudScan> scansOf(const std::vector<engine::CloudScan>& all, const std::string& label);
/// One line each of the largest six; what remains is one more.
std::vector<charts::LayerPtr> inventoryLayers(const std::vector<engine::CloudScan>& scans, CountBy by);
/// One lane a tunnel, the one in trouble first.
charts::LayerPtr tunnelLayer(const std::vector<engine::CloudScan>& scans, const theme::Palette& palette,
                             base::Timestamp now);

/// How full the networks or subnets were that are the fullest now; one line each, shares from 0 to 1.
std::vector<charts::LayerPtr> useLayers(const std::vector<engine::CloudScan>& scans, bool networks);

/// The fullest subnets of a snapshot.
struct UseChart
{
    QStringList names;
    charts::LayerPtr layer;
};
UseChart useChart(const cloud::Topology& topology, const theme::Palette& palette, std::size_t most = 24);

} // namespace zonescope::ui::cloudpage

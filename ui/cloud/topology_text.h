// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/topology.h"
#include "ui/theme/palette.h"

#include <QColor>
#include <QString>

namespace zonescope::ui::cloudpage {

// Words and colours of the picture, the same in the view, its legend and its tool tips.

QString boxKindWord(cloud::BoxKind kind);
/// What is written into a box; never empty.
QString boxTitle(const cloud::TopologyBox& box);
/// Lines for a tool tip and for screen readers: what it is, what lies in it, what is wrong with it.
QString boxSummary(const cloud::Topology& topology, std::uint32_t box);
QString linkSummary(const cloud::Topology& topology, const cloud::TopologyLink& link);
/// Of a single mark.
QString markWord(std::uint8_t mark);
QColor markColor(const theme::Palette& palette, std::uint8_t mark);

} // namespace zonescope::ui::cloudpage

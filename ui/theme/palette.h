// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/stage.h"
#include "model/zone/status.h"

#include <QColor>

#include <cstdint>

namespace zonescope::ui::theme {

enum class Scheme : std::uint8_t { Light, Dark, HighContrastLight, HighContrastDark };

/// Every colour of the window. Values only: painters take a Palette, so that a report can be drawn light
/// while the window is dark.
struct Palette
{
    Scheme scheme = Scheme::Light;
    bool dark = false;
    bool highContrast = false;
    int borderWidth = 1; ///< device independent pixels; 2 in high contrast

    QColor window;    ///< behind the cards
    QColor card;      ///< cards, tables, charts
    QColor field;     ///< inputs and buttons
    QColor border;    ///< of cards, fields, table lines
    QColor grid;      ///< chart grid lines
    QColor text;      ///< >= 13:1 on card
    QColor muted;     ///< secondary text, >= 6:1 on card
    QColor accent;    ///< links, focus, the one primary action
    QColor onAccent;  ///< text on a filled accent
    QColor selection; ///< background of selected rows, text stays `text`
    QColor hover;     ///< background under the pointer
    QColor track;     ///< quiet bar background: a lane's old serial, a progress track
    QColor fresh;     ///< tint of a lane that has the new serial
    QColor added;     ///< background of an added record in a difference
    QColor removed;   ///< background of a removed one
};

Palette paletteFor(Scheme scheme);

/// Tuned for normal, deuteranopic, protanopic and tritanopic vision: every pair at least 15 apart
/// (CIEDE2000).
QColor stateColor(const Palette& palette, zone::ZoneState state);

/// Okabe-Ito, wraps after six; a chart with more series is a set of small charts.
QColor seriesColor(const Palette& palette, int index);
inline constexpr int seriesColors = 6;

/// The same colour for a stage in every chart, legend and report.
QColor stageColor(const Palette& palette, pipeline::Stage stage);

/// a over b, share of a from 0 to 1.
QColor mixed(const QColor& a, const QColor& b, double share);

} // namespace zonescope::ui::theme

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace zonescope::ui::models {

/// Roles every table of Zonescope understands besides Qt's own.
enum Role {
    StateRole = Qt::UserRole + 1, ///< int of zone::ZoneState: the delegate draws the mark beside the word
    ZoneIdRole,                   ///< uint, 0 none
    SeverityRole,                 ///< int of pipeline::Severity
    ProgressRole,                 ///< int 0..100, -1 unknown extent; only while something runs
    ChangeSignRole,               ///< int: -1 removed, +1 added, 0 neither
    MutedRole,                    ///< bool: of little interest, drawn in the muted colour
};

} // namespace zonescope::ui::models

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

#include <cstdint>

namespace zonescope::ui::theme {

/// Our own line icons (resources/icons, 16 px grid). They take the theme's colours each time they are
/// painted: text when normal, accent when selected or active, faded when disabled; crisp at any scale factor.
enum class Icon : std::uint8_t {
    Overview,
    Zones,
    Propagation,
    Primaries,
    Network,
    Cloud,
    Reports,
    Activity,
    Settings,
    Transfer,
    Probe,
    Pause,
    Resume,
    Add,
    Remove,
    Edit,
    Copy,
    Save,
    Search,
    Clear,
    Undo,
    Key,
    Info,
    Warning,
    Filter,
    Link,
    More,
    Inspector,
    Calendar,
    Help,
    Live,
    Back,
    Forward,
    Down,
    Edge,
    Zone
};

QIcon icon(Icon which);
QIcon applicationIcon();

} // namespace zonescope::ui::theme

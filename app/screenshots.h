// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace zonescope::ui::shell {
class MainWindow;
}

namespace zonescope::app {

/// Shows every page, and every tab of a zone's detail, in the light and the dark theme and saves a PNG of
/// each: overview-light.png, overview-dark.png, ... `warmUp`: let the network live that long first, so that
/// no picture is empty. Runs the event loop; main thread. Gives the number of pictures written, 0 when the
/// folder cannot be written.
int saveScreenshots(ui::shell::MainWindow& window, const QString& folder, std::chrono::seconds warmUp);

} // namespace zonescope::app

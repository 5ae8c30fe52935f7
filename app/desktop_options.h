// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace zonescope::app {

/// The command line of `zonescope`.
struct DesktopOptions
{
    bool demo = false;
    bool headless = false;         ///< no window: run, print, write the report, end
    int seconds = 30;              ///< how long headless and screenshots run
    QString reportFolder;          ///< headless: where the report goes
    QString screenshotFolder;      ///< show every page in both themes, save pictures, end
    bool exitAfterStartup = false; ///< end when the window was painted
    QString dataFolder;            ///< empty: from the settings
    QString configFile;            ///< zonescoped's JSON: hold exactly what it says
    QString settingsFile;
    QString theme; ///< empty: from the settings
    QString language;
    QString link; ///< zonescope://zone/example.org

    /// Ends the program on --help, --version and bad usage (with a sentence on standard error and status 2).
    static DesktopOptions parse(const QStringList& arguments);
    /// Looked at before QApplication exists: pictures and headless runs need no display.
    static bool needsNoDisplay(int argc, char** argv);
};

} // namespace zonescope::app

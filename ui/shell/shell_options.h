// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <QString>

#include <functional>
#include <memory>

namespace zonescope::ui::shell {

class Notifier;

/// Whether clouds that drift are told on the desktop: a key of the settings file, true when it is not there.
inline constexpr const char* notifyDesktopKey = "notifications/cloudDrift";

struct ShellOptions
{
    QString settingsFile; ///< INI with window state, appearance and language; empty: nothing is remembered
    std::shared_ptr<const base::Clock> clock; ///< nothing: the system's
    bool demo = false;                        ///< the title says so
    QString demoNetwork{};                ///< over what the demo's transfers run, said on the network page
    std::shared_ptr<Notifier> notifier{}; ///< outside the window; nothing: nobody is told there
    std::function<bool(QString* problem)> startDemo; ///< the first-run page offers it when set
};

} // namespace zonescope::ui::shell

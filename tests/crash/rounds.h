// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace zonescope::kit {

/// How many kills or cuts: ZONESCOPE_CRASH_ROUNDS says it (README.md), else as many as are quick.
inline int crashRounds(int quick)
{
    const int asked = qEnvironmentVariableIntValue("ZONESCOPE_CRASH_ROUNDS");
    return asked > 0 ? asked : quick;
}

} // namespace zonescope::kit

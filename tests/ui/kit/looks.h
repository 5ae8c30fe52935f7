// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

namespace zonescope::uikit {

/// Rows of a test that looks at every language in both themes.
inline void addLooks()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    for (const char* language : {"en", "de"})
        for (const bool dark : {false, true})
            QTest::addRow("%s-%s", language, dark ? "dark" : "light")
                << QString(QLatin1String(language)) << dark;
}

} // namespace zonescope::uikit

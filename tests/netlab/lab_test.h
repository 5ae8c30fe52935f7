// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/netlab/namespaces.h"

#include <QCoreApplication>
#include <QTest>

namespace zonescope::netlab {

/// Whether this process may have a lab; asked once, before anything starts a thread.
inline const base::Status& labAllowed()
{
    static const base::Status allowed = allowNamespaces();
    return allowed;
}

} // namespace zonescope::netlab

/// Skips the test, or in initTestCase() all of them, with the reason. tests/run counts skips.
#define NEEDS_LAB()                                                                                          \
    if (const auto& labIs = zonescope::netlab::labAllowed(); !labIs)                                         \
    QSKIP(labIs.error().detail.c_str())

/// Instead of QTEST_GUILESS_MAIN.
#define LAB_TEST_MAIN(TestClass)                                                                             \
    int main(int argc, char** argv)                                                                          \
    {                                                                                                        \
        static_cast<void>(zonescope::netlab::labAllowed());                                                  \
        QCoreApplication application(argc, argv);                                                            \
        TestClass test;                                                                                      \
        return QTest::qExec(&test, argc, argv);                                                              \
    }

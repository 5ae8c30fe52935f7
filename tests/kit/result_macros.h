// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QTest>

// Checks for base::Result that print the error instead of "returned FALSE". Each evaluates `result` once.

// Qt's five seconds are too few for real sockets and threads on a machine that stands still for some of them.
#undef QTRY_VERIFY
#undef QTRY_COMPARE
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 30'000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 30'000)

/// The call must succeed.
#define QVERIFY_RESULT(result)                                                                               \
    do {                                                                                                     \
        const auto& checkedResult = (result);                                                                \
        if (!checkedResult) {                                                                                \
            const std::string why =                                                                          \
                std::string(#result " failed with ") + ::zonescope::base::toString(checkedResult.error());   \
            QVERIFY2(false, why.c_str());                                                                    \
        }                                                                                                    \
    } while (false)

/// The call must fail with this code: QVERIFY_ERROR(Name::fromText("a..b"), ErrorCode::InvalidName).
#define QVERIFY_ERROR(result, expectedCode)                                                                  \
    do {                                                                                                     \
        const auto& checkedResult = (result);                                                                \
        QVERIFY2(!checkedResult, #result " succeeded, expected " #expectedCode);                             \
        if (checkedResult.error().code != (expectedCode)) {                                                  \
            const std::string why = std::string(#result " failed with ") +                                   \
                                    ::zonescope::base::toString(checkedResult.error()) +                     \
                                    ", expected " #expectedCode;                                             \
            QVERIFY2(false, why.c_str());                                                                    \
        }                                                                                                    \
    } while (false)

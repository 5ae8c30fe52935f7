// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/preflight.h"
#include "tests/model/transfer/stream_kit.h"

#include <QTest>

namespace zonescope::transfer {

/// What the primaries of these tests know.
inline const dns::TsigKey goodKey{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};

} // namespace zonescope::transfer

#define QCOMPARE_VERDICT(finding, expected)                                                                  \
    do {                                                                                                     \
        const PreflightFinding checked = (finding);                                                          \
        const std::string got = std::to_string(static_cast<int>(checked.verdict)) + " " +                    \
                                (checked.error ? base::toString(*checked.error) : std::string("no error"));  \
        QVERIFY2(checked.verdict == (expected), got.c_str());                                                \
    } while (false)

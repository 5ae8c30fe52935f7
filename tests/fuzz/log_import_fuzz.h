// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/log_import.h"
#include "model/congestion/prediction/record_fields.h"
#include "tests/fuzz/fuzz_check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace zonescope::congestion {

inline void checkReport(const ImportReport& report)
{
    FUZZ_CHECK(report.bad.size() <= 100 && report.bad.size() <= report.badLines);
    for (const BadLine& bad : report.bad) {
        FUZZ_CHECK(bad.line > 0 && bad.line <= std::max<std::uint64_t>(report.lines, 1));
        FUZZ_CHECK(!bad.why.empty() && bad.why.size() <= 400);
    }
}

/// Whatever comes in: nothing but usable records comes out, and every number is finite.
inline int fuzzLogImport(LogFormat format, const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: octets either way
    static_cast<void>(guessFormat(text, false));
    static_cast<void>(guessFormat(text, true));
    if (isPassiveFormat(format)) {
        const PassiveImport import = readPassiveLog(format, text);
        checkReport(import.report);
        FUZZ_CHECK(import.records.size() <= import.report.points);
        for (const PassiveRecord& record : import.records) {
            FUZZ_CHECK(record.bytes && std::isfinite(*record.bytes) && *record.bytes >= 0);
            FUZZ_CHECK(!record.rttMs || (std::isfinite(*record.rttMs) && *record.rttMs >= 0));
            FUZZ_CHECK(record.algorithm.size() <= 200 && record.path.size() <= 200);
        }
    }
    if (isRumFormat(format)) {
        const RumImport import = readRumLog(format, text);
        checkReport(import.report);
        FUZZ_CHECK(import.records.size() == import.report.points);
        for (const RumRecord& record : import.records)
            FUZZ_CHECK(std::isfinite(record.loadMs) && record.loadMs > 0 && record.page.size() <= 200);
    }
    return 0;
}

} // namespace zonescope::congestion

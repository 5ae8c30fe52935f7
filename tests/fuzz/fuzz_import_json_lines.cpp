// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/log_import_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return zonescope::congestion::fuzzLogImport(zonescope::congestion::LogFormat::JsonLines, data, size);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/bytes.h"
#include "model/congestion/prediction/log_import.h"
#include "tests/fuzz/fuzz_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace zonescope;
    constexpr std::size_t most = 1 << 16; // large memory is slow under the sanitizer
    const auto text = congestion::unpackZstd(base::textOf({data, size}), most);
    FUZZ_CHECK(!text || text->size() <= most);
    FUZZ_CHECK(text || !text.error().detail.empty());
    return 0;
}

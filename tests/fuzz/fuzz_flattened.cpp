// SPDX-License-Identifier: GPL-3.0-or-later
// The file with the last good addresses of a flattened apex: refused, or the same when it is written again.
#include "model/base/bytes.h"
#include "model/engine/flattened_file.h"
#include "tests/fuzz/fuzz_check.h"

#include <sstream>

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static std::istringstream in; // a stream costs more than the reading
    in.clear();
    in.str(std::string(base::textOf({data, size})));
    const auto first = engine::readFlattened(in);
    if (!first)
        return 0;
    for (const base::Bytes& address : first->a)
        FUZZ_CHECK(address.size() == 4);
    for (const base::Bytes& address : first->aaaa)
        FUZZ_CHECK(address.size() == 16);
    const std::string text = engine::flattenedText(*first);
    in.clear();
    in.str(text);
    const auto again = engine::readFlattened(in);
    FUZZ_CHECK(again && engine::flattenedText(*again) == text);
    return 0;
}

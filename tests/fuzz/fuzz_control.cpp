// SPDX-License-Identifier: GPL-3.0-or-later
// Any line over the local socket: refused in words, or a request that is the same when it is written and read
// again.
#include "model/engine/control_protocol.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto request = engine::decodeRequest(base::textOf({data, size}));
    if (!request) {
        FUZZ_CHECK(!request.error().detail.empty());
        FUZZ_CHECK(!engine::encodeError(request.error()).empty());
        return 0;
    }
    const auto again = engine::decodeRequest(engine::encodeRequest(*request));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(again->kind == request->kind && again->zone == request->zone && again->full == request->full);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What the database holds of a minute and of a transfer: what can be unpacked packs to something equal.
#include "model/congestion/connection_history.h"
#include "model/pipeline/transfer_flow.h"
#include "tests/fuzz/fuzz_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace zonescope;
    if (const auto figures = congestion::MinuteFigures::unpack({data, size})) {
        const auto again = congestion::MinuteFigures::unpack(base::viewOf(figures->pack()));
        FUZZ_CHECK(again && *again == *figures);
    }
    if (const auto flow = pipeline::TransferFlow::unpack({data, size})) {
        const auto again = pipeline::TransferFlow::unpack(base::viewOf(flow->pack()));
        FUZZ_CHECK(again && *again == *flow);
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a kept difference from the database: StoreCorrupt, or one that is the same when it is packed
// and unpacked again.
#include "model/store/difference_codec.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto change = store::unpackDifference({data, size});
    if (!change) {
        FUZZ_CHECK(change.error().code == base::ErrorCode::StoreCorrupt);
        return 0;
    }
    for (const auto* records : {&change->removed, &change->added})
        for (const dns::Record& record : *records)
            FUZZ_CHECK(dns::Name::fromWire(base::viewOf(record.owner.wire())).has_value());
    const base::Bytes packed = store::packDifference(*change);
    const auto again = store::unpackDifference(base::viewOf(packed));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(again->removed == change->removed && again->added == change->added);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Extensions of ICMP messages come from any router: nothing outside the bytes is read, the bounds hold, and
// cutting the last octet off never shows more labels.
#include "model/path/icmp_extensions.h"
#include "model/path/probe_query.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const base::ByteView input(data, size);
    const auto found = path::readExtensions(input);
    FUZZ_CHECK(found.labels.size() <= 16);
    FUZZ_CHECK(found.valid || (found.labels.empty() && found.otherObjects == 0));
    for (const path::MplsLabel& label : found.labels)
        FUZZ_CHECK(label.value < (1U << 20) && label.trafficClass < 8);
    if (size > 0 && found.valid && data[2] == 0 && data[3] == 0)
        FUZZ_CHECK(path::readExtensions(input.first(size - 1)).labels.size() <= found.labels.size());
    FUZZ_CHECK(path::probeIdOf(input).has_value() == (size >= 2));
    FUZZ_CHECK(path::nsidOf(input).size() <= 2 * size);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/route_lookup.h"
#include "tests/fuzz/fuzz_check.h"

/// The first octet says which family was asked for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace zonescope;
    if (size == 0)
        return 0;
    const auto destination = net::IpAddress::fromText(data[0] % 2 ? "2001:db8::1" : "192.0.2.1");
    const auto answer = congestion::readRouteAnswer(base::ByteView(data + 1, size - 1), *destination);
    if (answer) {
        FUZZ_CHECK(answer->route.id() != 0);
        FUZZ_CHECK(!answer->route.gateway || answer->route.gateway->family() == destination->family());
    }
    return 0;
}

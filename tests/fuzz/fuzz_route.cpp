// SPDX-License-Identifier: GPL-3.0-or-later
// A datagram of rtnetlink: links, queues and routes that can be shown, whatever the octets are.
#include "model/congestion/route_reader.h"
#include "tests/fuzz/fuzz_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace zonescope;
    congestion::RouteNews news;
    congestion::readRouteNews({data, size}, news);
    for (const auto& [index, link] : news.links) {
        FUZZ_CHECK(link.index == index || link.index == 0);
        FUZZ_CHECK(link.name.size() <= size && link.name.find('\0') == std::string::npos);
    }
    for (const congestion::RouteChange& change : news.routes) {
        FUZZ_CHECK(change.destination.length <= 128);
        FUZZ_CHECK(!change.destination.toText().empty());
    }
    return 0;
}

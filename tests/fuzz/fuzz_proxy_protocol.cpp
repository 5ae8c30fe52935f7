// SPDX-License-Identifier: GPL-3.0-or-later
// A header is the same whatever follows it, and never needs more than it says. The first octet chooses the
// transport.
#include "model/net/proxy_protocol.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const base::ByteView input = base::ByteView(data, size).subspan(1);
    const bool stream = (data[0] & 1) == 0;
    const auto transport = stream ? net::ProxyTransport::Stream : net::ProxyTransport::Datagram;
    const auto header = net::readProxyHeader(input, transport);
    if (!header)
        return 0;
    FUZZ_CHECK(net::proxySignature(input, transport) != net::ProxySignature::None);
    if (!*header) {
        FUZZ_CHECK(stream && input.size() < net::longestProxyHeader);
        return 0;
    }
    FUZZ_CHECK((**header).size <= input.size() && (**header).size <= net::longestProxyHeader);
    const auto exact = net::readProxyHeader(input.first((**header).size), transport);
    FUZZ_CHECK(exact && *exact && (**exact).client == (**header).client);
    for (std::size_t cut = 0; cut < (**header).size; ++cut) {
        const auto part = net::readProxyHeader(input.first(cut), transport);
        FUZZ_CHECK(stream ? part && !*part : !part);
    }
    return 0;
}

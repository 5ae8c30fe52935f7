// SPDX-License-Identifier: GPL-3.0-or-later
// What a proxy says, cut anywhere, ends the same way; a datagram that can be read can be written again. The
// first octet tells the size of the pieces and whether there is a login.
#include "model/net/socks5_session.h"
#include "tests/fuzz/fuzz_check.h"

#include <algorithm>

using namespace zonescope;

namespace {

struct Ending
{
    net::Socks5Session::State state;
    std::string error;
    net::Endpoint bound;

    friend bool operator==(const Ending&, const Ending&) = default;
};

Ending talk(base::ByteView octets, std::size_t piece, bool login)
{
    const net::Endpoint to{{}, 53};
    net::SocksProxy proxy;
    if (login)
        proxy.user = proxy.password = "x";
    net::Socks5Session session(net::Socks5Session::Command::Connect, proxy, to);
    while (!octets.empty() && session.state() == net::Socks5Session::State::Talking) {
        session.sent(session.pending().size());
        FUZZ_CHECK(session.wanted() > 0);
        const std::size_t size = std::min({piece, octets.size(), session.wanted()});
        session.feed(octets.first(size));
        octets = octets.subspan(size);
    }
    session.closed(std::nullopt);
    FUZZ_CHECK(session.state() != net::Socks5Session::State::Talking && session.wanted() == 0);
    return {session.state(), base::toString(session.error()), session.bound()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const base::ByteView input = base::ByteView(data, size).subspan(1);
    const bool login = (data[0] & 0x80) != 0;
    FUZZ_CHECK(talk(input, input.size(), login) == talk(input, (data[0] & 0x7f) + 1U, login));
    if (const auto datagram = net::unwrapDatagram(input)) {
        const auto again = net::wrapDatagram(datagram->from, datagram->payload);
        const auto back = net::unwrapDatagram(base::viewOf(again));
        FUZZ_CHECK(back && back->from == datagram->from &&
                   base::textOf(back->payload) == base::textOf(datagram->payload));
    }
    return 0;
}

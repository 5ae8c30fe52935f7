// SPDX-License-Identifier: GPL-3.0-or-later
// A stream cut anywhere gives the same messages. The first octet tells the size of the pieces.
#include "model/net/tcp_framing.h"
#include "tests/fuzz/fuzz_check.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace zonescope;

namespace {

std::vector<std::string> decode(base::ByteView octets, std::size_t piece, std::size_t& pending)
{
    net::FrameDecoder decoder;
    std::vector<std::string> messages;
    while (!octets.empty()) {
        const std::size_t size = std::min(piece, octets.size());
        decoder.feed(octets.first(size));
        octets = octets.subspan(size);
        while (const auto message = decoder.next())
            messages.emplace_back(base::textOf(*message));
    }
    pending = decoder.pending();
    return messages;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const base::ByteView stream = base::ByteView(data, size).subspan(1);
    std::size_t pendingWhole = 0;
    std::size_t pendingPieces = 0;
    const auto whole = decode(stream, stream.size(), pendingWhole);
    const auto pieces = decode(stream, data[0] + 1U, pendingPieces);
    FUZZ_CHECK(whole == pieces && pendingWhole == pendingPieces);
    net::FrameEncoder encoder;
    for (const std::string& message : whole)
        FUZZ_CHECK(encoder.push(base::viewOf(message)));
    FUZZ_CHECK(base::textOf(encoder.pending()) == base::textOf(stream.first(stream.size() - pendingWhole)));
    return 0;
}

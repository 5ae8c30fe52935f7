// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernel tells of an ICMP error: control messages, then the datagram with the extensions that a
// router appended. The first octet is the length of the control messages.
#include "model/path/error_queue.h"
#include "tests/fuzz/fuzz_check.h"

#include <algorithm>

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const base::ByteView input(data + 1, size - 1);
    const base::ByteView wanted = input.first(std::min<std::size_t>(data[0], input.size()));
    const base::ByteView quoted = input.subspan(wanted.size());
    alignas(cmsghdr) std::array<std::uint8_t, 256> control{};
    std::ranges::copy(wanted, control.begin());
    static const net::IpAddress target = *net::IpAddress::fromText("192.0.2.1");
    for (const net::Family family : {net::Family::V4, net::Family::V6}) {
        msghdr message{};
        message.msg_control = control.data();
        message.msg_controllen = wanted.size();
        const path::QueuedError found = path::readQueuedError(message, quoted, family, target);
        FUZZ_CHECK(!found.offender.toText().empty());
        FUZZ_CHECK(base::viewOf(found.quoted).size() == quoted.size());
        FUZZ_CHECK(found.labels.size() <= 16);
        FUZZ_CHECK(found.answer != path::Answer::Destination || found.offender == target);
    }
    return 0;
}

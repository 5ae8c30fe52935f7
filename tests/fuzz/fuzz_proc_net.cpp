// SPDX-License-Identifier: GPL-3.0-or-later
// Text of /proc/net/netstat and snmp: reading it twice gives the same, and never more than a number.
#include "model/congestion/host_counters.h"
#include "tests/fuzz/fuzz_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace zonescope;
    const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: octets as text
    congestion::HostCounters once;
    congestion::readProcNet(text, once);
    congestion::HostCounters twice = once;
    congestion::readProcNet(text, twice);
    FUZZ_CHECK(once == twice);
    return 0;
}

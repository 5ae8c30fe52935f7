// SPDX-License-Identifier: GPL-3.0-or-later
// A datagram of sock_diag: every socket handed on must be one that can be shown.
#include "model/congestion/socket_diagnosis.h"
#include "tests/fuzz/fuzz_check.h"

#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace zonescope;
    congestion::readDiagnosis({data, size}, [](const congestion::Connection& socket) {
        FUZZ_CHECK(std::memchr(socket.algorithmText.data(), 0, socket.algorithmText.size()) != nullptr);
        FUZZ_CHECK(!congestion::tcpStateWord(socket.state).empty());
        FUZZ_CHECK(!socket.remote.toText().empty());
        FUZZ_CHECK(socket.hasCounters || socket.counters == congestion::TcpCounters{});
    });
    congestion::readCounters({data, size});
    return 0;
}

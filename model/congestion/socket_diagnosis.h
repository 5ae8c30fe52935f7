// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/congestion/connection.h"

#include <functional>
#include <vector>

namespace zonescope::congestion {

/// What one datagram of a sock_diag socket held.
struct DiagnosisBatch
{
    bool done = false;         ///< NLMSG_DONE: the dump is complete
    bool interrupted = false;  ///< NLM_F_DUMP_INTR: the table changed under the dump
    int error = 0;             ///< errno of NLMSG_ERROR
    std::size_t malformed = 0; ///< messages too short for what they claim
};

/// Walks the netlink messages of one datagram (linux/netlink.h, linux/inet_diag.h) and hands every TCP socket
/// on. Unknown attributes and a longer tcp_info than we know are skipped. Pure: never reads outside
/// `datagram`.
DiagnosisBatch readDiagnosis(base::ByteView datagram, const std::function<void(const Connection&)>& take);
/// The same, appended in place: a dump has ten thousands.
DiagnosisBatch readDiagnosis(base::ByteView datagram, std::vector<Connection>& into);

/// The counters of a raw struct tcp_info of any length.
TcpCounters readCounters(base::ByteView raw);

} // namespace zonescope::congestion

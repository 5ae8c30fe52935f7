// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection.h"

namespace zonescope::congestion {

/// What held the sender up between two samples.
enum class LimitedBy : std::uint8_t { Nothing, ReceiverWindow, SendBuffer, Application, Network };

/// From what the kernel counted between two samples of one socket. Nothing: it had nothing in flight and
/// nothing to send (an idle receiver). The send buffer is a hint: the kernel does not always notice a small
/// one (4.6 kB went unreported when measured).
LimitedBy limitedBetween(const TcpCounters& before, const TcpCounters& after, base::Duration between);

} // namespace zonescope::congestion

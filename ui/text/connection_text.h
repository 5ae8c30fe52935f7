// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection.h"

#include <QString>

#include <optional>

namespace zonescope::ui::text {

QString roleWord(congestion::Role role); ///< "sender"
/// Octets sent again, of those sent; nothing for who does not send, because only the sender knows.
std::optional<double> retransmittedShare(const congestion::TcpCounters& counters);
/// "12 segments" of a sender, "64 kB" of a receiver.
QString windowText(const congestion::TcpCounters& counters);
/// "network", "receiver's window, 92 %", "send buffer, 40 %", "application"; "–" of who does not send.
QString limitedBy(const congestion::TcpCounters& counters);
/// Everything a filter may look for: both ends, state, algorithm, role.
QString connectionWords(const congestion::Connection& connection);
/// Over what the demo's transfers run: figures seen there are of that network and of no other.
QString demoPathText(int roundTripMilliseconds, double lostPercent, int megabitsPerSecond);
QString demoLoopbackText(const QString& why);

} // namespace zonescope::ui::text

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/connection_text.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace zonescope::ui::text {
namespace {

struct ConnectionText
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionText)
};

bool sends(const congestion::TcpCounters& counters)
{
    const congestion::Role role = congestion::roleOf(counters);
    return role == congestion::Role::Sender || role == congestion::Role::Both;
}

} // namespace

QString roleWord(congestion::Role role)
{
    switch (role) {
    case congestion::Role::Idle:
        return ConnectionText::tr("idle");
    case congestion::Role::Sender:
        return ConnectionText::tr("sender");
    case congestion::Role::Receiver:
        return ConnectionText::tr("receiver");
    case congestion::Role::Both:
        return ConnectionText::tr("both");
    }
    return {};
}

std::optional<double> retransmittedShare(const congestion::TcpCounters& counters)
{
    if (!sends(counters) || counters.bytesSent == 0)
        return std::nullopt;
    return static_cast<double>(counters.bytesRetransmitted) / static_cast<double>(counters.bytesSent);
}

QString windowText(const congestion::TcpCounters& counters)
{
    if (sends(counters))
        return ConnectionText::tr("%n segment(s)", nullptr, static_cast<int>(counters.congestionWindow));
    return counters.receiveSpace ? bytes(counters.receiveSpace) : none();
}

QString limitedBy(const congestion::TcpCounters& counters)
{
    if (!sends(counters))
        return none();
    if (counters.busyUs == 0)
        return ConnectionText::tr("application");
    const auto share = [&](std::uint64_t part) {
        return static_cast<double>(part) / static_cast<double>(counters.busyUs);
    };
    constexpr double worthAWord = 0.1;
    const double window = share(counters.receiverLimitedUs);
    const double buffer = share(counters.sendBufferLimitedUs);
    if (window >= worthAWord && window >= buffer)
        return ConnectionText::tr("receiver's window, %1").arg(percent(window, 0));
    if (buffer >= worthAWord)
        return ConnectionText::tr("send buffer, %1").arg(percent(buffer, 0));
    return counters.deliveryRateIsAppLimited ? ConnectionText::tr("application")
                                             : ConnectionText::tr("network");
}

QString connectionWords(const congestion::Connection& connection)
{
    const auto latin = [](std::string_view word) {
        return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
    };
    return QString::fromStdString(connection.remote.toText()) + u' ' +
           QString::fromStdString(connection.local.toText()) + u' ' +
           latin(congestion::tcpStateWord(connection.state)) + u' ' + latin(connection.algorithm()) + u' ' +
           roleWord(congestion::roleOf(connection.counters));
}

QString demoPathText(int roundTripMilliseconds, double lostPercent, int megabitsPerSecond)
{
    return ConnectionText::tr("Demo: the transfers run through an emulated path with a round trip of %1 ms, "
                              "%2 % loss and %3 Mbit/s; some servers are further away.")
        .arg(QString::number(roundTripMilliseconds), QLocale().toString(lostPercent),
             QString::number(megabitsPerSecond));
}

QString demoLoopbackText(const QString& why)
{
    return ConnectionText::tr("Demo: the transfers run over plain loopback, because an emulated path is not "
                              "allowed here (%1).")
        .arg(why);
}

} // namespace zonescope::ui::text

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/verdict_text.h"

#include "model/net/round_trip.h"
#include "ui/text/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace zonescope::ui::text {
namespace {

using pipeline::TransferVerdict;

struct VerdictText
{
    Q_DECLARE_TR_FUNCTIONS(VerdictText)
};

QString shareOf(std::uint64_t part, std::uint64_t whole)
{
    return percent(whole ? static_cast<double>(part) / static_cast<double>(whole) : 0, 2);
}

} // namespace

QString verdictWord(TransferVerdict verdict)
{
    switch (verdict) {
    case TransferVerdict::TooShort:
        return VerdictText::tr("Too short to tell");
    case TransferVerdict::Healthy:
        return VerdictText::tr("Healthy");
    case TransferVerdict::NetworkLoss:
        return VerdictText::tr("Network loss");
    case TransferVerdict::SuspectedLoss:
        return VerdictText::tr("Suspected loss at the sender");
    case TransferVerdict::SmallReceiveWindow:
        return VerdictText::tr("Small receive window");
    case TransferVerdict::SlowPrimary:
        return VerdictText::tr("Slow primary");
    case TransferVerdict::Application:
        return VerdictText::tr("Application");
    }
    return {};
}

QString verdictSentence(const pipeline::TransferAttempt& attempt)
{
    if (!attempt.verdict || !attempt.flow)
        return {};
    const pipeline::TransferFlow& flow = *attempt.flow;
    switch (*attempt.verdict) {
    case TransferVerdict::TooShort:
        return VerdictText::tr("So few octets say nothing about the path.");
    case TransferVerdict::Healthy:
        return VerdictText::tr("It was as fast as the path.");
    case TransferVerdict::NetworkLoss:
        return VerdictText::tr("The sender runs on this host: it sent %1 of its octets again.")
            .arg(shareOf(flow.senderRetransmitted.value_or(0), flow.senderSent.value_or(attempt.bytes)));
    case TransferVerdict::SuspectedLoss:
        return VerdictText::tr("Data came out of order and with waits. Only the sender knows what it lost.");
    case TransferVerdict::SmallReceiveWindow:
        return VerdictText::tr("The room we offered was full all the time.");
    case TransferVerdict::SlowPrimary:
        return VerdictText::tr("The primary let us wait for %1; nothing points to loss.")
            .arg(duration(flow.stalled + flow.paused));
    case TransferVerdict::Application:
        return VerdictText::tr("We were busy for %1 with what had come.").arg(duration(flow.working));
    }
    return {};
}

QString flowLines(const pipeline::TransferAttempt& attempt)
{
    QStringList lines;
    if (attempt.verdict)
        lines << verdictWord(*attempt.verdict) + QStringLiteral(": ") + verdictSentence(attempt);
    if (attempt.flow) {
        const pipeline::TransferFlow& flow = *attempt.flow;
        if (flow.connectedAfter)
            lines << (flow.reused
                          ? VerdictText::tr("Over a connection that was open already")
                          : VerdictText::tr("Connected after %1").arg(duration(*flow.connectedAfter)));
        if (flow.firstOctetAfter)
            lines << VerdictText::tr("First octet after %1").arg(duration(*flow.firstOctetAfter));
        if (flow.stalls > 0)
            lines << VerdictText::tr("%n stall(s), %1 in all", nullptr, static_cast<int>(flow.stalls))
                         .arg(duration(flow.stalled));
        if (flow.senderRetransmitted)
            lines << VerdictText::tr("The sender, on this host, repeated %1")
                         .arg(bytes(*flow.senderRetransmitted));
    }
    if (attempt.tcpInfo) {
        const net::TcpInfo& info = *attempt.tcpInfo;
        if (const std::uint32_t rtt = net::roundTripUs(info))
            lines << VerdictText::tr("Round trip %1").arg(duration(base::Duration(rtt)));
        if (info.outOfOrderReceived > 0)
            lines << VerdictText::tr("%n segment(s) came out of order, which is no loss rate", nullptr,
                                     static_cast<int>(info.outOfOrderReceived));
        if (info.receiveSpace > 0)
            lines << VerdictText::tr("Receive space %1").arg(bytes(info.receiveSpace));
    }
    return lines.join(u'\n');
}

} // namespace zonescope::ui::text

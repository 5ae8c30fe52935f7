// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/xfr_attempt.h"

#include "model/net/round_trip.h"

#include <algorithm>
#include <utility>

namespace zonescope::transfer {
namespace {

Query makeQuery(const XfrAttempt::Order& order, base::Timestamp now, bool udp)
{
    return order.incremental
               ? makeIxfrQuery(order.apex, order.held->soaRecord(), order.edns, order.key, now, udp)
               : makeAxfrQuery(order.apex, order.edns, order.key, now);
}

/// Seconds, when no idle limit gives the window.
constexpr std::uint32_t defaultRateWindow = 30;

void earlier(std::optional<base::Instant>& deadline, base::Instant candidate)
{
    deadline = deadline ? std::min(*deadline, candidate) : candidate;
}

} // namespace

XfrAttempt::XfrAttempt(Order order, const base::Clock& clock, Wire& wire)
    : m_order(std::move(order))
    , m_clock(clock)
    , m_wire(wire)
{
}

void XfrAttempt::start()
{
    m_startedAt = m_clock.wall();
    m_start = m_clock.steady();
    if (m_order.connectionOpen) {
        m_onOpenConnection = true;
        return connected();
    }
    if (m_order.udp && m_order.incremental)
        return sendUdp();
    connect();
}

void XfrAttempt::connect()
{
    m_state = State::Connecting;
    if (m_order.tls.mode != zone::TlsMode::Off)
        m_wire.connectTls(m_order.server, m_order.source, m_order.tls);
    else
        m_wire.connectTcp(m_order.server, m_order.source);
}

XfrReader::Order XfrAttempt::readerOrder(bool udp) const
{
    XfrReader::Order order;
    order.query = makeQuery(m_order, m_clock.wall(), udp);
    order.held = m_order.held;
    order.acceptOlder = m_order.acceptOlder;
    order.acceptEqual = m_order.acceptEqual;
    order.maxRecords = m_order.limits.maxRecords;
    order.maxBytes = m_order.limits.maxBytes;
    order.maxRrsetRecords = m_order.limits.maxRrsetRecords;
    order.everyMessageSigned = m_order.everyMessageSigned;
    order.parts = m_order.parts;
    return order;
}

void XfrAttempt::sendUdp()
{
    m_state = State::Udp;
    m_udpDeadline = m_start + m_order.timings.soaFirst;
    XfrReader::Order order = readerOrder(true);
    m_udpQuery = order.query;
    m_reader = std::make_unique<XfrReader>(std::move(order));
    m_wire.sendUdp(m_order.server, m_order.source, base::viewOf(m_udpQuery->message));
}

/// One datagram that holds all of the answer, verified, is taken. Everything else that is ours means: ask
/// over TCP (rows of the policy table). A stray one changes nothing.
void XfrAttempt::datagram(base::ByteView message)
{
    if (m_state != State::Udp)
        return;
    const auto frame = dns::MessageReader::open(message);
    if (!frame || frame->header().id != m_udpQuery->id || !frame->header().response)
        return;
    base::Result<XfrProduct> product = base::fail(base::ErrorCode::Truncated);
    if (const auto odd = readDatagram(message, frame->header().truncated, product)) {
        if (ruleOf(*odd).ruling == Ruling::AskOverTcp)
            wantTcp();
        return;
    }
    m_octets = message.size();
    finish(std::move(product));
}

std::optional<Oddity> XfrAttempt::readDatagram(base::ByteView message, bool truncated,
                                               base::Result<XfrProduct>& product)
{
    if (truncated)
        return Oddity::UdpTruncated;
    if (!m_reader->accept(message, m_clock.wall()))
        return m_reader->rcode() == dns::Rcode::NoError ? Oddity::UdpFaulty : Oddity::UdpRefused;
    if (!m_reader->ended())
        return m_reader->onlyNewerSoa() ? Oddity::UdpSingleNewerSoa : Oddity::UdpNotWhole;
    product = m_reader->finish();
    return product ? std::nullopt : std::optional(Oddity::UdpFaulty);
}

void XfrAttempt::udpFailed()
{
    if (m_state == State::Udp)
        wantTcp();
}

void XfrAttempt::wantTcp()
{
    m_wire.closeUdp();
    m_reader.reset();
    m_state = State::WantsTcp;
}

void XfrAttempt::goOnWithTcp()
{
    connect();
}

void XfrAttempt::connected()
{
    m_state = State::Receiving;
    XfrReader::Order order = readerOrder(false);
    const base::Bytes octets = order.query.message;
    m_reader = std::make_unique<XfrReader>(std::move(order));
    m_askedAt = m_firstOctet = m_lastOctet = m_windowStart = m_clock.steady();
    m_flow.connectedAfter = sinceStart(m_lastOctet);
    m_tcpBefore = m_onOpenConnection ? m_wire.tcpInfo() : m_wire.usedBefore();
    m_flow.reused = m_onOpenConnection || m_tcpBefore;
    m_restedBefore = m_wire.rested();
    m_wire.sendTcp(base::viewOf(octets));
}

void XfrAttempt::connectFailed(const base::Error& error)
{
    fail(error);
}

void XfrAttempt::octets(std::size_t count)
{
    if (m_state != State::Receiving)
        return;
    if (count == 0 && m_octets == 0)
        return; // a ticket for the next TLS session
    const base::Instant now = m_clock.steady();
    if (!m_flow.firstOctetAfter)
        m_flow.firstOctetAfter = sinceStart(now);
    noteWait(now, count);
    if (m_octets == 0)
        m_firstOctet = now;
    m_octets += count;
    m_windowOctets += count;
    m_lastOctet = now;
    // The reader counts whole messages; a message may be 64 KiB, so this is where a byte limit holds to the
    // octet.
    if (m_order.limits.maxBytes != 0 && m_octets > m_order.limits.maxBytes + 2 + 65535)
        fail({base::ErrorCode::LimitBytes,
              "more than " + std::to_string(m_order.limits.maxBytes) + " octets came"});
}

namespace {

/// A line of less than a megabit a second hands over one full segment after the other, and whoever waits for
/// them waits for the line. A sender that has nothing to send yet sends, after its pause, a smaller segment
/// or several.
bool isFullSegment(std::size_t octets, const net::TcpInfo& info)
{
    constexpr std::size_t options = 40; // of TCP, at most; they differ from segment to segment
    return info.fullSegment > options && octets <= info.fullSegment + options &&
           octets + options >= info.fullSegment;
}

} // namespace

/// A wait for octets: ours, nothing, a pause, or a stall.
void XfrAttempt::noteWait(base::Instant now, std::size_t count)
{
    constexpr base::Duration neverAPause{10'000}; // the shortest of pauseAfter: most waits end here, unasked
    auto wait = std::chrono::duration_cast<base::Duration>(now - m_lastOctet);
    if (m_pendingPause.count() > 0 && wait * 2 < m_pendingPause)
        m_flow.paused += m_pendingPause; // more followed at once: it was no segment of a slow line
    m_pendingPause = base::Duration(0);
    const Wire::Arrival arrival = m_wire.lastArrival();
    const base::Duration ours = wait < neverAPause ? base::Duration(0) : oursOf(wait, arrival.unreadFor);
    m_workedBefore = m_flow.working;
    m_restedBefore = m_wire.rested();
    wait -= ours;
    // Who waited for whom cannot be told when it had come and lain there.
    if (wait < neverAPause || arrival.unreadFor >= neverAPause)
        return;
    const auto info = m_wire.tcpInfo();
    const std::uint32_t rtt = info ? net::roundTripUs(*info) : 0;
    if (wait >= pipeline::stallAfter(rtt)) {
        m_flow.stalled += wait;
        ++m_flow.stalls;
        if (m_flow.spans.size() < pipeline::TransferFlow::keptSpans)
            m_flow.spans.push_back({sinceStart(m_lastOctet), wait});
    } else if (wait >= pipeline::pauseAfter(rtt)) {
        const bool oneSegment = info && isFullSegment(arrival.octets ? arrival.octets : count, *info);
        (oneSegment ? m_pendingPause : m_flow.paused) += wait;
    }
}

/// How much of a wait passed because we did not read: busy with what had come, with other transfers, or not
/// run at all. It is counted as work.
base::Duration XfrAttempt::oursOf(base::Duration wait, base::Duration unreadFor)
{
    const base::Duration counted = m_flow.working - m_workedBefore;
    base::Duration ours = counted;
    if (const auto rested = m_wire.rested(); rested && m_restedBefore)
        ours = std::max(ours, wait - (*rested - *m_restedBefore));
    // It came while we were away: who was away for most of it was away for all of it.
    if (unreadFor * 2 >= wait)
        unreadFor = wait;
    ours = std::clamp(std::max(ours, unreadFor), base::Duration(0), wait);
    m_flow.working += std::max(base::Duration(0), ours - counted);
    return ours;
}

void XfrAttempt::subtractBefore()
{
    if (!m_tcpInfo || !m_tcpBefore || m_tcpInfo->cookie != m_tcpBefore->cookie)
        return;
    m_tcpInfo->totalRetransmits -= m_tcpBefore->totalRetransmits;
    m_tcpInfo->outOfOrderReceived -= m_tcpBefore->outOfOrderReceived;
    m_tcpInfo->bytesReceived -= m_tcpBefore->bytesReceived;
    m_tcpInfo->bytesAcked -= m_tcpBefore->bytesAcked;
}

void XfrAttempt::message(base::ByteView message)
{
    if (m_state != State::Receiving)
        return;
    const bool hadOnlySoa = m_reader->onlyNewerSoa();
    const base::Instant began = m_clock.steady();
    const base::Status accepted = m_reader->accept(message, m_clock.wall());
    m_flow.working += std::chrono::duration_cast<base::Duration>(m_clock.steady() - began);
    if (!accepted)
        return fail(accepted.error());
    if (m_reader->ended())
        return finish(m_reader->finish());
    if (m_reader->onlyNewerSoa() && !hadOnlySoa)
        m_graceEnd = m_clock.steady() + m_order.timings.singleSoaGrace;
    else if (!m_reader->onlyNewerSoa())
        m_graceEnd.reset();
}

void XfrAttempt::closed(const std::optional<base::Error>& error, std::size_t pending)
{
    if (m_state != State::Receiving)
        return;
    // The server had enough of a connection that was open before; that is no answer.
    if (std::exchange(m_onOpenConnection, false) && m_octets == 0) {
        m_reader.reset();
        m_flow = {};
        return connect();
    }
    if (error)
        return fail({error->code, error->detail + "; " + m_reader->cutOff("it broke off").detail});
    std::string how = "the primary closed the connection";
    if (pending != 0)
        how += " within a message, " + std::to_string(pending) + " octets into it,";
    fail(m_reader->cutOff(std::move(how)));
}

std::optional<base::Instant> XfrAttempt::deadline() const
{
    const zone::TransferLimits& limits = m_order.limits;
    std::optional<base::Instant> first;
    if (m_state == State::Done)
        return first;
    if (limits.maxSeconds != 0)
        earlier(first, m_start + seconds(limits.maxSeconds));
    if (m_state == State::WantsTcp)
        return first;
    if (m_state == State::Udp) {
        earlier(first, m_udpDeadline);
        return first;
    }
    if (m_state == State::Connecting) {
        if (limits.connectSeconds != 0)
            earlier(first, m_start + seconds(limits.connectSeconds));
        return first;
    }
    if (limits.idleSeconds != 0)
        earlier(first, m_lastOctet + seconds(limits.idleSeconds));
    if (limits.minBytesPerSecond != 0)
        earlier(first, m_windowStart + seconds(rateWindow()));
    if (m_graceEnd)
        earlier(first, *m_graceEnd);
    return first;
}

void XfrAttempt::timePassed()
{
    const base::Instant now = m_clock.steady();
    const zone::TransferLimits& limits = m_order.limits;
    if (m_state == State::Done)
        return;
    if (limits.maxSeconds != 0 && now >= m_start + seconds(limits.maxSeconds))
        return fail({base::ErrorCode::LimitDuration, "longer than " + std::to_string(limits.maxSeconds) +
                                                         " s, " + std::to_string(records()) +
                                                         " records so far"});
    if (m_state == State::Udp && now >= m_udpDeadline &&
        ruleOf(Oddity::UdpSilence).ruling == Ruling::AskOverTcp)
        return wantTcp();
    if (m_state == State::Udp || m_state == State::WantsTcp)
        return;
    if (m_state == State::Connecting) {
        if (limits.connectSeconds != 0 && now >= m_start + seconds(limits.connectSeconds))
            connectTimedOut();
        return;
    }
    if (m_graceEnd && now >= *m_graceEnd)
        return fail(m_reader->cutOff("nothing more came"));
    if (limits.idleSeconds != 0 && now >= m_lastOctet + seconds(limits.idleSeconds))
        return fail({base::ErrorCode::LimitIdle, stalledText()});
    if (limits.minBytesPerSecond != 0 && now >= m_windowStart + seconds(rateWindow()))
        checkRate(now);
}

void XfrAttempt::connectTimedOut()
{
    base::Error error = m_wire.connectTimedOut();
    error.detail += " within " + std::to_string(m_order.limits.connectSeconds) + " s";
    fail(std::move(error));
}

std::uint32_t XfrAttempt::rateWindow() const
{
    return m_order.limits.idleSeconds != 0 ? m_order.limits.idleSeconds : defaultRateWindow;
}

void XfrAttempt::checkRate(base::Instant now)
{
    const std::uint64_t wanted = std::uint64_t{m_order.limits.minBytesPerSecond} * rateWindow();
    if (m_windowOctets < wanted)
        return fail({base::ErrorCode::LimitRate, std::to_string(m_windowOctets) + " octets in " +
                                                     std::to_string(rateWindow()) + " s, at least " +
                                                     std::to_string(wanted) + " are wanted"});
    m_windowStart = now;
    m_windowOctets = 0;
}

std::string XfrAttempt::stalledText() const
{
    return "not one octet in " + std::to_string(m_order.limits.idleSeconds) + " s, after " +
           std::to_string(m_octets) + " octets and " + std::to_string(m_reader->messages()) +
           " whole messages";
}

void XfrAttempt::finish(base::Result<XfrProduct> product)
{
    m_product = std::move(product);
    m_end = m_clock.steady();
    m_wire.closeUdp();
    m_tcpInfo = m_wire.tcpInfo();
    subtractBefore();
    if (m_state == State::Receiving && !m_product)
        noteWait(m_end, 0); // what it was given up for
    if (m_product && m_state == State::Receiving)
        m_wire.releaseTcp(idleTime());
    else
        m_wire.closeTcp();
    m_overUdp = m_state == State::Udp;
    m_state = State::Done;
}

/// A primary that says nothing of keeping connections keeps them a few seconds at least (RFC 7766 section
/// 6.2.3); we ask for much less, and only while more jobs are at hand.
std::optional<base::Duration> XfrAttempt::idleTime() const
{
    constexpr base::Duration untilNextJob{50'000};
    const auto told = idleTimeOf(m_reader->edns());
    const bool wait = !told && m_order.moreToCome && m_order.tls.mode == zone::TlsMode::Off;
    return wait ? std::optional(untilNextJob) : told;
}

base::Duration XfrAttempt::latency() const
{
    return std::chrono::duration_cast<base::Duration>(m_firstOctet - m_askedAt);
}

pipeline::Transport XfrAttempt::transport() const
{
    if (m_order.tls.mode != zone::TlsMode::Off)
        return pipeline::Transport::Tls;
    if (m_order.plainInstead)
        return pipeline::Transport::TcpNotTls;
    return m_overUdp ? pipeline::Transport::Udp : pipeline::Transport::Tcp;
}

pipeline::TransferKind XfrAttempt::kind() const
{
    if (m_reader)
        return m_reader->kind();
    return m_order.incremental ? pipeline::TransferKind::Ixfr : pipeline::TransferKind::Axfr;
}

pipeline::TransferAttempt XfrAttempt::row() const
{
    pipeline::TransferAttempt row;
    row.apex = m_order.apex;
    row.address = m_order.server;
    row.keyName = m_order.key ? m_order.key->name.toDisplay() : std::string();
    row.kind = kind();
    row.transport = transport();
    row.nsid = m_order.nsid;
    row.startedAt = m_startedAt;
    row.duration = std::chrono::duration_cast<base::Duration>((done() ? m_end : m_clock.steady()) - m_start);
    if (m_order.held)
        row.fromSerial = m_order.held->serial();
    row.bytes = m_octets;
    row.tcpInfo = m_tcpInfo;
    if (!m_overUdp && m_flow.connectedAfter)
        row.flow = m_flow;
    if (m_reader) {
        row.toSerial = m_reader->serial();
        row.records = m_reader->records();
        row.messages = m_reader->messages();
        row.rcode = static_cast<std::uint16_t>(m_reader->rcode());
        if (m_reader->edns() && !m_reader->edns()->errors.empty()) {
            row.extendedError = m_reader->edns()->errors.front().infoCode;
            row.extendedErrorText = m_reader->edns()->errors.front().text;
        }
    }
    if (done() && !m_product)
        row.error = m_product.error();
    return row;
}

} // namespace zonescope::transfer

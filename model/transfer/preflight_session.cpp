// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/preflight_session.h"
#include "model/transfer/tls_stream.h"

#include <utility>

namespace zonescope::transfer {

PreflightSession::PreflightSession(PreflightProbe probe, const base::Clock& clock, Wire& wire,
                                   PreflightWorker::Limits limits)
    : m_probe(std::move(probe))
    , m_clock(clock)
    , m_wire(wire)
    , m_limits(limits)
{
}

void PreflightSession::start()
{
    m_start = m_clock.steady();
    m_wire.useProxy(m_probe.proxy);
    check(false);
}

bool PreflightSession::overTls() const
{
    return m_probe.tls.mode != zone::TlsMode::Off && !m_plainInstead;
}

net::Endpoint PreflightSession::server() const
{
    net::Endpoint server = m_probe.primary;
    if (overTls())
        server.port = m_probe.tls.port;
    return server;
}

/// As transfers do: opportunistic takes what it gets, strict never.
bool PreflightSession::goesOnWithoutTls(const base::Error& error, bool neverConnected)
{
    if (m_probe.tls.mode != zone::TlsMode::Opportunistic || !overTls() ||
        (!neverConnected && !isTlsFault(error.code)))
        return false;
    m_plainInstead = true;
    return true;
}

void PreflightSession::check(bool withKey)
{
    SoaCheck::Order order;
    order.apex = m_probe.apex;
    order.server = server();
    order.source = m_probe.source;
    order.plainInstead = m_plainInstead;
    if (overTls())
        order.tls = m_probe.tls;
    if (withKey)
        order.key = m_probe.key;
    order.edns = m_edns;
    order.connectTimeout = m_limits.tcpTimeout;
    order.timings.soaFirst = order.timings.soaSecond = order.timings.soaLast = m_limits.udpTimeout;
    m_check = std::make_unique<SoaCheck>(std::move(order), m_clock, m_wire);
    m_check->start();
    if (const auto ours = m_wire.localAddress())
        m_ourAddress = ours; // the socket is connected: this is where its packets leave from
    if (m_check->state() == SoaCheck::State::WantsTcp) // over TLS: at once
        m_check->goOnWithTcp();
}

void PreflightSession::afterCheck()
{
    if (m_check->state() == SoaCheck::State::WantsTcp)
        return m_check->goOnWithTcp();
    if (!m_check->done())
        return;
    if (m_check->reply().error && goesOnWithoutTls(*m_check->reply().error, m_check->neverConnected()))
        return check(m_step == Step::SignedSoa);
    m_edns = m_edns && !m_check->ednsUseless();
    if (m_step == Step::SignedSoa) {
        m_evidence.signedSoa = m_check->reply();
        return startAxfr();
    }
    m_evidence.unsignedSoa = m_check->reply();
    const auto& error = m_evidence.unsignedSoa.error;
    // Nobody there: the other probes would only wait as long again.
    if (error &&
        (error->code == base::ErrorCode::ConnectionRefused || error->code == base::ErrorCode::TimedOut ||
         error->code == base::ErrorCode::ProxyUnreachable ||
         error->code == base::ErrorCode::ProxyAuthFailed || error->code == base::ErrorCode::HostUnreachable ||
         error->code == base::ErrorCode::SocketFailed || isTlsFault(error->code)))
        return finish();
    if (!m_probe.key)
        return startAxfr();
    m_step = Step::SignedSoa;
    check(true);
}

void PreflightSession::startAxfr()
{
    m_step = Step::Axfr;
    m_evidence.axfr.emplace();
    m_deadline = m_clock.steady() + m_limits.tcpTimeout;
    if (overTls())
        m_wire.connectTls(server(), m_probe.source, m_probe.tls);
    else
        m_wire.connectTcp(server(), m_probe.source);
}

void PreflightSession::connected()
{
    if (checking())
        return m_check->connected();
    if (m_step != Step::Axfr)
        return;
    m_evidence.axfr->connected = true;
    if (const auto ours = m_wire.localAddress())
        m_ourAddress = ours;
    XfrReader::Order order;
    order.query = makeAxfrQuery(m_probe.apex, m_edns, m_probe.key, m_clock.wall());
    const base::Bytes query = order.query.message;
    m_reader = std::make_unique<XfrReader>(std::move(order));
    m_deadline = m_clock.steady() + m_limits.tcpTimeout;
    m_wire.sendTcp(base::viewOf(query));
}

void PreflightSession::message(base::ByteView message)
{
    if (checking()) {
        m_check->message(message);
        return afterCheck();
    }
    if (m_step != Step::Axfr)
        return;
    const base::Status accepted = m_reader->accept(message, m_clock.wall());
    m_evidence.axfr->rcode = m_reader->rcode();
    m_evidence.axfr->serial = m_reader->serial();
    m_evidence.axfr->clockSkew = m_reader->clockSkew();
    m_evidence.axfr->began = accepted.has_value();
    endAxfr(accepted ? std::nullopt : std::optional(accepted.error()));
}

void PreflightSession::endAxfr(std::optional<base::Error> error)
{
    m_evidence.axfr->error = std::move(error);
    m_wire.closeTcp(); // the rest of the zone is not wanted
    finish();
}

void PreflightSession::finish()
{
    m_end = m_clock.steady();
    m_deadline.reset();
    m_step = Step::Done;
}

void PreflightSession::datagram(base::ByteView message)
{
    if (!checking())
        return;
    m_check->datagram(message);
    afterCheck();
}

void PreflightSession::udpFailed(const base::Error& error)
{
    if (!checking())
        return;
    m_check->udpFailed(error);
    afterCheck();
}

void PreflightSession::connectFailed(const base::Error& error)
{
    if (checking()) {
        m_check->connectFailed(error);
        afterCheck();
    } else if (m_step == Step::Axfr) {
        endAxfr(error);
    }
}

void PreflightSession::closed(const std::optional<base::Error>& error, std::size_t)
{
    if (checking()) {
        m_check->closed(error);
        afterCheck();
    } else if (m_step == Step::Axfr) {
        endAxfr(error ? *error : m_reader->cutOff("the primary closed the connection"));
    }
}

std::optional<base::Instant> PreflightSession::deadline() const
{
    return checking() && m_check ? m_check->deadline() : m_deadline;
}

void PreflightSession::timePassed()
{
    if (checking()) {
        m_check->timePassed();
        afterCheck();
    } else if (m_deadline && m_clock.steady() >= *m_deadline) {
        endAxfr(m_reader ? base::Error{base::ErrorCode::TimedOut, "no answer to the AXFR query"}
                         : m_wire.connectTimedOut());
    }
}

PreflightFinding PreflightSession::finding() const
{
    const Diagnosis diagnosis = diagnose(m_evidence);
    PreflightFinding finding;
    finding.row = m_probe.row;
    finding.verdict = diagnosis.verdict;
    finding.serial = diagnosis.serial;
    finding.error = diagnosis.error;
    finding.skewSeconds = diagnosis.skewSeconds;
    finding.ourAddress = m_ourAddress;
    finding.took = std::chrono::duration_cast<base::Duration>(m_end - m_start);
    return finding;
}

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/transfer_session.h"

#include "model/dns/serial.h"
#include "model/transfer/tls_stream.h"

#include <algorithm>
#include <utility>

namespace zonescope::transfer {

using Phase = pipeline::TransferProgress::Phase;
using Outcome = TransferResult::Outcome;

TransferSession::TransferSession(TransferJob job, const base::Clock& clock, Wire& wire, SessionHost& host,
                                 Timings timings)
    : m_job(std::move(job))
    , m_clock(clock)
    , m_wire(wire)
    , m_host(host)
    , m_timings(timings)
    , m_plan(m_job)
{
    m_result.job = m_job.id;
    m_result.zone = m_job.zone;
}

void TransferSession::start()
{
    m_result.startedAt = m_clock.wall();
    m_nextProgress = m_clock.steady();
    if (!m_plan.current()) {
        m_result.error =
            base::Error{base::ErrorCode::NoPrimary, m_job.apex.toText() + " has no primary with an address"};
        return finish(Outcome::Failed);
    }
    m_straight = m_job.withoutCheck && !m_job.held && !m_job.announcedSerial;
    if (m_straight) // most of the many end before the first report is worth its way to the engine
        m_nextProgress += m_timings.progress;
    askNext();
}

void TransferSession::askNext()
{
    const auto place = m_plan.current();
    if (!place)
        return takeCandidate();
    m_place = *place;
    if (m_straight)
        return transferNow(m_host.ednsWorks(address()));
    m_step = Step::WaitingToCheck;
    setPhase(Phase::Queued);
    if (m_host.askPlace(PlaceKind::Check, target()))
        check();
}

void TransferSession::placeGranted()
{
    switch (m_step) {
    case Step::WaitingToCheck:
        return check();
    case Step::Checking:
        return m_check->goOnWithTcp();
    case Step::WaitingToConnect:
        return beginAttempt();
    case Step::Transferring:
        if (m_attempt->state() == XfrAttempt::State::WantsTcp)
            m_attempt->goOnWithTcp();
        return;
    case Step::Idle:
    case Step::Done:
        return;
    }
}

bool TransferSession::insteadOfTls() const
{
    return target().tls.mode == zone::TlsMode::Opportunistic &&
           (m_tlsFailed.contains(address()) || !m_host.tlsWorks(address()));
}

bool TransferSession::overTls() const
{
    return target().tls.mode != zone::TlsMode::Off && !insteadOfTls();
}

net::Endpoint TransferSession::server() const
{
    net::Endpoint server = address();
    if (overTls())
        server.port = target().tls.port;
    return server;
}

/// Opportunistic and TLS did not come about: an event, a row, and the same address without. Never otherwise.
bool TransferSession::fallsBackToTcp(const base::Error& error, bool neverConnected)
{
    if (target().tls.mode != zone::TlsMode::Opportunistic || !overTls() ||
        (!neverConnected && !isTlsFault(error.code)))
        return false;
    report(pipeline::Event::Kind::FellBackToTcp, error);
    m_tlsFailed.insert(address());
    m_host.tlsFails(address());
    return true;
}

void TransferSession::prepareWire()
{
    m_wire.useProxy(target().proxy);
    m_wire.useKey(keyName());
}

std::optional<dns::Name> TransferSession::keyName() const
{
    return target().key ? std::optional(target().key->name) : std::nullopt;
}

std::optional<ConnectionKey> TransferSession::waitingCheck() const
{
    if (m_step != Step::Checking || m_check->state() != SoaCheck::State::WantsTcp)
        return std::nullopt;
    return ConnectionKey{server(), target().source, target().proxy,
                         overTls() ? target().tls : zone::TlsSettings(), keyName()};
}

void TransferSession::releaseConnection()
{
    if (!std::exchange(m_connectionOpen, false))
        return;
    m_wire.releaseTcp(idleTimeOf(m_check->reply().edns));
    m_host.releasePlace();
}

void TransferSession::check()
{
    m_step = Step::Checking;
    SoaCheck::Order order;
    order.apex = m_job.apex;
    order.server = server();
    order.source = target().source;
    order.key = target().key;
    order.edns = m_host.ednsWorks(address());
    order.plainInstead = insteadOfTls();
    if (overTls())
        order.tls = target().tls;
    else if (order.edns && !target().proxy)
        order.cookie = m_host.cookieFor(address());
    order.keepOpen = true;
    order.connectTimeout = m_timings.second * std::max(1U, m_job.limits.connectSeconds);
    order.timings = m_timings;
    m_check = std::make_unique<SoaCheck>(std::move(order), m_clock, m_wire);
    setPhase(Phase::AskingSoa);
    prepareWire();
    m_check->start();
    if (m_check->state() == SoaCheck::State::WantsTcp)
        afterCheck();
}

void TransferSession::afterCheck()
{
    if (m_check->done())
        return checkDone();
    if (m_check->state() != SoaCheck::State::WantsTcp)
        return;
    m_host.releasePlace();
    if (m_host.askPlace(PlaceKind::Connection, target()))
        m_check->goOnWithTcp();
}

void TransferSession::checkDone()
{
    m_connectionOpen = m_check->connectionOpen();
    if (!m_connectionOpen)
        m_host.releasePlace();
    if (m_check->ednsUseless())
        m_host.ednsFails(address());
    if (!m_check->learnedCookie().empty())
        m_host.learnCookie(address(), m_check->learnedCookie());
    const SoaReply& reply = m_check->reply();
    if (reply.error)
        return checkFailed(*reply.error);
    SoaAnswer answer;
    answer.primary = target().primary;
    answer.address = address();
    answer.serial = reply.soa->serial;
    answer.latency = m_check->latency();
    m_nsid.clear();
    if (reply.edns) {
        answer.ednsExpire = reply.edns->expire;
        answer.zoneVersion = reply.edns->zoneVersionSerial;
        m_nsid = nsidText(reply.edns->nsid.value_or(base::Bytes()));
    }
    answer.nsid = m_nsid;
    m_result.soaAnswers.push_back(answer);
    judge(reply);
}

void TransferSession::checkFailed(const base::Error& error)
{
    pipeline::TransferAttempt row = m_check->row();
    row.error = error;
    if (m_job.held)
        row.fromSerial = m_job.held->serial();
    addRow(std::move(row));
    if (fallsBackToTcp(error, m_check->neverConnected())) {
        m_step = Step::WaitingToCheck;
        if (m_host.askPlace(PlaceKind::Check, target()))
            check();
        return;
    }
    moveOn(base::Error(error));
}

void TransferSession::judge(const SoaReply& reply)
{
    const std::uint32_t serial = reply.soa->serial;
    const SerialVerdict verdict = judgeSerial(m_job, serial);
    if (verdict == SerialVerdict::TransferNow)
        return transferNow(reply.edns.has_value());
    releaseConnection();
    if (verdict == SerialVerdict::Undefined)
        return checkFailed({base::ErrorCode::SerialUndefined, "theirs " + std::to_string(serial) + ", ours " +
                                                                  std::to_string(m_job.held->serial()) +
                                                                  ": exactly 2^31 apart"});
    if (verdict == SerialVerdict::RememberAndAskOn) {
        m_plan.remember({m_place, serial, reply.edns.has_value()});
    } else if (!m_confirmed || serial == m_job.held->serial()) {
        m_confirmed = true;
        m_result.primary = target().primary;
        m_result.address = address();
    }
    if (verdict == SerialVerdict::Unchanged)
        return finish(Outcome::Unchanged);
    m_plan.answered();
    askNext();
}

void TransferSession::transferNow(bool edns)
{
    m_edns = edns;
    // An IXFR goes forward only: an older zone, or one that an operator wants whole, comes by AXFR.
    m_incremental = m_job.held && !target().axfrOnly && m_job.mode != TransferJob::Mode::Full &&
                    dns::isNewer(m_result.soaAnswers.back().serial, m_job.held->serial());
    m_udpFirst =
        m_incremental && target().ixfrOverUdp && target().tls.mode == zone::TlsMode::Off && !m_connectionOpen;
    m_step = Step::WaitingToConnect;
    setPhase(Phase::Queued);
    if (m_connectionOpen || m_host.askPlace(m_udpFirst ? PlaceKind::Check : PlaceKind::Connection, target()))
        beginAttempt();
}

XfrAttempt::Order TransferSession::attemptOrder() const
{
    const bool forced = m_job.mode == TransferJob::Mode::Full;
    XfrAttempt::Order order;
    order.apex = m_job.apex;
    order.server = server();
    order.source = target().source;
    order.key = target().key;
    order.everyMessageSigned = target().everyMessageSigned;
    order.plainInstead = insteadOfTls();
    if (overTls())
        order.tls = target().tls;
    order.incremental = m_incremental;
    order.held = m_job.held;
    order.acceptOlder = forced || m_job.heldExpired;
    order.acceptEqual = forced;
    order.edns = m_edns;
    order.nsid = m_nsid;
    order.limits = m_job.limits;
    order.timings = m_timings;
    order.parts = m_job.parts;
    order.moreToCome = m_job.withoutCheck; // one of many
    return order;
}

void TransferSession::beginAttempt()
{
    m_step = Step::Transferring;
    XfrAttempt::Order order = attemptOrder();
    order.connectionOpen = std::exchange(m_connectionOpen, false);
    order.udp = std::exchange(m_udpFirst, false);
    m_askedForTcp = false;
    const bool open = order.connectionOpen;
    m_attempt = std::make_unique<XfrAttempt>(std::move(order), m_clock, m_wire);
    prepareWire();
    m_attempt->start();
    setPhase(open ? Phase::Receiving : Phase::Connecting);
}

void TransferSession::afterAttempt()
{
    if (m_attempt->done())
        return attemptDone();
    if (m_attempt->state() != XfrAttempt::State::WantsTcp || std::exchange(m_askedForTcp, true))
        return;
    m_host.releasePlace();
    if (m_host.askPlace(PlaceKind::Connection, target()))
        m_attempt->goOnWithTcp();
}

void TransferSession::attemptDone()
{
    base::Result<XfrProduct>& product = m_attempt->product();
    const bool straight = std::exchange(m_straight, false);
    if (!straight || product || !m_attempt->neverConnected()) // else the check says why
        addRow(m_attempt->row());
    if (!product && !straight)
        return attemptFailed(base::Error(product.error()));
    m_host.releasePlace();
    if (!product)
        return askNext(); // the same address, from the beginning
    if (product->version) {
        if (straight)
            noteAnswer(*product->version);
        return finishWithProduct(*product);
    }
    // Newer by its SOA, not newer by its transfer: another node behind the same address, or it went back
    // meanwhile.
    m_confirmed = true;
    m_result.primary = target().primary;
    m_result.address = address();
    if (m_fromCandidates)
        return takeCandidate();
    m_plan.answered();
    askNext();
}

void TransferSession::attemptFailed(const base::Error& error)
{
    if (fallsBackToTcp(error, m_attempt->neverConnected()))
        return beginAttempt(); // same address, same place
    m_transferFailed = true;
    m_result.kind = m_attempt->kind();
    if (m_incremental && !m_attempt->neverConnected()) {
        m_incremental = false;
        report(pipeline::Event::Kind::FellBackToAxfr, error);
        return beginAttempt(); // same address, same place, at once
    }
    m_host.releasePlace();
    moveOn(error);
}

/// The address in m_place failed.
void TransferSession::moveOn(const base::Error& error)
{
    m_result.error = error;
    m_result.errorPrimary = target().primary;
    if (!m_confirmed)
        m_result.address = address();
    if (m_fromCandidates)
        return takeCandidate();
    m_plan.failed(base::errorAdvice(error.code));
    if (const auto next = m_plan.current(); next && next->target != m_place.target) {
        m_place = *next;
        report(pipeline::Event::Kind::TriedNextPrimary, error);
    }
    askNext();
}

/// Everybody was asked; what is left are primaries that are newer than we, if not as new as announced.
void TransferSession::takeCandidate()
{
    m_fromCandidates = true;
    if (const auto candidate = m_plan.takeNewest()) {
        m_place = candidate->place;
        const auto mine =
            std::find_if(m_result.soaAnswers.begin(), m_result.soaAnswers.end(), [this](const SoaAnswer& a) {
                return a.primary == target().primary && a.address == address();
            });
        std::rotate(mine, mine + 1,
                    m_result.soaAnswers.end()); // the answer that the transfer rests on comes last
        return transferNow(candidate->edns);
    }
    finish(m_confirmed && !m_transferFailed ? Outcome::Unchanged : Outcome::Failed);
}

void TransferSession::finishWithProduct(XfrProduct& product)
{
    m_result.version = std::move(product.version);
    m_result.tolerated = product.tolerated;
    m_result.kind = product.kind;
    m_result.added = product.added;
    m_result.removed = product.removed;
    m_result.primary = target().primary;
    m_result.address = address();
    finish(Outcome::NewVersion);
}

void TransferSession::finish(TransferResult::Outcome outcome)
{
    m_result.outcome = outcome;
    m_result.finishedAt = m_clock.wall();
    if (outcome == Outcome::Unchanged || outcome == Outcome::NewVersion) {
        m_result.error.reset();
        m_result.errorPrimary = {};
    }
    m_step = Step::Done;
}

void TransferSession::cancel(base::ErrorCode why)
{
    if (done())
        return;
    if (m_step == Step::Transferring) {
        pipeline::TransferAttempt row = m_attempt->row();
        row.error = base::Error{why, {}};
        addRow(std::move(row));
    }
    m_wire.closeUdp();
    m_wire.closeTcp();
    m_host.releasePlace();
    m_result.error = base::Error{why, {}};
    finish(Outcome::Cancelled);
}

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
// What comes in from the wire and the clock, passed to whatever the session is doing: the check or the
// attempt.
#include "model/transfer/transfer_session.h"

#include <algorithm>

namespace zonescope::transfer {

using Phase = pipeline::TransferProgress::Phase;

std::optional<base::Instant> TransferSession::deadline() const
{
    std::optional<base::Instant> first;
    if (m_step == Step::Checking)
        first = m_check->deadline();
    else if (m_step == Step::Transferring)
        first = m_attempt->deadline();
    if (m_progressDue && !done())
        first = first ? std::min(*first, m_nextProgress) : m_nextProgress;
    return first;
}

void TransferSession::timePassed()
{
    if (m_step == Step::Checking) {
        m_check->timePassed();
        afterCheck();
    } else if (m_step == Step::Transferring) {
        m_attempt->timePassed();
        afterAttempt();
    }
    reportProgress();
}

void TransferSession::datagram(base::ByteView message)
{
    if (m_step == Step::Transferring) {
        m_attempt->datagram(message);
        return afterAttempt();
    }
    if (m_step != Step::Checking)
        return;
    noteSeenFrom();
    m_check->datagram(message);
    afterCheck();
}

void TransferSession::udpFailed(const base::Error& error)
{
    if (m_step == Step::Transferring) {
        m_attempt->udpFailed();
        return afterAttempt();
    }
    if (m_step != Step::Checking)
        return;
    if (error.code == base::ErrorCode::ProxyWithoutUdp)
        report(pipeline::Event::Kind::ProxyWithoutUdp, error);
    m_check->udpFailed(error);
    afterCheck();
}

void TransferSession::connected()
{
    noteSeenFrom();
    if (m_step == Step::Checking)
        return m_check->connected();
    if (m_step != Step::Transferring)
        return;
    m_attempt->connected();
    setPhase(Phase::Receiving);
}

void TransferSession::connectFailed(const base::Error& error)
{
    if (m_step == Step::Checking) {
        m_check->connectFailed(error);
        afterCheck();
    } else if (m_step == Step::Transferring) {
        m_attempt->connectFailed(error);
        afterAttempt();
    }
}

void TransferSession::octets(std::size_t count)
{
    if (m_step != Step::Transferring)
        return;
    m_attempt->octets(count);
    afterAttempt();
}

void TransferSession::message(base::ByteView message)
{
    if (m_step == Step::Checking) {
        m_check->message(message);
        afterCheck();
    } else if (m_step == Step::Transferring) {
        m_attempt->message(message);
        m_progressDue = true;
        afterAttempt();
    }
}

void TransferSession::closed(const std::optional<base::Error>& error, std::size_t pending)
{
    if (m_step == Step::Checking) {
        m_check->closed(error);
        afterCheck();
    } else if (m_step == Step::Transferring) {
        m_attempt->closed(error, pending);
        afterAttempt();
    }
}

} // namespace zonescope::transfer

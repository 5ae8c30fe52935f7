// SPDX-License-Identifier: GPL-3.0-or-later
// What a session tells: rows, events, progress, and what a primary said.
#include "model/transfer/transfer_session.h"

namespace zonescope::transfer {

using Phase = pipeline::TransferProgress::Phase;

/// There was no check: its transfer told what the primary has.
void TransferSession::noteAnswer(const zone::ZoneVersion& version)
{
    SoaAnswer answer;
    answer.primary = target().primary;
    answer.address = address();
    answer.serial = version.serial();
    answer.latency = m_attempt->latency();
    if (const auto& edns = m_attempt->edns()) {
        answer.ednsExpire = edns->expire;
        answer.nsid = nsidText(edns->nsid.value_or(base::Bytes()));
    }
    m_result.soaAnswers.push_back(std::move(answer));
}

void TransferSession::noteSeenFrom()
{
    if (const auto address = m_wire.localAddress())
        m_result.seenFrom[target().primary] = *address;
}

void TransferSession::addRow(pipeline::TransferAttempt row)
{
    row.zone = m_job.zone;
    row.primary = target().primary;
    row.triggers = m_job.triggers;
    m_result.attempts.push_back(std::move(row));
}

void TransferSession::report(pipeline::Event::Kind kind, const base::Error& error)
{
    pipeline::Event event;
    event.at = m_clock.wall();
    event.stage = pipeline::Stage::Transfer;
    event.severity = pipeline::Severity::Notice;
    event.kind = kind;
    event.zone = m_job.zone;
    event.primary = target().primary;
    event.address = address();
    event.error = error;
    m_host.event(std::move(event));
}

void TransferSession::setPhase(Phase phase)
{
    m_progressDue = m_progressDue || phase != m_phase;
    m_phase = phase;
    reportProgress();
}

/// At most one report each `progress`, never a lost last one: it stays due until its time comes.
void TransferSession::reportProgress()
{
    if (!m_progressDue || done() || m_clock.steady() < m_nextProgress)
        return;
    m_progressDue = false;
    m_nextProgress = m_clock.steady() + m_timings.progress;
    pipeline::TransferProgress progress;
    progress.zone = m_job.zone;
    progress.phase = m_phase;
    progress.primary = target().primary;
    progress.address = address();
    progress.startedAt = m_result.startedAt;
    if (m_step == Step::Transferring) {
        progress.kind = m_attempt->kind();
        progress.records = m_attempt->records();
        progress.bytes = m_attempt->octetsReceived();
        progress.messages = m_attempt->messages();
    }
    m_host.progress(progress);
}

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/control_session.h"

namespace zonescope::engine {
namespace {

constexpr std::size_t historyRows = 100;

std::optional<std::string_view> outcomeOf(pipeline::TransferProgress::Phase phase, bool newSerial)
{
    using Phase = pipeline::TransferProgress::Phase;
    switch (phase) {
    case Phase::Done:
        return newSerial ? "new-version" : "unchanged";
    case Phase::Failed:
        return "failed";
    case Phase::Cancelled:
        return "cancelled";
    default:
        return std::nullopt;
    }
}

} // namespace

void ControlSession::ask(std::string_view line)
{
    auto request = decodeRequest(line);
    if (!request)
        return fail(request.error());
    m_request = std::move(*request);
    if (m_request.kind == ControlRequest::Kind::Status)
        return askStatus();
    const auto name = dns::Name::fromText(m_request.zone);
    if (!name)
        return fail(name.error());
    const auto configuration = m_engine.configuration();
    const zone::Zone* zone = configuration->zone(*name);
    if (zone == nullptr)
        return fail({base::ErrorCode::NotFound, name->toDisplay() + " is not a zone of this service"});
    m_zone = zone->id;
    m_zoneName = zone->apex.toDisplay();
    if (m_request.kind == ControlRequest::Kind::Transfer)
        askTransfer();
    else if (m_request.kind == ControlRequest::Kind::TestChange)
        m_first = m_engine.testChange(m_zone);
    else
        askHistory();
}

void ControlSession::askStatus()
{
    m_answer = ControlAnswer{true, encodeStatus(m_engine.status(), m_engine.zoneStatuses(),
                                                *m_engine.configuration(), m_engine.primaryStatuses())};
}

void ControlSession::askTransfer()
{
    if (const auto held = m_engine.heldVersion(m_zone))
        m_serialBefore = held->serial();
    m_outcome.zone = m_zoneName;
    TransferRequest request;
    request.zones = {m_zone};
    request.full = m_request.full;
    m_first = m_engine.transfer(std::move(request));
}

void ControlSession::askHistory()
{
    pipeline::HistoryFilter filter;
    filter.period = {base::Timestamp{}, m_askedAt + std::chrono::hours(1)};
    filter.zones = {m_zone};
    filter.limit = historyRows;
    m_first = m_engine.changes(filter);
    m_second = m_engine.attempts(filter);
}

void ControlSession::hear(const Batch& batch)
{
    if (m_answer || !m_zone)
        return;
    for (const Reply& reply : batch.replies)
        hearReply(reply);
    if (!m_answer && m_request.kind == ControlRequest::Kind::Transfer)
        hearTransfer(batch);
}

void ControlSession::hearReply(const Reply& reply)
{
    if (reply.request != m_first && (reply.request != m_second || m_second == 0))
        return;
    if (!reply.answer)
        return fail(reply.answer.error());
    if (std::holds_alternative<Done>(*reply.answer))
        m_accepted = true;
    if (const auto* taken = std::get_if<TestChangeAnswer>(&*reply.answer))
        m_answer = ControlAnswer{true, encodeTestChange(m_zoneName, *taken, *m_engine.configuration())};
    if (const auto* changes = std::get_if<ChangesAnswer>(&*reply.answer))
        m_changes = changes->changes;
    if (const auto* attempts = std::get_if<AttemptsAnswer>(&*reply.answer))
        m_attempts = attempts->attempts;
    if (m_changes && m_attempts)
        m_answer = ControlAnswer{
            true, encodeHistory(m_zoneName, *m_changes, *m_attempts, *m_engine.configuration())};
}

void ControlSession::hearTransfer(const Batch& batch)
{
    for (const pipeline::TransferAttempt& attempt : batch.attempts)
        if (attempt.zone == m_zone && attempt.startedAt >= m_askedAt)
            m_outcome.attempts.push_back(attempt);
    for (const pipeline::Event& event : batch.events)
        if (event.zone == m_zone && event.error && event.at >= m_askedAt &&
            event.severity >= pipeline::Severity::Warning)
            m_outcome.error = event.error;
    for (const base::ZoneId removed : batch.removedZones)
        if (removed == m_zone)
            return fail({base::ErrorCode::NotFound, m_zoneName + " was removed"});
    for (const pipeline::TransferProgress& progress : batch.progress) {
        // Only work that began after we asked is ours; what ran before may end first.
        if (progress.zone != m_zone || progress.startedAt < m_askedAt)
            continue;
        const auto held = m_engine.heldVersion(m_zone);
        m_outcome.serial = held ? std::optional(held->serial()) : std::nullopt;
        const auto outcome = outcomeOf(progress.phase, m_request.full || m_outcome.serial != m_serialBefore);
        if (!outcome)
            continue;
        m_outcome.outcome = *outcome;
        const bool good = progress.phase == pipeline::TransferProgress::Phase::Done;
        if (good)
            m_outcome.error.reset();
        m_answer = ControlAnswer{good, encodeTransfer(m_outcome, *m_engine.configuration())};
        return;
    }
}

} // namespace zonescope::engine

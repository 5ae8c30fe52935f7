// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/primary_table.h"

namespace zonescope::engine {

zone::PrimaryStatus* PrimaryTable::touch(base::PrimaryId primary)
{
    const auto found = m_primaries.find(primary);
    if (found == m_primaries.end())
        return nullptr;
    m_touched.insert(primary);
    return &found->second;
}

void PrimaryTable::add(base::PrimaryId primary)
{
    m_primaries.try_emplace(primary).first->second.primary = primary;
    m_touched.insert(primary);
}

void PrimaryTable::remove(base::PrimaryId primary)
{
    m_primaries.erase(primary);
    m_touched.erase(primary);
}

void PrimaryTable::seenFrom(base::PrimaryId primary, const net::IpAddress& ours)
{
    if (zone::PrimaryStatus* status = touch(primary))
        status->seenFrom = ours;
}

void PrimaryTable::notified(base::PrimaryId primary, base::Timestamp at)
{
    if (zone::PrimaryStatus* status = touch(primary)) {
        status->lastNotify = at;
        ++status->notifies;
    }
}

void PrimaryTable::answered(const transfer::SoaAnswer& answer, base::Timestamp at)
{
    if (zone::PrimaryStatus* status = touch(answer.primary)) {
        status->lastAnswer = at;
        status->soaLatency = answer.latency;
        status->lastError.reset();
        status->lastErrorSince.reset();
    }
}

void PrimaryTable::attempted(const pipeline::TransferAttempt& attempt)
{
    zone::PrimaryStatus* status = touch(attempt.primary);
    if (status == nullptr)
        return;
    const bool transfer = attempt.kind != pipeline::TransferKind::SoaOnly;
    if (attempt.error) {
        status->transfersFailed += transfer ? 1 : 0;
        if (!status->lastError)
            status->lastErrorSince = attempt.startedAt;
        status->lastError = attempt.error;
    } else {
        status->transfersOk += transfer ? 1 : 0;
        status->lastAnswer = attempt.startedAt + attempt.duration;
        status->lastError.reset();
        status->lastErrorSince.reset();
    }
}

void PrimaryTable::changed(base::PrimaryId primary, bool byNotify)
{
    if (zone::PrimaryStatus* status = touch(primary))
        ++(byNotify ? status->changesByNotify : status->changesByPolling);
}

void PrimaryTable::blame(base::ZoneId zone, base::PrimaryId primary)
{
    const auto found = m_blamed.find(zone);
    if (found == m_blamed.end() ? !primary : found->second == primary)
        return;
    if (found != m_blamed.end()) {
        if (zone::PrimaryStatus* status = touch(found->second))
            --status->zonesAffected;
        m_blamed.erase(found);
    }
    if (zone::PrimaryStatus* status = primary ? touch(primary) : nullptr) {
        ++status->zonesAffected;
        m_blamed.emplace(zone, primary);
    }
}

void PrimaryTable::open(base::ZoneId zone, base::PrimaryId primary)
{
    const auto found = m_openAt.find(zone);
    if (found == m_openAt.end() ? !primary : found->second == primary)
        return;
    if (found != m_openAt.end()) {
        if (zone::PrimaryStatus* status = touch(found->second))
            --status->openTransfers;
        m_openAt.erase(found);
    }
    if (zone::PrimaryStatus* status = primary ? touch(primary) : nullptr) {
        ++status->openTransfers;
        m_openAt.emplace(zone, primary);
    }
}

void PrimaryTable::forget(base::ZoneId zone)
{
    blame(zone, {});
    open(zone, {});
}

std::vector<zone::PrimaryStatus> PrimaryTable::takeTouched()
{
    std::vector<zone::PrimaryStatus> touched;
    for (const base::PrimaryId id : m_touched)
        if (const auto found = m_primaries.find(id); found != m_primaries.end())
            touched.push_back(found->second);
    m_touched.clear();
    return touched;
}

} // namespace zonescope::engine

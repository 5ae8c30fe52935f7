// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/target_plan.h"

#include "model/dns/serial.h"

namespace zonescope::transfer {

SerialVerdict judgeSerial(const TransferJob& job, std::uint32_t serial)
{
    if (job.mode == TransferJob::Mode::Full)
        return SerialVerdict::TransferNow;
    const bool announcedNewer = job.announcedSerial && dns::isNewer(*job.announcedSerial, serial);
    if (!job.held)
        return announcedNewer ? SerialVerdict::RememberAndAskOn : SerialVerdict::TransferNow;
    switch (dns::compareSerials(serial, job.held->serial())) {
    case dns::SerialOrder::Newer:
        return announcedNewer ? SerialVerdict::RememberAndAskOn : SerialVerdict::TransferNow;
    case dns::SerialOrder::Equal:
        return announcedNewer || job.askEverybody ? SerialVerdict::BehindAskOn : SerialVerdict::Unchanged;
    case dns::SerialOrder::Older:
        return job.heldExpired ? SerialVerdict::TransferNow : SerialVerdict::BehindAskOn;
    case dns::SerialOrder::Undefined:
        return job.heldExpired ? SerialVerdict::TransferNow : SerialVerdict::Undefined;
    }
    return SerialVerdict::Undefined;
}

TargetPlan::TargetPlan(const TransferJob& job)
{
    for (const Target& target : job.targets)
        m_addresses.push_back(target.addresses.size());
    skipEmpty();
}

std::optional<TargetPlan::Place> TargetPlan::current() const
{
    if (m_place.target >= m_addresses.size())
        return std::nullopt;
    return m_place;
}

void TargetPlan::failed(base::Advice advice)
{
    const bool anotherAddress = advice == base::Advice::NextAddress;
    if (m_place.target >= m_addresses.size())
        return;
    if (anotherAddress && m_place.address + 1 < m_addresses[m_place.target])
        ++m_place.address;
    else
        nextTarget();
}

void TargetPlan::nextTarget()
{
    ++m_place.target;
    m_place.address = 0;
    skipEmpty();
}

void TargetPlan::skipEmpty()
{
    while (m_place.target < m_addresses.size() && m_addresses[m_place.target] == 0)
        ++m_place.target;
}

std::optional<TargetPlan::Candidate> TargetPlan::takeNewest()
{
    if (m_candidates.empty())
        return std::nullopt;
    auto newest = m_candidates.begin();
    for (auto it = newest + 1; it != m_candidates.end(); ++it)
        if (dns::isNewer(it->serial, newest->serial))
            newest = it;
    const Candidate taken = *newest;
    m_candidates.erase(newest);
    return taken;
}

} // namespace zonescope::transfer

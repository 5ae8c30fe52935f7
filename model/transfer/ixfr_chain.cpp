// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/ixfr_chain.h"

#include "model/dns/serial.h"
#include "model/dns/text.h"

namespace zonescope::transfer {
namespace {

tl::unexpected<base::Error> refuse(Oddity oddity, std::string detail)
{
    return base::fail(ruleOf(oddity).error, std::move(detail));
}

std::string step(std::uint32_t from, std::uint32_t to)
{
    return std::to_string(from) + " -> " + std::to_string(to);
}

} // namespace

IxfrChain::IxfrChain(zone::ZoneVersionPtr held, std::uint32_t target, std::uint64_t maxRrsetRecords)
    : m_version(std::move(held))
    , m_target(target)
    , m_maxRrsetRecords(maxRrsetRecords)
{
}

base::Result<IxfrChain::Next> IxfrChain::takeSoa(const dns::RecordView& record, const dns::Soa& soa)
{
    if (m_open && m_part == Part::Removed) {
        if (const base::Status opened = openAdded(record, soa.serial); !opened)
            return tl::unexpected(opened.error());
        return Next::Difference;
    }
    if (m_open)
        if (const base::Status closed = closeDifference(); !closed)
            return tl::unexpected(closed.error());
    return openDifference(soa.serial);
}

base::Result<IxfrChain::Next> IxfrChain::openDifference(std::uint32_t serial)
{
    const std::uint32_t at = m_version->serial();
    if (serial != at) {
        if (m_applied == 0)
            return refuse(Oddity::WrongBase,
                          "differences from " + std::to_string(serial) + ", we hold " + std::to_string(at));
        return refuse(Oddity::ChainGap, "after " + step(m_current.fromSerial, at) + " a difference from " +
                                            std::to_string(serial));
    }
    if (at == m_target)
        return Next::End;
    m_current = {};
    m_current.fromSerial = serial;
    m_part = Part::Removed;
    m_open = true;
    return Next::Difference;
}

base::Status IxfrChain::openAdded(const dns::RecordView& record, std::uint32_t serial)
{
    if (!dns::isNewer(serial, m_current.fromSerial))
        return refuse(Oddity::RepeatedSerial, step(m_current.fromSerial, serial));
    if (serial != m_target && !dns::isNewer(m_target, serial))
        return refuse(Oddity::ChainGap,
                      step(m_current.fromSerial, serial) + " leads past " + std::to_string(m_target));
    m_current.toSerial = serial;
    m_current.soa = record.toRecord();
    m_part = Part::Added;
    return {};
}

void IxfrChain::takeRecord(const dns::RecordView& record)
{
    if (m_part == Part::Removed) {
        m_current.removed.push_back(record.toRecord());
        ++m_removed;
    } else {
        m_current.added.push_back(record.toRecord());
        ++m_added;
    }
}

base::Status IxfrChain::closeDifference()
{
    auto next = zone::apply(m_version, m_current);
    if (!next)
        return tl::unexpected(next.error());
    m_version = std::move(*next);
    m_open = false;
    ++m_applied;
    return checkRrsets();
}

base::Status IxfrChain::checkRrsets() const
{
    if (m_maxRrsetRecords == 0)
        return {};
    for (const dns::Record& record : m_current.added) {
        const auto owner = m_version->find(record.owner);
        const auto set = owner ? owner->find(record.type) : std::nullopt;
        if (set && set->size() > m_maxRrsetRecords)
            return base::fail(base::ErrorCode::LimitRrset,
                              record.owner.toText() + " " + dns::typeText(record.type) + " has " +
                                  std::to_string(set->size()) + " records at serial " +
                                  std::to_string(m_current.toSerial));
    }
    return {};
}

} // namespace zonescope::transfer

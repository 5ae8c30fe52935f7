// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/primary_zone.h"

#include "model/dns/serial.h"

#include <utility>

namespace zonescope::servers {
namespace {

dns::Name below(const char* label, const dns::Name& apex)
{
    const std::string text(label);
    return dns::Name::fromTrustedWire(std::string(1, static_cast<char>(text.size())) + text +
                                      std::string(apex.wire()));
}

} // namespace

PrimaryZone::PrimaryZone(dns::Name apex, std::uint32_t serial, const std::vector<dns::Record>& records)
    : m_apex(std::move(apex))
{
    m_soa = {below("ns1", m_apex), below("hostmaster", m_apex), serial, 3600, 600, 86400, 300};
    for (const dns::Record& record : records)
        if (belongs(record))
            m_records.emplace(keyOf(record), record);
}

PrimaryZone::Key PrimaryZone::keyOf(const dns::Record& record) const
{
    return {record.owner.canonicalKey(m_apex), record.type, record.rdata};
}

bool PrimaryZone::belongs(const dns::Record& record) const
{
    return record.type != dns::Type::SOA && record.owner.isAtOrBelow(m_apex);
}

dns::Record PrimaryZone::soaRecord(const dns::Soa& soa) const
{
    return {m_apex, dns::Type::SOA, dns::Class::IN, 3600, soa.toRdata()};
}

std::vector<dns::Record> PrimaryZone::records() const
{
    std::vector<dns::Record> all{soaRecord()};
    for (const auto& [key, record] : m_records)
        all.push_back(record);
    return all;
}

std::vector<dns::Record> PrimaryZone::find(const dns::Name& owner, dns::Type type) const
{
    std::vector<dns::Record> found;
    if (type == dns::Type::SOA && owner == m_apex)
        found.push_back(soaRecord());
    if (!owner.isAtOrBelow(m_apex))
        return found;
    const std::string key = owner.canonicalKey(m_apex);
    for (auto it = m_records.lower_bound({key, type, {}}); it != m_records.end(); ++it) {
        if (std::get<0>(it->first) != key || std::get<1>(it->first) != type)
            break;
        found.push_back(it->second);
    }
    return found;
}

void PrimaryZone::replace(std::uint32_t serial, const std::vector<dns::Record>& records)
{
    std::map<Key, dns::Record> next;
    for (const dns::Record& record : records)
        if (belongs(record))
            next.emplace(keyOf(record), record);
    Difference difference;
    for (const auto& [key, record] : m_records)
        if (const auto found = next.find(key); found == next.end() || found->second != record)
            difference.removed.push_back(record);
    for (const auto& [key, record] : next)
        if (const auto found = m_records.find(key); found == m_records.end() || found->second != record)
            difference.added.push_back(record);
    m_records = std::move(next);
    difference.before = m_soa;
    m_soa.serial = serial;
    difference.after = m_soa;
    remember(std::move(difference));
}

std::uint32_t PrimaryZone::change(const std::vector<dns::Record>& remove, const std::vector<dns::Record>& add,
                                  std::optional<std::uint32_t> serial)
{
    Difference difference;
    for (const dns::Record& record : remove) {
        const auto found = belongs(record) ? m_records.find(keyOf(record)) : m_records.end();
        if (found == m_records.end())
            continue;
        difference.removed.push_back(found->second);
        m_records.erase(found);
    }
    for (const dns::Record& record : add)
        if (belongs(record) && m_records.emplace(keyOf(record), record).second)
            difference.added.push_back(record);
    difference.before = m_soa;
    m_soa.serial = serial.value_or(m_soa.serial + 1);
    difference.after = m_soa;
    remember(std::move(difference));
    return m_soa.serial;
}

void PrimaryZone::setTimers(std::uint32_t refresh, std::uint32_t retry, std::uint32_t expire,
                            std::uint32_t minimum)
{
    m_soa.refresh = refresh;
    m_soa.retry = retry;
    m_soa.expire = expire;
    m_soa.minimum = minimum;
}

void PrimaryZone::setHistory(std::size_t versions)
{
    m_historyLimit = versions;
    while (m_history.size() > m_historyLimit)
        m_history.pop_front();
}

void PrimaryZone::remember(Difference difference)
{
    if (!dns::isNewer(difference.after.serial, difference.before.serial))
        m_history.clear(); // no chain of differences leads backwards
    else
        m_history.push_back(std::move(difference));
    setHistory(m_historyLimit);
}

std::vector<dns::Record> PrimaryZone::wholeZone() const
{
    std::vector<dns::Record> all = records();
    all.push_back(soaRecord());
    return all;
}

std::optional<std::vector<dns::Record>> PrimaryZone::differences(std::uint32_t from) const
{
    if (!dns::isNewer(m_soa.serial, from))
        return std::vector{soaRecord()};
    auto at = m_history.begin();
    while (at != m_history.end() && at->before.serial != from)
        ++at;
    if (at == m_history.end())
        return std::nullopt;
    std::vector<dns::Record> answer{soaRecord()};
    for (; at != m_history.end(); ++at) {
        answer.push_back(soaRecord(at->before));
        answer.insert(answer.end(), at->removed.begin(), at->removed.end());
        answer.push_back(soaRecord(at->after));
        answer.insert(answer.end(), at->added.begin(), at->added.end());
    }
    answer.push_back(soaRecord());
    return answer;
}

} // namespace zonescope::servers

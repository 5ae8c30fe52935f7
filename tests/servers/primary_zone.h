// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/record.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace zonescope::servers {

/// The content of a zone at a primary with its real history of differences. Deliberately not
/// zone::ZoneVersion: a test's primary must not share the code that the test is about. One thread.
class PrimaryZone
{
public:
    PrimaryZone(dns::Name apex, std::uint32_t serial, const std::vector<dns::Record>& records);

    const dns::Name& apex() const { return m_apex; }
    std::uint32_t serial() const { return m_soa.serial; }
    dns::Record soaRecord() const { return soaRecord(m_soa); }
    /// SOA first, the rest in canonical order.
    std::vector<dns::Record> records() const;
    /// Those of a name and type; empty for none.
    std::vector<dns::Record> find(const dns::Name& owner, dns::Type type) const;

    void replace(std::uint32_t serial, const std::vector<dns::Record>& records);
    std::uint32_t change(const std::vector<dns::Record>& remove, const std::vector<dns::Record>& add,
                         std::optional<std::uint32_t> serial);
    void setTimers(std::uint32_t refresh, std::uint32_t retry, std::uint32_t expire, std::uint32_t minimum);
    void setHistory(std::size_t versions);

    /// SOA, records, SOA (RFC 5936 section 2.2).
    std::vector<dns::Record> wholeZone() const;
    /// SOA, differences, SOA (RFC 1995 section 4); the SOA alone when `from` is ours or newer; nothing
    /// without history.
    std::optional<std::vector<dns::Record>> differences(std::uint32_t from) const;

private:
    using Key = std::tuple<std::string, dns::Type, base::Bytes>;
    struct Difference
    {
        dns::Soa before;
        dns::Soa after;
        std::vector<dns::Record> removed;
        std::vector<dns::Record> added;
    };

    Key keyOf(const dns::Record& record) const;
    bool belongs(const dns::Record& record) const;
    dns::Record soaRecord(const dns::Soa& soa) const;
    void remember(Difference difference);

    dns::Name m_apex;
    dns::Soa m_soa;
    std::map<Key, dns::Record> m_records; ///< without the SOA
    std::deque<Difference> m_history;     ///< oldest first
    std::size_t m_historyLimit = 100;
};

} // namespace zonescope::servers

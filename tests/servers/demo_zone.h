// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/record.h"

#include <chrono>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace zonescope::servers {

/// One zone of the demo and how its people work: content, and the next change whenever asked. Names of RFC
/// 2606, addresses of RFC 5737 and 3849. The same seed gives the same zone and the same changes.
class DemoZone
{
public:
    enum class Mood : std::uint8_t {
        Busy,  ///< deployments all day
        Usual, ///< somebody edits it now and then
        Quiet,
    };

    DemoZone(std::string_view apex, Mood mood, std::size_t hosts, std::uint64_t seed);

    const dns::Name& apex() const { return m_apex; }
    std::uint32_t firstSerial() const { return m_firstSerial; }
    std::vector<dns::Record> firstRecords();
    /// Names of what the demo's clouds hold; one of them points at an address that was given back.
    std::vector<dns::Record> cloudRecords() const;

    struct Edit
    {
        std::vector<dns::Record> remove;
        std::vector<dns::Record> add;
    };
    Edit nextEdit();
    /// Until the next edit: people come back soon to correct what they just did, or not for a while.
    std::chrono::microseconds nextPause();
    /// True now and then: this change's NOTIFY gets lost.
    bool losesNotify();

private:
    dns::Record address(std::size_t host, std::uint8_t octet) const;
    dns::Record text(std::uint32_t number) const;
    dns::Name name(std::string_view label) const;
    std::uint32_t random(std::uint32_t below);

    dns::Name m_apex;
    Mood m_mood;
    std::uint32_t m_firstSerial = 0;
    std::vector<std::uint8_t> m_hosts; ///< last octet of each host's address
    std::uint32_t m_textNumber = 1;
    std::mt19937_64 m_random;
};

} // namespace zonescope::servers

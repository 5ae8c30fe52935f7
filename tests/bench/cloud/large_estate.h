// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace zonescope::bench {

/// A process of its own that answers EC2's list calls from ready-made pages, so that its work and its memory
/// are not ours. 100,000 resources: 1,000 networks, 8,000 subnets, 3,000 route tables, 15,000 security groups
/// of 8 rules, 60,000 interfaces and 13,000 others; 124 pages at the largest sizes EC2 gives.
class LargeEstate
{
public:
    /// `latencyMs` before each answer; `callsPerSecond` per action, 0: any.
    struct Options
    {
        int latencyMs = 0;
        double callsPerSecond = 0;
        double bucket = 100;
        bool empty = false; ///< every list is empty
    };
    explicit LargeEstate(Options options);
    ~LargeEstate();
    LargeEstate(const LargeEstate&) = delete;
    LargeEstate& operator=(const LargeEstate&) = delete;

    /// From now on one resource, of one page of interfaces, says something else: another page each time.
    void change();
    std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::uint64_t octets() const { return m_octets; } ///< of all pages
    std::uint64_t pages() const { return m_pages; }

private:
    int m_child = -1;
    std::uint16_t m_port = 0;
    std::uint64_t m_octets = 0;
    std::uint64_t m_pages = 0;
};

} // namespace zonescope::bench

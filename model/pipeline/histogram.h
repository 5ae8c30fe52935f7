// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::base {
class VarintReader;
}

namespace zonescope::pipeline {

/// Mergeable log-linear histogram of durations: 32 sub-buckets an octave of microseconds, so a quantile is
/// within 1.6 % of exact. Failures are counted apart, never as a value. A plain value; any thread.
class Histogram
{
public:
    void add(base::Duration value, std::uint64_t count = 1); ///< negative values count as 0
    void addFailure(std::uint64_t count = 1) { m_failures += count; }
    void merge(const Histogram& other);

    std::uint64_t count() const { return m_count; } ///< without failures
    std::uint64_t failures() const { return m_failures; }
    base::Duration minimum() const { return m_minimum; } ///< exact; 0 when empty
    base::Duration maximum() const { return m_maximum; } ///< exact; 0 when empty
    base::Duration sum() const { return m_sum; }
    /// 0 < q <= 1; nothing when empty.
    std::optional<base::Duration> quantile(double q) const;
    /// Number of values <= limit (within bucket width).
    std::uint64_t countAtMost(base::Duration limit) const;

    /// Packed for the database: a version octet, then varints of (bucket gap, count). Errors: StoreCorrupt.
    base::Bytes pack() const;
    static base::Result<Histogram> unpack(base::ByteView packed);

    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    base::Status readBuckets(base::VarintReader& reader, std::size_t next, bool counted);
    std::uint64_t& bucket(std::size_t index);
    bool isWhole() const;

    // From the first bucket in use to the last: a histogram of one value, of which there are fifty thousand
    // when ten thousand zones begin, is a few octets and not kilobytes of zeros.
    std::vector<std::uint64_t> m_buckets;
    std::size_t m_first = 0; ///< index of the first; 0 when there is none
    std::uint64_t m_count = 0;
    std::uint64_t m_failures = 0;
    base::Duration m_minimum{0};
    base::Duration m_maximum{0};
    base::Duration m_sum{0};
};

} // namespace zonescope::pipeline

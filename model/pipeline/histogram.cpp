// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pipeline/histogram.h"

#include "model/base/varint.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace zonescope::pipeline {
namespace {

constexpr std::uint8_t formatVersion = 1;
constexpr unsigned subBits =
    5; // 32 sub-buckets an octave: a bucket is at most 1/32 wide, its middle within 1.6 %
constexpr std::size_t highestIndex = (63 - subBits + 1) * (1U << subBits) + 31;

std::size_t indexOf(std::uint64_t us)
{
    if (us < 1U << subBits)
        return static_cast<std::size_t>(us); // exact below 32 us
    const unsigned octave = static_cast<unsigned>(std::bit_width(us)) - 1;
    return (octave - subBits + 1) * (1U << subBits) + ((us >> (octave - subBits)) & 31);
}

/// Middle of a bucket.
std::int64_t middleOf(std::size_t index)
{
    if (index < 1U << subBits)
        return static_cast<std::int64_t>(index);
    const unsigned octave = static_cast<unsigned>(index >> subBits) + subBits - 1;
    const std::uint64_t width = 1ULL << (octave - subBits);
    return static_cast<std::int64_t>((32 + (index & 31)) * width + width / 2);
}

} // namespace

void Histogram::add(base::Duration value, std::uint64_t count)
{
    if (count == 0)
        return;
    value = std::max(value, base::Duration(0));
    const std::size_t index = indexOf(static_cast<std::uint64_t>(value.count()));
    if (index >= m_buckets.size())
        m_buckets.resize(index + 1);
    m_buckets[index] += count;
    m_minimum = m_count == 0 ? value : std::min(m_minimum, value);
    m_maximum = std::max(m_maximum, value);
    m_sum += value * static_cast<std::int64_t>(count);
    m_count += count;
}

void Histogram::merge(const Histogram& other)
{
    m_failures += other.m_failures;
    if (other.m_count == 0)
        return;
    if (other.m_buckets.size() > m_buckets.size())
        m_buckets.resize(other.m_buckets.size());
    for (std::size_t i = 0; i < other.m_buckets.size(); ++i)
        m_buckets[i] += other.m_buckets[i];
    m_minimum = m_count == 0 ? other.m_minimum : std::min(m_minimum, other.m_minimum);
    m_maximum = std::max(m_maximum, other.m_maximum);
    m_sum += other.m_sum;
    m_count += other.m_count;
}

std::optional<base::Duration> Histogram::quantile(double q) const
{
    if (m_count == 0)
        return std::nullopt;
    // Nearest rank: the smallest value that at least q of all values do not exceed.
    const double exact = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(m_count));
    const std::uint64_t rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(exact), 1, m_count);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= rank)
            return std::clamp(base::Duration(middleOf(i)), m_minimum, m_maximum);
    }
    return m_maximum;
}

std::uint64_t Histogram::countAtMost(base::Duration limit) const
{
    if (limit.count() < 0)
        return 0;
    if (limit >= m_maximum)
        return m_count;
    const std::size_t last = indexOf(static_cast<std::uint64_t>(limit.count()));
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < m_buckets.size() && i <= last; ++i)
        count += m_buckets[i];
    return count;
}

base::Bytes Histogram::pack() const
{
    base::Bytes packed(1, static_cast<char>(formatVersion));
    for (const std::uint64_t value :
         {m_failures, static_cast<std::uint64_t>(m_minimum.count()),
          static_cast<std::uint64_t>(m_maximum.count()), static_cast<std::uint64_t>(m_sum.count())})
        base::appendVarint(packed, value);
    std::size_t gap = 0;
    for (const std::uint64_t count : m_buckets) {
        if (count == 0) {
            ++gap;
            continue;
        }
        base::appendVarint(packed, gap);
        base::appendVarint(packed, count);
        gap = 0;
    }
    return packed;
}

base::Result<Histogram> Histogram::unpack(base::ByteView packed)
{
    const auto damaged = [](const char* what) { return base::fail(base::ErrorCode::StoreCorrupt, what); };
    if (packed.empty() || packed.front() != formatVersion)
        return damaged("histogram: unknown format");
    base::VarintReader reader(packed.subspan(1));
    Histogram histogram;
    histogram.m_failures = reader.next();
    histogram.m_minimum = base::Duration(reader.next());
    histogram.m_maximum = base::Duration(reader.next());
    histogram.m_sum = base::Duration(reader.next());
    std::size_t index = 0;
    while (!reader.failed() && !reader.atEnd()) {
        const std::uint64_t gap = reader.next();
        const std::uint64_t count = reader.next();
        if (gap > highestIndex || index + gap > highestIndex || count == 0)
            return damaged("histogram: bucket out of range");
        index += gap;
        histogram.m_buckets.resize(index + 1);
        histogram.m_buckets[index++] = count;
        histogram.m_count += count;
    }
    if (reader.failed() || histogram.m_minimum > histogram.m_maximum)
        return damaged("histogram: cut short");
    return histogram;
}

} // namespace zonescope::pipeline

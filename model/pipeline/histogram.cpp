// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pipeline/histogram.h"

#include "model/base/varint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace zonescope::pipeline {
namespace {

// Version 2: one value, which four of five hours of a zone hold, is that value; buckets begin at the least
// value's and say by a bit that they hold one. Version 1, which is read, has a count for each.
constexpr std::uint8_t formatVersion = 2;
constexpr std::uint8_t firstVersion = 1;
constexpr std::uint64_t oneValue = 1;
constexpr std::uint64_t fromMinimum = 2;
constexpr unsigned headBits = 2;
constexpr std::uint64_t largestFailures = UINT64_MAX >> headBits;
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

/// Made when it is new; the caller counts something in it.
std::uint64_t& Histogram::bucket(std::size_t index)
{
    if (m_buckets.empty()) {
        m_first = index;
        m_buckets.resize(1);
    } else if (index < m_first) {
        m_buckets.insert(m_buckets.begin(), m_first - index, 0);
        m_first = index;
    } else if (index - m_first >= m_buckets.size()) {
        m_buckets.resize(index - m_first + 1);
    }
    return m_buckets[index - m_first];
}

void Histogram::add(base::Duration value, std::uint64_t count)
{
    if (count == 0)
        return;
    value = std::max(value, base::Duration(0));
    bucket(indexOf(static_cast<std::uint64_t>(value.count()))) += count;
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
    bucket(other.m_first); // grown once at each end; both are in use there
    bucket(other.m_first + other.m_buckets.size() - 1);
    for (std::size_t i = 0; i < other.m_buckets.size(); ++i)
        m_buckets[other.m_first - m_first + i] += other.m_buckets[i];
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
            return std::clamp(base::Duration(middleOf(m_first + i)), m_minimum, m_maximum);
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
    for (std::size_t i = 0; i < m_buckets.size() && m_first + i <= last; ++i)
        count += m_buckets[i];
    return count;
}

base::Bytes Histogram::pack() const
{
    base::Bytes packed(1, static_cast<char>(formatVersion));
    const std::size_t least = indexOf(static_cast<std::uint64_t>(m_minimum.count()));
    const bool one = m_count == 1 && m_minimum == m_maximum && m_sum == m_minimum && m_first == least;
    const bool begins = m_first >= least; // else read from a damaged row
    base::appendVarint(packed, m_failures << headBits | (one ? oneValue : 0) | (begins ? fromMinimum : 0));
    base::appendVarint(packed, static_cast<std::uint64_t>(m_minimum.count()));
    if (one)
        return packed;
    base::appendVarint(packed, static_cast<std::uint64_t>((m_maximum - m_minimum).count()));
    base::appendVarint(packed, static_cast<std::uint64_t>(m_sum.count()));
    std::size_t next = begins ? least : 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        if (m_buckets[i] == 0)
            continue;
        const bool several = m_buckets[i] > 1;
        base::appendVarint(packed, (m_first + i - next) << 1 | (several ? 1U : 0U));
        if (several)
            base::appendVarint(packed, m_buckets[i]);
        next = m_first + i + 1;
    }
    return packed;
}

namespace {

auto damaged(const char* what)
{
    return base::fail(base::ErrorCode::StoreCorrupt, what);
}

} // namespace

/// `next`: where the first gap begins. Gaps of version 2 say whether a count follows.
base::Status Histogram::readBuckets(base::VarintReader& reader, std::size_t next, bool counted)
{
    while (!reader.failed() && !reader.atEnd()) {
        const std::uint64_t head = reader.next();
        const std::uint64_t gap = counted ? head : head >> 1;
        const std::uint64_t count = counted || (head & 1) != 0 ? reader.next() : 1;
        if (gap > highestIndex || next + gap > highestIndex || count == 0)
            return damaged("histogram: bucket out of range");
        next += gap;
        bucket(next++) = count;
        m_count += count;
    }
    return {};
}

/// What add() and merge() keep: the least and the largest value lie in the first and the last bucket. A row
/// of which this is not true was damaged, and would not be the same once it is packed again.
bool Histogram::isWhole() const
{
    if (m_failures > largestFailures || m_minimum.count() < 0 || m_minimum > m_maximum || m_sum < m_maximum)
        return false;
    if (m_buckets.empty())
        return m_sum.count() == 0;
    return m_first == indexOf(static_cast<std::uint64_t>(m_minimum.count())) &&
           m_first + m_buckets.size() - 1 == indexOf(static_cast<std::uint64_t>(m_maximum.count()));
}

base::Result<Histogram> Histogram::unpack(base::ByteView packed)
{
    if (packed.empty() || (packed.front() != formatVersion && packed.front() != firstVersion))
        return damaged("histogram: unknown format");
    const bool old = packed.front() == firstVersion;
    base::VarintReader reader(packed.subspan(1));
    const std::uint64_t head = reader.next();
    Histogram histogram;
    histogram.m_failures = old ? head : head >> headBits;
    const std::uint64_t least = reader.next();
    histogram.m_minimum = base::Duration(least);
    if (!old && (head & oneValue) != 0) {
        const std::uint64_t failures = std::exchange(histogram.m_failures, 0);
        if (reader.failed() || !reader.atEnd() || histogram.m_minimum.count() < 0)
            return damaged("histogram: cut short");
        histogram = {};
        histogram.add(base::Duration(least));
        histogram.m_failures = failures;
        return histogram;
    }
    const std::uint64_t most = reader.next();
    histogram.m_maximum = base::Duration(old ? most : least + most);
    histogram.m_sum = base::Duration(reader.next());
    const bool begins = !old && (head & fromMinimum) != 0;
    if (begins && histogram.m_minimum.count() < 0)
        return damaged("histogram: bucket out of range");
    if (auto read = histogram.readBuckets(reader, begins ? indexOf(least) : 0, old); !read)
        return tl::unexpected<base::Error>(read.error());
    if (reader.failed())
        return damaged("histogram: cut short");
    if (!histogram.isWhole())
        return damaged("histogram: buckets and totals do not agree");
    return histogram;
    return histogram;
}

} // namespace zonescope::pipeline

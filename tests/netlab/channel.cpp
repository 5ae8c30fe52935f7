// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/channel.h"

#include <algorithm>

namespace zonescope::netlab {
namespace {

using Seconds = std::chrono::duration<double>;

base::Instant later(base::Instant from, double seconds)
{
    return from + std::chrono::duration_cast<base::Instant::duration>(Seconds(seconds));
}

double uniform(std::mt19937_64& random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

} // namespace

Channel::Channel(const Direction& direction, std::uint64_t seed)
    : m_direction(direction)
    , m_random(seed)
{
}

bool Channel::lost()
{
    // Two draws for every packet, whatever happens: the n-th meets the same fate in every run.
    const double change = uniform(m_random);
    const double fate = uniform(m_random);
    const Loss& loss = m_direction.loss;
    if (loss.enterBad > 0)
        m_bad = m_bad ? change >= loss.leaveBad : change < loss.enterBad;
    return fate < (m_bad ? loss.badLoss : loss.random);
}

Channel::Passage Channel::pass(base::Instant now, std::size_t octets)
{
    const bool gone = lost();
    const double wobble = m_direction.jitter.count() > 0 ? uniform(m_random) : 0;
    if (gone)
        return {Fate::Lost, now, now};
    base::Instant sent = now;
    if (m_direction.bitsPerSecond > 0) {
        const double rate = static_cast<double>(m_direction.bitsPerSecond) / 8;
        const double waiting = m_free > now ? Seconds(m_free - now).count() * rate : 0;
        if (m_direction.queueOctets > 0 &&
            waiting + static_cast<double>(octets) > static_cast<double>(m_direction.queueOctets))
            return {Fate::QueueFull, now, now};
        sent = m_free = later(std::max(now, m_free), static_cast<double>(octets) / rate);
    }
    const auto more = std::chrono::duration_cast<base::Instant::duration>(
        std::chrono::duration<double, std::micro>(wobble * static_cast<double>(m_direction.jitter.count())));
    m_last = std::max(m_last, sent + m_direction.delay + more);
    return {Fate::Passes, m_last, m_last - m_direction.delay};
}

} // namespace zonescope::netlab

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <algorithm>
#include <cstdint>

namespace zonescope::observe {

/// How often one server may be asked: never more than `perSecond` questions in any second, bursts of a
/// quarter of that (the generic cell rate algorithm of ITU-T I.371: one instant of state).
class Politeness
{
public:
    void setRate(std::uint16_t perSecond)
    {
        const std::int64_t rate = std::max<std::uint16_t>(1, perSecond);
        const std::int64_t burst = std::max<std::int64_t>(1, rate / 4);
        // A full burst and then the steady rate must stay within `rate` in one second.
        m_interval = base::Duration((1'000'000 + rate - burst) / (rate - burst + 1));
        m_tolerance = m_interval * (burst - 1);
    }

    base::Instant nextAllowed() const { return m_theoretical - m_tolerance; }
    bool allowed(base::Instant now) const { return nextAllowed() <= now; }
    void take(base::Instant now) { m_theoretical = std::max(m_theoretical, now) + m_interval; }
    /// A server that does not answer is left alone for a while.
    void pauseUntil(base::Instant until) { m_theoretical = std::max(m_theoretical, until + m_tolerance); }

private:
    base::Duration m_interval{50'000};
    base::Duration m_tolerance{0};
    base::Instant m_theoretical; ///< when the next question comes if they come evenly
};

} // namespace zonescope::observe

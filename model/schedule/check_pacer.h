// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace zonescope::schedule {

/// Token bucket for checks that nobody waits for: so many a second, a tenth of a second's worth at once.
class CheckPacer
{
public:
    void setRate(std::uint32_t perSecond) { m_rate = std::max(perSecond, 1U); }
    void refill(base::Timestamp now)
    {
        const double most = std::max(1.0, m_rate * 0.1);
        m_tokens += m_at ? std::chrono::duration<double>(now - *m_at).count() * m_rate : most;
        m_tokens = std::clamp(m_tokens, 0.0, most);
        m_at = now;
    }
    bool take()
    {
        if (m_tokens < 1)
            return false;
        m_tokens -= 1;
        return true;
    }
    /// When take() will succeed, as of the last refill.
    base::Timestamp nextAt(base::Timestamp now) const
    {
        const double missing = std::max(0.0, 1 - m_tokens) / m_rate;
        return m_at.value_or(now) + base::Duration(static_cast<std::int64_t>(std::ceil(missing * 1e6)));
    }
    void clockSetBack() { m_at.reset(); }

private:
    std::uint32_t m_rate = 500;
    double m_tokens = 0;
    std::optional<base::Timestamp> m_at;
};

} // namespace zonescope::schedule

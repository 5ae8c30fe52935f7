// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <cstdint>

namespace zonescope::observe {

/// Works or fails, with hysteresis: so many failures in a row until it fails, so many answers in a row until
/// it works again. Probes that were under way at the same time count once, so one lost burst is one failure.
class Health
{
public:
    enum class Turn : std::uint8_t { None, Failed, Recovered };

    Turn failure(base::Timestamp sentAt, base::Timestamp knownAt, std::uint32_t untilFailing)
    {
        m_answers = 0;
        if (m_failures == 0)
            m_since = knownAt;
        else if (sentAt < m_lastKnownAt)
            return Turn::None;
        m_lastKnownAt = knownAt;
        ++m_failures;
        if (m_failing || m_failures < untilFailing)
            return Turn::None;
        m_failing = true;
        return Turn::Failed;
    }

    Turn answer(std::uint32_t untilRecovered)
    {
        m_failures = 0;
        if (!m_failing || ++m_answers < untilRecovered)
            return Turn::None;
        m_failing = false;
        m_answers = 0;
        return Turn::Recovered;
    }

    bool failing() const { return m_failing; }
    base::Timestamp since() const { return m_since; } ///< of the first failure of the current row

private:
    std::uint32_t m_failures = 0; ///< in a row
    std::uint32_t m_answers = 0;  ///< in a row, while failing
    bool m_failing = false;
    base::Timestamp m_since;
    base::Timestamp m_lastKnownAt;
};

} // namespace zonescope::observe

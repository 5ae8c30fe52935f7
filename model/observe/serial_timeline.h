// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace zonescope::observe {

/// Turns one server's observations of one zone into spans worth a row: one when the serial or the failure
/// changes, one now and then while it stays, so that a crash loses at most a minute of certainty.
class SerialTimeline
{
public:
    SerialTimeline(base::ZoneId zone, base::EdgeId edge)
    {
        m_span.zone = zone;
        m_span.edge = edge;
    }

    /// `since`: when this value began, not later than `at`.
    void observe(std::optional<std::uint32_t> serial, std::optional<base::ErrorCode> failure,
                 base::Timestamp since, base::Timestamp at, std::vector<pipeline::SerialSpan>& out)
    {
        if (m_begun && m_span.serial == serial && m_span.failure == failure) {
            m_span.to = std::max(m_span.to, at);
            if (m_span.to - m_toldUntil >= tellEvery)
                tell(out);
            return;
        }
        if (m_begun && m_span.to > m_toldUntil)
            tell(out);
        m_begun = true;
        m_span.serial = serial;
        m_span.failure = failure;
        m_span.from = since;
        m_span.to = at;
        tell(out);
    }

private:
    static constexpr base::Duration tellEvery{60'000'000};

    void tell(std::vector<pipeline::SerialSpan>& out)
    {
        out.push_back(m_span);
        m_toldUntil = m_span.to;
    }

    pipeline::SerialSpan m_span;
    base::Timestamp m_toldUntil;
    bool m_begun = false;
};

} // namespace zonescope::observe

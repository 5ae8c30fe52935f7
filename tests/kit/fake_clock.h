// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <atomic>

namespace zonescope::kit {

/// A clock that stands still until told. Wall and steady time move together; setWall() makes them part, as an
/// operator's date(1) or NTP does. Thread-safe.
class FakeClock final : public base::Clock
{
public:
    /// 2026-01-01 00:00:00 UTC unless told otherwise.
    explicit FakeClock(base::Timestamp start = base::fromMicroseconds(1767225600'000000))
        : m_wall(base::toMicroseconds(start))
    {
    }

    base::Timestamp wall() const override { return base::fromMicroseconds(m_wall); }
    base::Instant steady() const override { return base::Instant(base::Duration(m_steady)); }

    void advance(base::Duration by)
    {
        m_wall += by.count();
        m_steady += by.count();
    }
    void setWall(base::Timestamp t) { m_wall = base::toMicroseconds(t); }

private:
    std::atomic<std::int64_t> m_wall;
    std::atomic<std::int64_t> m_steady{1'000'000'000}; ///< never 0: an unset Instant must differ
};

} // namespace zonescope::kit

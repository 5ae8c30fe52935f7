// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace zonescope::base {

/// Wall time in microseconds since 1970 UTC: what is stored and shown.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
/// Monotonic time: what intervals and time-outs are measured with. Never stored.
using Instant = std::chrono::steady_clock::time_point;
using Duration = std::chrono::microseconds;

/// Time is a parameter: everything that asks "when" takes a Clock, tests hand in a FakeClock.
/// Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp wall() const = 0;
    virtual Instant steady() const = 0;
};

class SystemClock final : public Clock
{
public:
    Timestamp wall() const override
    {
        return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
    Instant steady() const override { return std::chrono::steady_clock::now(); }
};

inline std::int64_t toMicroseconds(Timestamp t)
{
    return t.time_since_epoch().count();
}
inline Timestamp fromMicroseconds(std::int64_t us)
{
    return Timestamp(std::chrono::microseconds(us));
}
inline double toMilliseconds(Duration d)
{
    return static_cast<double>(d.count()) / 1000.0;
}

} // namespace zonescope::base

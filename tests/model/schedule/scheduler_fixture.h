// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schedule/scheduler.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/schedule/memory_ledger.h"

namespace zonescope::scheduletest {

using namespace schedule;
using pipeline::Trigger;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A scheduler over a ledger in memory, under a clock that stands still.
struct SchedulerFixture
{
    kit::FakeClock clock;
    MemoryLedger ledger;
    std::unique_ptr<Scheduler> scheduler;
    const SoaTimers timers{3600, 600, 86400};

    using Outcome = Scheduler::Finish::Outcome;

    /// Before each test, and after: what the ledger saw that may not be.
    void begin()
    {
        ledger = {};
        restart();
    }
    void end() const
    {
        for (const std::string& fault : ledger.faults)
            QFAIL(fault.c_str());
    }
    static base::ZoneId zone(std::uint32_t id) { return {id}; }
    base::Timestamp now() const { return clock.wall(); }
    void restart(Scheduler::Settings settings = {})
    {
        scheduler = std::make_unique<Scheduler>(ledger, settings);
        scheduler->restore(*ledger.load());
    }
    void add(std::uint32_t id, std::optional<SoaTimers> held)
    {
        scheduler->add(zone(id), {}, false, held, now());
    }
    Scheduler::Accepted notify(std::uint32_t id, std::uint32_t primary = 1,
                               std::optional<std::uint32_t> serial = {})
    {
        Scheduler::Request request;
        request.notifiers = {base::PrimaryId{primary}};
        request.announced = serial;
        return scheduler->enqueue(zone(id), request, now(), {});
    }
    Scheduler::Planned finish(std::uint32_t id, Outcome outcome, std::optional<std::uint32_t> seen = {},
                              std::optional<SoaTimers> soa = SoaTimers{3600, 600, 86400})
    {
        return scheduler->finished(zone(id), {outcome, soa, seen, {}}, now());
    }
    std::vector<std::uint32_t> takeIds()
    {
        std::vector<std::uint32_t> ids;
        for (const auto& taken : scheduler->take(now()))
            ids.push_back(taken.zone.value);
        return ids;
    }
    /// Held, checked once, nothing due.
    void settle(std::uint32_t id)
    {
        add(id, timers);
        while (takeIds().empty())
            clock.advance(milliseconds(2));
        finish(id, Outcome::Unchanged);
    }
};

} // namespace zonescope::scheduletest

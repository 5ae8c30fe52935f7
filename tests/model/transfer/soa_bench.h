// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/soa_check.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/transfer/stream_kit.h"

#include <chrono>
#include <optional>

// g++ 12 sees an uninitialised key in an optional that holds none.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

namespace zonescope::transfer {

/// One check with its clock and wire.
struct SoaBench
{
    kit::FakeClock clock;
    FakeWire wire;
    SoaCheck::Order order;
    std::optional<SoaCheck> check;

    void start()
    {
        order.apex = name("z.");
        order.server = net::Endpoint::fromText("192.0.2.1").value();
        check.emplace(order, clock, wire);
        check->start();
    }
    servers::Draft answer(std::uint32_t serial)
    {
        servers::Draft draft = servers::Draft::answerTo(requestOf(wire.lastMessage));
        draft.answers = {soa(serial)};
        return draft;
    }
    void datagram(const base::Bytes& octets) { check->datagram(base::viewOf(octets)); }
    void datagram(const servers::Draft& draft) { datagram(draft.write()); }
    void message(const servers::Draft& draft)
    {
        const base::Bytes octets = draft.write();
        check->message(base::viewOf(octets));
    }
    void waitUntilDeadline()
    {
        clock.advance(std::chrono::duration_cast<base::Duration>(*check->deadline() - clock.steady()));
        check->timePassed();
    }
    bool failedWith(base::ErrorCode code) const
    {
        return check->done() && check->reply().error && check->reply().error->code == code &&
               !check->reply().soa;
    }
};

} // namespace zonescope::transfer

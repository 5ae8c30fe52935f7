// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"
#include "model/engine/engine.h"

#include <map>
#include <memory>

namespace zonescope::engine {

/// Test changes on their way to primaries (model/transfer/test_change.h), at most one a zone. What becomes of
/// one is the reply to its request and an event; how it travels then is watched as any change is. Engine
/// thread.
class TestChangeDesk
{
public:
    explicit TestChangeDesk(Core& core);
    ~TestChangeDesk();

    void send(RequestId request, base::ZoneId zone);
    /// Those under way are given up: each gets its reply.
    void stop();

private:
    struct Running;
    base::Result<std::unique_ptr<Running>> prepare(base::ZoneId zone);
    void settle(base::ZoneId zone);
    void finished(base::ZoneId zone, Running& running);
    void tell(base::ZoneId zone, const TestChangeAnswer& answer, const std::optional<base::Error>& error);

    Core& m_core;
    std::map<base::ZoneId, std::unique_ptr<Running>> m_running;
};

} // namespace zonescope::engine

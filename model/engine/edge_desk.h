// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"
#include "model/engine/status_board.h"
#include "model/publish/edge_notifier.h"

namespace zonescope::engine {

/// What follows a new version that is served: the difference that others can fetch by IXFR and operators can
/// look at, then the NOTIFY to the zone's edges - in this order, or the first edge that asks would get the
/// whole zone. Engine thread.
class EdgeDesk
{
public:
    EdgeDesk(Core& core, StatusBoard& board);

    /// After a change of the configuration or the keys.
    void configure();
    void served(const ZoneRuntime& zone, zone::ZoneVersionPtr before);
    /// A version of an earlier run was read from disk: the differences that led to it can be served again.
    void restored(const ZoneRuntime& zone);
    void removeZone(base::ZoneId zone) { m_notifier.forget(zone); }

private:
    void tell(base::ZoneId zone, std::uint32_t serial);
    void told(const publish::EdgeNotifier::Told& told);

    Core& m_core;
    StatusBoard& m_board;
    publish::EdgeNotifier m_notifier;
};

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"
#include "model/engine/pipeline_runner.h"
#include "model/notify/notify_listener.h"

#include <memory>

namespace zonescope::engine {

/// Between the NOTIFY listener and the scheduler: what was accepted becomes work, and is answered when it is
/// durable. Engine thread.
class NotifyDesk
{
public:
    NotifyDesk(Core& core, StatusBoard& board, PipelineRunner& runner);

    /// Errors: AddressInUse, PermissionDenied, ... (detail names the address).
    base::Status listen(const std::vector<net::Endpoint>& endpoints,
                        const std::vector<net::Prefix>& proxiesFrom = {},
                        std::vector<net::InheritedSocket> inherited = {});
    std::vector<net::Endpoint> boundTo() const;
    void close() { m_listener.reset(); }

private:
    using Sender = notify::NotifyListener::Sender;
    void accept(const notify::AcceptedNotify& notify, const Sender& from, base::Timestamp received,
                notify::NotifyListener::Token token);
    void durable(base::ZoneId zone, base::Timestamp received, notify::NotifyListener::Token token,
                 const base::Status& outcome);
    void refuse(const notify::NotifyDecision& decision, const Sender& from);

    Core& m_core;
    StatusBoard& m_board;
    PipelineRunner& m_runner;
    std::unique_ptr<notify::NotifyListener> m_listener;
    base::Timestamp m_refusalsSince; ///< begin of the second in which m_refusals were written down
    std::uint32_t m_refusals = 0;
};

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/control_protocol.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::engine {

/// What became of one request over the local socket: asks the engine, collects what its batches say, and has
/// the answer when it is complete. No sockets. One thread.
class ControlSession
{
public:
    ControlSession(Engine& engine, base::Timestamp now)
        : m_engine(engine)
        , m_askedAt(now)
    {
    }

    /// The request line, without its end.
    void ask(std::string_view line);
    /// Everything the engine said since; all sessions see every batch.
    void hear(const Batch& batch);
    const std::optional<ControlAnswer>& answer() const { return m_answer; }

private:
    void askStatus();
    void askTransfer();
    void askHistory();
    void hearReply(const Reply& reply);
    void hearTransfer(const Batch& batch);
    void fail(const base::Error& error) { m_answer = ControlAnswer{false, encodeError(error)}; }

    Engine& m_engine;
    const base::Timestamp m_askedAt;
    ControlRequest m_request;
    base::ZoneId m_zone;
    std::string m_zoneName;
    RequestId m_first = 0;  ///< the transfer, or the changes
    RequestId m_second = 0; ///< the attempts
    bool m_accepted = false;
    std::optional<std::uint32_t> m_serialBefore;
    TransferOutcome m_outcome;
    std::optional<std::vector<pipeline::Change>> m_changes;
    std::optional<std::vector<pipeline::TransferAttempt>> m_attempts;
    std::optional<ControlAnswer> m_answer;
};

} // namespace zonescope::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"
#include "model/net/tcp_framing.h"
#include "model/net/unique_fd.h"
#include "model/publish/answer_policy.h"
#include "model/publish/transfer_observer.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace zonescope::publish {

/// One TCP client: many queries one after the other (RFC 7766 section 6.2.1.1), answered in their order; a
/// transfer is made message by message, only as fast as the client reads. Belongs to the server's thread.
class ServedConnection
{
public:
    using Answer = std::function<Reply(base::ByteView message, const net::IpAddress& from)>;

    /// `observer`: of transfers, may be nothing; lives as long as the server.
    ServedConnection(net::UniqueFd socket, net::Endpoint peer, const base::Clock& clock,
                     TransferObserver* observer = nullptr);
    ServedConnection(const ServedConnection&) = delete;
    ~ServedConnection();

    /// Reads, answers and writes as far as it goes without waiting, a bounded amount at a time. False: close
    /// it.
    bool proceed(const Answer& answer);
    /// What to wait for: EPOLLIN, EPOLLOUT.
    std::uint32_t wanted() const;
    /// True when it did nothing for so long that it must go: idle, or never reading what we send
    /// (CVE-2024-0760).
    bool timedOut() const;
    /// Nothing to send and no half message: may go when there are too many.
    bool idle() const { return m_out.empty() && !m_transfer; }
    base::Instant lastProgress() const { return m_progress; }

    int fd() const { return m_socket.get(); }
    const net::Endpoint& peer() const { return m_peer; }
    std::uint64_t takeAnswers() { return std::exchange(m_answers, 0); }

private:
    bool read();
    bool flush();
    bool makeMore(const Answer& answer);
    void transferEnded();

    net::UniqueFd m_socket;
    net::Endpoint m_peer;
    const base::Clock& m_clock;
    net::FrameDecoder m_in;
    net::FrameEncoder m_out;
    std::unique_ptr<TransferOut> m_transfer;
    TransferObserver* m_observer;
    std::optional<std::uint64_t> m_observed; ///< octets of the transfer that the observer knows of
    bool m_transferMade = false;             ///< its last message is in m_out
    base::Instant m_progress;                ///< last whole query, or octets the client took
    bool m_ended = false;                    ///< the client sends no more
    bool m_blocked = false;                  ///< the socket takes no more just now
    bool m_readable = true;
    bool m_starved = true; ///< no whole query is waiting in m_in, and no transfer runs
    bool m_more = false;   ///< stopped in the middle to let others have their turn
    std::uint64_t m_answers = 0;
};

} // namespace zonescope::publish

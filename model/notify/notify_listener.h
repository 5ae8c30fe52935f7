// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "model/net/event_loop.h"
#include "model/net/inherited_socket.h"
#include "model/notify/notify_policy.h"
#include "model/notify/source_quota.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::notify {

/// Hears NOTIFY over UDP and TCP (Knot sends it over TCP only) on several addresses. It moves octets and
/// holds back the answers of accepted messages until answer() says that the work is durable; decisions are
/// the caller's. Everything on the loop's thread.
class NotifyListener
{
public:
    /// Names one held-back answer; never used twice.
    using Token = std::uint64_t;

    /// Who sent a message: the access lists apply to the client, the load balancer is for the log.
    struct Sender
    {
        net::Endpoint client;
        std::optional<net::Endpoint>
            balancer; ///< the address the octets came from, when it spoke for another
    };
    struct Callbacks
    {
        std::function<NotifyDecision(base::ByteView message, const net::Endpoint& client)> decide;
        /// An accepted message waits for answer(token). `received`: the kernel's time for UDP.
        std::function<void(const AcceptedNotify&, const Sender& from, base::Timestamp received, Token)>
            accepted;
        /// Not accepted; the reply (or silence) is already on its way.
        std::function<void(const NotifyDecision&, const Sender& from)> refused;
    };
    struct Limits
    {
        std::size_t connections = 256;          ///< open TCP connections; the longest idle makes room
        base::Duration idle{10'000'000};        ///< RFC 7766 section 6.2.3: seconds, not minutes
        std::size_t heldAnswers = 100'000;      ///< messages beyond are dropped; primaries repeat them
        std::size_t answersPerConnection = 200; ///< pipelined and not yet answered; reading stops beyond
        /// Load balancers: they must begin every connection and datagram with a PROXY header (version 2, over
        /// TCP also version 1), nobody else may.
        std::vector<net::Prefix> proxiesFrom{};
        std::vector<net::InheritedSocket>
            inherited{};               ///< used in place of our own for the same address, or besides
        SourceQuota::Settings quota{}; ///< of accepted messages, by client: strangers cannot use it up
    };

    /// Errors: AddressInUse, PermissionDenied, HostUnreachable, SocketFailed (detail names the address).
    static base::Result<std::unique_ptr<NotifyListener>>
    start(net::EventLoop& loop, const std::vector<net::Endpoint>& listen, Callbacks callbacks, Limits limits);
    /// As above with default limits.
    static base::Result<std::unique_ptr<NotifyListener>>
    start(net::EventLoop& loop, const std::vector<net::Endpoint>& listen, Callbacks callbacks);
    ~NotifyListener(); ///< closes all sockets
    NotifyListener(const NotifyListener&) = delete;

    /// Sends the held-back answer; false when the asker is gone. `durable` false: the answer is SERVFAIL and
    /// the primary will try again.
    bool answer(Token token, bool durable);
    const std::vector<net::Endpoint>& boundTo() const;
    std::size_t openConnections() const;

private:
    struct State;
    explicit NotifyListener(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::notify

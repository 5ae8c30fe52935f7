// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/query.h"
#include "model/transfer/transfer_job.h"
#include "model/transfer/wire.h"

#include <string>
#include <vector>

namespace zonescope::transfer {

// A change made to see how changes travel: one TXT record below the apex is set anew by a signed UPDATE (RFC
// 2136) to a primary that allows it. Whatever was there of that name and type goes, so the zone does not
// grow.

/// "_zonescope-test" below the apex. Errors: NameTooLong and the like.
base::Result<dns::Name> testChangeOwner(const dns::Name& apex);
/// Signed with the key. `text` of at most 255 octets.
Query makeTestUpdate(const dns::Name& apex, const dns::Name& owner, std::string_view text,
                     const dns::TsigKey& key, base::Timestamp now);
/// Reads the one answer that comes over the connection. Errors: that it is none to this query, is not signed,
/// or the refusal in it.
base::Status readUpdateAnswer(base::ByteView message, const Query& query, base::Timestamp now);

/// Sends it over TCP or TLS to one address after the other until a primary has taken it. A machine without
/// I/O: the owner passes events and time on. One thread.
class TestChangeSession final : public WireEvents
{
public:
    struct Order
    {
        dns::Name apex;
        dns::Name owner; ///< testChangeOwner()
        std::string text;
        std::vector<Target> targets;        ///< every one with a key
        base::Duration patience{5'000'000}; ///< for the connection and for the answer
    };
    TestChangeSession(Order order, const base::Clock& clock, Wire& wire);

    void start();
    void timePassed();
    bool done() const { return m_done; }
    std::optional<base::Instant> deadline() const { return m_deadline; }
    /// Done only. Which primary took it, or why the one that said most did not.
    const std::optional<base::Error>& error() const { return m_error; }
    base::PrimaryId primary() const { return m_order.targets[m_target].primary; }
    const net::Endpoint& address() const { return m_server; }

    void datagram(base::ByteView) override {}
    void udpFailed(const base::Error&) override {}
    void connected() override;
    void connectFailed(const base::Error& error) override;
    void octets(std::size_t) override {}
    void message(base::ByteView message) override;
    void closed(const std::optional<base::Error>& error, std::size_t pending) override;

private:
    void connect();
    void failed(base::Error error, bool answered);
    void finish();

    Order m_order;
    const base::Clock& m_clock;
    Wire& m_wire;
    std::size_t m_target = 0;
    std::size_t m_address = 0;
    net::Endpoint m_server;
    bool m_plainInstead = false; ///< opportunistic, and TLS did not come about with this address
    bool m_asked = false;
    bool m_answered = false; ///< m_error is what a primary said
    bool m_done = false;
    Query m_query;
    std::optional<base::Error> m_error;
    std::optional<base::Instant> m_deadline;
};

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"
#include "model/dns/name.h"
#include "model/net/event_loop.h"
#include "model/net/socks5_session.h"
#include "model/net/tcp_info.h"
#include "model/transfer/tls_stream.h"
#include "model/transfer/transfer_places.h"

#include <cstdint>
#include <list>
#include <memory>
#include <optional>

namespace zonescope::transfer {

/// The way a connection was made; another query may use it only for the same.
struct ConnectionKey
{
    net::Endpoint to;
    std::optional<net::IpAddress> source;
    std::optional<net::SocksProxy> proxy;
    zone::TlsSettings tls;
    std::optional<dns::Name> keyName = {}; ///< what signs the questions

    friend bool operator==(const ConnectionKey&, const ConnectionKey&) = default;
};

/// An open connection over which everything that was asked has been answered.
struct KeptConnection
{
    ConnectionKey key;
    net::UniqueFd socket;
    std::unique_ptr<TlsStream> tls;
    std::uint16_t lastId = 0; ///< of the query answered last: what still comes with it is late
    base::Duration idle{0};   ///< how long it may be kept; 0: only for somebody who waits for it now
    std::optional<net::TcpInfo> info = {}; ///< when it was handed on
};

/// Connections to primaries that wait for another query (RFC 7766 section 6.2.1, RFC 7828). Each holds its
/// place at the primary until somebody else wants that, so that limits count them. One event loop's thread.
class KeptConnections
{
public:
    KeptConnections(net::EventLoop& loop, TransferPlaces& places)
        : m_loop(loop)
        , m_places(places)
    {
    }
    ~KeptConnections();
    KeptConnections(const KeptConnections&) = delete;

    /// Takes the connection with its place. Who waits for the place is served first: with the connection when
    /// `owner` is theirs as well, else it is closed before.
    void keep(base::PrimaryId primary, KeptConnection connection, TransferPlaces::Ticket ticket,
              const void* owner);
    struct Taken
    {
        KeptConnection connection;
        TransferPlaces::Ticket ticket = 0; ///< 0: the place was granted on its own
    };
    /// `granted`: by one who has a place already, for a connection that was handed over with it; else one
    /// that comes with its own.
    std::optional<Taken> take(base::PrimaryId primary, bool granted);
    std::size_t size() const { return m_entries.size(); }

private:
    struct Entry
    {
        base::PrimaryId primary;
        KeptConnection connection;
        TransferPlaces::Ticket ticket = 0;
        net::EventLoop::TimerId timer = 0;
        std::uint64_t number = 0;
    };
    using Entries = std::list<Entry>;

    void drop(std::uint64_t number);
    void unwatch(Entry& entry);
    void close(Entries::iterator entry);

    net::EventLoop& m_loop;
    TransferPlaces& m_places;
    Entries m_entries; ///< a handful
    std::uint64_t m_next = 1;
    std::shared_ptr<KeptConnections*> m_self = std::make_shared<KeptConnections*>(this); ///< for posted tasks
};

} // namespace zonescope::transfer

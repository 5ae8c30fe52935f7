// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "tests/kit/process.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::kit {

/// Real name servers of Debian, started by tests on loopback ports: agreement with a stranger is worth more
/// than agreement with oneself.
enum class ServerKind { Knot, Bind, Nsd, PowerDns };
inline constexpr std::array<ServerKind, 4> serverKinds{ServerKind::Knot, ServerKind::Bind, ServerKind::Nsd,
                                                       ServerKind::PowerDns};
std::string_view serverName(ServerKind kind); ///< "knot"

struct ServerKey
{
    std::string name;      ///< "k1"
    std::string algorithm; ///< "hmac-sha256"
    std::string secret;    ///< base64
};

struct ServerZone
{
    std::string apex; ///< "example.org"
    std::string text; ///< whole zone file, SOA included
};

/// Files in PEM. BIND and NSD.
struct ServerTls
{
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::filesystem::path
        clientsOf; ///< BIND: who has to have signed the clients' certificates; empty: nobody
};

struct ServerOptions
{
    std::vector<ServerZone> zones;
    std::optional<ServerKey> key;      ///< then transfers need it
    std::vector<net::Endpoint> notify; ///< told when a zone changes
    bool refuseTransfers = false;      ///< no address and no key may transfer
    bool allowUpdates = false;         ///< RFC 2136, signed with the key. Knot and BIND
    std::optional<ServerTls> tls = {}; ///< transfers at tlsEndpoint(); with BIND nowhere else
};

/// A primary. Its folder holds configuration, zone files and log; it is gone with the object.
class RealServer
{
public:
    /// Starts it and waits until it answers for every zone. Errors: NotFound (package not installed),
    /// TimedOut (detail: its log).
    static base::Result<std::unique_ptr<RealServer>> start(ServerKind kind, ServerOptions options);

    ServerKind kind() const { return m_kind; }
    net::Endpoint endpoint() const;
    net::Endpoint tlsEndpoint() const;
    /// Writes the zone file and makes the server take it; gives IXFR differences where the server can (not
    /// PowerDNS). It sends its NOTIFYs by itself.
    base::Status replaceZone(const std::string& apex, const std::string& text);
    std::string log() const { return readText(m_folder.path() / "log"); }
    const std::filesystem::path& folder() const { return m_folder.path(); }
    Process& process() { return *m_process; }

private:
    RealServer(ServerKind kind, ServerOptions options)
        : m_kind(kind)
        , m_options(std::move(options))
    {
    }

    base::Status writeConfiguration();
    void writeKnot() const;
    void writeBind() const;
    void writeNsd() const;
    base::Status writePowerDns() const;
    std::vector<std::string> command() const;
    base::Status waitUntilServing();
    std::filesystem::path zoneFile(const std::string& apex) const
    {
        return m_folder.path() / (apex + ".zone");
    }

    ServerKind m_kind;
    ServerOptions m_options;
    TemporaryFolder m_folder;
    std::uint16_t m_port = 0;
    std::uint16_t m_tlsPort = 0;
    int m_replacements = 0;
    std::optional<Process> m_process;
};

/// Serial that a server answers over UDP; nothing when it answers anything else, at once when nobody listens
/// there. Asked again until the limit: only who says nothing at all is waited for that long.
std::optional<std::uint32_t> askSerial(const net::Endpoint& server, const std::string& apex,
                                       std::chrono::milliseconds limit = std::chrono::seconds(10));

} // namespace zonescope::kit

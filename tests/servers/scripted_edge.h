// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/dns/name.h"
#include "model/net/endpoint.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace zonescope::servers {

/// An edge name server on real sockets that answers SOA (UDP and TCP) for many zones, each with the serial it
/// was told. Everything else is NODATA, names of other zones are REFUSED. One thread of its own; all calls
/// are thread-safe and take effect before they return.
class ScriptedEdge
{
public:
    enum class Mode : std::uint8_t {
        Proper,
        Silent,           ///< hears and never answers
        Refuse,           ///< REFUSED with EDE 18
        ServFail,         ///< SERVFAIL with EDE 14
        NotAuthoritative, ///< the right answer without AA
        FormErrToEdns,    ///< FORMERR without OPT to every query with OPT (RFC 6891 section 7)
        TruncateUdp,      ///< TC and no answer over UDP; proper over TCP
        WrongId,
        Garbage, ///< octets that are no message
    };

    /// Binds UDP and TCP on the same port; port 0: the kernel chooses. Errors: AddressInUse,
    /// PermissionDenied, HostUnreachable (no such local address), SocketFailed.
    static base::Result<std::unique_ptr<ScriptedEdge>> start(const net::Endpoint& listen);
    /// 127.0.0.1, a port that the kernel chooses.
    static base::Result<std::unique_ptr<ScriptedEdge>> start();
    ~ScriptedEdge();
    ScriptedEdge(const ScriptedEdge&) = delete;

    net::Endpoint endpoint() const;
    void setSerial(const dns::Name& apex, std::uint32_t serial);
    std::optional<std::uint32_t> serial(const dns::Name& apex) const;
    void removeZone(const dns::Name& apex);
    void setMode(Mode mode);
    /// Only for this zone; nothing: like the others.
    void setMode(const dns::Name& apex, std::optional<Mode> mode);
    void setNsid(std::string nsid);     ///< empty: not answered
    void setZoneVersion(bool answered); ///< RFC 9660, off by default as in most servers
    void setAnswerDelay(std::chrono::microseconds delay);

    struct Counters
    {
        std::uint64_t queries = 0;
        std::uint64_t overTcp = 0;
        std::uint64_t recursionDesired = 0;
        std::uint64_t withoutEdns = 0;
    };
    Counters counters() const;

private:
    explicit ScriptedEdge(std::unique_ptr<struct ScriptedEdgeState> state);
    std::unique_ptr<struct ScriptedEdgeState> m_state;
};

} // namespace zonescope::servers

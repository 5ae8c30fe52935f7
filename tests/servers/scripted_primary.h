// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/dns/record.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"
#include "tests/servers/script.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace zonescope::servers {

/// A small primary on real sockets: SOA, AXFR, IXFR from its own history, TSIG, NOTIFY, and any odd stream a
/// test asks for. Serves the tests and the built-in demo, so it is correct unless told otherwise. One thread
/// of its own (poll); all calls are thread-safe and take effect before they return.
class ScriptedPrimary
{
public:
    enum class Transport : std::uint8_t { Udp, Tcp };
    struct Secondary
    {
        net::Endpoint endpoint;
        Transport transport = Transport::Udp;
        std::optional<dns::Name> key; ///< NOTIFY is signed with it
    };
    struct Counters
    {
        std::uint64_t soaQueries = 0;
        std::uint64_t axfrQueries = 0;
        std::uint64_t ixfrQueries = 0;
        std::uint64_t otherQueries = 0;
        std::uint64_t refused = 0;
        std::uint64_t notifiesSent = 0;
        std::uint64_t notifiesAnswered = 0;
        std::uint64_t notifiesDropped = 0;
        std::uint32_t connectionsOpen = 0;
        std::uint32_t connectionsMax = 0; ///< open at the same time
        std::uint64_t connectionsTotal = 0;
    };
    /// How NOTIFY messages are made: defaults are what BIND sends.
    struct NotifyForm
    {
        bool withSoa = true;
        std::optional<std::uint32_t> serial; ///< a lie, when set
        std::optional<dns::Name> key;
        Transport transport = Transport::Udp;
    };

    /// Binds UDP and TCP on the same port. Errors: AddressInUse, PermissionDenied, SocketFailed.
    static base::Result<std::unique_ptr<ScriptedPrimary>> start(const net::Endpoint& listen);
    /// 127.0.0.1, a port that the kernel chooses.
    static base::Result<std::unique_ptr<ScriptedPrimary>> start();
    ~ScriptedPrimary(); ///< closes everything, joins the thread
    ScriptedPrimary(const ScriptedPrimary&) = delete;

    net::Endpoint endpoint() const;

    // Content. A zone's first version is its SOA (with the serial given) and the records.
    void addZone(const dns::Name& apex, std::uint32_t serial, std::vector<dns::Record> records);
    /// Records as zone file text relative to the apex, without SOA.
    base::Status addZone(std::string_view apex, std::uint32_t serial, std::string_view text);
    void removeZone(const dns::Name& apex);
    /// The next version by its whole content; the difference becomes part of the history.
    void setVersion(const dns::Name& apex, std::uint32_t serial, std::vector<dns::Record> records);
    /// The next version by its difference. Records to remove that are not there, and to add that are, are
    /// ignored. Gives the new serial: the old one plus one unless said. NOTIFY goes to the zone's
    /// secondaries.
    std::uint32_t changeZone(const dns::Name& apex, const std::vector<dns::Record>& remove,
                             const std::vector<dns::Record>& add,
                             std::optional<std::uint32_t> serial = std::nullopt);
    std::optional<std::uint32_t> serial(const dns::Name& apex) const;
    /// All records of the current version, SOA first, the rest in canonical order.
    std::vector<dns::Record> records(const dns::Name& apex) const;
    /// Seconds for the SOA of all versions from now on (defaults 3600, 600, 86400, 300).
    void setTimers(const dns::Name& apex, std::uint32_t refresh, std::uint32_t retry, std::uint32_t expire,
                   std::uint32_t minimum);
    /// Versions kept for IXFR; 0 answers IXFR AXFR-style. Default 100.
    void setHistory(const dns::Name& apex, std::size_t versions);

    // Access.
    void addKey(dns::TsigKey key);
    void requireKey(const dns::Name& apex,
                    std::optional<dns::Name> key); ///< AXFR and IXFR need it, SOA does not
    void refuse(bool refused);                     ///< everything is answered REFUSED with EDE 18

    // Manners.
    void setRecordsPerMessage(std::size_t records); ///< default: as many as fit into 16 KiB
    void setAnswerDelay(std::chrono::microseconds delay);
    void setMaxConnections(std::size_t connections);          ///< more are closed at once; 0: no limit
    void setEdns(bool answered);                              ///< false: answers carry no OPT
    void setEdnsExpire(std::optional<std::uint32_t> seconds); ///< RFC 7314
    void setSilent(bool silent);                              ///< hears and never answers: a dead machine

    // NOTIFY.
    void addSecondary(const dns::Name& apex,
                      Secondary secondary); ///< told at each change, tried 5 times a second apart
    void clearSecondaries(const dns::Name& apex);
    void setNotifyDelay(std::chrono::microseconds delay);
    void dropNotifies(std::uint32_t count); ///< the next ones are counted as dropped, never sent
    void notify(const dns::Name& apex, const net::Endpoint& to, const NotifyForm& form);
    void notify(const dns::Name& apex, const net::Endpoint& to);

    /// The script sees every request for the zone first. Nothing: proper answers again.
    void setScript(const dns::Name& apex, Script script);

    Counters counters() const;
    void resetCounters(); ///< the open connections stay counted

private:
    explicit ScriptedPrimary(std::unique_ptr<struct ScriptedPrimaryState> state);
    std::unique_ptr<struct ScriptedPrimaryState> m_state;
};

} // namespace zonescope::servers

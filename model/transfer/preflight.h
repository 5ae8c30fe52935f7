// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/dns/name.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"
#include "model/net/socks5_session.h"
#include "model/zone/configuration.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::transfer {

/// One row of the add-zone preview: would this primary give us this zone? Nothing is saved.
struct PreflightProbe
{
    std::size_t row = 0; ///< the caller's number, given back
    dns::Name apex;
    net::Endpoint primary;
    std::optional<dns::TsigKey> key;
    std::optional<net::IpAddress> source;
    std::optional<net::SocksProxy> proxy{};
    zone::TlsSettings tls{}; ///< strict: not one octet in the clear; opportunistic: without where TLS fails
};

/// The rows of the rule table in diagnosis.h, in the words an operator needs.
enum class PreflightVerdict : std::uint8_t {
    Ok,
    NothingListens,   ///< no answer over UDP, TCP refused
    TcpFiltered,      ///< UDP answers, TCP does not connect
    ZoneNotThere,     ///< not configured on this primary, or its query ACL excludes us
    NotLoaded,        ///< configured, but not loaded or expired there
    KeyUnknown,       ///< key name or algorithm unknown to the primary
    SecretWrong,      ///< same key name, other secret
    ClockSkew,        ///< see skewSeconds
    KeyRejected,      ///< PowerDNS style: name, secret, algorithm or clock; it does not say which
    TransferRefused,  ///< the transfer ACL does not list ourAddress or this key
    NotAuthoritative, ///< lame: AA clear or a referral
    Failed,           ///< none of these; see error
};

struct PreflightFinding
{
    std::size_t row = 0;
    PreflightVerdict verdict = PreflightVerdict::Failed;
    std::optional<std::uint32_t> serial;
    std::optional<base::Error> error;         ///< evidence of the probe that decided; nothing when Ok
    std::optional<std::int64_t> skewSeconds;  ///< the primary's clock is ahead of ours by this much
    std::optional<net::IpAddress> ourAddress; ///< the address the primary sees: for its ACL
    base::Duration took{0};
};

/// Probes many rows at once: unsigned SOA, signed SOA, and the first message of a (signed) AXFR, after which
/// it hangs up. One thread with its own event loop. Thread-safe.
class PreflightWorker
{
public:
    struct Limits
    {
        std::size_t parallel = 64;          ///< rows under way at the same time
        base::Duration udpTimeout{500'000}; ///< per try, three tries
        base::Duration tcpTimeout{2'000'000};
    };
    /// Called on the worker's thread with rows as they become ready; `last` with the final ones of a
    /// submit().
    using Report = std::function<void(std::vector<PreflightFinding> findings, bool last)>;

    PreflightWorker(const base::Clock& clock, Limits limits);
    explicit PreflightWorker(const base::Clock& clock);
    ~PreflightWorker(); ///< stops
    PreflightWorker(const PreflightWorker&) = delete;

    void submit(std::vector<PreflightProbe> probes, Report report);
    /// Rows not finished are dropped without a report. Joins the thread.
    void stop();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::transfer

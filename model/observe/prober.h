// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/base/strong_id.h"
#include "model/dns/name.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::observe {

/// One edge to ask for one zone's serial.
struct ProbeTarget
{
    base::ZoneId zone;
    dns::Name apex;
    base::EdgeId edge;
    net::Endpoint endpoint;
    std::uint16_t maxQueriesPerSecond = 20;

    friend bool operator==(const ProbeTarget&, const ProbeTarget&) = default;
};

struct ProbeResult
{
    base::ZoneId zone;
    base::EdgeId edge;
    base::Timestamp sentAt;
    base::Timestamp answeredAt; ///< kernel receive time where there is one
    std::optional<base::Duration> roundTrip;
    std::optional<std::uint32_t> serial; ///< from the SOA answer, or ZONEVERSION of the same packet
    std::optional<base::Error> error;    ///< TimedOut, RcodeRefused, NotAuthoritative, ...
    std::optional<std::uint16_t> extendedError;
    std::string nsid;
    bool givesVersion = false;           ///< ZONEVERSION came along
    std::optional<std::uint32_t> expire; ///< EDNS EXPIRE, seconds

    friend bool operator==(const ProbeResult&, const ProbeResult&) = default;
};

/// Asks every edge of every zone for its serial over c-ares in its own thread. Fast after a change, slow when
/// quiet, never more than an edge allows, never two questions for the same (zone, edge) at once. Thread-safe.
class Prober
{
public:
    /// Called on the probe thread, in batches.
    using Results = std::function<void(std::vector<ProbeResult>)>;

    /// patience: until a question counts as not answered.
    Prober(const base::Clock& clock, Results results, base::Duration patience = std::chrono::seconds(1));
    ~Prober();
    Prober(const Prober&) = delete;

    /// Replaces all targets; those that stay keep their timing.
    void setTargets(std::vector<ProbeTarget> targets);
    /// A new serial was published: its edges are asked at short intervals until they have it.
    void expect(base::ZoneId zone, std::uint32_t serial);
    void probeNow(const std::vector<base::ZoneId>& zones); ///< empty: all
    std::uint64_t probesSent() const;
    void stop();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::observe

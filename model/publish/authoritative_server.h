// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/dns/key_ring.h"
#include "model/net/endpoint.h"
#include "model/net/inherited_socket.h"
#include "model/publish/published_zones.h"
#include "model/publish/rate_limit.h"
#include "model/publish/transfer_observer.h"
#include "model/zone/configuration.h"

#include <memory>
#include <string>
#include <vector>

namespace zonescope::publish {

/// How it serves.
struct ServeOptions
{
    unsigned threads = 1; ///< each with sockets of its own on the same ports (SO_REUSEPORT)
    std::string name;     ///< what NSID says (RFC 5001); empty: nothing
    RateSettings rate;    ///< until setKeys() brings a configuration
    /// Sockets that somebody opened for us, used in place of our own for the same address; all threads share
    /// them.
    std::shared_ptr<const std::vector<net::InheritedSocket>> inherited{};
    std::shared_ptr<TransferObserver> observer{}; ///< of zone transfers; may be nothing
};

/// The built-in authoritative server: UDP and TCP on each address, threads of its own. It reads
/// PublishedZones and never waits for anything else.
class AuthoritativeServer
{
public:
    /// Binds. Errors: AddressInUse, PermissionDenied (detail names the address).
    static base::Result<std::unique_ptr<AuthoritativeServer>>
    start(std::vector<net::Endpoint> listen, std::shared_ptr<const PublishedZones> zones,
          const base::Clock& clock, ServeOptions options = {});
    virtual ~AuthoritativeServer() = default; ///< stops and joins
    /// Keys for TSIG; the configuration maps key names to ids for ACLs, and its limits say how many answers a
    /// network may draw. Any thread.
    virtual void setKeys(std::shared_ptr<const dns::KeyRing> keys, zone::ConfigurationPtr configuration) = 0;
    virtual std::vector<net::Endpoint> boundTo() const = 0;
    virtual std::uint64_t answersSent() const = 0;
    /// Answers that the rate limit kept back or cut off.
    virtual std::uint64_t answersLimited() const = 0;
};

} // namespace zonescope::publish

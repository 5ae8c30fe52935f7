// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/dns/key_ring.h"
#include "model/net/endpoint.h"
#include "model/publish/published_zones.h"
#include "model/zone/configuration.h"

#include <memory>
#include <vector>

namespace zonescope::publish {

/// The built-in authoritative server: UDP and TCP on each address, its own thread. It reads PublishedZones
/// and never waits for anything else.
class AuthoritativeServer
{
public:
    /// Binds. Errors: AddressInUse, PermissionDenied (detail names the address).
    static base::Result<std::unique_ptr<AuthoritativeServer>>
    start(std::vector<net::Endpoint> listen, std::shared_ptr<const PublishedZones> zones,
          const base::Clock& clock);
    virtual ~AuthoritativeServer() = default; ///< stops and joins
    /// Keys for TSIG, and the configuration to map key names to ids for ACLs. Any thread.
    virtual void setKeys(std::shared_ptr<const dns::KeyRing> keys, zone::ConfigurationPtr configuration) = 0;
    virtual std::vector<net::Endpoint> boundTo() const = 0;
    virtual std::uint64_t answersSent() const = 0;
};

} // namespace zonescope::publish

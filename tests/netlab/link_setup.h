// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "tests/netlab/namespaces.h"

#include <array>
#include <cstdint>
#include <string>

namespace zonescope::netlab {

using HardwareAddress = std::array<std::uint8_t, 6>;

/// A pair of virtual Ethernet devices; one end here, one there. Up, without offloads (an emulator between
/// them would forward unfinished checksums and packets of 64 kB), with long queues.
/// The caller is in any namespace. Errors: SocketFailed, PermissionDenied.
base::Status makePair(const Namespace& here, const std::string& name, const Namespace& there,
                      const std::string& peer);

// All of these act in the namespace of the calling thread.
base::Status setUp(const std::string& device);
/// IPv6 without duplicate address detection: usable at once.
base::Status addAddress(const std::string& device, const net::IpAddress& address, unsigned prefixLength);
base::Status removeAddress(const std::string& device, const net::IpAddress& address, unsigned prefixLength);
/// Everything else goes to `gateway`, whose hardware address is given: nobody answers ARP in the middle.
base::Status routeAll(const std::string& device, const net::IpAddress& gateway,
                      const HardwareAddress& hardware);
/// What this host sends to its own `address` leaves over `device` to `gateway`, instead of over loopback; it
/// must come back from there.
base::Status routeOwnAddress(const std::string& device, const net::IpAddress& address,
                             const net::IpAddress& gateway);
base::Result<HardwareAddress> hardwareAddress(const std::string& device);
base::Result<int> deviceIndex(const std::string& device);

} // namespace zonescope::netlab

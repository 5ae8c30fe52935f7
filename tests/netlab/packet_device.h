// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/net/unique_fd.h"
#include "tests/netlab/link_setup.h"

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace zonescope::netlab {

/// One Ethernet device seen from above the kernel: an AF_PACKET socket with a ring to receive (an ordinary
/// socket buffer holds 90 packets, which a burst at 1 Gbit/s overruns) and batches to send.
class PacketDevice
{
public:
    /// In the namespace of the calling thread. Frames go to `peer`. Errors: SocketFailed, PermissionDenied.
    static base::Result<PacketDevice> open(const std::string& device, const HardwareAddress& peer);
    ~PacketDevice();
    PacketDevice(PacketDevice&& other) noexcept;
    PacketDevice& operator=(PacketDevice&&) = delete;

    int fd() const { return m_socket.get(); }
    /// Calls for every IP packet that waits; at most `most`. How many there were.
    std::size_t receive(std::size_t most, const std::function<void(base::ByteView packet)>& take);
    /// An IP packet to send with the next flush; the octets must stay until then.
    void queue(base::ByteView packet);
    /// Packets that the device refused.
    std::size_t flush();

private:
    PacketDevice() = default;

    net::UniqueFd m_socket;
    std::uint8_t* m_ring = nullptr;
    std::size_t m_next = 0; ///< frame of the ring
    std::array<std::uint8_t, 14> m_header4{};
    std::array<std::uint8_t, 14> m_header6{};
    std::vector<iovec> m_parts; ///< two for each packet
};

} // namespace zonescope::netlab

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/packet_device.h"

#include "model/net/socket.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace zonescope::netlab {
namespace {

constexpr std::size_t frameSize = 2048; // an Ethernet frame of 1,514 octets and the ring's header
constexpr std::size_t frames = 4096;
constexpr std::size_t ringSize = frameSize * frames;
constexpr std::size_t batch = 64;

base::Status prepare(int socket, int index)
{
    const int version = TPACKET_V2;
    const int on = 1;
    tpacket_req ring{};
    ring.tp_frame_size = frameSize;
    ring.tp_frame_nr = frames;
    ring.tp_block_size = 32 * frameSize;
    ring.tp_block_nr = frames / 32;
    sockaddr_ll to{};
    to.sll_family = AF_PACKET;
    to.sll_protocol = htons(ETH_P_ALL);
    to.sll_ifindex = index;
    const auto set = [&](int option, const auto& value) {
        return ::setsockopt(socket, SOL_PACKET, option, &value, sizeof value) == 0;
    };
    if (!set(PACKET_VERSION, version) || !set(PACKET_RX_RING, ring) || !set(PACKET_IGNORE_OUTGOING, on) ||
        ::bind(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        return tl::unexpected(net::socketError(errno, "packet socket"));
    set(PACKET_QDISC_BYPASS, on); // only speed: the queue is ours
    return {};
}

} // namespace

base::Result<PacketDevice> PacketDevice::open(const std::string& name, const HardwareAddress& peer)
{
    const auto index = deviceIndex(name);
    const auto own = hardwareAddress(name);
    if (!index || !own)
        return tl::unexpected(index ? own.error() : index.error());
    PacketDevice device;
    device.m_socket.reset(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!device.m_socket)
        return tl::unexpected(net::socketError(errno, "packet socket"));
    if (auto ready = prepare(device.fd(), *index); !ready)
        return tl::unexpected(ready.error());
    void* ring = ::mmap(nullptr, ringSize, PROT_READ | PROT_WRITE, MAP_SHARED, device.fd(), 0);
    if (ring == MAP_FAILED)
        return tl::unexpected(net::socketError(errno, "packet ring"));
    device.m_ring = static_cast<std::uint8_t*>(ring);
    for (auto* header : {&device.m_header4, &device.m_header6}) {
        std::copy(peer.begin(), peer.end(), header->begin());
        std::copy(own->begin(), own->end(), header->begin() + 6);
    }
    device.m_header4[12] = ETH_P_IP >> 8;
    device.m_header6[12] = ETH_P_IPV6 >> 8;
    device.m_header6[13] = ETH_P_IPV6 & 255;
    return device;
}

PacketDevice::PacketDevice(PacketDevice&& other) noexcept
    : m_socket(std::move(other.m_socket))
    , m_ring(std::exchange(other.m_ring, nullptr))
    , m_next(other.m_next)
    , m_header4(other.m_header4)
    , m_header6(other.m_header6)
    , m_parts(std::move(other.m_parts))
{
}

PacketDevice::~PacketDevice()
{
    if (m_ring)
        ::munmap(m_ring, ringSize);
}

std::size_t PacketDevice::receive(std::size_t most, const std::function<void(base::ByteView)>& take)
{
    std::size_t count = 0;
    for (; count < most; ++count) {
        auto* header = reinterpret_cast<tpacket2_hdr*>(m_ring + m_next * frameSize);
        const std::atomic_ref<__u32> status(header->tp_status);
        if ((status.load(std::memory_order_acquire) & TP_STATUS_USER) == 0)
            break;
        const auto* frame = reinterpret_cast<const std::uint8_t*>(header) + header->tp_mac;
        if (header->tp_snaplen > ETH_HLEN)
            take({frame + ETH_HLEN, header->tp_snaplen - ETH_HLEN});
        status.store(TP_STATUS_KERNEL, std::memory_order_release);
        m_next = (m_next + 1) % frames;
    }
    return count;
}

void PacketDevice::queue(base::ByteView packet)
{
    auto& header = packet[0] >> 4 == 6 ? m_header6 : m_header4;
    m_parts.push_back({header.data(), header.size()});
    m_parts.push_back({const_cast<std::uint8_t*>(packet.data()), packet.size()});
}

std::size_t PacketDevice::flush()
{
    std::size_t refused = 0;
    std::array<mmsghdr, batch> messages{};
    for (std::size_t done = 0; done * 2 < m_parts.size();) {
        const std::size_t count = std::min(batch, m_parts.size() / 2 - done);
        for (std::size_t i = 0; i < count; ++i) {
            messages[i].msg_hdr.msg_iov = &m_parts[(done + i) * 2];
            messages[i].msg_hdr.msg_iovlen = 2;
        }
        const int sent = ::sendmmsg(fd(), messages.data(), static_cast<unsigned>(count), MSG_DONTWAIT);
        refused += sent <= 0 ? 1 : 0; // the first of the batch: go on behind it
        done += static_cast<std::size_t>(std::max(sent, 1));
    }
    m_parts.clear();
    return refused;
}

} // namespace zonescope::netlab

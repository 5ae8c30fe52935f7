// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/datagram_service.h"

#include <netinet/in.h>

#include <cstring>
#include <utility>

namespace zonescope::publish {
namespace {

/// Makes the control message that came with a query the one that goes with its answer: the address that was
/// asked becomes the source, the way out stays the kernel's choice.
std::size_t answerFromAskedAddress(msghdr& message)
{
    cmsghdr* const control = CMSG_FIRSTHDR(&message);
    if (control == nullptr)
        return 0;
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
        in_pktinfo info{};
        std::memcpy(&info, CMSG_DATA(control), sizeof info);
        info.ipi_spec_dst = info.ipi_addr;
        info.ipi_ifindex = 0;
        std::memcpy(CMSG_DATA(control), &info, sizeof info);
        return CMSG_SPACE(sizeof info);
    }
    if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
        in6_pktinfo info{};
        std::memcpy(&info, CMSG_DATA(control), sizeof info);
        if (!IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) // those mean nothing without their interface
            info.ipi6_ifindex = 0;
        std::memcpy(CMSG_DATA(control), &info, sizeof info);
        return CMSG_SPACE(sizeof info);
    }
    return 0;
}

} // namespace

DatagramService::DatagramService()
    : m_places(std::make_unique<std::array<Place, batch>>())
{
    for (std::size_t i = 0; i < batch; ++i)
        prepare(i, true);
}

void DatagramService::prepare(std::size_t index, bool anyAddress)
{
    Place& place = (*m_places)[index];
    place.part = {place.query.data(), place.query.size()};
    msghdr& header = m_received[index].msg_hdr;
    header = {};
    header.msg_name = &place.peer;
    header.msg_namelen = sizeof place.peer;
    header.msg_iov = &place.part;
    header.msg_iovlen = 1;
    header.msg_control = anyAddress ? place.control.data() : nullptr; // the kernel charges for each
    header.msg_controllen = anyAddress ? place.control.size() : 0;
}

bool DatagramService::serve(int fd, bool anyAddress, const PublishedZones& zones, const Access& access,
                            RateLimit& limit, const base::Clock& clock, std::uint64_t& sent)
{
    if (std::exchange(m_anyAddress, anyAddress) != anyAddress)
        for (std::size_t i = 0; i < batch; ++i)
            prepare(i, anyAddress);
    const int count = ::recvmmsg(fd, m_received.data(), batch, MSG_DONTWAIT, nullptr);
    if (count <= 0)
        return false;
    const base::Timestamp wall = clock.wall();
    const base::Instant steady = clock.steady();
    unsigned answers = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        Place& place = (*m_places)[i];
        if (answerOne(place, m_received[i], zones, access, limit, wall, steady)) {
            msghdr& header = m_sending[answers++].msg_hdr;
            header = m_received[i].msg_hdr;
            header.msg_controllen = answerFromAskedAddress(header);
            if (header.msg_controllen == 0)
                header.msg_control = nullptr;
            header.msg_flags = 0;
        }
    }
    for (unsigned done = 0; done < answers;) {
        const int gone = ::sendmmsg(fd, m_sending.data() + done, answers - done, MSG_DONTWAIT);
        if (gone > 0)
            sent += static_cast<unsigned>(gone);
        // One that cannot be sent is lost as any datagram may be: the client asks again.
        done += gone > 0 ? static_cast<unsigned>(gone) : 1U;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        prepare(i, anyAddress);
    return static_cast<std::size_t>(count) == batch;
}

bool DatagramService::answerOne(Place& place, const mmsghdr& received, const PublishedZones& zones,
                                const Access& access, RateLimit& limit, base::Timestamp wall,
                                base::Instant steady)
{
    if ((received.msg_hdr.msg_flags & MSG_TRUNC) != 0)
        return false;
    const net::Endpoint from = net::Endpoint::fromSockaddr(place.peer);
    if (from.port == 0)
        return false;
    const Asked asked{{place.query.data(), received.msg_len}, false, from.address, wall};
    const Answerer::Answer made = m_answerer.answer(asked, zones, access);
    base::ByteView message = made.message;
    if (message.empty())
        return false;
    if (!made.knownClient) {
        switch (limit.take(from.address, message.size(), steady)) {
        case RateLimit::Verdict::Answer:
            break;
        case RateLimit::Verdict::Truncate:
            message = m_answerer.truncated(asked, access);
            break;
        case RateLimit::Verdict::Drop:
            return false;
        }
    }
    if (message.size() > place.answer.size())
        return false;
    std::memcpy(place.answer.data(), message.data(), message.size());
    place.part = {place.answer.data(), message.size()};
    return true;
}

} // namespace zonescope::publish

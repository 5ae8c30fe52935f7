// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/probe_channel.h"

#include <ares.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <ctime>

namespace zonescope::observe {
namespace {

/// ares_library_init() must come before the first channel, once.
bool libraryReady()
{
    static const bool ready = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
    return ready;
}

} // namespace

/// Sockets as c-ares wants them, plus the kernel's receive time: without it a busy process adds up to 16 ms
/// to every measured latency.
struct ProbeSocket
{
    static ares_socket_t open(int family, int type, int protocol, void*)
    {
        const int fd = ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
        const int on = 1;
        if (fd >= 0 && type == SOCK_DGRAM)
            setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        else if (fd >= 0)
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return fd;
    }
    static int close(ares_socket_t fd, void*) { return ::close(fd); }
    static int connect(ares_socket_t fd, const sockaddr* address, ares_socklen_t length, void*)
    {
        return ::connect(fd, address, length);
    }
    static ares_ssize_t send(ares_socket_t fd, const iovec* parts, int count, void*)
    {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(parts); // NOLINT: sendmsg(2) does not write to it
        message.msg_iovlen = static_cast<std::size_t>(count);
        return ::sendmsg(fd, &message, MSG_NOSIGNAL);
    }
    static ares_ssize_t receive(ares_socket_t fd, void* buffer, std::size_t size, int flags, sockaddr* from,
                                ares_socklen_t* fromLength, void* channel)
    {
        iovec part{buffer, size};
        alignas(cmsghdr) std::array<char, 128> control{};
        msghdr message{};
        message.msg_name = from;
        message.msg_namelen = fromLength != nullptr ? *fromLength : 0;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t got = ::recvmsg(fd, &message, flags);
        auto& receivedAt = static_cast<ProbeChannel*>(channel)->m_receivedAt;
        receivedAt.reset();
        if (got < 0)
            return got;
        if (fromLength != nullptr)
            *fromLength = message.msg_namelen;
        for (cmsghdr* each = CMSG_FIRSTHDR(&message); each != nullptr; each = CMSG_NXTHDR(&message, each))
            if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SO_TIMESTAMPNS) {
                timespec time{};
                std::memcpy(&time, CMSG_DATA(each), sizeof time);
                receivedAt = base::fromMicroseconds(time.tv_sec * 1'000'000LL + time.tv_nsec / 1000);
            }
        return got;
    }
    static constexpr ares_socket_functions functions{open, close, connect, receive, send};
};

struct ProbeChannel::Question
{
    ProbeChannel* channel;
    Done done;
};

base::Result<std::unique_ptr<ProbeChannel>>
ProbeChannel::open(net::EventLoop& loop, const net::Endpoint& server, bool tcp, base::Duration timeout)
{
    if (!libraryReady())
        return base::fail(base::ErrorCode::Internal, "c-ares does not start");
    std::unique_ptr<ProbeChannel> channel(new ProbeChannel(loop));
    std::array<char, 2> lookups{"b"};
    ares_options options{};
    // NOCHECKRESP: without it a REFUSED is reported as "could not contact servers", without the packet.
    options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOCHECKRESP | ARES_FLAG_NORECURSE | ARES_FLAG_STAYOPEN |
                    ARES_FLAG_IGNTC | (tcp ? ARES_FLAG_USEVC : 0);
    options.timeout = static_cast<int>(timeout.count() / 1000);
    options.tries = 1; // when to ask again is the policy's business
    options.lookups = lookups.data();
    options.sock_state_cb = &ProbeChannel::socketState;
    options.sock_state_cb_data = channel.get();
    int status = ares_init_options(&channel->m_channel, &options,
                                   ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS |
                                       ARES_OPT_SOCK_STATE_CB);
    if (status != ARES_SUCCESS) {
        channel->m_channel = nullptr;
        return base::fail(base::ErrorCode::Internal, ares_strerror(status));
    }
    ares_set_socket_functions(channel->m_channel, &ProbeSocket::functions, channel.get());
    status = ares_set_servers_ports_csv(channel->m_channel, server.toText().c_str());
    if (status != ARES_SUCCESS)
        return base::fail(base::ErrorCode::Internal, ares_strerror(status));
    return channel;
}

ProbeChannel::ProbeChannel(net::EventLoop& loop)
    : m_loop(loop)
{
}

ProbeChannel::~ProbeChannel()
{
    if (m_channel != nullptr)
        ares_destroy(m_channel);
    for (const int fd : m_watched)
        m_loop.remove(fd);
}

void ProbeChannel::send(base::ByteView message, Done done)
{
    ++m_pending;
    ares_send(m_channel, message.data(), static_cast<int>(message.size()), &ProbeChannel::answered,
              new Question{this, std::move(done)}); // NOLINT: c-ares carries it to answered()
}

void ProbeChannel::answered(void* argument, int status, int, unsigned char* message, int length)
{
    const std::unique_ptr<Question> question(static_cast<Question*>(argument));
    --question->channel->m_pending;
    Outcome outcome;
    outcome.status = status;
    if (message != nullptr && length > 0) {
        outcome.message = {message, static_cast<std::size_t>(length)};
        outcome.receivedAt = question->channel->m_receivedAt;
    }
    question->done(outcome);
}

void ProbeChannel::processTimeouts()
{
    ares_process_fd(m_channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

void ProbeChannel::socketState(void* channel, int fd, int readable, int writable)
{
    static_cast<ProbeChannel*>(channel)->watch(fd, readable != 0, writable != 0);
}

void ProbeChannel::watch(int fd, bool readable, bool writable)
{
    if (!readable && !writable) {
        if (m_watched.erase(fd) != 0)
            m_loop.remove(fd);
        return;
    }
    const std::uint32_t events = (readable ? EPOLLIN : 0U) | (writable ? EPOLLOUT : 0U);
    if (!m_watched.insert(fd).second) {
        m_loop.modify(fd, events);
        return;
    }
    const auto added = m_loop.add(fd, events, [this, fd](std::uint32_t happened) {
        const bool in = (happened & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
        const bool out = (happened & EPOLLOUT) != 0;
        ares_process_fd(m_channel, in ? fd : ARES_SOCKET_BAD, out ? fd : ARES_SOCKET_BAD);
    });
    if (!added) // its questions time out, which is what an operator sees of it
        m_watched.erase(fd);
}

base::Error probeError(int aresStatus)
{
    using base::ErrorCode;
    switch (aresStatus) {
    case ARES_ETIMEOUT:
        return {ErrorCode::TimedOut, {}};
    case ARES_ECONNREFUSED: // c-ares says so for every socket error
        return {ErrorCode::ConnectionRefused, {}};
    case ARES_ENOMEM:
        return {ErrorCode::SocketFailed, "out of memory"};
    case ARES_EDESTRUCTION:
    case ARES_ECANCELLED:
        return {ErrorCode::Cancelled, {}};
    default:
        return {ErrorCode::SocketFailed, ares_strerror(aresStatus)};
    }
}

} // namespace zonescope::observe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/probe_sockets.h"

#include "model/net/socket.h"
#include "model/path/error_queue.h"
#include "model/path/probe_query.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <random>

namespace zonescope::path {
namespace {

Reply replyOf(std::size_t probe, QueuedError&& error, base::Duration rtt)
{
    Reply reply;
    reply.probe = probe;
    reply.answer = error.answer;
    reply.from = error.offender;
    reply.rtt = rtt;
    reply.returnTtl = error.returnTtl;
    reply.labels = std::move(error.labels);
    reply.icmpCode = error.icmpCode;
    return reply;
}

base::Result<net::UniqueFd> openSocket(const Target& target, int type, std::uint16_t port)
{
    const net::Family family = target.address.address.family();
    net::UniqueFd fd(
        ::socket(family == net::Family::V6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd || !askForErrors(fd.get(), family))
        return tl::unexpected(net::socketError(errno, "probe socket"));
    if (!target.source && port == 0)
        return fd;
    static const std::array<std::uint8_t, 16> any{};
    sockaddr_storage storage{};
    const net::Endpoint local{target.source.value_or(net::IpAddress::fromOctets(family, any.data())), port};
    const unsigned size = local.toSockaddr(storage);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&storage), size) != 0)
        return tl::unexpected(net::socketError(errno, "probe from " + local.toText()));
    return fd;
}

int connectTo(int fd, const net::Endpoint& peer)
{
    sockaddr_storage storage{};
    const unsigned size = peer.toSockaddr(storage);
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&storage), size) == 0 ? 0 : errno;
}

/// A socket with fixed ports for each flow. The message id tells the probes of a round apart.
class UdpProbes final : public ProbeSockets
{
public:
    UdpProbes(const Target& target, std::uint8_t firstFlow)
        : m_target(target)
        , m_firstFlow(firstFlow)
        , m_salt(static_cast<std::uint16_t>(std::random_device()()))
    {
    }

    base::Status open(std::vector<std::uint16_t>& ports)
    {
        for (std::uint16_t& port : ports) {
            auto fd = openSocket(m_target, SOCK_DGRAM, port);
            if (!fd && port != 0)
                fd = openSocket(m_target, SOCK_DGRAM, port = 0); // somebody else has it by now
            if (!fd)
                return tl::unexpected(fd.error());
            if (const int error = connectTo(fd->get(), m_target.address))
                return tl::unexpected(net::socketError(error, "probe of " + m_target.address.toText()));
            if (const auto local = net::localEndpoint(fd->get()))
                port = local->port;
            m_flows.push_back(std::move(*fd));
        }
        return {};
    }

    base::Status watch(Watch watch) override
    {
        for (const net::UniqueFd& fd : m_flows)
            watch(fd.get());
        return {};
    }

    base::Status send(const Probe& probe) override
    {
        const int fd = m_flows.at(probe.flow - std::size_t(m_firstFlow)).get();
        setTtl(fd, m_target.address.address.family(), probe.ttl);
        const auto id = static_cast<std::uint16_t>(m_salt + probe.id);
        const base::Bytes query = writeProbeQuery(m_target.question, id);
        m_sent.resize(std::max(m_sent.size(), probe.id + 1));
        m_sent[probe.id] = {fd, wallNow()};
        ssize_t size = -1;
        // An ICMP error of an earlier probe is reported once by whatever is called next.
        for (int attempt = 0; attempt < 4 && size < 0; ++attempt)
            size = ::send(fd, query.data(), query.size(), MSG_NOSIGNAL);
        if (size < 0 && errno != EAGAIN && errno != ENOBUFS)
            return tl::unexpected(net::socketError(errno, "probe of " + m_target.address.toText()));
        return {};
    }

    std::vector<Reply> receive(int fd) override
    {
        std::vector<Reply> replies;
        const net::Family family = m_target.address.address.family();
        while (auto error = takeQueuedError(fd, family, m_target.address.address)) {
            const auto probe = find(fd, base::viewOf(error->quoted));
            if (error->answer == Answer::None)
                continue;
            if (!probe) {
                ++m_unmatched;
                continue;
            }
            const base::Duration rtt = elapsed(m_sent[*probe].at, error->receivedAt);
            m_sent[*probe].open = false;
            replies.push_back(replyOf(*probe, std::move(*error), rtt));
        }
        for (int errors = 0; errors < 64;) {
            auto answer = takeAnswer(fd);
            if (answer)
                replies.push_back(std::move(*answer));
            else if (errno == EAGAIN)
                break;
            else
                ++errors; // what the queue told already
        }
        return replies;
    }

    std::uint32_t unmatched() const override { return m_unmatched; }

private:
    struct Sent
    {
        int fd = -1;
        timespec at{};
        bool open = true;
    };

    /// By what is quoted; when nothing of the payload is, the only probe of the flow that is still out.
    std::optional<std::size_t> find(int fd, base::ByteView quoted) const
    {
        if (const auto id = probeIdOf(quoted)) {
            const auto probe = static_cast<std::uint16_t>(*id - m_salt);
            return probe < m_sent.size() && m_sent[probe].fd == fd ? std::optional<std::size_t>(probe)
                                                                   : std::nullopt;
        }
        std::optional<std::size_t> only;
        for (std::size_t i = 0; i < m_sent.size(); ++i) {
            if (m_sent[i].fd != fd || !m_sent[i].open)
                continue;
            if (only)
                return std::nullopt;
            only = i;
        }
        return only;
    }

    /// errno says why there is none; EAGAIN also for a datagram that is no answer.
    std::optional<Reply> takeAnswer(int fd)
    {
        std::array<std::uint8_t, 4096> data{};
        alignas(cmsghdr) std::array<char, 256> control{};
        iovec part{data.data(), data.size()};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t size = ::recvmsg(fd, &message, MSG_DONTWAIT);
        if (size < 0)
            return std::nullopt;
        const base::ByteView datagram(data.data(), static_cast<std::size_t>(size));
        const auto probe = find(fd, datagram);
        if (datagram.size() < 12 || !probe) {
            errno = EINVAL;
            return std::nullopt;
        }
        Reply reply;
        std::optional<timespec> at;
        readControl(message, reply.returnTtl, at);
        reply.probe = *probe;
        reply.answer = Answer::Destination;
        reply.from = m_target.address.address;
        reply.rtt = elapsed(m_sent[*probe].at, at);
        reply.nsid = nsidOf(datagram);
        m_sent[*probe].open = false;
        return reply;
    }

    Target m_target;
    std::uint8_t m_firstFlow;
    std::uint16_t m_salt;
    std::vector<net::UniqueFd> m_flows;
    std::vector<Sent> m_sent; ///< the index is the probe's id
    std::uint32_t m_unmatched = 0;
};

/// A connection attempt for each probe: the kernel allows only one of the same ports at a time.
class TcpProbes final : public ProbeSockets
{
public:
    explicit TcpProbes(const Target& target)
        : m_target(target)
    {
    }
    ~TcpProbes() override
    {
        for (const auto& [fd, attempt] : m_attempts)
            m_watch(-1 - fd);
    }
    TcpProbes(const TcpProbes&) = delete;

    base::Status watch(Watch watch) override
    {
        m_watch = std::move(watch);
        return {};
    }

    base::Status send(const Probe& probe) override
    {
        auto fd = openSocket(m_target, SOCK_STREAM, 0);
        if (!fd)
            return tl::unexpected(fd.error());
        const int once = 1;
        ::setsockopt(fd->get(), IPPROTO_TCP, TCP_SYNCNT, &once, sizeof once);
        setTtl(fd->get(), m_target.address.address.family(), probe.ttl);
        const timespec at = wallNow();
        const int error = connectTo(fd->get(), m_target.address);
        if (error != 0 && error != EINPROGRESS && error != ECONNREFUSED)
            return tl::unexpected(net::socketError(error, "probe of " + m_target.address.toText()));
        const int number = fd->get();
        m_attempts.emplace(number, Attempt{std::move(*fd), probe.id, at});
        m_watch(number);
        return {};
    }

    std::vector<Reply> receive(int fd) override
    {
        const auto found = m_attempts.find(fd);
        if (found == m_attempts.end())
            return {};
        const Attempt& attempt = found->second;
        std::vector<Reply> replies;
        const net::Family family = m_target.address.address.family();
        while (auto error = takeQueuedError(fd, family, m_target.address.address))
            if (error->answer != Answer::None && replies.empty()) {
                const base::Duration rtt = elapsed(attempt.at, error->receivedAt);
                replies.push_back(replyOf(attempt.probe, std::move(*error), rtt));
            }
        if (replies.empty()) {
            int error = 0;
            socklen_t size = sizeof error;
            ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
            if (error == 0 || error == ECONNREFUSED || error == ECONNRESET) {
                Reply reply;
                reply.probe = attempt.probe;
                reply.answer = Answer::Destination; // SYN-ACK or RST
                reply.from = m_target.address.address;
                reply.rtt = elapsed(attempt.at, std::nullopt);
                replies.push_back(std::move(reply));
            }
        }
        m_watch(-1 - fd);
        m_attempts.erase(found);
        return replies;
    }

private:
    struct Attempt
    {
        net::UniqueFd fd;
        std::size_t probe = 0;
        timespec at{};
    };

    Target m_target;
    Watch m_watch;
    std::map<int, Attempt> m_attempts;
};

} // namespace

base::Result<std::unique_ptr<ProbeSockets>> ProbeSockets::open(const Target& target, std::uint8_t firstFlow,
                                                               std::vector<std::uint16_t>& ports)
{
    if (target.protocol == Protocol::Tcp)
        return std::make_unique<TcpProbes>(target);
    auto probes = std::make_unique<UdpProbes>(target, firstFlow);
    if (auto opened = probes->open(ports); !opened)
        return tl::unexpected(opened.error());
    return probes;
}

} // namespace zonescope::path

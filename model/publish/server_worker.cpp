// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/log.h"
#include "model/net/event_loop.h"
#include "model/net/socket.h"
#include "model/publish/answer_policy.h"
#include "model/publish/authoritative_server.h"
#include "model/publish/served_connection.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace zonescope::publish {
namespace {

using namespace std::chrono_literals;

constexpr int datagramsAtATime = 64;         // then timers and TCP clients get their turn
constexpr std::size_t maxConnections = 1024; // of all clients
constexpr std::size_t maxPerClient = 256;    // of one address
constexpr int portAttempts = 20;             // until UDP and TCP get the same port from the kernel
constexpr base::Duration sweepEvery = 1s;
constexpr base::Duration pauseWithoutDescriptors = 100ms;
constexpr int receiveBuffer = 1 << 20; // a sweep of probes arrives in one burst

struct Listener
{
    net::UniqueFd udp;
    net::UniqueFd tcp;
    net::Endpoint at;
};

base::Error named(base::Error error, const net::Endpoint& at)
{
    error.detail = at.toText() + ": " + error.detail;
    return error;
}

base::Result<Listener> bindBoth(const net::Endpoint& wanted)
{
    base::Error last{base::ErrorCode::AddressInUse, {}};
    for (int i = 0; i < (wanted.port == 0 ? portAttempts : 1); ++i) {
        Listener listener;
        auto udp = net::bindUdp(wanted);
        if (!udp)
            return tl::unexpected(named(udp.error(), wanted));
        listener.udp = std::move(*udp);
        const auto at = net::localEndpoint(listener.udp.get());
        if (!at)
            return tl::unexpected(named(at.error(), wanted));
        listener.at = *at;
        auto tcp = net::listenTcp(*at);
        if (tcp) {
            listener.tcp = std::move(*tcp);
            net::setReceiveBuffer(listener.udp.get(), receiveBuffer);
            return listener;
        }
        last = named(tcp.error(), *at);
    }
    return tl::unexpected(last);
}

class ServerWorker final : public AuthoritativeServer
{
public:
    ServerWorker(std::vector<Listener> listeners, std::unique_ptr<net::EventLoop> loop,
                 std::shared_ptr<const PublishedZones> zones, const base::Clock& clock)
        : m_listeners(std::move(listeners))
        , m_loop(std::move(loop))
        , m_zones(std::move(zones))
        , m_clock(clock)
        , m_access(std::make_shared<const Access>())
    {
    }

    ~ServerWorker() override
    {
        m_loop->stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    base::Status watchAll()
    {
        for (const Listener& listener : m_listeners) {
            const int udp = listener.udp.get();
            if (auto added = m_loop->add(udp, EPOLLIN, [this, udp](std::uint32_t) { serveUdp(udp); }); !added)
                return added;
            if (auto added = watchListener(listener.tcp.get()); !added)
                return added;
        }
        m_loop->after(sweepEvery, [this] { sweep(); });
        m_thread = std::thread([this] { m_loop->run(); });
        return {};
    }

    void setKeys(std::shared_ptr<const dns::KeyRing> keys, zone::ConfigurationPtr configuration) override
    {
        auto access = std::make_shared<const Access>(Access{std::move(keys), std::move(configuration), {}});
        const std::lock_guard lock(m_accessMutex);
        m_access = std::move(access);
    }

    std::vector<net::Endpoint> boundTo() const override
    {
        std::vector<net::Endpoint> all;
        for (const Listener& listener : m_listeners)
            all.push_back(listener.at);
        return all;
    }

    std::uint64_t answersSent() const override { return m_answers; }

private:
    std::shared_ptr<const Access> access() const
    {
        const std::lock_guard lock(m_accessMutex);
        return m_access;
    }

    void serveUdp(int fd)
    {
        const auto rights = access();
        for (int i = 0; i < datagramsAtATime; ++i) {
            const auto datagram = net::receiveDatagram(fd, m_buffer);
            if (!datagram || !*datagram)
                return;
            const net::Datagram& from = **datagram;
            if (from.from.port == 0 || from.cutOff)
                continue;
            const Asked asked{{m_buffer.data(), from.size}, false, from.from.address, m_clock.wall()};
            const Reply reply = answer(asked, *m_zones, *rights);
            if (reply.silent())
                continue;
            const auto sent = net::sendDatagram(fd, from.from, base::viewOf(reply.message), from.to);
            if (sent && *sent)
                ++m_answers; // otherwise lost as any datagram may be: the client asks again
        }
    }

    base::Status watchListener(int fd)
    {
        return m_loop->add(fd, EPOLLIN, [this, fd](std::uint32_t) { acceptFrom(fd); });
    }

    void acceptFrom(int fd)
    {
        for (int i = 0; i < datagramsAtATime; ++i) {
            auto accepted = net::acceptTcp(fd);
            if (!accepted) {
                base::log(base::LogCategory::Publish, base::LogLevel::Warning,
                          base::toString(accepted.error()));
                m_loop->remove(fd);
                m_loop->after(pauseWithoutDescriptors, [this, fd] { std::ignore = watchListener(fd); });
                return;
            }
            if (!*accepted)
                return;
            admit(std::move(**accepted));
        }
    }

    void admit(net::AcceptedConnection accepted)
    {
        std::size_t& ofClient = m_perClient[accepted.peer.address];
        if (ofClient >= maxPerClient || (m_connections.size() >= maxConnections && !closeIdlest()))
            return; // closes it
        const int fd = accepted.socket.get();
        if (!m_loop->add(fd, EPOLLIN, [this, fd](std::uint32_t) { proceed(fd); }))
            return;
        ++m_perClient[accepted.peer.address];
        m_connections.try_emplace(fd, std::move(accepted.socket), accepted.peer, m_clock);
    }

    void proceed(int fd)
    {
        const auto found = m_connections.find(fd);
        if (found == m_connections.end())
            return;
        ServedConnection& connection = found->second;
        const auto rights = access();
        const bool open = connection.proceed([&](base::ByteView message, const net::IpAddress& from) {
            return answer({message, true, from, m_clock.wall()}, *m_zones, *rights);
        });
        m_answers += connection.takeAnswers();
        if (open)
            m_loop->modify(fd, connection.wanted());
        else
            close(fd);
    }

    void close(int fd)
    {
        const auto found = m_connections.find(fd);
        m_loop->remove(fd);
        if (const auto client = m_perClient.find(found->second.peer().address); --client->second == 0)
            m_perClient.erase(client);
        m_connections.erase(found);
    }

    bool closeIdlest()
    {
        int idlest = -1;
        base::Instant since = base::Instant::max();
        for (const auto& [fd, connection] : m_connections)
            if (connection.idle() && connection.lastProgress() < since) {
                idlest = fd;
                since = connection.lastProgress();
            }
        if (idlest >= 0)
            close(idlest);
        return idlest >= 0;
    }

    void sweep()
    {
        std::vector<int> gone;
        for (const auto& [fd, connection] : m_connections)
            if (connection.timedOut())
                gone.push_back(fd);
        for (const int fd : gone)
            close(fd);
        std::erase_if(m_perClient, [](const auto& client) { return client.second == 0; });
        m_loop->after(sweepEvery, [this] { sweep(); });
    }

    std::vector<Listener> m_listeners;
    std::unique_ptr<net::EventLoop> m_loop;
    std::shared_ptr<const PublishedZones> m_zones;
    const base::Clock& m_clock;
    mutable std::mutex m_accessMutex;
    std::shared_ptr<const Access> m_access; ///< guarded by m_accessMutex
    std::atomic<std::uint64_t> m_answers{0};
    std::unordered_map<int, ServedConnection> m_connections;
    std::unordered_map<net::IpAddress, std::size_t> m_perClient;
    std::array<std::uint8_t, 4096> m_buffer{}; ///< queries are small; larger ones are not for us
    std::thread m_thread;
};

} // namespace

base::Result<std::unique_ptr<AuthoritativeServer>>
AuthoritativeServer::start(std::vector<net::Endpoint> listen, std::shared_ptr<const PublishedZones> zones,
                           const base::Clock& clock)
{
    std::vector<Listener> listeners;
    for (const net::Endpoint& at : listen) {
        auto listener = bindBoth(at);
        if (!listener)
            return tl::unexpected(listener.error());
        listeners.push_back(std::move(*listener));
    }
    auto loop = net::EventLoop::create(clock);
    if (!loop)
        return tl::unexpected(loop.error());
    auto worker =
        std::make_unique<ServerWorker>(std::move(listeners), std::move(*loop), std::move(zones), clock);
    if (auto watched = worker->watchAll(); !watched)
        return tl::unexpected(watched.error());
    return worker;
}

} // namespace zonescope::publish

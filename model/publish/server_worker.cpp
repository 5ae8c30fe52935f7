// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/log.h"
#include "model/net/event_loop.h"
#include "model/net/socket.h"
#include "model/publish/answer_policy.h"
#include "model/publish/authoritative_server.h"
#include "model/publish/datagram_service.h"
#include "model/publish/served_connection.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace zonescope::publish {
namespace {

using namespace std::chrono_literals;

constexpr int batchesAtATime = 4; // then timers and TCP clients get their turn
constexpr int acceptsAtATime = 64;
constexpr std::array<std::uint8_t, 16> zeros{}; // 0.0.0.0 and ::
constexpr std::size_t maxConnections = 1024;    // of all clients
constexpr std::size_t maxPerClient = 256;       // of one address
constexpr int portAttempts = 20;                // until UDP and TCP get the same port from the kernel
constexpr base::Duration sweepEvery = 1s;
constexpr base::Duration pauseWithoutDescriptors = 100ms;
constexpr int listenBacklog = 511;
constexpr int receiveBuffer = 4 << 20; // a sweep of probes arrives in one burst

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

base::Result<Listener> bindBoth(const net::Endpoint& wanted, bool sharePort)
{
    base::Error last{base::ErrorCode::AddressInUse, {}};
    for (int i = 0; i < (wanted.port == 0 ? portAttempts : 1); ++i) {
        Listener listener;
        auto udp = net::bindUdp(wanted, sharePort);
        if (!udp)
            return tl::unexpected(named(udp.error(), wanted));
        listener.udp = std::move(*udp);
        const auto at = net::localEndpoint(listener.udp.get());
        if (!at)
            return tl::unexpected(named(at.error(), wanted));
        listener.at = *at;
        auto tcp = net::listenTcp(*at, listenBacklog, sharePort);
        if (tcp) {
            listener.tcp = std::move(*tcp);
            net::setReceiveBuffer(listener.udp.get(), receiveBuffer);
            return listener;
        }
        last = named(tcp.error(), *at);
    }
    return tl::unexpected(last);
}

/// A descriptor of our own for a socket that was handed to us; nothing: none was for this address.
net::UniqueFd inheritedFor(const net::Endpoint& at, bool stream, const ServeOptions& options)
{
    if (options.inherited)
        for (const net::InheritedSocket& socket : *options.inherited)
            if (socket.local == at && socket.stream == stream)
                return net::UniqueFd(::fcntl(socket.socket.get(), F_DUPFD_CLOEXEC, 0));
    return net::UniqueFd();
}

base::Result<Listener> openBoth(const net::Endpoint& at, const ServeOptions& options)
{
    Listener listener{inheritedFor(at, false, options), inheritedFor(at, true, options), at};
    const bool share = options.threads > 1;
    if (!listener.udp && !listener.tcp)
        return bindBoth(at, share);
    if (!listener.udp) {
        auto udp = net::bindUdp(at, share);
        if (!udp)
            return tl::unexpected(named(udp.error(), at));
        listener.udp = std::move(*udp);
    }
    if (!listener.tcp) {
        auto tcp = net::listenTcp(at, listenBacklog, share);
        if (!tcp)
            return tl::unexpected(named(tcp.error(), at));
        listener.tcp = std::move(*tcp);
    }
    net::setReceiveBuffer(listener.udp.get(), receiveBuffer);
    return listener;
}

/// What the threads of a server share.
struct Shared
{
    std::shared_ptr<const PublishedZones> zones;
    const base::Clock& clock;
    std::shared_ptr<const ServerCookies> cookies; ///< one secret: a client may meet any of the threads
    std::string name;
    std::shared_ptr<TransferObserver> observer;
};

/// One thread with its sockets.
class ServerWorker
{
public:
    ServerWorker(std::vector<Listener> listeners, std::unique_ptr<net::EventLoop> loop, const Shared& shared,
                 const RateSettings& rate)
        : m_listeners(std::move(listeners))
        , m_loop(std::move(loop))
        , m_shared(shared)
        , m_clock(shared.clock)
        , m_limit(std::in_place, rate)
        , m_rate(rate)
    {
        setAccess(nullptr, nullptr);
    }

    ~ServerWorker()
    {
        m_loop->stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    base::Status watchAll()
    {
        for (const Listener& listener : m_listeners) {
            const int udp = listener.udp.get();
            const bool any =
                listener.at.address == net::IpAddress::fromOctets(listener.at.address.family(), zeros.data());
            if (auto added =
                    m_loop->add(udp, EPOLLIN, [this, udp, any](std::uint32_t) { serveUdp(udp, any); });
                !added)
                return added;
            if (auto added = watchListener(listener.tcp.get()); !added)
                return added;
        }
        m_loop->after(sweepEvery, [this] { sweep(); });
        m_thread = std::thread([this] { m_loop->run(); });
        pthread_setname_np(m_thread.native_handle(), "serve");
        return {};
    }

    void setAccess(std::shared_ptr<const dns::KeyRing> keys, zone::ConfigurationPtr configuration)
    {
        auto access = std::make_shared<const Access>(
            Access{std::move(keys), std::move(configuration), m_shared.name, m_shared.cookies});
        const std::lock_guard lock(m_accessMutex);
        m_access = std::move(access);
    }

    void setRate(const RateSettings& rate)
    {
        m_loop->post([this, rate] {
            if (rate == m_rate)
                return;
            m_rate = rate;
            m_limit.emplace(rate);
        });
    }

    const std::vector<Listener>& listeners() const { return m_listeners; }
    std::uint64_t answersSent() const { return m_answers; }
    std::uint64_t answersLimited() const { return m_limited; }

private:
    std::shared_ptr<const Access> access() const
    {
        const std::lock_guard lock(m_accessMutex);
        return m_access;
    }

    void serveUdp(int fd, bool anyAddress)
    {
        const auto rights = access();
        std::uint64_t sent = 0;
        for (int i = 0; i < batchesAtATime; ++i)
            if (!m_datagrams.serve(fd, anyAddress, *m_shared.zones, *rights, *m_limit, m_clock, sent))
                break;
        m_answers += sent;
        m_limited = m_limit->dropped() + m_limit->truncated();
    }

    base::Status watchListener(int fd)
    {
        return m_loop->add(fd, EPOLLIN, [this, fd](std::uint32_t) { acceptFrom(fd); });
    }

    void acceptFrom(int fd)
    {
        for (int i = 0; i < acceptsAtATime; ++i) {
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
        m_connections.try_emplace(fd, std::move(accepted.socket), accepted.peer, m_clock,
                                  m_shared.observer.get());
    }

    void proceed(int fd)
    {
        const auto found = m_connections.find(fd);
        if (found == m_connections.end())
            return;
        ServedConnection& connection = found->second;
        const auto rights = access();
        const bool open = connection.proceed([&](base::ByteView message, const net::IpAddress& from) {
            return answer({message, true, from, m_clock.wall()}, *m_shared.zones, *rights);
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
    const Shared& m_shared;
    const base::Clock& m_clock;
    mutable std::mutex m_accessMutex;
    std::shared_ptr<const Access> m_access; ///< guarded by m_accessMutex
    std::atomic<std::uint64_t> m_answers{0};
    std::atomic<std::uint64_t> m_limited{0};
    DatagramService m_datagrams;
    std::optional<RateLimit> m_limit;
    RateSettings m_rate;
    std::unordered_map<int, ServedConnection> m_connections;
    std::unordered_map<net::IpAddress, std::size_t> m_perClient;
    std::thread m_thread;
};

class Server final : public AuthoritativeServer
{
public:
    explicit Server(Shared shared)
        : m_shared(std::move(shared))
    {
    }

    base::Status startAll(const std::vector<net::Endpoint>& listen, const ServeOptions& options)
    {
        std::vector<net::Endpoint> wanted = listen;
        for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
            auto worker = startOne(wanted, options);
            if (!worker)
                return tl::unexpected(worker.error());
            if (i == 0)
                for (const Listener& listener : (*worker)->listeners())
                    m_bound.push_back(listener.at);
            wanted = m_bound; // the ports that the kernel chose
            m_workers.push_back(std::move(*worker));
        }
        return {};
    }

    void setKeys(std::shared_ptr<const dns::KeyRing> keys, zone::ConfigurationPtr configuration) override
    {
        for (const auto& worker : m_workers) {
            worker->setAccess(keys, configuration);
            if (configuration)
                worker->setRate({configuration->limits().answersPerSecond, configuration->limits().answerSlip,
                                 m_loopbackToo});
        }
    }

    std::vector<net::Endpoint> boundTo() const override { return m_bound; }
    std::uint64_t answersSent() const override
    {
        std::uint64_t sum = 0;
        for (const auto& worker : m_workers)
            sum += worker->answersSent();
        return sum;
    }
    std::uint64_t answersLimited() const override
    {
        std::uint64_t sum = 0;
        for (const auto& worker : m_workers)
            sum += worker->answersLimited();
        return sum;
    }

private:
    base::Result<std::unique_ptr<ServerWorker>> startOne(const std::vector<net::Endpoint>& wanted,
                                                         const ServeOptions& options)
    {
        std::vector<Listener> listeners;
        for (const net::Endpoint& at : wanted) {
            // A second process of ours must not share the port unseen: the first thread binds it alone first.
            if (options.threads > 1 && m_workers.empty() && at.port != 0 && !options.inherited)
                if (auto alone = bindBoth(at, false); !alone)
                    return tl::unexpected(alone.error());
            auto listener = openBoth(at, options);
            if (!listener)
                return tl::unexpected(listener.error());
            listeners.push_back(std::move(*listener));
        }
        auto loop = net::EventLoop::create(m_shared.clock);
        if (!loop)
            return tl::unexpected(loop.error());
        auto worker =
            std::make_unique<ServerWorker>(std::move(listeners), std::move(*loop), m_shared, options.rate);
        m_loopbackToo = options.rate.loopbackToo;
        if (auto watched = worker->watchAll(); !watched)
            return tl::unexpected(watched.error());
        return worker;
    }

    const Shared m_shared;
    bool m_loopbackToo = false;
    std::vector<net::Endpoint> m_bound;
    std::vector<std::unique_ptr<ServerWorker>> m_workers; ///< they use m_shared
};

} // namespace

base::Result<std::unique_ptr<AuthoritativeServer>>
AuthoritativeServer::start(std::vector<net::Endpoint> listen, std::shared_ptr<const PublishedZones> zones,
                           const base::Clock& clock, ServeOptions options)
{
    auto server = std::make_unique<Server>(
        Shared{std::move(zones), clock, std::make_shared<const ServerCookies>(ServerCookies::random()),
               options.name, options.observer});
    if (auto started = server->startAll(listen, options); !started)
        return tl::unexpected(started.error());
    return server;
}

} // namespace zonescope::publish

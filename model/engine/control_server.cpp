// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/control_server.h"

#include "model/engine/control_session.h"
#include "model/net/event_loop.h"
#include "model/net/socket.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <future>
#include <thread>
#include <unordered_map>
#include <utility>

namespace zonescope::engine {
namespace {

constexpr std::size_t longestRequest = 4096;
constexpr std::size_t mostSessions = 64;
/// While nobody waits for an answer: what the engine tells is thrown away, and to be woken for each piece of
/// it was a tenth of all work when ten thousand zones began.
constexpr base::Duration betweenBatches{50'000};
constexpr int answerSeconds = 10;
constexpr int transferSeconds = 3700; // a transfer's own limit is an hour

base::Result<sockaddr_un> addressOf(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    if (text.empty() || text.size() >= sizeof(address.sun_path))
        return base::fail(base::ErrorCode::InvalidValue, "socket path is empty or too long: " + text);
    std::memcpy(static_cast<char*>(address.sun_path), text.data(), text.size());
    return address;
}

const sockaddr* generic(const sockaddr_un& address)
{
    return reinterpret_cast<const sockaddr*>(&address); // NOLINT: the sockets API
}

/// A service that answers is left alone; the file of a dead one is removed.
base::Status clearStale(const std::filesystem::path& path, const sockaddr_un& address)
{
    const net::UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(probe.get(), generic(address), sizeof(address)) == 0)
        return base::fail(base::ErrorCode::AddressInUse, "another service answers at " + path.string());
    if (errno == ECONNREFUSED)
        ::unlink(path.c_str());
    return {};
}

base::Result<net::UniqueFd> listenAt(const std::filesystem::path& path)
{
    const auto address = addressOf(path);
    if (!address)
        return tl::unexpected(address.error());
    std::error_code error;
    if (std::filesystem::create_directories(path.parent_path(), error) &&
        ::chmod(path.parent_path().c_str(), S_IRWXU) != 0)
        return base::fail(base::ErrorCode::PermissionDenied, path.parent_path().string());
    if (const auto free = clearStale(path, *address); !free)
        return tl::unexpected(free.error());
    net::UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket || ::bind(socket.get(), generic(*address), sizeof(*address)) != 0 ||
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(socket.get(), 16) != 0)
        return tl::unexpected(net::socketError(errno, path.string()));
    return socket;
}

class Server final : public ControlServer
{
public:
    Server(std::filesystem::path path, Engine& engine, std::unique_ptr<net::EventLoop> loop,
           net::UniqueFd listener)
        : m_path(std::move(path))
        , m_engine(engine)
        , m_loop(std::move(loop))
        , m_listener(std::move(listener))
    {
    }
    ~Server() override;
    base::Status run();
    base::Status configure(zone::Configuration changed, std::map<base::KeyId, base::Bytes> secrets) override;

private:
    struct Connection
    {
        net::UniqueFd socket;
        std::string in;
        std::string out;
        std::unique_ptr<ControlSession> session;
    };

    void accept();
    void ready(int fd);
    /// False: the connection is done with.
    bool read(Connection& connection);
    bool write(Connection& connection);
    void answerIfReady(Connection& connection);
    void hearEngine();
    void hearLater();
    bool somebodyWaits() const;

    const std::filesystem::path m_path;
    Engine& m_engine;
    std::unique_ptr<net::EventLoop> m_loop;
    net::UniqueFd m_listener;
    std::unordered_map<int, Connection> m_connections;
    std::unordered_map<RequestId, std::shared_ptr<std::promise<base::Status>>> m_configuring;
    net::EventLoop::TimerId m_hearing = 0;
    std::thread m_thread;
};

Server::~Server()
{
    m_engine.setWake({});
    m_engine.followNews(true);
    m_loop->stop();
    if (m_thread.joinable())
        m_thread.join();
    ::unlink(m_path.c_str());
}

base::Status Server::run()
{
    if (auto added = m_loop->add(m_listener.get(), EPOLLIN, [this](auto) { accept(); }); !added)
        return added;
    m_engine.followNews(false);
    m_engine.setWake([this] { m_loop->post([this] { somebodyWaits() ? hearEngine() : hearLater(); }); });
    m_thread = std::thread([this] { m_loop->run(); });
    return {};
}

base::Status Server::configure(zone::Configuration changed, std::map<base::KeyId, base::Bytes> secrets)
{
    const auto promise = std::make_shared<std::promise<base::Status>>();
    auto outcome = promise->get_future();
    // Asked on the thread that hears the answer, so that the answer cannot come first.
    m_loop->post([this, promise, changed = std::move(changed), secrets = std::move(secrets)] {
        m_configuring[m_engine.configure(m_engine.configuration(), changed, secrets)] = promise;
        hearEngine(); // what waits already must not hold up the answer
    });
    if (outcome.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
        return base::fail(base::ErrorCode::TimedOut, "the configuration was not stored in time");
    return outcome.get();
}

void Server::accept()
{
    const int fd = ::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    net::UniqueFd socket(fd);
    if (m_connections.size() >= mostSessions)
        return; // closes it: whoever opens that many is our own user
    if (!m_loop->add(fd, EPOLLIN, [this, fd](auto) { ready(fd); }))
        return;
    m_connections[fd].socket = std::move(socket);
    m_engine.followNews(true); // before it can ask
}

void Server::ready(int fd)
{
    const auto found = m_connections.find(fd);
    if (found == m_connections.end())
        return;
    Connection& connection = found->second;
    if (connection.out.empty() ? read(connection) : write(connection))
        return;
    m_loop->remove(fd);
    m_connections.erase(found);
    m_engine.followNews(!m_connections.empty());
}

bool Server::read(Connection& connection)
{
    std::array<std::uint8_t, longestRequest> buffer{};
    const auto got = net::readSome(connection.socket.get(), buffer);
    if (!got || (*got && **got == 0))
        return false; // gone, with or without its answer
    if (!*got || connection.session)
        return true;
    connection.in.append(base::textOf(base::ByteView(buffer.data(), **got)));
    const std::size_t end = connection.in.find('\n');
    if (end == std::string::npos)
        return connection.in.size() <= longestRequest;
    connection.session = std::make_unique<ControlSession>(m_engine, m_loop->clock().wall());
    connection.session->ask(std::string_view(connection.in).substr(0, end));
    hearEngine(); // what waits already must not hold up the answer
    answerIfReady(connection);
    return true;
}

void Server::answerIfReady(Connection& connection)
{
    if (!connection.out.empty() || !connection.session || !connection.session->answer())
        return;
    const ControlAnswer& answer = *connection.session->answer();
    connection.out = (answer.ok ? "ok\n" : "error\n") + answer.json;
    m_loop->modify(connection.socket.get(), EPOLLOUT);
}

bool Server::write(Connection& connection)
{
    const auto sent = net::writeSome(connection.socket.get(), base::viewOf(connection.out));
    if (!sent)
        return false;
    connection.out.erase(0, *sent);
    return !connection.out.empty(); // all sent: closing tells the asker
}

bool Server::somebodyWaits() const
{
    return !m_configuring.empty() || !m_connections.empty();
}

void Server::hearLater()
{
    if (m_hearing == 0)
        m_hearing = m_loop->after(betweenBatches, [this] { hearEngine(); });
}

void Server::hearEngine()
{
    m_loop->cancel(std::exchange(m_hearing, 0));
    const Batch batch = m_engine.takeBatch();
    for (const Reply& reply : batch.replies)
        if (const auto waiting = m_configuring.extract(reply.request))
            waiting.mapped()->set_value(reply.answer.map([](const Answer&) {}));
    for (auto& [fd, connection] : m_connections)
        if (connection.session) {
            connection.session->hear(batch);
            answerIfReady(connection);
        }
}

} // namespace

base::Result<std::unique_ptr<ControlServer>> ControlServer::start(const std::filesystem::path& socket,
                                                                  Engine& engine)
{
    static const base::SystemClock clock;
    auto loop = net::EventLoop::create(clock);
    if (!loop)
        return tl::unexpected(loop.error());
    auto listener = listenAt(socket);
    if (!listener)
        return tl::unexpected(listener.error());
    auto server = std::make_unique<Server>(socket, engine, std::move(*loop), std::move(*listener));
    if (const auto running = server->run(); !running)
        return tl::unexpected(running.error());
    return std::unique_ptr<ControlServer>(std::move(server));
}

/// The answer waits for a primary.
static bool asksOthers(ControlRequest::Kind kind)
{
    return kind == ControlRequest::Kind::Transfer || kind == ControlRequest::Kind::TestChange;
}

base::Result<ControlAnswer> askService(const std::filesystem::path& socket, const ControlRequest& request)
{
    const auto address = addressOf(socket);
    if (!address)
        return tl::unexpected(address.error());
    const net::UniqueFd connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    timeval patience{};
    patience.tv_sec = asksOthers(request.kind) ? transferSeconds : answerSeconds;
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    ::setsockopt(connection.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (::connect(connection.get(), generic(*address), sizeof(*address)) != 0) {
        const bool nobody = errno == ECONNREFUSED || errno == ENOENT;
        return nobody ? base::fail(base::ErrorCode::ConnectionRefused,
                                   "no service is running at " + socket.string())
                      : tl::unexpected(net::socketError(errno, socket.string()));
    }
    const std::string line = encodeRequest(request) + "\n";
    if (::send(connection.get(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size()))
        return tl::unexpected(net::socketError(errno, socket.string()));
    std::string text;
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t got = ::recv(connection.get(), buffer.data(), buffer.size(), 0);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return base::fail(base::ErrorCode::TimedOut, "the service at " + socket.string() +
                                                             " did not answer: " + std::strerror(errno));
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    const std::size_t end = text.find('\n');
    if (end == std::string::npos)
        return base::fail(base::ErrorCode::ConnectionClosed,
                          "the service at " + socket.string() + " closed without an answer");
    return ControlAnswer{text.substr(0, end) == "ok", text.substr(end + 1)};
}

} // namespace zonescope::engine

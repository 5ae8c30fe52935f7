// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cloudsim/http_server.h"

#include <arpa/inet.h>
#include <atomic>
#include <cstring>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace zonescope::cloudsim {
namespace {

constexpr std::size_t largestRequest = 16U << 20;

std::string lower(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

std::string decoded(const std::string& text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 &&
            hexDigit(text[i + 2]) >= 0) {
            result += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            result += text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

std::string trimmed(const std::string& text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Head of a request; false when it is none.
bool readHead(const std::string& head, Request& request)
{
    std::size_t at = head.find("\r\n");
    const std::string line = head.substr(0, at);
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos)
        return false;
    request.method = line.substr(0, first);
    std::string target = line.substr(first + 1, second - first - 1);
    const std::size_t question = target.find('?');
    if (question != std::string::npos)
        request.query = formFields(target.substr(question + 1));
    request.path = target.substr(0, question);
    while (at != std::string::npos && at + 2 < head.size()) {
        const std::size_t end = head.find("\r\n", at + 2);
        const std::string field = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        if (const std::size_t colon = field.find(':'); colon != std::string::npos)
            request.headers[lower(field.substr(0, colon))] = trimmed(field.substr(colon + 1));
        at = end;
    }
    return true;
}

std::string wire(const Answer& answer)
{
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) +
                       " Simulated\r\nContent-Type: " + answer.type +
                       "\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n";
    for (const auto& [name, value] : answer.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n";
}

} // namespace

std::map<std::string, std::string> formFields(const std::string& text)
{
    std::map<std::string, std::string> fields;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('&', at), text.size());
        const std::string pair = text.substr(at, end - at);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        fields[decoded(pair.substr(0, equals))] = decoded(pair.substr(std::min(equals + 1, pair.size())));
        at = end + 1;
    }
    return fields;
}

std::string Request::header(const std::string& lowerName) const
{
    const auto found = headers.find(lowerName);
    return found == headers.end() ? std::string() : found->second;
}

std::string Request::parameter(const std::string& name) const
{
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

struct HttpServer::State
{
    Handler handler;
    int listener = -1;
    int stop = -1; ///< an eventfd; readable for ever once we stop
    std::uint16_t port = 0;
    std::atomic<std::size_t> accepted = 0;
    std::thread acceptor;
    std::mutex mutex;
    std::vector<std::thread> threads; ///< guarded by mutex

    bool stopsWithin(std::chrono::milliseconds time) const
    {
        pollfd waiting{stop, POLLIN, 0};
        return poll(&waiting, 1, static_cast<int>(time.count())) > 0;
    }
    /// False: nothing more comes, or we stop.
    bool readMore(int socket, std::string& buffer) const
    {
        std::array<pollfd, 2> waiting{pollfd{socket, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
        if (poll(waiting.data(), 2, -1) <= 0 || waiting[1].revents != 0)
            return false;
        std::array<char, 65536> octets{};
        const ssize_t got = recv(socket, octets.data(), octets.size(), 0);
        if (got <= 0 || buffer.size() > largestRequest)
            return false;
        buffer.append(octets.data(), static_cast<std::size_t>(got));
        return true;
    }
    static bool sendAll(int socket, const std::string& text)
    {
        for (std::size_t sent = 0; sent < text.size();) {
            const ssize_t now = send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (now <= 0)
                return false;
            sent += static_cast<std::size_t>(now);
        }
        return true;
    }
    bool takeRequest(int socket, std::string& buffer, Request& request) const
    {
        std::size_t end = 0;
        while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
            if (!readMore(socket, buffer))
                return false;
        if (!readHead(buffer.substr(0, end), request))
            return false;
        const std::size_t length = std::strtoul(request.header("content-length").c_str(), nullptr, 10);
        if (!request.header("expect").empty() && !sendAll(socket, "HTTP/1.1 100 Continue\r\n\r\n"))
            return false;
        while (buffer.size() < end + 4 + length)
            if (!readMore(socket, buffer))
                return false;
        request.body = buffer.substr(end + 4, length);
        buffer.erase(0, end + 4 + length);
        return true;
    }
    void serve(int socket) const
    {
        std::string buffer;
        for (;;) {
            Request request;
            if (!takeRequest(socket, buffer, request))
                break;
            const Answer answer = handler(request);
            if (answer.delay.count() > 0 && stopsWithin(answer.delay))
                break;
            if (answer.hangUp || !sendAll(socket, wire(answer)) || !sendAll(socket, answer.body))
                break;
        }
        close(socket);
    }
    void accept()
    {
        std::array<pollfd, 2> waiting{pollfd{listener, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
        while (poll(waiting.data(), 2, -1) > 0 && waiting[1].revents == 0) {
            const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                continue;
            const int on = 1;
            setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            ++accepted;
            const std::scoped_lock lock(mutex);
            threads.emplace_back([this, socket] { serve(socket); });
        }
    }
};

HttpServer::HttpServer(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(Handler handler)
{
    auto state = std::make_unique<State>();
    state->handler = std::move(handler);
    state->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    state->stop = eventfd(0, EFD_CLOEXEC);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: the sockets API
    socklen_t size = sizeof address;
    if (bind(state->listener, generic, size) != 0 || listen(state->listener, 128) != 0 ||
        getsockname(state->listener, generic, &size) != 0)
        return base::fail(base::ErrorCode::AddressInUse, std::strerror(errno));
    state->port = ntohs(address.sin_port);
    state->acceptor = std::thread([raw = state.get()] { raw->accept(); });
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::~HttpServer()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(m_state->stop, &one, sizeof one);
    m_state->acceptor.join();
    for (std::thread& thread : m_state->threads)
        thread.join();
    close(m_state->listener);
    close(m_state->stop);
}

std::uint16_t HttpServer::port() const
{
    return m_state->port;
}

std::size_t HttpServer::connections() const
{
    return m_state->accepted;
}

} // namespace zonescope::cloudsim

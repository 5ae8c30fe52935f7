// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/cloud/write/http_double.h"

#include <algorithm>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace zonescope::kit {
namespace {

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

HttpAsked parse(const std::string& head)
{
    HttpAsked asked;
    const std::size_t first = head.find(' ');
    const std::size_t second = head.find(' ', first + 1);
    asked.method = head.substr(0, first);
    asked.path = head.substr(first + 1, second - first - 1);
    for (std::size_t at = head.find("\r\n"); at != std::string::npos && at + 2 < head.size();) {
        const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
        const std::string line = head.substr(at + 2, end - at - 2);
        if (const std::size_t colon = line.find(": "); colon != std::string::npos)
            asked.headers.emplace_back(lower(line.substr(0, colon)), line.substr(colon + 2));
        at = end == head.size() ? std::string::npos : end;
    }
    return asked;
}

} // namespace

std::string HttpAsked::header(const std::string& name) const
{
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string() : found->second;
}

HttpDouble::HttpDouble(std::function<HttpGiven(const HttpAsked&)> answer)
    : m_answer(std::move(answer))
    , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* plain = reinterpret_cast<sockaddr*>(&at); // NOLINT: the API's own way
    if (bind(m_listener, plain, size) != 0 || listen(m_listener, 8) != 0 ||
        getsockname(m_listener, plain, &size) != 0)
        std::abort();
    m_port = ntohs(at.sin_port);
    m_thread = std::thread([this] { serve(); });
}

HttpDouble::~HttpDouble()
{
    m_stopping = true;
    m_thread.join();
    close(m_listener);
}

std::vector<HttpAsked> HttpDouble::asked() const
{
    const std::scoped_lock lock(m_mutex);
    return m_asked;
}

void HttpDouble::forget()
{
    const std::scoped_lock lock(m_mutex);
    m_asked.clear();
}

void HttpDouble::serve()
{
    while (!m_stopping) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (poll(&waiting, 1, 20) <= 0)
            continue;
        const int connection = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0)
            continue;
        converse(connection);
        close(connection);
    }
}

/// One request, one answer: "Connection: close" keeps it simple.
void HttpDouble::converse(int socket)
{
    std::string got;
    std::size_t wanted = std::string::npos;
    HttpAsked asked;
    while (got.size() < wanted && !m_stopping) {
        pollfd waiting{socket, POLLIN, 0};
        if (poll(&waiting, 1, 20) <= 0)
            continue;
        char buffer[65536];
        const ssize_t count = recv(socket, buffer, sizeof buffer, 0);
        if (count <= 0)
            return;
        got.append(buffer, static_cast<std::size_t>(count));
        if (const std::size_t end = got.find("\r\n\r\n");
            wanted == std::string::npos && end != std::string::npos) {
            asked = parse(got.substr(0, end));
            wanted = end + 4 + std::strtoul(asked.header("content-length").c_str(), nullptr, 10);
        }
    }
    if (got.size() < wanted)
        return;
    asked.body = got.substr(got.find("\r\n\r\n") + 4);
    HttpGiven given;
    {
        const std::scoped_lock lock(m_mutex);
        m_asked.push_back(asked);
        given = m_answer(asked);
    }
    const std::string reply =
        "HTTP/1.1 " + std::to_string(given.status) +
        " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
        std::to_string(given.body.size()) + "\r\n\r\n" + given.body;
    for (std::size_t sent = 0; sent < reply.size();) {
        const ssize_t count = send(socket, reply.data() + sent, reply.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            return;
        sent += static_cast<std::size_t>(count);
    }
}

} // namespace zonescope::kit

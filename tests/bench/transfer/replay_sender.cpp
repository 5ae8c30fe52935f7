// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/transfer/replay_sender.h"

#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace zonescope::bench {
namespace {

void must(bool good, const char* what)
{
    if (good)
        return;
    std::perror(what);
    std::exit(1); // NOLINT(concurrency-mt-unsafe): a benchmark that cannot run
}

std::size_t be16(const base::Bytes& bytes, std::size_t at)
{
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) << 8 |
           static_cast<unsigned char>(bytes[at + 1]);
}

bool sendAll(int socket, const char* data, std::size_t size)
{
    while (size > 0) {
        const ssize_t sent = ::send(socket, data, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

/// The answer to a SOA query, made of the first record of a framed AXFR message.
base::Bytes soaAnswerOf(base::ByteView framed)
{
    auto reader = dns::MessageReader::open(framed);
    const auto record = reader->nextRecord();
    dns::Header header;
    header.response = true;
    header.authoritative = true;
    dns::MessageWriter writer(header);
    writer.question({dns::Name::fromTrustedWire((*record)->owner), dns::Type::SOA, dns::Class::IN});
    (void)writer.record(dns::Section::Answer, (*record)->toRecord());
    return writer.finish();
}

} // namespace

ReplaySender::ReplaySender(base::Bytes stream)
    : m_stream(std::move(stream))
{
    for (std::size_t at = 0; at + 4 <= m_stream.size(); at += 2 + be16(m_stream, at))
        m_ids.push_back(at + 2);
    sockaddr_storage storage{};
    net::Endpoint local = net::Endpoint::fromText("127.0.0.1").value();
    local.port = 0;
    unsigned length = local.toSockaddr(storage);
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(::bind(m_listener, reinterpret_cast<sockaddr*>(&storage), length) == 0, "bind");
    must(::listen(m_listener, 8) == 0, "listen");
    must(::getsockname(m_listener, reinterpret_cast<sockaddr*>(&storage), &length) == 0, "getsockname");
    m_endpoint = net::Endpoint::fromSockaddr(storage);
    m_soaAnswer = soaAnswerOf(base::viewOf(m_stream).subspan(2, be16(m_stream, 0)));
    m_udp = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    length = m_endpoint.toSockaddr(storage);
    must(::bind(m_udp, reinterpret_cast<sockaddr*>(&storage), length) == 0, "bind");
    m_thread = std::thread([this] { serve(); });
    m_soaThread = std::thread([this] { serveSoa(); });
}

void ReplaySender::serveSoa()
{
    const timeval wait{0, 100'000}; // between two looks at m_stopping
    ::setsockopt(m_udp, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    while (!m_stopping) {
        char query[512];
        sockaddr_storage from{};
        socklen_t length = sizeof from;
        const ssize_t got =
            ::recvfrom(m_udp, query, sizeof query, 0, reinterpret_cast<sockaddr*>(&from), &length);
        if (got < 12)
            continue;
        m_soaAnswer[0] = query[0];
        m_soaAnswer[1] = query[1];
        ::sendto(m_udp, m_soaAnswer.data(), m_soaAnswer.size(), 0, reinterpret_cast<sockaddr*>(&from),
                 length);
    }
}

ReplaySender::~ReplaySender()
{
    m_stopping = true;
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    m_soaThread.join();
    ::close(m_listener);
    ::close(m_udp);
}

void ReplaySender::serve()
{
    while (!m_stopping) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        answer(socket);
        ::close(socket);
    }
}

void ReplaySender::answer(int socket)
{
    char query[4];
    if (::recv(socket, query, sizeof query, MSG_WAITALL) != static_cast<ssize_t>(sizeof query))
        return;
    for (const std::size_t at : m_ids) {
        m_stream[at] = query[2];
        m_stream[at + 1] = query[3];
    }
    if (!sendAll(socket, m_stream.data(), m_stream.size()))
        return;
    ::shutdown(socket, SHUT_WR);
    char rest[512];
    while (::recv(socket, rest, sizeof rest, 0) > 0) {
    } // until the other side has it all
}

namespace {

int ask(const net::Endpoint& primary, base::ByteView query)
{
    sockaddr_storage storage{};
    const unsigned length = primary.toSockaddr(storage);
    const int socket = ::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(::connect(socket, reinterpret_cast<sockaddr*>(&storage), length) == 0, "connect");
    const int one = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    base::Bytes framed{static_cast<char>(query.size() >> 8), static_cast<char>(query.size() & 0xff)};
    framed += base::textOf(query);
    must(sendAll(socket, framed.data(), framed.size()), "send");
    return socket;
}

} // namespace

std::uint64_t streamSize(const net::Endpoint& primary, base::ByteView query)
{
    const int socket = ask(primary, query);
    const timeval wait{0, 500'000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    base::Bytes buffer(1 << 18, '\0');
    std::uint64_t total = 0;
    for (ssize_t got = 0; (got = ::recv(socket, buffer.data(), buffer.size(), 0)) > 0;)
        total += static_cast<std::uint64_t>(got);
    ::close(socket);
    return total;
}

double rawDrain(const net::Endpoint& primary, base::ByteView query, std::uint64_t octets, base::Bytes* stream)
{
    const auto start = std::chrono::steady_clock::now();
    const int socket = ask(primary, query);
    const int one = 1;
    base::Bytes buffer(1 << 18, '\0');
    std::size_t have = 0;
    for (std::uint64_t total = 0; total < octets;) {
        const ssize_t got = ::recv(socket, buffer.data() + have, buffer.size() - have, 0);
        must(got > 0, "recv");
        ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
        if (stream)
            stream->append(buffer, have, static_cast<std::size_t>(got));
        total += static_cast<std::uint64_t>(got);
        have += static_cast<std::size_t>(got);
        std::size_t at = 0; // message by message, as any client must
        while (have - at >= 2 && have - at - 2 >= be16(buffer, at))
            at += 2 + be16(buffer, at);
        have -= at;
        std::memmove(buffer.data(), buffer.data() + at, have);
    }
    ::close(socket);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace zonescope::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/tls_front.h"

#include "model/net/socket.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace zonescope::transfer {
namespace {

int selectProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in,
                   unsigned int inSize, void* argument)
{
    if (*static_cast<TlsFront::Alpn*>(argument) == TlsFront::Alpn::Refuse)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    unsigned char* chosen = nullptr;
    static constexpr std::array<unsigned char, 4> dot{3, 'd', 'o', 't'};
    if (SSL_select_next_proto(&chosen, outSize, dot.data(), dot.size(), in, inSize) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

void setBlocking(int socket)
{
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK);
    const timeval limit{30, 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

} // namespace

TlsFront::TlsFront(Manners manners, net::Endpoint primary)
    : m_manners(std::move(manners))
    , m_primary(primary)
    , m_listener(net::listenTcp(net::Endpoint::fromText("127.0.0.1:0").value()).value())
    , m_port(net::localEndpoint(m_listener.get())->port)
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets that the other side may have closed
    m_thread = std::thread([this] { run(); });
}

TlsFront::~TlsFront()
{
    m_stop = true;
    m_thread.join();
}

void TlsFront::run()
{
    while (!m_stop) {
        pollfd waiting{m_listener.get(), POLLIN, 0};
        if (poll(&waiting, 1, 20) <= 0)
            continue;
        auto accepted = net::acceptTcp(m_listener.get());
        if (!accepted || !*accepted)
            continue;
        ++m_connections;
        setBlocking((**accepted).socket.get());
        serve((**accepted).socket.get());
    }
}

void TlsFront::serve(int client)
{
    if (m_manners.hangsUp) {
        std::array<char, 64> some{};
        static_cast<void>(read(client, some.data(), some.size()));
        return;
    }
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, m_manners.certificate->certificate());
    SSL_CTX_use_PrivateKey(context, m_manners.certificate->key());
    if (m_manners.onlyTls12)
        SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    if (m_manners.alpn != Alpn::None)
        SSL_CTX_set_alpn_select_cb(context, selectProtocol, &m_manners.alpn);
    if (m_manners.clientsOf) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), m_manners.clientsOf->certificate());
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    if (m_manners.resets)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, client);
    if (SSL_accept(ssl) == 1 && m_manners.resets) {
        pollfd asked{client, POLLIN, 0};
        poll(&asked, 1, 30'000);
        const linger now{1, 0};
        setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        SSL_set_quiet_shutdown(ssl, 1);
    } else if (SSL_is_init_finished(ssl)) {
        ++m_handshakes;
        if (auto server = net::startConnect(m_primary)) {
            pollfd connecting{server->get(), POLLOUT, 0};
            poll(&connecting, 1, 30'000);
            setBlocking(server->get());
            pipe(ssl, client, server->get());
        }
        SSL_shutdown(ssl);
    } else {
        // The alert must arrive before the connection goes: an unread octet would turn the FIN into a RST.
        shutdown(client, SHUT_WR);
        std::array<char, 4096> rest{};
        while (read(client, rest.data(), rest.size()) > 0) {
        }
    }
    ERR_clear_error();
    SSL_free(ssl);
    SSL_CTX_free(context);
}

void TlsFront::pipe(void* opaque, int client, int server) const
{
    auto* ssl = static_cast<SSL*>(opaque);
    std::array<char, 16384> buffer{};
    while (!m_stop) {
        std::array<pollfd, 2> both{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (SSL_pending(ssl) == 0 && poll(both.data(), both.size(), 20) == 0)
            continue;
        if (SSL_pending(ssl) > 0 || (both[0].revents & (POLLIN | POLLHUP)) != 0) {
            const int count = SSL_read(ssl, buffer.data(), buffer.size());
            if (count <= 0 || write(server, buffer.data(), static_cast<std::size_t>(count)) != count)
                return;
        }
        if ((both[1].revents & (POLLIN | POLLHUP)) != 0) {
            const ssize_t count = read(server, buffer.data(), buffer.size());
            if (count <= 0 || SSL_write(ssl, buffer.data(), static_cast<int>(count)) != count)
                return;
        }
    }
}

} // namespace zonescope::transfer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/endpoint.h"
#include "model/net/unique_fd.h"
#include "tests/kit/certificates.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

namespace zonescope::transfer {

/// A TLS server in front of a scripted primary: what it decrypts goes to the primary's TCP port and back.
/// Bends what a test wants bent. One thread; one connection after the other, as a transfer job needs them.
class TlsFront
{
public:
    enum class Alpn : std::uint8_t { Dot, None, Refuse };
    struct Manners
    {
        std::optional<kit::Certificate> certificate;
        bool onlyTls12 = false;
        Alpn alpn = Alpn::Dot;
        std::optional<kit::Certificate> clientsOf; ///< mutual: who signed the clients' certificates
        bool hangsUp = false;                      ///< during the handshake
        bool resets = false; ///< asks for a certificate, and resets the connection after the handshake
    };

    TlsFront(Manners manners, net::Endpoint primary);
    ~TlsFront();
    TlsFront(const TlsFront&) = delete;

    std::uint16_t port() const { return m_port; }
    int handshakes() const { return m_handshakes; } ///< that came to a good end
    int connections() const { return m_connections; }

private:
    void run();
    void serve(int client);
    void pipe(void* ssl, int client, int server) const;

    Manners m_manners;
    net::Endpoint m_primary;
    net::UniqueFd m_listener;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stop{false};
    std::atomic<int> m_handshakes{0};
    std::atomic<int> m_connections{0};
    std::thread m_thread;
};

} // namespace zonescope::transfer

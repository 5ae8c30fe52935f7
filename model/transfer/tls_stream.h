// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/zone/configuration.h"

#include <memory>
#include <span>

typedef struct ssl_st SSL; // OpenSSL's own form of the declaration

namespace zonescope::transfer {

/// The client's side of one TLS 1.3 connection for DNS (RFC 9103, RFC 7858): no sockets, only octets in and
/// out. Nothing of the application goes either way before the handshake is done and the server is who it has
/// to be. One thread.
class TlsStream
{
public:
    /// Reads the files of the settings. Errors: TlsSetup.
    static base::Result<std::unique_ptr<TlsStream>> start(const zone::TlsSettings& settings);

    /// Octets that came from the network. Errors: TlsHandshake, TlsCertificate, TlsWrongName, TlsExpired,
    /// TlsVersion, TlsNoAlpn, TlsClientRefused; what toSend() holds then (an alert) is still worth sending.
    base::Status received(base::ByteView octets);
    /// What has to go to the network next; then tell how much went.
    base::ByteView toSend();
    void sent(std::size_t octets);

    bool established() const { return m_established; }
    /// Only when established.
    base::Status write(base::ByteView plain);
    /// Decrypted octets; 0: no more for now. Errors as received(): in TLS 1.3 the server judges our
    /// certificate when we think that we are through.
    base::Result<std::size_t> read(std::span<std::uint8_t> into);
    /// It asked who we are; a server that then goes without a word did not like the answer.
    bool wantedOurCertificate() const { return m_wantedOurCertificate; }
    /// The other side said in order that it will send nothing more.
    bool closedByPeer() const;
    /// Puts the farewell into toSend().
    void close();

private:
    struct Free
    {
        void operator()(SSL* ssl) const;
    };

    explicit TlsStream(zone::TlsSettings settings)
        : m_settings(std::move(settings))
    {
    }
    base::Status prepare();
    base::Status handshake();
    base::Status checkServer();
    base::Error explain() const;

    zone::TlsSettings m_settings;
    std::unique_ptr<SSL, Free> m_ssl;
    bool m_established = false;
    bool m_wantedOurCertificate = false;
    base::Bytes m_out; ///< taken from OpenSSL, not yet by the network
    std::size_t m_sent = 0;
};

/// A fault of TLS itself, not of what was sent through it.
bool isTlsFault(base::ErrorCode code);

} // namespace zonescope::transfer

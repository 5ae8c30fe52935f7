// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/tls_stream.h"

#include "model/dns/tsig.h"
#include "model/net/endpoint.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>

namespace zonescope::transfer {
namespace {

using base::Error;
using base::ErrorCode;
using base::fail;

constexpr std::array<unsigned char, 4> protocols{3, 'd', 'o', 't'}; ///< RFC 7858's registration
constexpr std::string_view protocol = "dot";

struct FreeContext
{
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, FreeContext>;

/// The oldest error on this thread's queue, in words; the queue is empty afterwards.
std::string opensslText()
{
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    if (code == 0)
        return "no reason given";
    if (ERR_SYSTEM_ERROR(code)) // an errno, for which OpenSSL has no words
        return std::system_category().message(ERR_GET_REASON(code));
    const char* reason = ERR_reason_error_string(code);
    return reason ? reason : "error " + std::to_string(code);
}

base::Status loadFiles(SSL_CTX* context, const zone::TlsSettings& settings)
{
    const bool own = !settings.caFile.empty();
    if (own ? SSL_CTX_load_verify_locations(context, settings.caFile.c_str(), nullptr) != 1
            : SSL_CTX_set_default_verify_paths(context) != 1)
        return fail(ErrorCode::TlsSetup,
                    "the CA file " + settings.caFile + " cannot be used: " + opensslText());
    if (settings.certificateFile.empty())
        return {};
    if (SSL_CTX_use_certificate_chain_file(context, settings.certificateFile.c_str()) != 1)
        return fail(ErrorCode::TlsSetup,
                    "the certificate file " + settings.certificateFile + " cannot be used: " + opensslText());
    if (SSL_CTX_use_PrivateKey_file(context, settings.keyFile.c_str(), SSL_FILETYPE_PEM) != 1)
        return fail(ErrorCode::TlsSetup,
                    "the key file " + settings.keyFile + " cannot be used: " + opensslText());
    return {};
}

/// With a pin alone, the public key is looked at and nothing else (RFC 8310 section 8.2).
bool verifiesChain(const zone::TlsSettings& settings)
{
    return settings.mode == zone::TlsMode::Strict && !settings.serverName.empty();
}

base::Status expectName(SSL* ssl, const std::string& name)
{
    X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl);
    if (const auto address = net::IpAddress::fromText(name)) {
        if (X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str()) != 1)
            return fail(ErrorCode::TlsSetup, name + ": " + opensslText());
        return {};
    }
    // RFC 8310 section 8.1: names are those of subjectAltName. OpenSSL would fall back to the subject's CN.
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                                    X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (X509_VERIFY_PARAM_set1_host(parameters, name.c_str(), name.size()) != 1 ||
        SSL_set_tlsext_host_name(ssl, name.c_str()) != 1)
        return fail(ErrorCode::TlsSetup, "\"" + name + "\" is no name of a server: " + opensslText());
    return {};
}

Error explainVerification(long result, const zone::TlsSettings& settings)
{
    const std::string why = X509_verify_cert_error_string(result);
    switch (result) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return {ErrorCode::TlsWrongName, "the server's certificate is not for " + settings.serverName};
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return {ErrorCode::TlsExpired, "the server's certificate: " + why};
    default:
        return {ErrorCode::TlsCertificate, "the server's certificate is not trusted: " + why};
    }
}

std::string pinOf(X509* certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    unsigned char* encoded = nullptr;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded);
    if (length <= 0)
        return {};
    const int made =
        EVP_Digest(encoded, static_cast<std::size_t>(length), digest.data(), &size, EVP_sha256(), nullptr);
    OPENSSL_free(encoded);
    return made == 1 ? std::string(base::textOf(base::ByteView(digest.data(), size))) : std::string();
}

} // namespace

void TlsStream::Free::operator()(SSL* ssl) const
{
    SSL_free(ssl);
}

base::Result<std::unique_ptr<TlsStream>> TlsStream::start(const zone::TlsSettings& settings)
{
    std::unique_ptr<TlsStream> stream(new TlsStream(settings));
    if (auto prepared = stream->prepare(); !prepared)
        return tl::unexpected(prepared.error());
    if (auto begun = stream->handshake(); !begun)
        return tl::unexpected(begun.error());
    return stream;
}

base::Status TlsStream::prepare()
{
    ERR_clear_error();
    const Context context(SSL_CTX_new(TLS_client_method()));
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1)
        return fail(ErrorCode::TlsSetup, "no TLS 1.3 here: " + opensslText());
    if (auto loaded = loadFiles(context.get(), m_settings); !loaded)
        return loaded;
    m_ssl.reset(SSL_new(context.get()));
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    if (!m_ssl || !in || !out) {
        BIO_free(in);
        BIO_free(out);
        return fail(ErrorCode::TlsSetup, opensslText());
    }
    SSL_set_bio(m_ssl.get(), in, out); // it owns them now
    SSL_set_connect_state(m_ssl.get());
    SSL_set_verify(m_ssl.get(), verifiesChain(m_settings) ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    SSL_set_cert_cb(
        m_ssl.get(),
        [](SSL*, void* wanted) {
            *static_cast<bool*>(wanted) = true;
            return 1;
        },
        &m_wantedOurCertificate);
    if (SSL_set_alpn_protos(m_ssl.get(), protocols.data(), protocols.size()) != 0)
        return fail(ErrorCode::TlsSetup, opensslText());
    return verifiesChain(m_settings) ? expectName(m_ssl.get(), m_settings.serverName) : base::Status();
}

base::Status TlsStream::received(base::ByteView octets)
{
    if (!octets.empty() && BIO_write(SSL_get_rbio(m_ssl.get()), octets.data(),
                                     static_cast<int>(octets.size())) != static_cast<int>(octets.size()))
        return fail(ErrorCode::TlsHandshake, "out of memory");
    return m_established ? base::Status() : handshake();
}

base::Status TlsStream::handshake()
{
    ERR_clear_error();
    const int done = SSL_do_handshake(m_ssl.get());
    if (done == 1) {
        if (auto checked = checkServer(); !checked)
            return checked;
        m_established = true;
        return {};
    }
    const int why = SSL_get_error(m_ssl.get(), done);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return {};
    return tl::unexpected(explain());
}

/// What OpenSSL leaves to us: the protocol that was selected, and the pin.
base::Status TlsStream::checkServer()
{
    const unsigned char* selected = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(m_ssl.get(), &selected, &size);
    const bool dot = size == protocol.size() && std::equal(protocol.begin(), protocol.end(), selected);
    if (m_settings.mode == zone::TlsMode::Strict && !dot && !(size == 0 && m_settings.alpnOptional))
        return fail(ErrorCode::TlsNoAlpn, "the server selected no protocol; RFC 9103 asks for \"dot\"");
    if (m_settings.mode != zone::TlsMode::Strict || m_settings.pin.empty())
        return {};
    const auto wanted = dns::TsigKey::decodeSecret(m_settings.pin);
    X509* const certificate = SSL_get0_peer_certificate(m_ssl.get());
    if (!certificate || !wanted || pinOf(certificate) != *wanted)
        return fail(ErrorCode::TlsCertificate, "the server's public key is not the one that is pinned");
    return {};
}

Error TlsStream::explain() const
{
    const long verified = SSL_get_verify_result(m_ssl.get());
    if (verifiesChain(m_settings) && verified != X509_V_OK) {
        ERR_clear_error();
        return explainVerification(verified, m_settings);
    }
    const int reason = ERR_GET_REASON(ERR_peek_error());
    const std::string text = opensslText();
    switch (reason) {
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
        return {ErrorCode::TlsVersion, "the server has no TLS 1.3: " + text};
    case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
        return {ErrorCode::TlsNoAlpn, "the server does not know the protocol \"dot\": " + text};
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        return {ErrorCode::TlsClientRefused, "the server wants a certificate of ours: " + text};
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        return {ErrorCode::TlsClientRefused, "the server refuses our certificate: " + text};
    default:
        return {ErrorCode::TlsHandshake, text};
    }
}

base::ByteView TlsStream::toSend()
{
    if (m_sent == m_out.size()) {
        m_out.clear();
        m_sent = 0;
    }
    BIO* const out = SSL_get_wbio(m_ssl.get());
    if (const std::size_t more = BIO_ctrl_pending(out); more != 0) {
        const std::size_t before = m_out.size();
        m_out.resize(before + more);
        BIO_read(out, m_out.data() + before, static_cast<int>(more));
    }
    return base::viewOf(m_out).subspan(m_sent);
}

void TlsStream::sent(std::size_t octets)
{
    m_sent += octets;
}

base::Status TlsStream::write(base::ByteView plain)
{
    ERR_clear_error();
    std::size_t written = 0;
    if (plain.empty())
        return {};
    // Into memory: all of it or none.
    if (SSL_write_ex(m_ssl.get(), plain.data(), plain.size(), &written) != 1 || written != plain.size())
        return tl::unexpected(explain());
    return {};
}

base::Result<std::size_t> TlsStream::read(std::span<std::uint8_t> into)
{
    ERR_clear_error();
    std::size_t count = 0;
    if (SSL_read_ex(m_ssl.get(), into.data(), into.size(), &count) == 1)
        return count;
    const int why = SSL_get_error(m_ssl.get(), 0);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_ZERO_RETURN)
        return std::size_t{0};
    return tl::unexpected(explain());
}

bool TlsStream::closedByPeer() const
{
    return (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void TlsStream::close()
{
    ERR_clear_error();
    if (m_established)
        SSL_shutdown(m_ssl.get());
    ERR_clear_error();
}

bool isTlsFault(base::ErrorCode code)
{
    switch (code) {
    case ErrorCode::TlsSetup:
    case ErrorCode::TlsHandshake:
    case ErrorCode::TlsCertificate:
    case ErrorCode::TlsWrongName:
    case ErrorCode::TlsExpired:
    case ErrorCode::TlsVersion:
    case ErrorCode::TlsNoAlpn:
    case ErrorCode::TlsClientRefused:
        return true;
    default:
        return false;
    }
}

} // namespace zonescope::transfer

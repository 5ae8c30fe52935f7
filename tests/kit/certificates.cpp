// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/certificates.h"

#include "model/dns/tsig.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <random>

namespace zonescope::kit {
namespace {

constexpr long daySeconds = 86400;

void extend(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

template <class Write>
std::filesystem::path writePem(const std::filesystem::path& file, Write write)
{
    std::FILE* stream = std::fopen(file.c_str(), "w");
    if (stream) {
        write(stream);
        std::fclose(stream);
    }
    return file;
}

} // namespace

Certificate Certificate::make(const std::string& name, const Certificate* issuer, int validDays,
                              bool alternativeName)
{
    Certificate made;
    made.m_key.reset(EVP_EC_gen("P-256"), EVP_PKEY_free);
    made.m_certificate.reset(X509_new(), X509_free);
    X509* const x = made.m_certificate.get();
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x), static_cast<long>(std::random_device()() >> 1U));
    X509_gmtime_adj(X509_getm_notBefore(x), (validDays < 0 ? validDays * 2 : -1) * daySeconds);
    X509_gmtime_adj(X509_getm_notAfter(x), validDays * daySeconds);
    X509_set_pubkey(x, made.m_key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509* const by = issuer ? issuer->certificate() : x;
    X509_set_issuer_name(x, X509_get_subject_name(by));
    extend(x, by, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
    if (issuer && alternativeName) {
        const bool address = name.find_first_not_of("0123456789.") == std::string::npos;
        extend(x, by, NID_subject_alt_name, (address ? "IP:" : "DNS:") + name);
    }
    X509_sign(x, issuer ? issuer->key() : made.key(), EVP_sha256());
    return made;
}

Certificate Certificate::authority(const std::string& name)
{
    return make(name, nullptr, 10);
}

Certificate Certificate::issue(const std::string& name, int validDays) const
{
    return make(name, this, validDays);
}

Certificate Certificate::issueInSubject(const std::string& name) const
{
    return make(name, this, 10, false);
}

std::filesystem::path Certificate::writeCertificate(const std::filesystem::path& file) const
{
    return writePem(file, [this](std::FILE* stream) { PEM_write_X509(stream, certificate()); });
}

std::filesystem::path Certificate::writeKey(const std::filesystem::path& file) const
{
    return writePem(file, [this](std::FILE* stream) {
        PEM_write_PrivateKey(stream, key(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

std::string Certificate::pin() const
{
    unsigned char* encoded = nullptr;
    const int length = i2d_PUBKEY(key(), &encoded);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(encoded, static_cast<std::size_t>(length), digest.data(), &size, EVP_sha256(), nullptr);
    OPENSSL_free(encoded);
    return dns::TsigKey::encodeSecret(std::string(digest.begin(), digest.begin() + size));
}

} // namespace zonescope::kit

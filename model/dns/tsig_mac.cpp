// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/tsig_mac.h"

#include "model/dns/ascii.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>

namespace zonescope::dns {
namespace {

struct AlgorithmRow
{
    std::string_view text;   ///< what people write
    std::string_view domain; ///< what stands in the TSIG record
    const char* digest;      ///< OpenSSL's name
    std::size_t size;
};

constexpr std::array<AlgorithmRow, 6> algorithms{{
    {"hmac-md5", "hmac-md5.sig-alg.reg.int", "MD5", 16},
    {"hmac-sha1", "hmac-sha1", "SHA1", 20},
    {"hmac-sha224", "hmac-sha224", "SHA224", 28},
    {"hmac-sha256", "hmac-sha256", "SHA256", 32},
    {"hmac-sha384", "hmac-sha384", "SHA384", 48},
    {"hmac-sha512", "hmac-sha512", "SHA512", 64},
}};

const AlgorithmRow& row(TsigAlgorithm algorithm)
{
    return algorithms.at(static_cast<std::size_t>(algorithm));
}

/// Fetching walks the providers under a lock and costs microseconds: once for the process.
EVP_MAC* hmac()
{
    static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return fetched;
}

std::array<Name, algorithms.size()> makeNames()
{
    std::array<Name, algorithms.size()> names;
    for (std::size_t i = 0; i < algorithms.size(); ++i)
        names.at(i) = Name::fromText(algorithms.at(i).domain).value_or(Name());
    return names;
}

const std::array<Name, algorithms.size()>& names()
{
    static const std::array<Name, algorithms.size()> all = makeNames();
    return all;
}

} // namespace

std::string_view tsigAlgorithmText(TsigAlgorithm algorithm)
{
    return row(algorithm).text;
}

base::Result<TsigAlgorithm> tsigAlgorithmFromText(std::string_view text)
{
    const std::string_view plain = text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
    for (std::size_t i = 0; i < algorithms.size(); ++i)
        if (equalIgnoringCase(plain, algorithms.at(i).text) ||
            equalIgnoringCase(plain, algorithms.at(i).domain))
            return static_cast<TsigAlgorithm>(i);
    return base::fail(base::ErrorCode::InvalidValue, "unknown TSIG algorithm '" +
                                                         std::string(text.substr(0, 40)) +
                                                         "'; known are hmac-md5, hmac-sha1, hmac-sha224, "
                                                         "hmac-sha256, hmac-sha384, hmac-sha512");
}

bool isWeak(TsigAlgorithm algorithm)
{
    return algorithm == TsigAlgorithm::HmacMd5 || algorithm == TsigAlgorithm::HmacSha1;
}

const Name& tsigAlgorithmName(TsigAlgorithm algorithm)
{
    return names().at(static_cast<std::size_t>(algorithm));
}

std::optional<TsigAlgorithm> tsigAlgorithmOf(const Name& name)
{
    for (std::size_t i = 0; i < algorithms.size(); ++i)
        if (names().at(i) == name)
            return static_cast<TsigAlgorithm>(i);
    return std::nullopt;
}

std::size_t macSize(TsigAlgorithm algorithm)
{
    return row(algorithm).size;
}

void TsigMac::Free::operator()(evp_mac_ctx_st* context) const
{
    EVP_MAC_CTX_free(context);
}

TsigMac::TsigMac(const TsigKey& key)
    : m_context(EVP_MAC_CTX_new(hmac()))
{
    std::string digest = row(key.algorithm).digest;
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_end()};
    const base::ByteView secret = base::viewOf(key.secret);
    m_usable =
        m_context && EVP_MAC_init(m_context.get(), secret.data(), secret.size(), parameters.data()) == 1;
}

void TsigMac::start()
{
    // No key given: OpenSSL keeps the one of the constructor.
    m_usable = m_usable && EVP_MAC_init(m_context.get(), nullptr, 0, nullptr) == 1;
}

void TsigMac::update(base::ByteView bytes)
{
    m_usable = m_usable && EVP_MAC_update(m_context.get(), bytes.data(), bytes.size()) == 1;
}

base::Bytes TsigMac::finish()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    std::size_t size = 0;
    if (!m_usable || EVP_MAC_final(m_context.get(), mac.data(), &size, mac.size()) != 1)
        return {};
    return base::Bytes(base::textOf(base::ByteView(mac).first(size)));
}

bool sameMac(std::string_view a, std::string_view b)
{
    return !a.empty() && a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace zonescope::dns

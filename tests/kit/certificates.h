// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

typedef struct evp_pkey_st EVP_PKEY; // OpenSSL's own forms of the declarations
typedef struct x509_st X509;

namespace zonescope::kit {

/// Certificates for tests, made on the spot: P-256, valid from yesterday.
class Certificate
{
public:
    /// Signs itself, may sign others.
    static Certificate authority(const std::string& name);
    /// For a DNS name, or an IPv4 address. `validDays` below 0: it has expired.
    Certificate issue(const std::string& name, int validDays = 10) const;
    /// The name stands in the subject only, as it was done long ago: no subjectAltName.
    Certificate issueInSubject(const std::string& name) const;

    /// PEM. Gives the file back.
    std::filesystem::path writeCertificate(const std::filesystem::path& file) const;
    std::filesystem::path writeKey(const std::filesystem::path& file) const;
    /// base64 of the SHA-256 of the public key.
    std::string pin() const;

    X509* certificate() const { return m_certificate.get(); }
    EVP_PKEY* key() const { return m_key.get(); }

private:
    static Certificate make(const std::string& name, const Certificate* issuer, int validDays,
                            bool alternativeName = true);

    std::shared_ptr<X509> m_certificate;
    std::shared_ptr<EVP_PKEY> m_key;
};

} // namespace zonescope::kit

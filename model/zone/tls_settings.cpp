// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/configuration.h"

#include <algorithm>
#include <string_view>

namespace zonescope::zone {
namespace {

using base::ErrorCode;

constexpr std::size_t longestName = 253; // of a host
constexpr std::size_t pinSize = 32;      // SHA-256

bool printable(std::string_view text)
{
    return std::ranges::none_of(text,
                                [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

} // namespace

base::Status checkTls(const TlsSettings& tls)
{
    if (tls.port == 0)
        return base::fail(ErrorCode::InvalidValue, "TLS needs a port; RFC 9103 uses 853");
    if (tls.certificateFile.empty() != tls.keyFile.empty())
        return base::fail(ErrorCode::MissingField,
                          "mutual TLS needs a certificate file and the file of its private key");
    if (!tls.pin.empty()) {
        const auto octets = dns::TsigKey::decodeSecret(tls.pin);
        if (!octets || octets->size() != pinSize)
            return base::fail(ErrorCode::InvalidSecret,
                              "a pin is the base64 form of 32 octets, the SHA-256 of the public key");
    }
    if (!printable(tls.serverName) || tls.serverName.size() > longestName)
        return base::fail(ErrorCode::InvalidName, "the server's name for TLS holds a blank or is too long");
    if (tls.mode == TlsMode::Strict && tls.serverName.empty() && tls.pin.empty())
        return base::fail(ErrorCode::MissingField,
                          "strict TLS needs the server's name or the pin of its public key");
    return {};
}

} // namespace zonescope::zone

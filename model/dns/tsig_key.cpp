// SPDX-License-Identifier: GPL-3.0-or-later
// Keys as people write them. No error here may quote the secret.
#include "model/dns/tsig.h"
#include "model/dns/tsig_mac.h"

#include <array>
#include <cstdint>

namespace zonescope::dns {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

base::Result<TsigKey> TsigKey::fromText(std::string_view text)
{
    const auto first = text.find(':');
    if (first == std::string_view::npos)
        return fail(ErrorCode::InvalidValue, "expected algorithm:name:secret or name:secret");
    TsigKey key;
    std::string_view name = text.substr(0, first);
    std::string_view encoded = text.substr(first + 1);
    if (const auto second = encoded.find(':'); second != std::string_view::npos) {
        const auto parsed = tsigAlgorithmFromText(name);
        if (!parsed)
            return tl::unexpected(parsed.error());
        key.algorithm = *parsed;
        name = encoded.substr(0, second);
        encoded = encoded.substr(second + 1);
    }
    auto parsedName = Name::fromText(name);
    if (!parsedName)
        return tl::unexpected(parsedName.error());
    auto secret = decodeSecret(encoded);
    if (!secret)
        return tl::unexpected(secret.error());
    key.name = std::move(*parsedName);
    key.secret = std::move(*secret);
    return key;
}

base::Result<base::Bytes> TsigKey::decodeSecret(std::string_view base64)
{
    base::Bytes secret;
    std::uint32_t bits = 0;
    std::size_t digits = 0;
    std::size_t padding = 0;
    for (const char c : base64) {
        if (isBlank(c)) // secrets are pasted with line breaks in them
            continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos || padding > 0)
            return fail(ErrorCode::InvalidSecret, "the secret is not base64");
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (++digits % 4 != 1)
            secret += static_cast<char>(bits >> (6 - 2 * ((digits - 1) % 4)) & 0xffU);
    }
    if (digits == 0)
        return fail(ErrorCode::InvalidSecret, "the secret is empty");
    // What the last digit says beyond the last octet must be zero, else a character was lost (BIND refuses it
    // too).
    const std::uint32_t spareBits = digits % 4 == 2 ? 0xfU : digits % 4 == 3 ? 0x3U : 0;
    if ((digits + padding) % 4 != 0 || padding > 2 || (bits & spareBits) != 0)
        return fail(ErrorCode::InvalidSecret,
                    "the secret is not whole base64: characters are missing at the end");
    return secret;
}

std::string TsigKey::encodeSecret(std::string_view secret)
{
    std::string text;
    for (std::size_t i = 0; i < secret.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = bits << 8 | (i + j < secret.size() ? static_cast<std::uint8_t>(secret[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text += i + j <= secret.size() ? alphabet[bits >> (18 - 6 * j) & 0x3fU] : '=';
    }
    return text;
}

bool TsigKey::admitsMac(std::size_t size) const
{
    return size >= (leastMac == 0 ? macSize(algorithm) : std::size_t(leastMac));
}

} // namespace zonescope::dns

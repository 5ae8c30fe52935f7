// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/server_cookie.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <bit>
#include <cstring>

namespace zonescope::publish {
namespace {

constexpr std::int32_t oldest = 3600; // seconds; RFC 9018 section 4.3
constexpr std::int32_t farthest = 5 * 60;
constexpr std::size_t timeAt = 12; // client cookie 8, version 1, reserved 3
constexpr std::size_t hashAt = 16;

std::uint64_t littleEndian(const std::uint8_t* octets, std::size_t count = 8)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value |= std::uint64_t{octets[i]} << 8 * i;
    return value;
}

struct SipState
{
    std::uint64_t v0, v1, v2, v3;

    void round()
    {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word)
    {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

std::uint32_t secondsOf(base::Timestamp now)
{
    return static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
}

} // namespace

std::uint64_t sipHash(const std::array<std::uint64_t, 2>& key, base::ByteView message)
{
    SipState state{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU, key[0] ^ 0x6c7967656e657261U,
                   key[1] ^ 0x7465646279746573U};
    const std::size_t whole = message.size() / 8 * 8;
    for (std::size_t at = 0; at < whole; at += 8)
        state.take(littleEndian(message.data() + at));
    state.take(std::uint64_t{message.size() & 0xff} << 56 |
               littleEndian(message.data() + whole, message.size() - whole));
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i)
        state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

ServerCookies ServerCookies::random()
{
    std::array<std::uint8_t, 16> secret{};
    // Without randomness cookies still tell clients apart; what they exempt from is only our own rate limit.
    std::ignore = RAND_bytes(secret.data(), static_cast<int>(secret.size()));
    return ServerCookies(secret);
}

ServerCookies::ServerCookies(const std::array<std::uint8_t, 16>& secret)
    : m_key{littleEndian(secret.data()), littleEndian(secret.data() + 8)}
{
}

bool ServerCookies::wellFormed(base::ByteView option)
{
    return option.size() == clientSize || (option.size() >= 16 && option.size() <= 40);
}

ServerCookies::Whole ServerCookies::make(base::ByteView clientCookie, const net::IpAddress& client,
                                         std::uint32_t seconds) const
{
    Whole cookie{};
    std::memcpy(cookie.data(), clientCookie.data(), clientSize);
    cookie[clientSize] = 1;
    for (std::size_t i = 0; i < 4; ++i)
        cookie[timeAt + i] = static_cast<std::uint8_t>(seconds >> (24 - 8 * i));
    std::array<std::uint8_t, hashAt + 16> input{};
    std::memcpy(input.data(), cookie.data(), hashAt);
    const base::ByteView address =
        base::ByteView(client.octets()).first(client.family() == net::Family::V4 ? 4 : 16);
    std::memcpy(input.data() + hashAt, address.data(), address.size());
    const std::uint64_t hash = sipHash(m_key, {input.data(), hashAt + address.size()});
    for (std::size_t i = 0; i < 8; ++i)
        cookie[hashAt + i] = static_cast<std::uint8_t>(hash >> 8 * i);
    return cookie;
}

bool ServerCookies::valid(base::ByteView option, const net::IpAddress& client, base::Timestamp now) const
{
    if (option.size() != wholeSize || option[clientSize] != 1)
        return false;
    std::uint32_t seconds = 0;
    for (std::size_t i = 0; i < 4; ++i)
        seconds = seconds << 8 | option[timeAt + i];
    const auto age = static_cast<std::int32_t>(secondsOf(now) - seconds); // RFC 1982 arithmetic
    if (age > oldest || age < -farthest)
        return false;
    const Whole right = make(option.first(clientSize), client, seconds);
    return CRYPTO_memcmp(right.data(), option.data(), wholeSize) == 0;
}

ServerCookies::Whole ServerCookies::answer(base::ByteView option, const net::IpAddress& client,
                                           base::Timestamp now) const
{
    return make(option.first(clientSize), client, secondsOf(now));
}

} // namespace zonescope::publish

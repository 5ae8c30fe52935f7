// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/proxy_protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace zonescope::net {
namespace {

using base::ErrorCode;
using Reading = base::Result<std::optional<ProxyHeader>>;

constexpr std::string_view signature1 = "PROXY ";
constexpr std::string_view signature2{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::size_t fixedSize2 = 16;    // signature, version and command, family, length
constexpr std::size_t longestLine1 = 107; // with CR LF, as its specification says

tl::unexpected<base::Error> refuse(const char* what)
{
    return base::fail(ErrorCode::ProxyHeaderRefused, what);
}

bool beginsWith(base::ByteView octets, std::string_view whole)
{
    return base::textOf(octets).substr(0, whole.size()) == whole.substr(0, octets.size());
}

/// Digits without a sign or leading zero, 0 to 65535.
std::optional<std::uint16_t> portOf(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return port;
}

/// "PROXY TCP4 192.0.2.1 198.51.100.1 56324 53"; one blank between words.
Reading readLine(std::string_view line, std::size_t size)
{
    std::array<std::string_view, 6> words;
    std::size_t count = 0;
    std::string_view rest = line;
    bool more = true;
    while (more && count < words.size()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        words[count++] = rest.substr(0, end);
        more = end < rest.size();
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (words[1] == "UNKNOWN") // whatever follows is to be ignored
        return ProxyHeader{size, std::nullopt};
    const bool v4 = words[1] == "TCP4";
    if (!v4 && words[1] != "TCP6")
        return refuse("PROXY header of version 1 with an unknown family");
    if (count != words.size() || more)
        return refuse("PROXY header of version 1 with too few or too many words");
    const auto source = IpAddress::fromText(words[2]);
    const auto destination = IpAddress::fromText(words[3]);
    const auto sourcePort = portOf(words[4]);
    // A mapped address becomes IPv4 at our door, so TCP6 may give either.
    const auto fits = [v4](const base::Result<IpAddress>& address, std::string_view text) {
        return address && (text.find(':') == std::string_view::npos) == v4;
    };
    if (!fits(source, words[2]) || !fits(destination, words[3]) || !sourcePort || !portOf(words[5]))
        return refuse("PROXY header of version 1 with a bad address or port");
    return ProxyHeader{size, Endpoint{*source, *sourcePort}};
}

Reading readVersion1(base::ByteView octets)
{
    const std::string_view text = base::textOf(octets.first(std::min(octets.size(), longestLine1)));
    const std::size_t end = text.find("\r\n");
    if (end != std::string_view::npos)
        return readLine(text.substr(0, end), end + 2);
    if (octets.size() >= longestLine1)
        return refuse("PROXY header of version 1 without an end");
    return std::optional<ProxyHeader>();
}

std::uint16_t numberAt(base::ByteView octets, std::size_t at)
{
    return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

/// The client's address out of the part behind the fixed one.
base::Result<std::optional<Endpoint>> clientOf(base::ByteView body, std::uint8_t family,
                                               ProxyTransport transport)
{
    const unsigned addressFamily = family >> 4;
    const unsigned protocol = family & 0xf;
    if (addressFamily == 0 || protocol == 0)
        return std::optional<Endpoint>(); // UNSPEC: as if there were no header
    if (protocol != (transport == ProxyTransport::Stream ? 1U : 2U))
        return refuse("PROXY header of another transport than it came over");
    if (addressFamily != 1 && addressFamily != 2)
        return refuse("PROXY header without an IP address");
    const bool v4 = addressFamily == 1;
    const std::size_t size = v4 ? 4 : 16;
    if (body.size() < 2 * size + 4)
        return refuse("PROXY header that is too short for its addresses");
    return Endpoint{IpAddress::fromOctets(v4 ? Family::V4 : Family::V6, body.data()),
                    numberAt(body, 2 * size)};
}

Reading readVersion2(base::ByteView octets, ProxyTransport transport)
{
    const bool stream = transport == ProxyTransport::Stream;
    if (octets.size() < fixedSize2)
        return stream ? Reading(std::nullopt) : refuse("PROXY header that is cut");
    const unsigned version = octets[12] >> 4;
    const unsigned command = octets[12] & 0xf;
    if (version != 2 || command > 1)
        return refuse("PROXY header of an unknown version or command");
    const std::size_t size = fixedSize2 + numberAt(octets, 14);
    if (size > longestProxyHeader)
        return refuse("PROXY header that is too long");
    if (octets.size() < size)
        return stream ? Reading(std::nullopt) : refuse("PROXY header that is cut");
    if (command == 0)
        return ProxyHeader{size, std::nullopt}; // LOCAL: a health check; the rest is to be skipped
    const auto client = clientOf(octets.subspan(fixedSize2, size - fixedSize2), octets[13], transport);
    if (!client)
        return tl::unexpected(client.error());
    return ProxyHeader{size, *client};
}

} // namespace

ProxySignature proxySignature(base::ByteView octets, ProxyTransport transport)
{
    const bool stream = transport == ProxyTransport::Stream;
    if (beginsWith(octets, signature2)) {
        if (octets.size() >= signature2.size())
            return ProxySignature::Version2;
        return stream ? ProxySignature::Unfinished : ProxySignature::None;
    }
    if (stream && beginsWith(octets, signature1))
        return octets.size() >= signature1.size() ? ProxySignature::Version1 : ProxySignature::Unfinished;
    return ProxySignature::None;
}

Reading readProxyHeader(base::ByteView octets, ProxyTransport transport)
{
    switch (proxySignature(octets, transport)) {
    case ProxySignature::Version1:
        return readVersion1(octets);
    case ProxySignature::Version2:
        return readVersion2(octets, transport);
    case ProxySignature::Unfinished:
        return std::optional<ProxyHeader>();
    case ProxySignature::None:
        break;
    }
    return refuse("no PROXY header from a load balancer");
}

} // namespace zonescope::net

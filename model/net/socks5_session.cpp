// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socks5_session.h"

#include "model/net/socket.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace zonescope::net {
namespace {

using base::ErrorCode;

constexpr std::uint8_t version = 5;
constexpr std::uint8_t loginVersion = 1; // RFC 1929
constexpr std::uint8_t noLogin = 0;
constexpr std::uint8_t userAndPassword = 2;
constexpr std::uint8_t noneAcceptable = 0xff;
constexpr std::size_t longestLogin = 255;
constexpr std::size_t smallestReply = 7; // a name of no octet

enum AddressType : std::uint8_t { V4 = 1, DomainName = 3, V6 = 4 };

std::uint8_t octetAt(const base::Bytes& bytes, std::size_t at)
{
    return static_cast<std::uint8_t>(bytes[at]);
}

void putAddress(base::Bytes& out, const Endpoint& endpoint)
{
    const bool v4 = endpoint.address.family() == Family::V4;
    out += static_cast<char>(v4 ? AddressType::V4 : AddressType::V6);
    for (std::size_t i = 0; i < (v4 ? 4U : 16U); ++i)
        out += static_cast<char>(endpoint.address.octets()[i]);
    out += static_cast<char>(endpoint.port >> 8);
    out += static_cast<char>(endpoint.port & 0xff);
}

std::uint16_t portAt(const std::uint8_t* octets)
{
    return static_cast<std::uint16_t>(octets[0] << 8 | octets[1]);
}

/// Octets of an address of this type with its port, without the type; nothing for an unknown type. `first`:
/// the first octet behind the type, which is the length of a name.
std::optional<std::size_t> addressSize(std::uint8_t type, std::uint8_t first)
{
    switch (type) {
    case AddressType::V4:
        return 4 + 2;
    case AddressType::V6:
        return 16 + 2;
    case AddressType::DomainName:
        return 1 + first + 2;
    default:
        return std::nullopt;
    }
}

/// RFC 1928 section 6: what went wrong, and on which side of the proxy.
struct ReplyMeaning
{
    ErrorCode code;
    const char* words;
};
ReplyMeaning meaningOf(std::uint8_t reply, Socks5Session::Command command)
{
    const ErrorCode refused = command == Socks5Session::Command::UdpAssociate ? ErrorCode::ProxyWithoutUdp
                                                                              : ErrorCode::ProxyRefused;
    switch (reply) {
    case 1:
        return {refused, "general failure of the proxy"};
    case 2:
        return {refused, "its rules do not allow this connection"};
    case 3:
        return {ErrorCode::HostUnreachable, "network unreachable from the proxy"};
    case 4:
        return {ErrorCode::HostUnreachable, "host unreachable from the proxy"};
    case 5:
        return {ErrorCode::ConnectionRefused, "the destination refused the proxy's connection"};
    case 6:
        return {ErrorCode::TimedOut, "time to live expired behind the proxy"};
    case 7:
        return {refused, "it does not know this command"};
    case 8:
        return {refused, "it does not know this family of addresses"};
    default:
        return {refused, "an unknown reply"};
    }
}

} // namespace

Socks5Session::Socks5Session(Command command, const SocksProxy& proxy, const Endpoint& destination)
    : m_command(command)
    , m_proxy(proxy)
    , m_destination(destination)
{
    const bool login = !m_proxy.user.empty();
    if (login && (m_proxy.user.size() > longestLogin || m_proxy.password.empty() ||
                  m_proxy.password.size() > longestLogin)) {
        fail(ErrorCode::ProxyAuthFailed, "user and password must have 1 to 255 octets");
        return;
    }
    base::Bytes greeting;
    greeting += static_cast<char>(version);
    greeting += static_cast<char>(login ? 2 : 1);
    greeting += static_cast<char>(noLogin);
    if (login)
        greeting += static_cast<char>(userAndPassword);
    send(std::move(greeting));
}

void Socks5Session::send(base::Bytes octets)
{
    m_out = std::move(octets);
    m_sent = 0;
    m_in.clear();
}

void Socks5Session::sent(std::size_t octets)
{
    m_sent += std::min(octets, m_out.size() - m_sent);
}

std::size_t Socks5Session::wanted() const
{
    if (m_state != State::Talking)
        return 0;
    if (m_step != Step::Reply)
        return 2 - m_in.size();
    if (m_in.size() < smallestReply)
        return smallestReply - m_in.size();
    const auto rest = addressSize(octetAt(m_in, 3), octetAt(m_in, 4));
    return rest ? 4 + *rest - m_in.size() : 0;
}

void Socks5Session::feed(base::ByteView octets)
{
    while (m_state == State::Talking && !octets.empty()) {
        const std::size_t count = std::min(wanted(), octets.size());
        m_in += base::textOf(octets.first(count));
        octets = octets.subspan(count);
        take();
    }
}

/// Looks whether an answer is whole.
void Socks5Session::take()
{
    if (octetAt(m_in, 0) != (m_step == Step::Login ? loginVersion : version))
        return fail(ErrorCode::ProxyRefused, "it does not speak SOCKS5");
    if (m_step == Step::Reply && m_in.size() >= 2 && octetAt(m_in, 1) != 0) {
        // Some servers close right behind the code: what follows of the answer says nothing.
        const ReplyMeaning meaning = meaningOf(octetAt(m_in, 1), m_command);
        return fail(meaning.code,
                    std::string(meaning.words) + " (SOCKS reply " + std::to_string(octetAt(m_in, 1)) + ")");
    }
    if (m_step == Step::Reply && m_in.size() >= smallestReply &&
        !addressSize(octetAt(m_in, 3), octetAt(m_in, 4)))
        return fail(ErrorCode::ProxyRefused, "its answer holds an unknown type of address");
    if (wanted() > 0)
        return;
    switch (m_step) {
    case Step::Method:
        return takeMethod();
    case Step::Login:
        return takeLogin();
    case Step::Reply:
        return takeReply();
    }
}

void Socks5Session::takeMethod()
{
    const std::uint8_t method = octetAt(m_in, 1);
    if (method == noneAcceptable)
        return fail(ErrorCode::ProxyAuthFailed, m_proxy.user.empty()
                                                    ? "it wants a user and a password"
                                                    : "it accepts neither a password nor nobody");
    if (method == userAndPassword && !m_proxy.user.empty()) {
        base::Bytes login;
        login += static_cast<char>(loginVersion);
        login += static_cast<char>(m_proxy.user.size());
        login += m_proxy.user;
        login += static_cast<char>(m_proxy.password.size());
        login += m_proxy.password;
        m_step = Step::Login;
        return send(std::move(login));
    }
    if (method != noLogin)
        return fail(ErrorCode::ProxyRefused, "it chose a login that was not offered");
    m_in.assign(2, '\0'); // as after a good login
    takeLogin();
}

void Socks5Session::takeLogin()
{
    if (octetAt(m_in, 1) != 0)
        return fail(ErrorCode::ProxyAuthFailed, "user or password is wrong");
    base::Bytes request;
    request += static_cast<char>(version);
    request += static_cast<char>(m_command);
    request += '\0';
    // Zeros in the family of the proxy: the one in which the datagrams will come.
    const IpAddress nowhere = m_proxy.server.address.family() == Family::V4
                                  ? IpAddress()
                                  : IpAddress::fromOctets(Family::V6, std::array<std::uint8_t, 16>{}.data());
    putAddress(request, m_command == Command::Connect ? m_destination : Endpoint{nowhere, 0});
    m_step = Step::Reply;
    send(std::move(request));
}

void Socks5Session::takeReply()
{
    std::array<std::uint8_t, 18> octets{};
    const std::uint8_t type = octetAt(m_in, 3);
    m_bound = Endpoint{{}, 0};
    if (type != AddressType::DomainName) {
        std::memcpy(octets.data(), m_in.data() + 4, m_in.size() - 4);
        const Family family = type == AddressType::V4 ? Family::V4 : Family::V6;
        m_bound.address = IpAddress::fromOctets(family, octets.data());
        m_bound.port = portAt(octets.data() + (family == Family::V4 ? 4 : 16));
    }
    m_state = State::Ready;
}

void Socks5Session::closed(const std::optional<base::Error>& error)
{
    if (m_state != State::Talking)
        return;
    const bool login = m_step == Step::Login;
    fail(login ? ErrorCode::ProxyAuthFailed : ErrorCode::ProxyRefused,
         error ? error->detail : "it closed the connection without an answer");
}

void Socks5Session::fail(base::ErrorCode code, const std::string& what)
{
    m_state = State::Failed;
    m_error = {code, "proxy " + m_proxy.server.toText() + ": " + what};
}

base::Result<bool> advance(Socks5Session& session, int socket)
{
    while (session.state() == Socks5Session::State::Talking) {
        if (const base::ByteView pending = session.pending(); !pending.empty()) {
            const auto written = writeSome(socket, pending);
            if (!written) {
                session.closed(written.error());
                break;
            }
            if (*written == 0)
                return false;
            session.sent(*written);
            continue;
        }
        std::array<std::uint8_t, 512> buffer{};
        const auto count =
            readSome(socket, std::span(buffer).first(std::min(buffer.size(), session.wanted())));
        if (!count || (*count && **count == 0)) {
            session.closed(count ? std::nullopt : std::optional(count.error()));
            break;
        }
        if (!*count)
            return false;
        session.feed(base::ByteView(buffer.data(), **count));
    }
    if (session.state() == Socks5Session::State::Failed)
        return tl::unexpected(session.error());
    return true;
}

base::Bytes wrapDatagram(const Endpoint& to, base::ByteView payload)
{
    base::Bytes datagram(3, '\0'); // reserved, not a fragment
    putAddress(datagram, to);
    datagram += base::textOf(payload);
    return datagram;
}

base::Result<UnwrappedDatagram> unwrapDatagram(base::ByteView datagram)
{
    constexpr std::size_t fixed = 4;
    const auto malformed = [](const char* what) {
        return base::fail(ErrorCode::MalformedMessage, std::string("datagram of the proxy: ") + what);
    };
    if (datagram.size() <= fixed)
        return malformed("too short");
    if (datagram[2] != 0)
        return malformed("a fragment"); // RFC 1928 section 7: drop when not put together
    const std::uint8_t type = datagram[3];
    if (type != AddressType::V4 && type != AddressType::V6)
        return malformed("it comes from no address");
    const std::size_t size = *addressSize(type, 0);
    if (datagram.size() < fixed + size)
        return malformed("too short");
    const Family family = type == AddressType::V4 ? Family::V4 : Family::V6;
    UnwrappedDatagram unwrapped;
    unwrapped.from.address = IpAddress::fromOctets(family, datagram.data() + fixed);
    unwrapped.from.port = portAt(datagram.data() + fixed + size - 2);
    unwrapped.payload = datagram.subspan(fixed + size);
    return unwrapped;
}

} // namespace zonescope::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/link_setup.h"

#include "model/net/socket.h"

#include <linux/ethtool.h>
#include <linux/fib_rules.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace zonescope::netlab {
namespace {

constexpr std::uint32_t longQueue = 10'000;
constexpr std::uint8_t outsideTable = 100; ///< of routes that lead out and back

/// One rtnetlink request under construction.
class Request
{
public:
    Request(std::uint16_t type, std::uint16_t flags)
    {
        nlmsghdr header{};
        header.nlmsg_type = type;
        header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
        put(header);
    }

    template <class T>
    void put(const T& value)
    {
        append(&value, sizeof value);
        m_octets.resize(NLMSG_ALIGN(m_octets.size()));
    }
    void attribute(std::uint16_t type, const void* value, std::size_t size)
    {
        const std::size_t at = open(type);
        append(value, size);
        close(at);
    }
    void attribute(std::uint16_t type, const std::string& text)
    {
        attribute(type, text.c_str(), text.size() + 1);
    }
    template <class T>
    void number(std::uint16_t type, T value)
    {
        attribute(type, &value, sizeof value);
    }
    std::size_t open(std::uint16_t type)
    {
        const std::size_t at = m_octets.size();
        put(rtattr{0, type});
        return at;
    }
    void close(std::size_t at)
    {
        const auto length = static_cast<std::uint16_t>(m_octets.size() - at);
        std::memcpy(m_octets.data() + at, &length, sizeof length);
        m_octets.resize(NLMSG_ALIGN(m_octets.size()));
    }

    base::Status send(std::string_view what)
    {
        const auto length = static_cast<std::uint32_t>(m_octets.size());
        std::memcpy(m_octets.data(), &length, sizeof length);
        const net::UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
        std::array<char, 8192> answer{};
        if (!socket || ::send(socket.get(), m_octets.data(), m_octets.size(), 0) < 0)
            return tl::unexpected(net::socketError(errno, what));
        const ssize_t size = ::recv(socket.get(), answer.data(), answer.size(), 0);
        if (size < static_cast<ssize_t>(sizeof(nlmsghdr) + sizeof(int)))
            return tl::unexpected(net::socketError(EPROTO, what));
        int error = 0;
        std::memcpy(&error, answer.data() + sizeof(nlmsghdr), sizeof error);
        if (error != 0)
            return tl::unexpected(net::socketError(-error, what));
        return {};
    }

private:
    void append(const void* octets, std::size_t size)
    {
        const std::size_t at = m_octets.size();
        m_octets.resize(at + size);
        std::memcpy(m_octets.data() + at, octets, size);
    }

    std::vector<std::uint8_t> m_octets;
};

std::uint8_t familyOf(const net::IpAddress& address)
{
    return address.family() == net::Family::V4 ? AF_INET : AF_INET6;
}

void putAddress(Request& request, std::uint16_t type, const net::IpAddress& address)
{
    request.attribute(type, address.octets().data(), address.family() == net::Family::V4 ? 4 : 16);
}

base::Status control(unsigned long what, ifreq& request, std::string_view word)
{
    const net::UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket || ::ioctl(socket.get(), what, &request) != 0)
        return tl::unexpected(net::socketError(errno, word));
    return {};
}

ifreq named(const std::string& device)
{
    ifreq request{};
    device.copy(request.ifr_name, IFNAMSIZ - 1);
    return request;
}

base::Status withoutOffloads(const std::string& device)
{
    for (const std::uint32_t command :
         {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM}) {
        ethtool_value value{command, 0};
        ifreq request = named(device);
        request.ifr_data = reinterpret_cast<char*>(&value);
        // veth of newer kernels has no switch for the receiving side: what is not there is off.
        if (auto done = control(SIOCETHTOOL, request, device + " offloads"); !done && errno != EOPNOTSUPP)
            return done;
    }
    return {};
}

rtmsg unicastRoute(const net::IpAddress& gateway, std::uint8_t table)
{
    rtmsg route{};
    route.rtm_family = familyOf(gateway);
    route.rtm_table = table;
    route.rtm_protocol = RTPROT_STATIC;
    route.rtm_scope = RT_SCOPE_UNIVERSE;
    route.rtm_type = RTN_UNICAST;
    return route;
}

/// One routing rule, which sends to a table; `configure` adds what it applies to.
template <class Configure>
base::Status changeRule(std::uint16_t type, std::uint8_t family, std::uint32_t priority, std::uint8_t table,
                        std::uint8_t prefixLength, Configure configure)
{
    fib_rule_hdr rule{};
    rule.family = family;
    rule.dst_len = prefixLength;
    rule.table = table;
    rule.action = FR_ACT_TO_TBL;
    Request request(type, type == RTM_NEWRULE ? NLM_F_CREATE | NLM_F_EXCL : 0);
    request.put(rule);
    request.number(FRA_PRIORITY, priority);
    configure(request);
    return request.send("routing rule");
}

} // namespace

base::Status makePair(const Namespace& here, const std::string& name, const Namespace& there,
                      const std::string& peer)
{
    {
        const Inside inside(here);
        Request request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
        request.put(ifinfomsg{});
        request.attribute(IFLA_IFNAME, name);
        request.number(IFLA_TXQLEN, longQueue); // the ioctl for it is for the machine's root only
        const std::size_t link = request.open(IFLA_LINKINFO);
        request.attribute(IFLA_INFO_KIND, std::string("veth"));
        const std::size_t data = request.open(IFLA_INFO_DATA);
        const std::size_t other = request.open(VETH_INFO_PEER);
        request.put(ifinfomsg{});
        request.attribute(IFLA_IFNAME, peer);
        request.number(IFLA_TXQLEN, longQueue);
        request.number<std::int32_t>(IFLA_NET_NS_FD, there.fd());
        request.close(other);
        request.close(data);
        request.close(link);
        if (auto made = request.send("veth pair " + name); !made)
            return made;
    }
    for (const auto& [where, device] : {std::pair(&here, &name), std::pair(&there, &peer)}) {
        const Inside inside(*where);
        if (auto done = withoutOffloads(*device); !done)
            return done;
        if (auto done = setUp(*device); !done)
            return done;
    }
    return {};
}

base::Status setUp(const std::string& device)
{
    const auto index = deviceIndex(device);
    if (!index)
        return tl::unexpected(index.error());
    ifinfomsg link{};
    link.ifi_index = *index;
    link.ifi_flags = link.ifi_change = IFF_UP;
    Request request(RTM_NEWLINK, 0);
    request.put(link);
    return request.send(device + " up");
}

namespace {

base::Status changeAddress(Request request, const std::string& device, const net::IpAddress& address,
                           unsigned prefixLength)
{
    const auto index = deviceIndex(device);
    if (!index)
        return tl::unexpected(index.error());
    ifaddrmsg message{};
    message.ifa_family = familyOf(address);
    message.ifa_prefixlen = static_cast<std::uint8_t>(prefixLength);
    message.ifa_flags = IFA_F_NODAD;
    message.ifa_index = static_cast<std::uint32_t>(*index);
    request.put(message);
    putAddress(request, IFA_LOCAL, address);
    putAddress(request, IFA_ADDRESS, address);
    return request.send(device + " address");
}

} // namespace

base::Status addAddress(const std::string& device, const net::IpAddress& address, unsigned prefixLength)
{
    return changeAddress(Request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE), device, address, prefixLength);
}

base::Status removeAddress(const std::string& device, const net::IpAddress& address, unsigned prefixLength)
{
    return changeAddress(Request(RTM_DELADDR, 0), device, address, prefixLength);
}

base::Status routeAll(const std::string& device, const net::IpAddress& gateway,
                      const HardwareAddress& hardware)
{
    const auto index = deviceIndex(device);
    if (!index)
        return tl::unexpected(index.error());
    ndmsg neighbour{};
    neighbour.ndm_family = familyOf(gateway);
    neighbour.ndm_ifindex = *index;
    neighbour.ndm_state = NUD_PERMANENT;
    Request known(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE);
    known.put(neighbour);
    putAddress(known, NDA_DST, gateway);
    known.attribute(NDA_LLADDR, hardware.data(), hardware.size());
    if (auto done = known.send(device + " neighbour"); !done)
        return done;
    Request request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    request.put(unicastRoute(gateway, RT_TABLE_MAIN));
    putAddress(request, RTA_GATEWAY, gateway);
    request.number<std::int32_t>(RTA_OIF, *index);
    return request.send(device + " route");
}

base::Status routeOwnAddress(const std::string& device, const net::IpAddress& address,
                             const net::IpAddress& gateway)
{
    const auto index = deviceIndex(device);
    if (!index)
        return tl::unexpected(index.error());
    Request route(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    route.put(unicastRoute(gateway, outsideTable));
    putAddress(route, RTA_GATEWAY, gateway);
    route.number<std::int32_t>(RTA_OIF, *index);
    if (auto done = route.send(device + " way out"); !done)
        return done;
    // Only what this host sends itself; what comes in for the address is its own. The kernel's rule for own
    // addresses is the first of all: it moves behind ours, the new one before the old one goes.
    const std::uint8_t family = familyOf(address);
    const auto nothing = [](Request&) {};
    return changeRule(RTM_NEWRULE, family, 10, outsideTable, address.family() == net::Family::V4 ? 32 : 128,
                      [&](Request& rule) {
                          putAddress(rule, FRA_DST, address);
                          rule.attribute(FRA_IIFNAME, std::string("lo"));
                      })
        .and_then([&] { return changeRule(RTM_NEWRULE, family, 20, RT_TABLE_LOCAL, 0, nothing); })
        .and_then([&] { return changeRule(RTM_DELRULE, family, 0, RT_TABLE_LOCAL, 0, nothing); });
}

base::Result<HardwareAddress> hardwareAddress(const std::string& device)
{
    ifreq request = named(device);
    if (auto done = control(SIOCGIFHWADDR, request, device + " hardware address"); !done)
        return tl::unexpected(done.error());
    HardwareAddress address{};
    std::memcpy(address.data(), request.ifr_hwaddr.sa_data, address.size());
    return address;
}

base::Result<int> deviceIndex(const std::string& device)
{
    ifreq request = named(device);
    if (auto done = control(SIOCGIFINDEX, request, device + " index"); !done)
        return tl::unexpected(done.error());
    return request.ifr_ifindex;
}

} // namespace zonescope::netlab

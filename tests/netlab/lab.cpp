// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/lab.h"

#include "tests/netlab/link_setup.h"

#include <unistd.h>

#include <fcntl.h>

#include <string>

namespace zonescope::netlab {
namespace {

net::IpAddress host(std::uint8_t side, std::uint8_t last, net::Family family)
{
    if (family == net::Family::V4)
        return net::IpAddress::fromOctets(family, std::array<std::uint8_t, 4>{10, 99, side, last}.data());
    std::array<std::uint8_t, 16> octets{0xfd, 0x99, 0, side};
    octets[15] = last;
    return net::IpAddress::fromOctets(family, octets.data());
}

/// What the kernel remembers of one connection must not help the next. Where /proc is read-only it does.
void writeSetting(const char* file, const char* value)
{
    const net::UniqueFd fd(::open(file, O_WRONLY | O_CLOEXEC));
    if (fd && ::write(fd.get(), value, 1) < 0)
        return;
}

/// Address, routes and settings of one end, in its namespace.
base::Status furnish(const Namespace& where, const std::string& device, std::uint8_t side, unsigned addresses)
{
    const Inside inside(where);
    if (auto up = setUp("lo"); !up)
        return up;
    // Nobody has it: the kernel of the middle throws such frames away early, the emulator takes them all.
    const HardwareAddress nobody{0x02, 0, 0, 0, 0, 0x99};
    for (const net::Family family : {net::Family::V4, net::Family::V6}) {
        for (unsigned n = 0; n < addresses; ++n)
            if (auto done = addAddress(device, host(side, static_cast<std::uint8_t>(2 + n), family),
                                       family == net::Family::V4 ? 24 : 64);
                !done)
                return done;
        if (auto done = routeAll(device, host(side, 1, family), nobody); !done)
            return done;
    }
    writeSetting("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
    writeSetting("/proc/sys/net/ipv4/icmp_ratelimit", "0");
    writeSetting("/proc/sys/net/ipv6/icmp/ratelimit", "0");
    return {};
}

} // namespace

Lab::Lab(Namespace near, Namespace middle, Namespace far)
    : m_near(std::move(near))
    , m_middle(std::move(middle))
    , m_far(std::move(far))
{
}

Lab::~Lab() = default;

base::Result<std::unique_ptr<Lab>> Lab::create(Options options)
{
    auto near = Namespace::create();
    auto middle = Namespace::create();
    auto far = Namespace::create();
    for (const auto* made : {&near, &middle, &far})
        if (!*made)
            return tl::unexpected(made->error());
    std::unique_ptr<Lab> lab(new Lab(std::move(*near), std::move(*middle), std::move(*far)));
    if (auto wired = lab->wire(options); !wired)
        return tl::unexpected(wired.error());
    return lab;
}

base::Status Lab::wire(const Options& options)
{
    if (auto made = makePair(m_near, "near0", m_middle, "left0"); !made)
        return made;
    if (auto made = makePair(m_far, "far0", m_middle, "right0"); !made)
        return made;
    if (auto done = furnish(m_near, "near0", 1, 1); !done)
        return done;
    if (auto done = furnish(m_far, "far0", 2, options.farAddresses); !done)
        return done;
    if (options.ownAddressThroughPath)
        if (auto done = turnBack(); !done)
            return done;
    Emulator::Ends ends{"left0", "right0", {}, {}};
    for (const auto& [where, device, hardware] :
         {std::tuple(&m_near, "near0", &ends.nearHardware), std::tuple(&m_far, "far0", &ends.farHardware)}) {
        const Inside inside(*where);
        const auto found = hardwareAddress(device);
        if (!found)
            return tl::unexpected(found.error());
        *hardware = *found;
    }
    return Emulator::start(m_middle, ends, options.plan).map([this](std::unique_ptr<Emulator> started) {
        m_emulator = std::move(started);
    });
}

/// The far end becomes a router that sends packets of the near end back to it.
base::Status Lab::turnBack()
{
    {
        const Inside inside(m_far);
        writeSetting("/proc/sys/net/ipv4/conf/all/rp_filter", "0");
        writeSetting("/proc/sys/net/ipv4/conf/far0/rp_filter", "0");
        writeSetting("/proc/sys/net/ipv4/conf/all/send_redirects", "0");
        writeSetting("/proc/sys/net/ipv4/conf/far0/send_redirects", "0");
        writeSetting("/proc/sys/net/ipv4/ip_forward", "1");
    }
    const Inside inside(m_near);
    writeSetting("/proc/sys/net/ipv4/conf/all/rp_filter", "0");
    writeSetting("/proc/sys/net/ipv4/conf/near0/rp_filter", "0");
    writeSetting("/proc/sys/net/ipv4/conf/near0/accept_local", "1");
    return routeOwnAddress("near0", nearAddress(), host(1, 1, net::Family::V4));
}

net::IpAddress Lab::nearAddress(net::Family family)
{
    return host(1, 2, family);
}

net::IpAddress Lab::farAddress(net::Family family, unsigned n)
{
    return host(2, static_cast<std::uint8_t>(2 + n), family);
}

} // namespace zonescope::netlab

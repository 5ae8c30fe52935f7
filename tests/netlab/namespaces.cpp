// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/namespaces.h"

#include "model/net/socket.h"
#include "tests/netlab/link_setup.h"

#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

namespace zonescope::netlab {
namespace {

bool writeWhole(const char* file, std::string_view text)
{
    const net::UniqueFd fd(::open(file, O_WRONLY | O_CLOEXEC));
    return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

base::Status refused(std::string_view step)
{
    return base::fail(base::ErrorCode::PermissionDenied,
                      "network lab: no user namespaces and not root (" +
                          net::socketError(errno, step).detail +
                          "); run as root or enable kernel.unprivileged_userns_clone");
}

/// Maps nobody but ourselves, under the same numbers, so that files and the desktop's sockets stay ours.
base::Status mapOurselves(uid_t user, gid_t group)
{
    // setgroups must be off before an ordinary user may write the group map (user_namespaces(7)).
    if (!writeWhole("/proc/self/setgroups", "deny"))
        return refused("setgroups");
    const auto line = [](unsigned id) { return std::to_string(id) + ' ' + std::to_string(id) + " 1"; };
    if (!writeWhole("/proc/self/uid_map", line(user)) || !writeWhole("/proc/self/gid_map", line(group)))
        return refused("uid_map");
    return {};
}

base::Result<net::UniqueFd> openCurrent()
{
    net::UniqueFd fd(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!fd)
        return tl::unexpected(net::socketError(errno, "network namespace"));
    return fd;
}

bool canMake()
{
    const auto before = openCurrent();
    if (!before || ::unshare(CLONE_NEWNET) != 0)
        return false;
    return ::setns(before->get(), CLONE_NEWNET) == 0;
}

} // namespace

base::Status allowNamespaces()
{
    if (canMake())
        return {};
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    // Nobody may go back to a network of the outer user namespace, so there is a new one to go back to.
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return refused("unshare");
    if (auto mapped = mapOurselves(user, group); !mapped)
        return mapped;
    if (!canMake())
        return refused("unshare network");
    return setUp("lo");
}

base::Result<Namespace> Namespace::create()
{
    const auto before = openCurrent();
    if (!before)
        return tl::unexpected(before.error());
    if (::unshare(CLONE_NEWNET) != 0)
        return tl::unexpected(net::socketError(errno, "network namespace"));
    auto made = openCurrent();
    if (::setns(before->get(), CLONE_NEWNET) != 0)
        std::abort(); // the thread would go on in the wrong network
    return std::move(made).map([](net::UniqueFd fd) { return Namespace(std::move(fd)); });
}

base::Result<Namespace> Namespace::current()
{
    return openCurrent().map([](net::UniqueFd fd) { return Namespace(std::move(fd)); });
}

Inside::Inside(const Namespace& there)
    : m_before(Namespace::current())
{
    if (!m_before || ::setns(there.fd(), CLONE_NEWNET) != 0)
        std::abort(); // never: both descriptors are ours
}

Inside::~Inside()
{
    if (::setns(m_before->fd(), CLONE_NEWNET) != 0)
        std::abort();
}

base::Status moveInto(const Namespace& there)
{
    if (::setns(there.fd(), CLONE_NEWNET) != 0)
        return tl::unexpected(net::socketError(errno, "network namespace"));
    return {};
}

} // namespace zonescope::netlab

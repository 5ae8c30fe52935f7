// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/unique_fd.h"

namespace zonescope::netlab {

/// Makes namespaces possible for this process. As root nothing is needed; an ordinary user becomes root of a
/// user namespace of its own, which the kernel allows only while the process has one thread: call it first
/// in main(). The process then has left the host's network for an empty one (loopback is up). Safe to call
/// twice. Errors: PermissionDenied (the sentence to print when skipping).
base::Status allowNamespaces();

/// One network namespace, kept alive by its descriptor.
class Namespace
{
public:
    /// A new one; the calling thread stays where it is. Errors: PermissionDenied.
    static base::Result<Namespace> create();
    /// The one in which the calling thread is.
    static base::Result<Namespace> current();

    int fd() const { return m_fd.get(); }

private:
    explicit Namespace(net::UniqueFd fd)
        : m_fd(std::move(fd))
    {
    }
    net::UniqueFd m_fd;
};

/// The calling thread is in that namespace while this lives: its sockets, /proc/sys/net, and the threads it
/// starts. Sockets stay where they were made.
class Inside
{
public:
    explicit Inside(const Namespace& there);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    base::Result<Namespace> m_before;
};

/// For good: whole threads of a program that stay there.
base::Status moveInto(const Namespace& there);

} // namespace zonescope::netlab
